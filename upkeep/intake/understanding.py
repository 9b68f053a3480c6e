"""One row of a table as what it says of a person, with everything in it that cannot be understood."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from upkeep.intake.fields import DAYS, LABELS, words_of
from upkeep.intake.layout import Sorted, Table
from upkeep.intake.reading.workbook import Cell, Row
from upkeep.intake.values import articles, dates, numbers, people, sentences
from upkeep.intake.values.words import BadValue, text_of, written

IDENTITY = (
    "name", "alias", "birth_place", "birth_date", "sex", "identity_number", "religion", "marital_status",
    "education", "occupation", "address", "family_contact",
)  # fmt: skip
CASE = (
    "court", "case_number", "verdict_number", "verdict_on", "sentence_years", "sentence_months",
    "sentence_days", "fine", "subsidiary_months",
)  # fmt: skip
DATES = ("detained_on", "detention_order_ends", "half", "two_thirds", "expiry", "life_sentence")
_LONGEST = {
    "alias": 150, "religion": 40, "marital_status": 40, "education": 60, "occupation": 100, "address": 1_000,
    "family_contact": 1_000, "birth_place": 100, "court": 120, "case_number": 120, "verdict_number": 120,
    "origin": 150,
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """Why a row is refused: the column, what stands in it, and a sentence."""

    label: str
    value: str
    sentence: str


@dataclass
class Person:
    """What a row says. What it does not say is not in it: an empty cell never erases."""

    line: int
    sheet: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    register_class: str = ""
    number: numbers.RegisterNumber | None = None
    charges: articles.Charges = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.values.get("name", "")

    def some_of(self, names: Iterable[str]) -> dict[str, Any]:
        return {name: self.values[name] for name in names if name in self.values}


@dataclass(frozen=True)
class Reader:
    """Reads the rows of one table by the officer's columns.

    `admitted_on` and `sex` are what the officer gave for rows that do not say it themselves.
    """

    table: Table
    mapping: Mapping[str, str]
    catalogue: articles.ArticleCatalogue
    today: date
    admitted_on: date | None = None
    sex: str = ""

    def people(self, rows: Iterable[Sorted]) -> Iterable[Person]:
        """The people in the order of their lines; rows that go on from one are read with it."""
        rows = list(rows)
        places = {self.mapping[c.key]: c.place for c in self.table.columns if self.mapping.get(c.key)}
        labels = {self.mapping[c.key]: c.label for c in self.table.columns if self.mapping.get(c.key)}
        orders = {
            name: dates.order_of(row.row.cell(place) for row in rows if row.skipped is None)
            for name, place in places.items()
            if name in DAYS
        }
        more: dict[int, list[str]] = {}
        for each in rows:
            if each.continues:
                more.setdefault(each.continues, []).append(text_of(each.row.cell(places["articles"])))
        for each in rows:
            if each.skipped is None:
                cells = _cells(each.row, places, more.get(each.row.line, []))
                yield _Reading(self, each.row.line, cells, labels, orders).person()


def _cells(row: Row, places: Mapping[str, int], more: list[str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {name: row.cell(place) for name, place in places.items()}
    if any(more):
        cells["articles"] = "; ".join(filter(None, [text_of(cells.get("articles")), *more]))
    return cells


class _Reading:
    """The reading of one row."""

    def __init__(
        self,
        reader: Reader,
        line: int,
        cells: dict[str, Cell],
        labels: Mapping[str, str],
        orders: Mapping[str, dates.Order],
    ) -> None:
        self.reader, self.cells, self.labels, self.orders = reader, cells, labels, orders
        raw = {name: numbers.as_written(cell) for name, cell in cells.items() if written(cell)}
        self.found = Person(line, reader.table.sheet, raw=raw)

    def person(self) -> Person:
        self._who()
        self._registration()
        self._where()
        self._case()
        self._days()
        self._check_days()
        return self.found

    def _take(self, name: str, parse: Callable[[Cell], Any], into: str = "") -> Any:
        """The parsed value of a field, kept when there is one; a problem when it cannot be read."""
        if name not in self.cells:
            return None
        try:
            value = parse(self.cells[name])
        except BadValue as bad:
            self._refuse(name, bad.sentence)
            return None
        if value not in (None, "", []):
            self.found.values[into or name] = value
        return value

    def _refuse(self, name: str, sentence: str) -> None:
        label = self.labels.get(name) or str(LABELS.get(name, name))
        self.found.problems.append(Problem(label, self.found.raw.get(name, ""), sentence))

    def _day(self, name: str, *, birth: bool = False) -> date | None:
        order = self.orders.get(name, dates.Order.DAY_FIRST)
        found: date | None = self._take(
            name, lambda cell: dates.day(cell, order, today=self.reader.today, birth=birth)
        )
        return found

    def _text(self, name: str) -> None:
        self._take(name, lambda cell: people.limited(text_of(cell), _LONGEST[name]))

    def _who(self) -> None:
        if not self._take("name", people.name) and not self.found.problems:
            self._refuse("name", _("Nama belum diisi."))
        self._take("sex", people.sex)
        if self.reader.sex and not text_of(self.cells.get("sex")):
            self.found.values["sex"] = self.reader.sex
        self._take("identity_number", numbers.identity_number)
        if "birth" in self.cells:
            self._birth()
        self._day("birth_date", birth=True)
        for name in (
            "alias", "birth_place", "religion", "marital_status", "education", "occupation", "address",
            "family_contact",
        ):  # fmt: skip
            self._text(name)

    def _birth(self) -> None:
        order = self.orders.get("birth", dates.Order.DAY_FIRST)
        try:
            place, born = people.place_and_day_of_birth(self.cells["birth"], order, self.reader.today)
        except BadValue as bad:
            self._refuse("birth", bad.sentence)
            return
        if place:
            self.found.values["birth_place"] = place
        if born:
            self.found.values["birth_date"] = born

    def _registration(self) -> None:
        self._take("number", numbers.register_number)
        self.found.number = self.found.values.pop("number", None)
        self._take("register_class", numbers.register_class)
        in_column = self.found.values.pop("register_class", "")
        in_number = self.found.number.register_class if self.found.number else ""
        if in_column and in_number and in_column != in_number:
            self._refuse(
                "register_class",
                _("Golongan %(column)s berbeda dengan golongan di dalam nomor, %(number)s.")
                % {"column": in_column, "number": in_number},
            )
        self.found.register_class = in_number or in_column

    def _where(self) -> None:
        self._text("origin")
        if "cell" in self.cells:
            self._take("block", people.block)
            self._take("cell", people.room)
        elif "block" in self.cells:
            both = self._take("block", people.block_and_cell)
            self.found.values.pop("block", None)
            if both and both[0]:
                self.found.values["block"], self.found.values["cell"] = both
        if "cell" in self.found.values and "block" not in self.found.values:
            self._split_cell()

    def _split_cell(self) -> None:
        """A column "Kamar" that holds "A/3" names the block too; a cell without a block is not kept."""
        block, cell = people.block_and_cell(self.found.values.pop("cell"))
        if block and cell:
            self.found.values["block"], self.found.values["cell"] = block, cell
        else:
            self.found.notes.append(_("Kamar tidak disimpan karena bloknya belum diisi."))

    def _case(self) -> None:
        for name in ("court", "case_number", "verdict_number"):
            self._text(name)
        self._day("verdict_on")
        self._sentence()
        self._take("fine", sentences.money)
        self._take("subsidiary_months", sentences.months)
        law = self.cells.get("law")
        self._take("articles", lambda cell: articles.charges(cell, law, self.reader.catalogue))
        self.found.charges = self.found.values.pop("articles", [])

    def _sentence(self) -> None:
        counted = [
            name for name in ("sentence_years", "sentence_months", "sentence_days") if name in self.cells
        ]
        if len(counted) == 1 and "sentence" not in self.cells:
            self._take_term(counted[0], counted[0].removeprefix("sentence_"))
        else:
            for name in counted:
                self._take(
                    name, lambda cell, name=name: sentences.count(cell, name.removeprefix("sentence_"))
                )
        if "sentence" in self.cells:
            self._take_term("sentence", _unit_in(self.labels.get("sentence", "")))

    def _take_term(self, name: str, unit: str) -> None:
        term = self._take(name, lambda cell: sentences.term(cell, unit))
        self.found.values.pop(name, None)
        if term is None:
            return
        values = {
            "sentence_years": term.years,
            "sentence_months": term.months,
            "sentence_days": term.days,
            "fine": term.fine,
            "subsidiary_months": term.subsidiary_months,
            "life_sentence": term.life or None,
        }
        self.found.values.update({key: value for key, value in values.items() if value})

    def _days(self) -> None:
        for name in (
            "admitted_on",
            "registered_on",
            "detained_on",
            "detention_order_ends",
            "half",
            "two_thirds",
        ):
            self._day(name)
        if self._says_life("expiry"):
            self.found.values["life_sentence"] = True
        else:
            self._day("expiry")
        if self.reader.admitted_on and not text_of(self.cells.get("admitted_on")):
            self.found.values["admitted_on"] = self.reader.admitted_on

    def _says_life(self, name: str) -> bool:
        try:
            term = sentences.term(self.cells.get(name)) if isinstance(self.cells.get(name), str) else None
        except BadValue:
            return False
        return bool(term and term.life)

    def _check_days(self) -> None:
        """The rules that the register keeps, said beside the cell instead of at the commit."""
        values, today = self.found.values, self.reader.today
        for name in ("birth_date", "admitted_on", "registered_on", "detained_on", "verdict_on"):
            if name in values and values[name] > today:
                self._refuse(self._cell_of(name), _("Tanggal ini belum tiba."))
        for name in ("admitted_on", "detained_on", "verdict_on", "registered_on"):
            if name in values and values.get("birth_date", date.min) > values[name]:
                self._refuse(name, _("Tanggal ini mendahului tanggal lahirnya."))
        self._in_order("half", "two_thirds", _("Tanggal 1/2 masa pidana tidak boleh sesudah 2/3."))
        self._in_order("half", "expiry", _("Tanggal 1/2 masa pidana tidak boleh sesudah ekspirasi."))
        self._in_order("two_thirds", "expiry", _("Tanggal 2/3 masa pidana tidak boleh sesudah ekspirasi."))
        self._in_order("detained_on", "expiry", _("Ekspirasi mendahului tanggal ditahan."))
        if values.get("life_sentence") and "expiry" in values:
            self._refuse("expiry", _("Pidana seumur hidup tidak memiliki tanggal ekspirasi."))

    def _in_order(self, first: str, second: str, sentence: str) -> None:
        values = self.found.values
        if first in values and second in values and values[first] > values[second]:
            self._refuse(second if first == "detained_on" else first, sentence)

    def _cell_of(self, name: str) -> str:
        return "birth" if name == "birth_date" and "birth_date" not in self.cells else name


def _unit_in(heading: str) -> str:
    """What a heading like "Lama pidana (bulan)" says that its numbers count."""
    named = [unit for word, unit in _UNITS if word in words_of(heading)]
    return named[0] if len(named) == 1 else ""


_UNITS = (("tahun", "years"), ("bulan", "months"), ("hari", "days"))
