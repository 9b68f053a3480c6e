"""What stands in the cells of old data, understood; each raises BadValue with the sentence to read."""

import re
from datetime import date, time

from django.utils.translation import gettext as _

from rehab.enrolments.states import Status
from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.dates import Order, day
from upkeep.intake.values.words import BadValue, plain, text_of

_CLOCK = re.compile(
    r"\A(?:pukul|jam|pkl)?\.?\s*(\d{1,2})(?:\s*[.:]\s*(\d{1,2}))?(?::\d{2})?\s*(?:wib|wita|wit)?\Z", re.I
)
_FRACTION = re.compile(r"\A0[.,]\d{3,}\Z")
_OUTCOMES = {
    Status.GRADUATED: ("lulus", "selesai", "tamat"),
    Status.NOT_GRADUATED: ("tidak lulus", "tdk lulus", "gagal"),
    Status.EXITED: ("keluar", "berhenti", "mengundurkan diri", "putus", "drop out", "do"),
}


def day_needed(cell: Cell, order: Order, today: date) -> date:
    """A day that has come."""
    found = day(cell, order, today=today)
    if found is None:
        raise empty()
    if found > today:
        raise BadValue(_("Tanggal ini belum tiba. Yang masih berjalan dicatat lewat layar biasa."))
    return found


def clock(cell: Cell) -> time | None:
    """ "09.00", "9:30 WITA", Excel's part of a day ("0.375") and a number typed as an hour (9.3 is 09.30)."""
    text = text_of(cell)
    if not text:
        return None
    if _FRACTION.match(text):
        minutes = round(float(text.replace(",", ".")) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    found = _CLOCK.match(text.replace(",", "."))
    hour, minute = (int(found[1]), found[2] or "0") if found else (99, "0")
    # A number drops its last nought: 9.3 was typed as 9.30.
    minutes = int(minute.ljust(2, "0"))
    if hour > 23 or minutes > 59:
        raise BadValue(_("Bukan jam. Tulis seperti 09.00."))
    return time(hour, minutes)


def outcome(cell: Cell) -> Status:
    text = plain(text_of(cell))
    if not text:
        raise empty()
    for status, words in _OUTCOMES.items():
        if text in words or text == plain(str(status.label)):
            return status
    raise BadValue(
        _("Tulis Lulus, Tidak lulus, atau Keluar. Yang masih mengikuti program diusulkan lewat layar biasa.")
    )


def session_number(cell: Cell) -> int:
    found = re.fullmatch(r"(?:sesi|pertemuan)?\s*(?:ke)?\s*(\d{1,3})", plain(text_of(cell)))
    if not found:
        raise empty() if not text_of(cell) else BadValue(_("Bukan nomor sesi. Tulis seperti 1, 2, 3."))
    return int(found[1])


def needed(text: str, longest: int) -> str:
    if not text:
        raise empty()
    return fitting(text, longest)


def fitting(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadValue(_("Lebih panjang dari %(n)s huruf.") % {"n": longest})
    return text


def empty() -> BadValue:
    return BadValue(_("Belum diisi."))
