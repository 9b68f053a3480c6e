"""Days as offices write them: real dates, Excel's serial numbers, and text in several orders."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.words import BadValue, text_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari pebruari february feb peb", "maret march mar mrt", "april apr",
            "mei may", "juni june jun", "juli july jul", "agustus august agu agt ags aug agst agus",
            "september sept sep", "oktober october okt oct", "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = re.compile(r"\A(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[\s,./]*", re.I)
_HOUR = re.compile(r"[\sT]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:\s*(?:wita|wib|wit|z|am|pm))?\Z", re.I)
_NUMBERS = re.compile(r"\A(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})\Z")
_DAY_FIRST = re.compile(r"\A(\d{1,2})[\s./-]*([a-z]{3,9})\.?[\s,./-]*(\d{2}|\d{4})\Z", re.I)
_MONTH_FIRST = re.compile(r"\A([a-z]{3,9})\.?[\s./-]*(\d{1,2})[\s,./-]+(\d{2}|\d{4})\Z", re.I)
_COMPACT = re.compile(r"\A(?:19|20)\d{6}\Z")
_SERIAL = re.compile(r"\A\d{5}(?:[.,]\d+)?\Z")
# Day 1 of Excel is 1 January 1900; counting from here makes up for its 29 February 1900.
_EXCEL_ZERO = date(1899, 12, 30)
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)
_YOUNGEST = 12
# So many of each kind, and none of another, are no accident.
_TELLING = 2


class Order(StrEnum):
    """How a column writes 05/03/2024."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"
    MIXED = "mixed"
    SWAPPED = "swapped"


def order_of(cells: Iterable[Cell]) -> Order:
    """What a column shows of its own order: days are first unless a value says otherwise.

    A column in which some values can only be day first and others only month first is mixed:
    what could be either is then refused. So is a real date of a column that Excel took for month
    first: it made dates of what it could, with day and month swapped, and left the rest as text.
    """
    seen: Counter[str] = Counter()
    for cell in cells:
        if isinstance(cell, date):
            seen["low dates" if cell.day <= 12 else "high dates"] += 1
            continue
        found = _NUMBERS.match(_bare(text_of(cell))) if isinstance(cell, str) else None
        if found is not None and len(found[1]) <= 2:
            seen["day first"] += int(found[1]) > 12
            seen["month first"] += int(found[2]) > 12
            seen["either"] += int(found[1]) <= 12 and int(found[2]) <= 12
    if seen["month first"]:
        return Order.MIXED if seen["day first"] else Order.MONTH_FIRST
    apart = not seen["either"] and not seen["high dates"]
    if apart and seen["day first"] >= _TELLING and seen["low dates"] >= _TELLING:
        return Order.SWAPPED
    return Order.DAY_FIRST


def day(cell: Cell, order: Order, *, today: date, birth: bool = False) -> date | None:
    """The day in the cell, None when there is none; raises BadValue.

    `birth` says how a year of two digits is read: in the past.
    """
    if isinstance(cell, date):
        if order == Order.SWAPPED and cell.day != cell.month:
            raise _perhaps_swapped(cell)
        return _within(cell)
    if isinstance(cell, bool):
        raise _unreadable()
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, int | float):
        return _from_serial(float(cell))
    bare = _bare(text)
    if _SERIAL.match(bare):
        return _from_serial(float(bare.replace(",", ".")))
    return _within(_from_text(bare, order, today, birth=birth))


def _bare(text: str) -> str:
    return _HOUR.sub("", _WEEKDAY.sub("", text)).strip(" .,")


def _from_serial(number: float) -> date:
    if 19_000_101 <= number <= 21_001_231:
        return _within(_from_text(str(int(number)), Order.DAY_FIRST, _LAST, birth=False))
    if not 366 <= number <= 73_415:
        raise _unreadable()
    return _EXCEL_ZERO + timedelta(days=int(number))


def _from_text(text: str, order: Order, today: date, *, birth: bool) -> date:
    if _COMPACT.match(text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    if found := _DAY_FIRST.match(text):
        return _made(_year(found[3], today, birth=birth), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.match(text):
        return _made(_year(found[3], today, birth=birth), _month(found[1]), int(found[2]))
    if not (found := _NUMBERS.match(text)):
        raise _unreadable()
    first, second, third = found.groups()
    if len(first) == 4:
        return _made(int(first), int(second), int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        raise _unreadable()
    year = _year(third, today, birth=birth)
    one, two = int(first), int(second)
    if order == Order.MIXED and one <= 12 and two <= 12 and one != two:
        raise BadValue(_("Hari dan bulan tidak dapat dibedakan. Tulis seperti 5 Maret 2024."))
    month_first = two > 12 or (order == Order.MONTH_FIRST and one <= 12)
    return _made(year, one, two) if month_first else _made(year, two, one)


def _month(name: str) -> int:
    found = _MONTHS.get(name.casefold())
    if found is None:
        raise BadValue(_("Nama bulan tidak dikenal. Tulis seperti 5 Maret 2024."))
    return found


def _year(text: str, today: date, *, birth: bool) -> int:
    """Two digits: a birth lies in the past; other days lie from 1960 on."""
    if len(text) == 4:
        return int(text)
    short = int(text)
    newest = (today.year - _YOUNGEST) % 100 if birth else 59
    return 2000 + short if short <= newest else 1900 + short


def _made(year: int, month: int, day_of_month: int) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        raise BadValue(_("Tanggal ini tidak ada dalam kalender.")) from None


def _within(found: date) -> date:
    if not _FIRST <= found <= _LAST:
        raise BadValue(_("Tahunnya tidak masuk akal."))
    return found


def _perhaps_swapped(cell: date) -> BadValue:
    days = {"one": f"{cell:%d/%m/%Y}", "other": f"{cell:%m/%d/%Y}"}
    sentence = _("Excel rupanya menukar hari dan bulan di kolom ini: %(one)s atau %(other)s?")
    return BadValue(sentence % days + " " + _("Tulis seperti 5 Maret 2024."))


def _unreadable() -> BadValue:
    return BadValue(_("Bukan tanggal. Tulis seperti 5 Maret 2024 atau 05/03/2024."))
