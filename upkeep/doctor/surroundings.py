"""What stands around the database: settings, keys, disk, clock, static files, the proxy, the certificate."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from cryptography import x509
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection
from django.utils import timezone

from audit.models import AuditEvent
from inmates.models import Inmate
from upkeep.doctor.finding import Finding

LEAST_FREE = 1024**3
CLOCK_DRIFT = timedelta(seconds=30)
RENEW_BEFORE = timedelta(days=30)


def office_settings() -> Iterator[Finding]:
    if settings.DEMO:
        yield Finding(
            "Ini dunia contoh (PULIH_DEMO).", "Jangan memasukkan data orang sungguhan.", advice=True
        )
        return
    if not settings.PRODUCTION or len(settings.SECRET_KEY) < 50:
        yield Finding(
            "SECRET_KEY belum diisi atau terlalu pendek.",
            "Salin .env.example ke .env dan isi SECRET_KEY seperti petunjuk di dalamnya.",
        )
    if settings.DEBUG:
        yield Finding("DEBUG menyala: halaman galat membuka isi data.", "Hapus DEBUG dari .env.")
    hosts = settings.ALLOWED_HOSTS
    if not hosts or any("*" in host or host.startswith(".") for host in hosts):
        yield Finding(
            "ALLOWED_HOSTS kosong atau memakai tanda bintang.",
            "Isi dengan nama yang diketik orang di peramban, dipisah koma.",
        )


def keys() -> Iterator[Finding]:
    for path in (Path(settings.BASE_DIR) / ".env", *_key_files()):
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"{path} dapat dibaca akun lain di komputer ini.", f"Jalankan: chmod 600 {path}")
    sealed = Inmate.objects.exclude(identity_index="").order_by("-pk")
    try:
        sealed.first()
    except InvalidToken:
        yield Finding(
            "NIK yang tersimpan tidak terbaca dengan kunci di sini.",
            "Kembalikan var/keys (atau FIELD_KEYS dan INDEX_KEY di .env) dari cadangan; jangan membuat kunci "
            "baru.",
        )


def _key_files() -> list[Path]:
    var = Path(settings.VAR_DIR)
    return [var / "keys", *sorted(var.glob("backup.key*"))]


def disk() -> Iterator[Finding]:
    for folder in {Path(settings.VAR_DIR), _nearest(Path(settings.BACKUP_DIR))}:
        free = shutil.disk_usage(folder).free
        if free < max(LEAST_FREE, 2 * _database_size()):
            yield Finding(
                f"Ruang di {folder} tinggal {free // 1024**2} MB.",
                "Kosongkan disk atau pindahkan cadangan (BACKUP_DIR) ke disk lain.",
            )
    if not os.access(_nearest(Path(settings.BACKUP_DIR)), os.W_OK):
        yield Finding(
            f"Folder cadangan {settings.BACKUP_DIR} tidak dapat ditulisi.",
            "Pasang disknya, atau perbaiki pemiliknya dengan chown.",
        )


def _nearest(folder: Path) -> Path:
    """The folder, or what is there of the way to it."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _database_size() -> int:
    path = Path(str(connection.settings_dict["NAME"]))
    return path.stat().st_size if connection.vendor == "sqlite" and path.exists() else 0


def clock() -> Iterator[Finding]:
    todo = "Perbaiki jam komputer (timedatectl) sebelum ada yang dicatat."
    now = timezone.now()
    newest = AuditEvent.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest is not None and newest > now + CLOCK_DRIFT:
        yield Finding(f"Jam komputer mundur: jejak terakhir dari {newest:%d-%m-%Y %H.%M} UTC.", todo)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            if abs(cursor.fetchone()[0] - now) > CLOCK_DRIFT:
                yield Finding("Jam komputer ini dan jam server basis data berbeda.", todo)


def static_files() -> Iterator[Finding]:
    if (settings.PRODUCTION or settings.DEMO) and not (
        Path(settings.STATIC_ROOT) / "staticfiles.json"
    ).exists():
        yield Finding(
            "Berkas tampilan belum dikumpulkan: halaman tampil polos.",
            "Jalankan make serve, atau: manage.py collectstatic --noinput",
        )


def proxy() -> Iterator[Finding]:
    if not settings.PRODUCTION or settings.DEMO:
        return
    if not settings.TRUSTED_PROXIES:
        yield Finding(
            "TRUSTED_PROXIES kosong: Pulih tidak tahu bahwa pengunjung datang lewat HTTPS, dan setiap "
            "halaman dialihkan terus.",
            "Isi dengan alamat proksi HTTPS Anda; di komputer yang sama: TRUSTED_PROXIES=127.0.0.1",
        )
    for each in settings.TRUSTED_PROXIES:
        try:
            wide = ip_network(each, strict=False).prefixlen < 8
        except ValueError:
            yield Finding(f"TRUSTED_PROXIES: {each} bukan alamat IP.", "Tulis alamat IP proksinya.")
            continue
        if wide:
            yield Finding(
                f"TRUSTED_PROXIES: {each} memercayai siapa saja.", "Tulis alamat IP proksinya saja."
            )


def certificate(path: Path) -> Iterator[Finding]:
    """The certificate that browsers see, when its file is given or stands in `var/tls`."""
    if not path.exists():
        return
    todo = "Perbarui: manage.py office_certificate, lalu muat ulang proksinya."
    ends = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    if ends < datetime.now(UTC):
        yield Finding(f"Sertifikat HTTPS habis pada {ends:%d-%m-%Y}.", todo)
    elif ends < datetime.now(UTC) + RENEW_BEFORE:
        yield Finding(f"Sertifikat HTTPS akan habis pada {ends:%d-%m-%Y}.", todo)
