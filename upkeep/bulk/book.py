"""Rows on their way to the database: keyed beforehand, and handed over some thousand at a time."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from accounts.sealing import SealedTextField
from upkeep.rows.shape import Table, table_of
from upkeep.rows.writing import Fill, into_postgres, set_sequences

_AT_ONCE = 5_000
# What COPY cannot take as Python says it. SQLite has more: there each field prepares its own value.
_COPIED: tuple[tuple[type[models.Field], Callable[[Any], Any]], ...] = ((models.JSONField, json.dumps),)


@dataclass
class _Sheet:
    """The rows of one table that are not handed over yet."""

    table: Table
    names: tuple[str, ...]
    prepare: list[tuple[int, Callable[[Any], Any]]]
    last: int
    rows: list[list[Any]] = field(default_factory=list)


class Book:
    """Takes objects and bare rows of any model. Each gets its key at once, so that others can name it."""

    def __init__(self, fill: Fill) -> None:
        self._fill = fill
        self._sheets: dict[type[models.Model], _Sheet] = {}

    def save(self, model: type[models.Model], objects: list[Any]) -> list[Any]:
        """The same objects, with their keys."""
        sheet = self._sheet(model)
        for each in objects:
            sheet.last += 1
            each.pk = sheet.last
        self._take(sheet, ([getattr(each, name) for name in sheet.names] for each in objects))
        return objects

    def pour(
        self, model: type[models.Model], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Rows without an object around them: `names` are the columns after the key, all of them."""
        sheet = self._sheet(model)
        if names != sheet.names[1:]:
            raise ValueError(f"{sheet.table.name} has {sheet.names[1:]}")
        self._take(sheet, self._keyed(sheet, rows))

    def close(self) -> None:
        """Hand over the rest, and let the next key follow the last."""
        for sheet in self._sheets.values():
            self._hand_over(sheet)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                set_sequences(cursor, [sheet.table for sheet in self._sheets.values()])

    def _sheet(self, model: type[models.Model]) -> _Sheet:
        if model not in self._sheets:
            fields = model._meta.local_concrete_fields
            last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
            prepare = [(place, ready) for place, each in enumerate(fields) if (ready := _prepared(each))]
            names = tuple(each.attname for each in fields)
            self._sheets[model] = _Sheet(table_of(model), names, prepare, last)
        return self._sheets[model]

    @staticmethod
    def _keyed(sheet: _Sheet, rows: Iterable[tuple[Any, ...]]) -> Iterator[list[Any]]:
        for row in rows:
            sheet.last += 1
            yield [sheet.last, *row]

    def _take(self, sheet: _Sheet, rows: Iterable[list[Any]]) -> None:
        for row in rows:
            for place, prepare in sheet.prepare:
                row[place] = prepare(row[place])
            sheet.rows.append(row)
        if len(sheet.rows) >= _AT_ONCE:
            self._hand_over(sheet)

    def _hand_over(self, sheet: _Sheet) -> None:
        if sheet.rows:
            self._fill(sheet.table, iter(sheet.rows))
            sheet.rows = []


@contextmanager
def book() -> Iterator[Book]:
    """Rows beside those that stand already: constraints, indexes and guards stay as they are."""
    opened = Book(_fill)
    yield opened
    opened.close()


def _prepared(each: models.Field) -> Callable[[Any], Any] | None:
    """How the values of a column are made ready; None where they are taken as they are."""
    if connection.vendor != "postgresql":
        plain = isinstance(each, models.CharField | models.IntegerField | models.BooleanField)
        return None if plain else lambda value: each.get_db_prep_save(value, connection)
    if isinstance(each, SealedTextField):
        return each.get_prep_value
    return next((ready for kind, ready in _COPIED if isinstance(each, kind)), None)


def _fill(table: Table, rows: Iterator[list[Any]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into_postgres(cursor, table, rows)
        else:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            marks = ", ".join(["%s"] * len(table.columns))
            cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', list(rows))
