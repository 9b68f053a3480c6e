"""Finding the sheets of the template in a file, and its rows as text by field."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from upkeep.intake.kept import KeptColumn, KeptTable, Layout
from upkeep.intake.past.columns import COLUMNS, Part, marked_session
from upkeep.intake.reading.workbook import Cell, Row, Sheet
from upkeep.intake.values.words import plain, text_of, written

_ROWS_SEARCHED = 40


@dataclass(frozen=True)
class Told:
    """One row: its cells by field, and for people the cells of the sessions by their number."""

    part: Part
    sheet: str
    line: int
    cells: dict[str, Cell]
    marks: dict[int, Cell] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return text_of(self.cells.get(name))

    @property
    def raw(self) -> dict[str, str]:
        """What stands in the row, by field, as a person sees it."""
        cells = {name: written(cell) for name, cell in self.cells.items()}
        marks = {f"sesi_{number}": written(cell) for number, cell in self.marks.items()}
        return {name: text for name, text in (cells | marks).items() if text}


@dataclass(frozen=True)
class Page:
    """A sheet that was known: the columns of its fields and of its sessions, and where the rows begin."""

    part: Part
    sheet: Sheet
    heading: Row
    places: dict[str, int]
    marks: dict[int, int]

    @property
    def rows(self) -> list[Row]:
        below = [row for row in self.sheet.rows if row.line > self.heading.line]
        return [row for row in below if any(text_of(cell) for cell in row.cells)]

    @property
    def above(self) -> list[Row]:
        """The heading and the lines of explanation over it."""
        return [row for row in self.sheet.rows if row.line <= self.heading.line and any(row.cells)]

    def told(self) -> list[Told]:
        return [
            Told(
                self.part,
                self.sheet.name[:100],
                row.line,
                {name: row.cell(column) for name, column in self.places.items()},
                {number: cell for number, at in self.marks.items() if text_of(cell := row.cell(at))},
            )
            for row in self.rows
        ]


def pages_of(sheets: Sequence[Sheet]) -> list[Page]:
    """The sheets that tell a part, cohorts first. One whose headings are not all there is none of them."""
    pages = [page for sheet in sheets if (page := _page(sheet)) is not None]
    return sorted(pages, key=lambda page: list(Part).index(page.part))


def layout_of(sheets: Sequence[Sheet]) -> Layout:
    """What an import keeps of the file on its page."""
    pages = pages_of(sheets)
    tables = tuple(
        KeptTable(
            page.sheet.name,
            len(page.rows),
            (page.heading.line,),
            tuple(KeptColumn(name, COLUMNS[page.part][name].heading) for name in page.places),
            page.sheet.hidden,
        )
        for page in pages
    )
    known = {page.sheet.name for page in pages}
    return Layout(tables, tuple(each.name for each in sheets if each.name not in known))


def _page(sheet: Sheet) -> Page | None:
    for row in sheet.rows[:_ROWS_SEARCHED]:
        labels = [text_of(cell) for cell in row.cells]
        for part, columns in COLUMNS.items():
            places = _places(part, labels)
            if all(name in places for name, column in columns.items() if column.needed):
                return Page(part, sheet, row, places, _marks(part, labels, places))
    return None


def _places(part: Part, labels: Sequence[str]) -> dict[str, int]:
    """Each field's column. A running number is no session's, where another column says which it is."""
    called = [plain(label) for label in labels]
    places: dict[str, int] = {}
    for name, column in COLUMNS[part].items():
        free = [at for at, label in enumerate(called) if label and at not in places.values()]
        found = [at for known in column.names for at in free if called[at] == known]
        if found:
            places[name] = found[0]
    return places


def _marks(part: Part, labels: Sequence[str], places: dict[str, int]) -> dict[int, int]:
    if part != Part.PEOPLE:
        return {}
    found: dict[int, int] = {}
    for at, label in enumerate(labels):
        number = marked_session(label) if at not in places.values() else None
        if number is not None:
            found.setdefault(number, at)
    return found
