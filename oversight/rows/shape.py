"""What a row and a kind of rows are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Window

from oversight.scope import Scope


@dataclass(frozen=True)
class Cell:
    """A value under its column; `tone` makes it a status, `days` a number of days left."""

    value: Any
    tone: str = ""
    days: bool = False


@dataclass(frozen=True)
class Row:
    """One record: `note` says in a line what a reader in a hurry must know of it."""

    title: Any
    url: str
    note: Any
    cells: Sequence[Cell]
    number: Any = ""
    pk: int | None = None
    tone: str = "neutral"
    # The column of each cell, for the labels of the cards on a phone.
    heads: Sequence[Any] = ()

    @property
    def labelled(self) -> list[tuple[Any, Cell]]:
        return list(zip(self.heads, self.cells, strict=True))


@dataclass(frozen=True)
class Kind:
    """How records of a model are found, loaded and told.

    `needs` are the permissions of which any lets a reader open the rows; `owner` is the way from
    a row to the custodian that it is counted under.
    """

    heads: Sequence[Any]
    needs: tuple[str, ...]
    search: tuple[str, ...]
    load: Callable[[Any], Any]
    tell: Callable[[list[Any], Scope], list[Row]]
    owner: str = ""

    def rows(self, found: list[Any], scope: Scope) -> list[Row]:
        return self.tell(found, scope)

    def first(self, selected: Any, scope: Scope, number: int) -> tuple[int, list[Row]]:
        """How many there are, and the first of them: one question, and what its rows load."""
        found = list(self.load(selected).annotate(of_all=Window(Count("*")))[:number])
        return (found[0].of_all if found else 0), self.rows(found, scope)


def without_silent_columns(rows: Sequence[Row], scope: Scope) -> list[Row]:
    """Columns are left out that say nothing here: empty in every row, or the reader's own unit."""
    own = scope.user.agency.short_name if scope.user.agency.is_custodian else ""
    width = len(rows[0].cells) if rows else 0
    kept = [n for n in range(width) if any(row.cells[n].value not in (None, "", own) for row in rows)]
    return [
        replace(row, cells=[row.cells[n] for n in kept], heads=[row.heads[n] for n in kept]) for row in rows
    ]


def page_of(record: Any) -> str:
    """The address of the record's own page."""
    return str(record.get_absolute_url())
