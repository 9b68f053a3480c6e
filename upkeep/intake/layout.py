"""Where the table of a sheet stands: its headings, its people, and every other row with what it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from upkeep.intake.fields import is_known, rule_for
from upkeep.intake.reading.workbook import Cell, Row, Sheet
from upkeep.intake.values.words import plain, text_of, written

_ROWS_SEARCHED = 80
_MOST_HEADING_ROWS = 3
_SAMPLES = 60
_CELLS_THAT_TELL = 4


class Skipped(StrEnum):
    """What a row is that holds no person of its own."""

    ABOVE = "above"
    HEADING = "heading"
    NUMBERING = "numbering"
    EMPTY = "empty"
    TOTAL = "total"
    GROUP = "group"
    FOOTER = "footer"
    CONTINUED = "continued"


SKIPPED_WORDS = {
    Skipped.ABOVE: _("di atas judul kolom"),
    Skipped.HEADING: _("judul kolom"),
    Skipped.NUMBERING: _("nomor kolom"),
    Skipped.EMPTY: _("baris kosong"),
    Skipped.TOTAL: _("jumlah"),
    Skipped.GROUP: _("judul kelompok"),
    Skipped.FOOTER: _("catatan atau tanda tangan"),
    Skipped.CONTINUED: _("lanjutan baris di atasnya"),
}
_TOTAL = re.compile(r"\A(?:sub\s*-?\s*total|total|jumlah|jml|rekap(?:itulasi)?|grand\s+total)\b", re.I)
_FOOTER = re.compile(
    r"\A(?:mengetahui|menyetujui|kepala|a\.?n\.?\b|plh|plt|kasubsi|kasi|ka\.|petugas|dibuat|dicetak|ttd|nip\b"
    r"|tanda\s+tangan|catatan|keterangan|ket\b|sumber|nb\b|note|\*|dokumen|halaman|penata|pembina|pengatur"
    r"|[a-z .]+,\s*\d{1,2}\s+[a-z]+\s+\d{4})",
    re.I,
)
_DIGITS = re.compile(r"\d")
_FRACTION = re.compile(r"(?<!\d)[12]\s*/\s*[23](?!\d)|[½⅓⅔]")


@dataclass(frozen=True)
class Column:
    """`key` is its heading made comparable, the same in every sheet and in next month's file."""

    key: str
    label: str
    place: int


@dataclass(frozen=True)
class Table:
    """The table of one sheet. `heading_lines` are where its headings stand."""

    sheet: str
    columns: tuple[Column, ...]
    heading_lines: tuple[int, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...]

    def samples(self, column: Column) -> list[Cell]:
        return [row.cell(column.place) for row in self.rows[:_SAMPLES]]


def table_of(sheet: Sheet) -> Table | None:
    """The table with the most known headings; None when the sheet has none with a name or a number."""
    best: tuple[int, int, int] | None = None
    for at in range(min(len(sheet.rows), _ROWS_SEARCHED)):
        for depth in range(1, min(_MOST_HEADING_ROWS, len(sheet.rows) - at) + 1):
            if depth > 1 and not _goes_on(sheet.rows[at], sheet.rows[at + depth - 1]):
                break
            score = _score(_labels(sheet.rows[at : at + depth]))
            if score and (best is None or score > best[0]):
                best = (score, at, depth)
    if best is None:
        return None
    _score_of_best, at, depth = best
    heading = sheet.rows[at : at + depth]
    return Table(
        sheet=sheet.name,
        columns=tuple(_columns(_labels(heading))),
        heading_lines=tuple(row.line for row in heading),
        rows=tuple(sheet.rows[at + depth :]),
        above=tuple(sheet.rows[:at]),
    )


def _labels(rows: Sequence[Row]) -> list[str]:
    """The heading of each column. A heading that stands over several columns belongs to each of them."""
    width = max(len(row.cells) for row in rows)
    labels = [""] * width
    for depth, row in enumerate(rows):
        carried = ""
        for place in range(width):
            text = written(row.cell(place))
            below = any(written(lower.cell(place)) for lower in rows[depth + 1 :])
            carried = text or (carried if below and not labels[place] else "")
            labels[place] = f"{labels[place]} {carried}".strip()
    return labels


def _score(labels: Sequence[str]) -> int:
    """How many fields the headings name; nothing when neither a name nor a number is among them."""
    known = {found[1].fields for label in labels if label and (found := rule_for(label)) and found[1].fields}
    if not {("name",), ("number", "register_class")} & known or len(known) < 2:
        return 0
    return len(known)


def _goes_on(first: Row, below: Row) -> bool:
    """Whether a row may be a second row of headings: both are words without digits."""
    if not (_only_words(first) and _only_words(below)):
        return False
    open_above = any(
        written(cell) and (not written(first.cell(place)) or is_known(written(cell)))
        for place, cell in enumerate(below.cells)
    )
    return open_above and len(below.cells) <= len(first.cells) + 8


def _only_words(row: Row) -> bool:
    if any(isinstance(cell, date | int | float) for cell in row.cells):
        return False
    return not any(_DIGITS.search(_FRACTION.sub("", written(cell))) for cell in row.cells)


def _columns(labels: Sequence[str]) -> Iterable[Column]:
    seen: dict[str, int] = {}
    for place, label in enumerate(labels):
        if not label:
            continue
        key = plain(label.replace("/", " / ")) or f"kolom {place + 1}"
        seen[key] = seen.get(key, 0) + 1
        yield Column(f"{key} ({seen[key]})" if seen[key] > 1 else key, label[:120], place)


@dataclass(frozen=True)
class Sorted:
    """A row and what it is: a person when `skipped` is None. `continues` is the line it goes on from."""

    row: Row
    skipped: Skipped | None = None
    continues: int = 0


def sort_rows(table: Table, mapping: dict[str, str]) -> list[Sorted]:
    """Every row of the sheet once: the people, and all the others with what they are."""
    places = {mapping[column.key]: column.place for column in table.columns if mapping.get(column.key)}
    numbered = {column.place for column in table.columns if plain(column.label) in ("no", "nomor", "no urut")}
    found = [Sorted(row, Skipped.ABOVE) for row in table.above]
    headings = {column.place: plain(column.label) for column in table.columns}
    last = 0
    for row in table.rows:
        kind = _kind_of(row, places, numbered, headings, has_last=bool(last))
        found.append(Sorted(row, kind, continues=last if kind == Skipped.CONTINUED else 0))
        last = row.line if kind is None else (last if kind == Skipped.CONTINUED else 0)
    return found


def _kind_of(
    row: Row, places: dict[str, int], numbered: set[int], headings: dict[int, str], *, has_last: bool
) -> Skipped | None:
    filled = {place: text for place, cell in enumerate(row.cells) if (text := written(cell))}
    mapped = {field for field, place in places.items() if text_of(row.cell(place))}
    first = next(iter(filled.values()))
    if _repeats(filled, headings):
        return Skipped.HEADING
    if _is_numbering(row):
        return Skipped.NUMBERING
    named, has_number = "name" in mapped, "number" in mapped
    title = filled.get(places.get("name", -1), "") or first
    if (_TOTAL.match(first) or _TOTAL.match(title)) and (not named or len(filled) <= 4):
        return Skipped.TOTAL
    if not (mapped and set(filled) - numbered):
        return Skipped.EMPTY if set(filled) <= numbered | set(places.values()) else Skipped.FOOTER
    if has_last and mapped <= {"articles", "law"} and _goes_on_with_articles(filled.values()):
        return Skipped.CONTINUED
    if len(set(filled) - numbered) == 1 and not has_number:
        return Skipped.FOOTER if _FOOTER.match(title) or not named else Skipped.GROUP
    if not has_number and len(filled) <= 3 and any(_FOOTER.match(text) for text in filled.values()):
        return Skipped.FOOTER
    if not named and not has_number and len(mapped) <= 2:
        return Skipped.FOOTER
    return None


def _goes_on_with_articles(texts: Iterable[str]) -> bool:
    """More articles of the person above, not a signature that stands in their column."""
    return all(not _FOOTER.match(text) for text in texts) and any(_DIGITS.search(text) for text in texts)


def _repeats(filled: dict[int, str], headings: dict[int, str]) -> bool:
    """The headings again, as on every printed page. A person's row is known after its first cells."""
    same = 0
    for seen, (place, text) in enumerate(filled.items(), start=1):
        said, heading = plain(text), headings.get(place)
        same += bool(heading and said and (said == heading or said in heading))
        if seen == _CELLS_THAT_TELL and not same:
            return False
    return same >= 2 and same * 2 >= len(filled)


def _is_numbering(row: Row) -> bool:
    """1, 2, 3, … under the headings."""
    texts = [written(cell).strip("().") for cell in row.cells if written(cell)]
    return (
        len(texts) >= 3
        and all(text.isdigit() for text in texts)
        and texts == [str(number) for number in range(int(texts[0]), int(texts[0]) + len(texts))]
    )
