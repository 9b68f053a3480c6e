"""Attendance codes and reasons for a session not held (domain §2.3): they come with migrations."""

from typing import Any

# code, name, counts
ATTENDANCE_CODES = (
    ("H", "Hadir", "present"),
    ("T", "Terlambat", "present"),
    ("S", "Sakit", "absent"),
    ("I", "Izin", "absent"),
    ("A", "Tanpa keterangan", "absent"),
    ("M", "Menolak ikut", "absent"),
    ("K", "Sidang atau kunjungan", "ignored"),
    ("D", "Tidak dapat dikeluarkan dari blok", "ignored"),
)

NOT_HELD_REASONS = (
    ("pembawa-berhalangan", "Pembawa sesi berhalangan"),
    ("ruang", "Ruangan tidak tersedia"),
    ("keamanan", "Keadaan keamanan"),
    ("kegiatan-unit", "Bertepatan dengan kegiatan unit"),
    ("libur", "Hari libur"),
    ("cuaca-bencana", "Cuaca atau bencana"),
    ("sarana", "Listrik atau sarana terganggu"),
    ("lain", "Alasan lain"),
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
