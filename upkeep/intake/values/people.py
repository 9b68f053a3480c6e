"""Who a person is: name, sex, where and when born, where they sleep."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values.dates import Order, day
from upkeep.intake.values.words import BadValue, plain, text_of

_SEXES = {
    **dict.fromkeys(("l", "lk", "lk2", "laki", "laki laki", "laki2", "pria", "male", "m", "lelaki"), "L"),
    **dict.fromkeys(("p", "pr", "pw", "perempuan", "wanita", "female", "f", "w"), "P"),
}
# What follows is no part of the own name: the father's name, or a nickname.
_TAIL = re.compile(r"\s*\b(bin|binti|bt|als|alias|a\.?l\.?s)\b\.?\s*|\s*[@(]\s*", re.I)
_TITLES = re.compile(r"\b(?:h|hj|drs|dr|ir|sh|se|st|spd|alm|almh)\b", re.I)
_MOHAMMAD = re.compile(r"\b(?:muhammad|mohammad|muhamad|mohamad|mohammed|muh|moh|mhd|md|m)\b")
_CELL = re.compile(
    r"\A(?:blok|block|wisma|pav(?:iliun)?)?\s*[.:]?\s*(?P<block>.+?)\s*"
    r"(?:[/,;-]\s*|\s+)(?:kamar|kmr|km|k|sel|no)?\.?\s*:?\s*(?P<cell>\d{1,3}\s?[a-z]?)\Z",
    re.I,
)
_ROOM = re.compile(r"\A(?:kamar|kmr|sel)\.?\s*:?\s*(?P<cell>.+)\Z", re.I)
_BLOCK_WORD = re.compile(r"\A(?:blok|block)\s*[.:]?\s*(?=\S)", re.I)


def name(cell: Cell, longest: int = 150) -> str:
    text = text_of(cell)
    if text and (not isinstance(cell, str) or not any(letter.isalpha() for letter in text)):
        raise BadValue(_("Bukan nama."))
    return limited(text, longest)


def limited(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadValue(_("Lebih panjang dari %(n)s huruf.") % {"n": longest})
    return text


def sex(cell: Cell) -> str | None:
    text = plain(text_of(cell))
    if not text:
        return None
    if text not in _SEXES:
        raise BadValue(_("Jenis kelamin tidak dikenal. Tulis L atau P."))
    return _SEXES[text]


def place_and_day_of_birth(cell: Cell, order: Order, today: date) -> tuple[str, date | None]:
    """ "Barabai, 12-03-1990" in one cell; either half may be missing."""
    if not isinstance(cell, str):
        return "", day(cell, order, today=today, birth=True)
    text = re.sub(r"\b(?:tgl|tanggal)\b\.?", " ", text_of(cell), flags=re.I)
    found = re.search(r"\d", text)
    if found is None:
        return limited(text.strip(" ,/"), 100), None
    place = text[: found.start()]
    # A month's name may stand first: "Barabai, Maret 12, 1990".
    head, comma, tail = place.rpartition(",")
    written = text[found.start() :] if not comma or not tail.strip() else tail + text[found.start() :]
    where = (head if comma else place).strip(" ,/.-:")
    return limited(where, 100), day(written.strip(), order, today=today, birth=True)


def block_and_cell(cell: Cell) -> tuple[str, str]:
    """ "A/3", "Blok Melati Kamar 3", "Melati 3", "A": the block, and the cell when it is there."""
    text = text_of(cell)
    if not text:
        return "", ""
    if found := _CELL.match(text):
        return limited(found["block"].strip(" ./-"), 30), limited(found["cell"].strip(), 30)
    return block(cell), ""


def block(cell: Cell) -> str:
    return limited(_BLOCK_WORD.sub("", text_of(cell)), 30)


def room(cell: Cell) -> str:
    text = text_of(cell)
    found = _ROOM.match(text)
    return limited(found["cell"].strip() if found else text, 30)


@dataclass(frozen=True)
class NameKey:
    """By what two spellings of a name find each other: the own name, and what follows it."""

    own: str
    tail: str

    def may_be(self, other: "NameKey") -> bool:
        """The same own name, and no two different fathers or nicknames."""
        return self.own == other.own and (not self.tail or not other.tail or self.tail == other.tail)


def name_key(text: str) -> NameKey:
    head, *rest = _TAIL.split(text, maxsplit=1)
    return NameKey(_spelled_alike(head) or _spelled_alike(text), plain(rest[-1]) if rest else "")


def _spelled_alike(text: str) -> str:
    bare = plain(_TITLES.sub(" ", text.replace(".", ". ").replace("'", "")))
    return _MOHAMMAD.sub("m", bare)
