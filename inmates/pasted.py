"""A column of register numbers pasted from a spreadsheet: whom each line means."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inmates.catalogue import REGISTER_CLASSES
from inmates.models import Inmate, Registration
from inmates.models.registration import squeezed

# Lines at once: what one press of a button can be looked over for.
MOST = 300
# Of a line with further columns; the number stands among the first.
_CELLS = 4


class Outcome(StrEnum):
    READY = "ready"
    TWICE = "twice"
    UNKNOWN = "unknown"
    REFUSED = "refused"


_WORDS = {
    Outcome.READY: (gettext_lazy("siap"), "success"),
    Outcome.TWICE: (gettext_lazy("ganda"), "muted"),
    Outcome.UNKNOWN: (gettext_lazy("tidak ditemukan"), "warning"),
    Outcome.REFUSED: (gettext_lazy("tidak bisa"), "danger"),
}


@dataclass(frozen=True)
class Line:
    """One line as it was pasted, whom it means, and the sentence that says why not."""

    text: str
    outcome: Outcome
    person: Any = None
    why: str = ""

    @property
    def word(self) -> str:
        return str(_WORDS[self.outcome][0])

    @property
    def tone(self) -> str:
        return _WORDS[self.outcome][1]


def lines_in(text: str) -> list[str]:
    """The lines that hold something; a heading above the numbers is none."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[1:] if lines and not any(letter.isdigit() for letter in lines[0]) else lines


def keys_in(sent: Iterable[str]) -> list[int]:
    """The ids that a preview sent back."""
    return [int(key) for key in list(sent)[:MOST] if key.isascii() and key.isdigit() and len(key) < 10]


def count_ready(lines: Iterable[Line]) -> int:
    return sum(line.outcome == Outcome.READY for line in lines)


def read(text: str, user: User, judge: Callable[[list[Any]], dict[int, str]]) -> list[Line]:
    """Every pasted line, once: `judge` says of the people found who cannot, and why, by their id.

    A line may hold further columns; the first cell that is a number of someone counts. Old numbers of a
    person count too. Two queries, and those of `judge`.
    """
    lines = lines_in(text)
    meant = _people_numbered(user, [_cells(line) for line in lines])
    found = list({person.pk: person for people in meant for person in people}.values())
    barred, seen = judge(found), set[int]()
    return [_line(line, people, barred, seen) for line, people in zip(lines, meant, strict=True)]


def _line(text: str, people: list[Any], barred: dict[int, str], seen: set[int]) -> Line:
    if not people:
        return Line(text, Outcome.UNKNOWN, why=_("Tidak ada nomor register ini di sini."))
    if len(people) > 1:
        why = _("Nomor ini dipakai %(n)s orang. Tulis dengan golongannya, misalnya B.I 12/2026.")
        return Line(text, Outcome.REFUSED, why=why % {"n": len(people)})
    person = people[0]
    if person.pk in seen:
        return Line(text, Outcome.TWICE, person, _("Orang yang sama sudah ada di baris lain."))
    seen.add(person.pk)
    if person.pk in barred:
        return Line(text, Outcome.REFUSED, person, barred[person.pk])
    return Line(text, Outcome.READY, person)


def _cells(line: str) -> list[str]:
    """The first cells of a line that may be a number, as they are compared."""
    cells = (squeezed(cell).lower() for cell in line.split("\t"))
    return [cell for cell in cells if any(letter.isdigit() for letter in cell)][:_CELLS]


def _people_numbered(user: User, lines: list[list[str]]) -> list[list[Any]]:
    """For each line the people meant by its first cell that is known, with or without its class."""
    wanted = {cell for cells in lines for cell in cells}
    rows = Registration.objects.visible_to(user).standing()
    rows = rows.written_as({way for cell in wanted for way in _ways(cell)}, with_class=wanted)
    numbered: dict[str, set[int]] = defaultdict(set)
    for pk, key, full in rows.values_list("inmate", "key", "full"):
        numbered[key].add(pk)
        numbered[full].add(pk)
    people = Inmate.objects.visible_to(user).in_bulk({pk for found in numbered.values() for pk in found})
    meant = (_first_known(cells, numbered) for cells in lines)
    return [[people[pk] for pk in sorted(found) if pk in people] for found in meant]


def _ways(cell: str) -> list[str]:
    """As it stands, and with each class before it: some offices keep the class within the number."""
    return [cell, *(f"{squeezed(code).lower()}{cell}" for code, _name, _status in REGISTER_CLASSES)]


def _first_known(cells: Iterable[str], numbered: dict[str, set[int]]) -> set[int]:
    for cell in cells:
        found = {pk for way in _ways(cell) for pk in numbered.get(way, ())}
        if found:
            return found
    return set()
