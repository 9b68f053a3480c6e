"""Sentences, fines and subsidiary terms as verdicts and offices write them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.words import BadValue, number_in_words, text_of


@dataclass(frozen=True)
class Term:
    """A sentence: years, months and days as written (nothing is converted), or for life."""

    years: int | None = None
    months: int | None = None
    days: int | None = None
    life: bool = False
    fine: int | None = None
    subsidiary_months: int | None = None


_LIFE = re.compile(r"seumur\s*hidup|\bs\.?\s*h\b\.?|\bsmr\s*hdp\b", re.I)
_DEATH = re.compile(r"\bmati\b", re.I)
_FINE = re.compile(r"\bdenda\b\s*(?:sebesar|sejumlah|:)?", re.I)
_SUBSIDIARY = re.compile(r"\bsub(?:s|sidi?[ae]i?r|sider|sidair)?\b\.?\s*:?|\batau\s+diganti\b", re.I)
_SPELLED = re.compile(r"\(\s*[a-z ]+\s*\)", re.I)
_PART = re.compile(
    r"(\d+(?:[.,]\d+)?|(?:\b[a-z]+\s+){1,3}?)\s*(tahun|thn|th|t|bulan|bln|bl|b|hari|hr|h)(?![a-z])\.?", re.I
)
_BARE = re.compile(r"\A\s*(\d{1,2})\s*[-/]\s*(\d{1,2})\s*[-/]\s*(\d{1,2})\s*\Z")
_LEFT_OVER = re.compile(r"[\s,.;:/+&()-]|\bdan\b|\bpidana\b|\bpenjara\b|\bkurungan\b|\bselama\b|\bjo\b", re.I)
_MONEY = re.compile(r"(\d[\d.,]*)\s*(miliar|milyar|milliar|m|juta|jt|ribu|rb)?\b", re.I)
_SCALES = {"m": 10**9, "miliar": 10**9, "milyar": 10**9, "milliar": 10**9, "juta": 10**6, "jt": 10**6}
_MOST = {"years": 60, "months": 240, "days": 3_000}


def term(cell: Cell, unit: str = "") -> Term | None:
    """The sentence in the cell, with the fine and its substitute when they stand in it too.

    `unit` is what the heading says a bare number counts: years, months or days.
    """
    text = text_of(cell)
    if not text:
        return None
    sentence, fine, subsidiary = _split(text)
    parts = _term_of(sentence, unit)
    return Term(
        **parts,
        fine=money(fine) if fine else None,
        subsidiary_months=months(subsidiary) if subsidiary else None,
    )


def count(cell: Cell, unit: str) -> int | None:
    """A number in a column that counts years, months or days; "5 th" will do as well."""
    text = text_of(cell)
    if not text:
        return None
    number = re.sub(r"[^\d.,]", "", text)
    if re.fullmatch(r"\d{1,4}(?:[.,]0+)?", number) and re.fullmatch(r"[\d.,]+\s*[a-z.]*", text, re.I):
        return _checked(int(float(number.replace(",", "."))), unit)
    raise BadValue(_("Isi dengan angka saja."))


def money(cell: Cell) -> int | None:
    """Rupiah: "Rp 800.000.000,-", "1 Milyar", "800 juta"."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) or None
    text = text_of(cell)
    if not text:
        return None
    bare = re.sub(r"\A\s*(?:rp|idr)\.?\s*", "", _SPELLED.sub("", text), flags=re.I)
    bare = re.sub(r",\s*-+|,00\b|\brupiah\b", "", bare, flags=re.I).strip(" .,-")
    found = _MONEY.fullmatch(bare)
    if found is None:
        raise BadValue(_("Jumlah denda tidak terbaca. Tulis seperti 800.000.000."))
    digits, scale = found[1], (found[2] or "").casefold()
    if scale:
        factor = _SCALES.get(scale, 1_000)
        return round(float(digits.replace(".", "").replace(",", ".")) * factor) or None
    if not re.fullmatch(r"\d+|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+", digits):
        raise BadValue(_("Jumlah denda tidak terbaca. Tulis seperti 800.000.000."))
    return int(re.sub(r"\D", "", digits)) or None


def months(cell: Cell) -> int | None:
    """A substitute term in months: "3 bulan", "1 tahun", "60 hari", or a bare number of months."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _checked(int(cell), "months") or None
    text = text_of(cell)
    if not text:
        return None
    found = _term_of(text, "months")
    days = found.get("days") or 0
    if found.get("life") or days % 30:
        raise BadValue(_("Subsider ditulis dalam bulan, seperti 3 bulan."))
    return (found.get("years") or 0) * 12 + (found.get("months") or 0) + days // 30 or None


def _split(text: str) -> tuple[str, str, str]:
    """The sentence, the fine and the substitute of a verdict in one cell."""
    subsidiary = fine = ""
    if found := _SUBSIDIARY.search(text):
        text, subsidiary = text[: found.start()], text[found.end() :]
    if found := _FINE.search(text):
        text, fine = text[: found.start()], text[found.end() :]
    return text.strip(), fine.strip(" .,:;/-"), subsidiary.strip(" .,:;/-")


def _term_of(text: str, unit: str) -> dict:
    if not text:
        return {}
    if _DEATH.search(text):
        raise BadValue(_("Pidana mati dicatat di halaman orangnya, tidak melalui impor."))
    if _LIFE.search(text):
        return {"life": True}
    bare = _SPELLED.sub(" ", text).strip()
    if found := _BARE.match(bare):
        return _nonzero(dict(zip(("years", "months", "days"), map(int, found.groups()), strict=True)))
    if re.fullmatch(r"\d{1,3}(?:[.,]0+)?", bare):
        if not unit:
            raise BadValue(_("Satuannya tidak ada. Tulis seperti 5 tahun 3 bulan."))
        return _nonzero({unit: int(float(bare.replace(",", ".")))})
    return _nonzero(_parts(bare))


def _parts(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, name in _PART.findall(text):
        unit = {"t": "years", "b": "months", "h": "days"}[name[0].casefold()]
        for key, value in _counted(number, unit).items():
            if key in found:
                raise _unreadable()
            found[key] = value
    if not found or _LEFT_OVER.sub("", _PART.sub("", text)):
        raise _unreadable()
    return found


def _counted(number: str, unit: str) -> dict[str, int]:
    """ "2,5 tahun" is two years and six months; no other fraction is read."""
    if re.fullmatch(r"\d+", number):
        return {unit: int(number)}
    if unit == "years" and re.fullmatch(r"\d+[.,]50?", number):
        return {"years": int(re.split("[.,]", number)[0]), "months": 6}
    said = number_in_words(number)
    if said is None:
        raise _unreadable()
    return {unit: said}


def _nonzero(parts: dict[str, int]) -> dict[str, int]:
    kept = {unit: _checked(number, unit) for unit, number in parts.items() if number}
    if not kept:
        raise _unreadable()
    return kept


def _checked(number: int, unit: str) -> int:
    if number < 0 or number > _MOST[unit]:
        raise BadValue(_("Angkanya tidak masuk akal."))
    return number


def _unreadable() -> BadValue:
    return BadValue(_("Lama pidana tidak terbaca. Tulis seperti 5 tahun 3 bulan, atau seumur hidup."))
