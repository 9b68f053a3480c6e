"""The data dictionary: every table and column of an archive, as CSV and as a page to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.text import capfirst

from upkeep.archive.columns import Column, columns_of
from upkeep.archive.models import Archive
from upkeep.archive.tables import Table
from upkeep.archive.words import TABLES


@dataclass(frozen=True)
class Entry:
    """A table with its columns and what it is called on the screens."""

    name: str
    title: str
    columns: list[Column]


def entries_of(tables: Sequence[Table]) -> list[Entry]:
    return [Entry(each.name, _title(each), columns_of(each)) for each in tables]


def rows_of(entries: Sequence[Entry]) -> Iterator[list[str]]:
    """`table, column, meaning, type, codes`, with a head."""
    yield ["table", "column", "meaning", "type", "codes"]
    for entry in entries:
        for each in entry.columns:
            yield [entry.name, each.name, each.meaning, each.kind, each.codes]


def page_of(archive: Archive, entries: Sequence[Entry]) -> str:
    return render_to_string("archive/dictionary.html", {"archive": archive, "entries": entries})


def _title(table: Table) -> str:
    return capfirst(str(TABLES.get(table.name, table.model._meta.verbose_name)))
