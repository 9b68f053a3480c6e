"""Session kinds (domain §2.3) and the national programmes: they come with migrations."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

# code, name, service
SESSION_KINDS = (
    ("ORI", _("Orientasi dan kontrak program"), "terapi"),
    ("MM", _("Morning meeting"), "terapi"),
    ("KI", _("Konseling individu"), "konseling"),
    ("KK", _("Konseling kelompok"), "konseling"),
    ("TK", _("Terapi kelompok"), "terapi"),
    ("SEM", _("Seminar / edukasi adiksi"), "edukasi"),
    ("TPK", _("Terapi perilaku kognitif"), "terapi"),
    ("MI", _("Wawancara motivasional"), "konseling"),
    ("PK", _("Pencegahan kekambuhan"), "terapi"),
    ("ROH", _("Bimbingan rohani"), "rohani"),
    ("VOK", _("Pelatihan keterampilan"), "keterampilan"),
    ("LS", _("Keterampilan hidup"), "keterampilan"),
    ("FSG", _("Family support group"), "keluarga"),
    ("FD", _("Family dialogue"), "keluarga"),
    ("REK", _("Rekreasi dan olahraga"), "terapi"),
    ("CC", _("Konferensi kasus"), "konseling"),
    ("WU", _("Evening wrap-up / jurnal"), "terapi"),
    ("KES", _("Pemeriksaan kesehatan"), "kesehatan"),
    ("TU", _("Tes urine"), "kesehatan"),
)


# VERIFY: lengths by category and the order of sessions are read from several units' practice (domain
# §2.3), not from a national standard; each version is marked unconfirmed until an office says so.
_VALID_FROM = date(2025, 1, 1)
_MINUTES = 90

_GROUP, _ALONE = "kelompok", "individu"

_CATEGORY_I = (
    ("ORI", "Orientasi dan kontrak program", _GROUP),
    ("KES", "Pemeriksaan kesehatan awal", _ALONE),
    ("SEM", "Mengenal adiksi", _GROUP),
    ("MI", "Menimbang alasan untuk berubah", _ALONE),
    ("SEM", "Dampak narkotika pada tubuh dan keluarga", _GROUP),
    ("KK", "Berbagi pengalaman pemulihan", _GROUP),
    ("TPK", "Mengenali pikiran dan pemicu", _GROUP),
    ("TPK", "Mengelola keinginan memakai", _GROUP),
    ("ROH", "Bimbingan rohani", _GROUP),
    ("KK", "Mengelola emosi dan tekanan teman", _GROUP),
    ("LS", "Keterampilan hidup: komunikasi dan menolak ajakan", _GROUP),
    ("FSG", "Pertemuan dukungan keluarga", _GROUP),
    ("PK", "Mencegah kekambuhan", _GROUP),
    ("KI", "Rencana setelah bebas", _ALONE),
    ("WU", "Penutupan dan tinjauan akhir", _GROUP),
)
_CATEGORY_II = (
    *_CATEGORY_I[:14],
    ("TU", "Tes urine pertengahan", _ALONE),
    ("TK", "Terapi kelompok: kepercayaan dan keterbukaan", _GROUP),
    ("TK", "Terapi kelompok: tanggung jawab", _GROUP),
    ("SEM", "Kesehatan jiwa dan tidur tanpa zat", _GROUP),
    ("TPK", "Memecahkan masalah sehari-hari", _GROUP),
    ("TPK", "Mengubah kebiasaan dan lingkungan", _GROUP),
    ("VOK", "Pelatihan keterampilan: pengenalan", _GROUP),
    ("VOK", "Pelatihan keterampilan: praktik", _GROUP),
    ("LS", "Keterampilan hidup: mengelola uang dan waktu", _GROUP),
    ("REK", "Olahraga dan kegiatan bersama", _GROUP),
    ("ROH", "Bimbingan rohani: memaafkan dan memperbaiki", _GROUP),
    ("FD", "Dialog keluarga", _ALONE),
    ("PK", "Rencana menghadapi situasi berisiko", _GROUP),
    ("PK", "Jejaring dukungan setelah bebas", _GROUP),
    ("KI", "Meninjau rencana pemulihan", _ALONE),
    ("WU", "Penutupan dan tinjauan akhir", _GROUP),
)
_CATEGORY_III = (
    *_CATEGORY_II[:29],
    ("CC", "Konferensi kasus", _ALONE),
    ("MM", "Pertemuan pagi: nilai kebersamaan", _GROUP),
    ("TK", "Terapi kelompok: rasa bersalah dan malu", _GROUP),
    ("TK", "Terapi kelompok: peran dalam keluarga", _GROUP),
    ("TPK", "Menghadapi kegagalan tanpa zat", _GROUP),
    ("VOK", "Pelatihan keterampilan: praktik lanjutan", _GROUP),
    ("VOK", "Pelatihan keterampilan: hasil karya", _GROUP),
    ("LS", "Keterampilan hidup: mencari kerja", _GROUP),
    ("REK", "Olahraga dan permainan kelompok", _GROUP),
    ("PK", "Latihan menghadapi kekambuhan", _GROUP),
    ("KI", "Rencana pascarehabilitasi", _ALONE),
    ("WU", "Penutupan dan tinjauan akhir", _GROUP),
)
PROGRAMMES = (
    ("kategori-1", "Rehabilitasi Kategori I", "I", 15, "pertemuan", _CATEGORY_I),
    ("kategori-2", "Rehabilitasi Kategori II", "II", 30, "pertemuan", _CATEGORY_II),
    ("kategori-3", "Rehabilitasi Kategori III", "III", 60, "hari", _CATEGORY_III),
)


def load(apps: Any) -> None:
    """Bring the catalogues up to date; again changes nothing. Services must be there."""
    load_kinds(apps)
    load_programmes(apps)


def load_kinds(apps: Any) -> None:
    service = apps.get_model("agreements", "Service")
    kind = apps.get_model("programmes", "SessionKind")
    services = {each.code: each for each in service.objects.all()}
    for order, (code, name, of) in enumerate(SESSION_KINDS, start=1):
        kind.objects.update_or_create(
            code=code, defaults={"name": name, "service_id": services[of].pk, "order": order}
        )


def load_programmes(apps: Any) -> None:
    """The programmes offered to all. A version that stands is never rewritten."""
    programme = apps.get_model("programmes", "Programme")
    version = apps.get_model("programmes", "ProgrammeVersion")
    for code, name, category, length, unit, sessions in PROGRAMMES:
        row, _fresh = programme.objects.get_or_create(custodian=None, code=code)
        content = {"valid_from": _VALID_FROM, "name": name, "category": category, "length": length}
        first, fresh = version.objects.get_or_create(
            programme=row, number=1, defaults={**content, "unit": unit, "unconfirmed": True}
        )
        if fresh:
            _fill(apps, first, sessions)


def _fill(apps: Any, version: Any, sessions: tuple[tuple[str, str, str], ...]) -> None:
    template = apps.get_model("programmes", "SessionTemplate")
    kinds = {each.code: each for each in apps.get_model("programmes", "SessionKind").objects.all()}
    version.services.set({kinds[code].service_id for code, _title, _format in sessions})
    template.objects.bulk_create(
        template(version=version, order=order, kind=kinds[code], title=title, minutes=_MINUTES, format=form)
        for order, (code, title, form) in enumerate(sessions, start=1)
    )
