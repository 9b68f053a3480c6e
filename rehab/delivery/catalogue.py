"""Attendance codes and reasons for a session not held (domain §2.3): they come with migrations."""

from typing import Any

from django.utils.translation import gettext_noop as _

# code, name, counts
ATTENDANCE_CODES = (
    ("H", _("Hadir"), "present"),
    ("T", _("Terlambat"), "present"),
    ("S", _("Sakit"), "absent"),
    ("I", _("Izin"), "absent"),
    ("A", _("Tanpa keterangan"), "absent"),
    ("M", _("Menolak ikut"), "absent"),
    ("K", _("Sidang atau kunjungan"), "ignored"),
    ("D", _("Tidak dapat dikeluarkan dari blok"), "ignored"),
)

NOT_HELD_REASONS = (
    ("pembawa-berhalangan", _("Pembawa sesi berhalangan")),
    ("ruang", _("Ruangan tidak tersedia")),
    ("keamanan", _("Keadaan keamanan")),
    ("kegiatan-unit", _("Bertepatan dengan kegiatan unit")),
    ("libur", _("Hari libur")),
    ("cuaca-bencana", _("Cuaca atau bencana")),
    ("sarana", _("Listrik atau sarana terganggu")),
    ("lain", _("Alasan lain")),
)


def load(apps: Any) -> None:
    """Bring the catalogues up to date; again changes nothing."""
    attendance = apps.get_model("delivery", "AttendanceCode")
    for order, (code, name, counts) in enumerate(ATTENDANCE_CODES, start=1):
        attendance.objects.update_or_create(
            code=code, defaults={"name": name, "counts": counts, "order": order}
        )
    reason = apps.get_model("delivery", "NotHeldReason")
    for order, (code, name) in enumerate(NOT_HELD_REASONS, start=1):
        reason.objects.update_or_create(code=code, defaults={"name": name, "order": order})
