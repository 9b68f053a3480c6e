"""What the database promises, and whether it stands where this version of Pulih expects it."""

from collections.abc import Iterator

from django.db import DatabaseError, connection

from audit.append_only import missing_triggers
from upkeep.doctor.finding import Finding
from upkeep.rows.shape import UnknownShapeError, is_up_to_date, shape_of

_SQLITE = {"journal_mode": "truncate", "synchronous": 2, "foreign_keys": 1}
_POSTGRES = ("fsync", "full_page_writes", "synchronous_commit")
OLDEST_POSTGRES = 150_000


def answers() -> Iterator[Finding]:
    """Asked first: nothing else can be looked at without it."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding(
            f"Basis data tidak menjawab ({type(error).__name__}).",
            "Periksa DATABASE_URL di .env dan apakah layanannya berjalan (systemctl status postgresql).",
        )


def promises() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, kept in _SQLITE.items():
                cursor.execute(f"PRAGMA {name}")
                if (found := cursor.fetchone()[0]) != kept:
                    yield Finding(
                        f"SQLite berjalan dengan {name}={found}: catatan dapat hilang saat listrik padam.",
                        "Jalankan Pulih dengan pengaturannya sendiri, tanpa mengubah berkas basis data.",
                    )
            cursor.execute("PRAGMA quick_check(1)")
            if (found := cursor.fetchone()[0]) != "ok":
                yield Finding(
                    "Berkas basis data rusak.",
                    "Hentikan server dan pulihkan cadangan terakhir: manage.py restore",
                )
            return
        for name in _POSTGRES:
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == "off":
                yield Finding(
                    f"PostgreSQL berjalan dengan {name}=off: catatan dapat hilang saat listrik padam.",
                    f"Nyalakan {name} di postgresql.conf, lalu mulai ulang PostgreSQL.",
                )
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < OLDEST_POSTGRES:
            yield Finding("PostgreSQL lebih tua dari versi 15.", "Perbarui PostgreSQL.")


def guards() -> Iterator[Finding]:
    for name in missing_triggers(connection):
        yield Finding(
            f"Penjaga jejak {name} tidak ada: jejak dapat diubah.",
            "Cari tahu siapa yang melepasnya, lalu pulihkan cadangan terakhir yang utuh.",
        )


def migrations() -> Iterator[Finding]:
    try:
        shape_of(connection)
    except UnknownShapeError as newer:
        yield Finding(
            f"Basis data dibuat Pulih yang lebih baru ({newer}).",
            "Pasang versi Pulih yang sama atau lebih baru.",
        )
        return
    if not is_up_to_date(connection):
        yield Finding("Basis data belum mutakhir.", "Buat cadangan, lalu jalankan: manage.py migrate")
