"""Register numbers with the class inside, and identity numbers."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.words import BadValue, text_of, written

# "B.I", "BI", "B I", "B.IIa", "BII a", "A-III", "BI123/2024"; a letter after it is a word going on.
_ROMAN_CLASS = r"([AB])[\s.\-/_]*(III|IV|II|I|V)(?:[\s.\-/_]*([AB])(?![A-Z]))?(?![A-Z])"
_CLASS = re.compile(rf"(?<![A-Z0-9]){_ROMAN_CLASS}", re.I)
# "B1.123/2024": only tight and before a mark, so that "B 1/2025" stays the first of its year.
_CLASS_IN_DIGITS = re.compile(r"(?<![A-Z0-9])([AB])([1-5])(?=[.\s\-_])([AB](?![A-Z0-9]))?", re.I)
# In a column of its own there is no number to mistake it for.
_CLASS_ALONE = re.compile(r"(?<![A-Z0-9])([AB])[\s.\-/_]*([1-5])(?!\d)\s*\.?([AB](?![A-Z0-9]))?", re.I)
_LEADING = re.compile(r"\A(?:no(?:mor)?\.?\s*)?(?:reg(?:ister|istrasi)?)?[\s.:]*", re.I)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
_LONGEST = 60


@dataclass(frozen=True)
class RegisterNumber:
    """The number as it is written, the class that stands in it ("" when none does), and its key.

    Two spellings of one number ("BI.N.123/2024", "B.I N-123/2024") have one key.
    """

    text: str
    register_class: str
    key: str


def register_number(cell: Cell) -> RegisterNumber | None:
    if isinstance(cell, date):
        raise BadValue(
            _("Excel mengubah nomor ini menjadi tanggal. Ubah selnya menjadi Teks, lalu ketik lagi.")
        )
    if isinstance(cell, float):
        raise BadValue(
            _("Nomor ini tersimpan sebagai angka pecahan. Ubah selnya menjadi Teks, lalu ketik lagi.")
        )
    text = text_of(cell)
    if not text:
        return None
    if len(text) > _LONGEST:
        raise BadValue(_("Lebih panjang dari %(n)s huruf.") % {"n": _LONGEST})
    if not any(letter.isdigit() for letter in text):
        raise BadValue(_("Nomor register harus memuat angka."))
    code, rest = _taken_apart(text)
    if not rest:
        raise BadValue(_("Nomor register hanya memuat golongannya. Tulis juga nomor urutnya."))
    return RegisterNumber(text, code, rest)


def key_of(register_class: str, text: str) -> tuple[str, str]:
    """By what a stored number and one in a file find each other."""
    code, rest = _taken_apart(text)
    return (register_class or code, rest)


def _taken_apart(text: str) -> tuple[str, str]:
    bare = _LEADING.sub("", text, count=1)
    found = _CLASS.match(bare) or _CLASS_IN_DIGITS.match(bare)
    code = _code(found) if found else ""
    rest = bare[found.end() :] if found and code else bare
    slashed = re.sub(r"[\s.\-_]*/[\s.\-_]*", "/", rest)
    key = re.sub(r"[^A-Z0-9/]", "", slashed.upper()).strip("/")
    return code, re.sub(r"(?<!\d)0+(?=\d)", "", key)


def register_class(cell: Cell) -> str | None:
    """The class in a column of its own: "B.I", "B1", "Narapidana (BIIa)". None for a bare status."""
    text = text_of(cell)
    if not text:
        return None
    if found := _CLASS.search(text) or _CLASS_ALONE.search(text):
        return _code(found, strict=True)
    if re.fullmatch(r"(?:tahanan|narapidana|napi|wbp|warga binaan|terpidana|terdakwa)\W*", text, re.I):
        return None
    raise BadValue(_("Golongan register tidak dikenal. Tulis A.I sampai A.V, B.I, B.IIa, B.IIb, atau B.III."))


def _code(found: re.Match[str], *, strict: bool = False) -> str:
    letter, roman = found[1].upper(), found[2].upper()
    roman = _ROMAN.get(roman, roman)
    half = (found[3] or "").lower()
    if letter == "A" and not half:
        return f"A.{roman}"
    if letter == "B" and roman in ("I", "III") and not half:
        return f"B.{roman}"
    if letter == "B" and roman == "II" and half:
        return f"B.II{half}"
    if strict:
        raise BadValue(_("Golongan B.II ditulis B.IIa atau B.IIb."))
    return ""


def identity_number(cell: Cell) -> str:
    """Sixteen digits, from a text: in a cell of numbers Excel has already lost the last one."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not text_of(cell):
            return ""
        raise BadValue(
            _(
                "NIK tersimpan sebagai angka. Excel hanya menyimpan 15 angka: angka terakhir bisa hilang. "
                "Ubah kolomnya menjadi Teks, lalu ketik ulang NIK."
            )
        )
    text = text_of(cell)
    if not text:
        return ""
    if re.search(r"\dE\+?\d", text, re.I):
        raise BadValue(_("NIK tertulis dalam bentuk E+15; angkanya sudah hilang. Ketik ulang sebagai Teks."))
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{16}", digits):
        raise BadValue(_("NIK terdiri atas 16 angka."))
    return digits


def as_written(cell: Cell) -> str:
    """For showing a refused value back; all but the last digits of what may be an identity number hidden."""
    text = written(cell)
    digits = re.sub(r"\D", "", text)
    return f"…{digits[-4:]}" if len(digits) >= 14 else text
