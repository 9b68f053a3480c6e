"""Reading every row of an installation as it stood at one moment, the same from both databases."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from upkeep.rows.shape import Shape, Table, shape_of

Row = list[Any]
AT_ONCE = 2_000

# How each kind reads; what is not named reads as it is. Moments are UTC with microseconds.
_PADDED = "CASE length({c}) WHEN {whole} THEN {c} ELSE {c} || '.000000' END"
_SQLITE = {
    "moment": _PADDED.format(c="{c}", whole=26),
    "time": _PADDED.format(c="{c}", whole=15),
    "decimal": "CASE WHEN {c} IS NULL THEN NULL ELSE printf('%.{places}f', {c}) END",
    "bytes": "hex({c})",
}
_POSTGRES = {
    "boolean": "{c}::int",
    "date": "{c}::text",
    "moment": "to_char({c} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "time": "to_char(date '2000-01-01' + {c}, 'HH24:MI:SS.US')",
    "decimal": "round({c}, {places})::text",
    "json": "{c}::text",
    "uuid": "replace({c}::text, '-', '')",
    "bytes": "upper(encode({c}, 'hex'))",
    "duration": "(extract(epoch FROM {c}) * 1000000)::bigint",
    "address": "host({c})",
}


class Rows(Protocol):
    """Where rows are read from."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Every row of the table, in the order of its key."""


@dataclass(frozen=True)
class Snapshot:
    """One moment of an installation."""

    shape: Shape
    source: "Rows"

    def rows(self, table: Table) -> Iterator[Row]:
        return self.source.rows(table)


@dataclass(frozen=True)
class Tally:
    """How many rows a table has, and the digest of all of them."""

    rows: int
    digest: str


class Counting:
    """Counts and digests rows as they pass. JSON is compared by what it says, not by how it is spaced."""

    def __init__(self, table: Table) -> None:
        self._json = table.positions("json")
        self._hash = sha256()
        self._rows = 0

    def add(self, row: Row) -> None:
        self._rows += 1
        if self._json:
            row = list(row)
            for place in self._json:
                if row[place] is not None:
                    row[place] = json.dumps(json.loads(row[place]), sort_keys=True)
        self._hash.update(line(row))

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        for row in rows:
            self.add(row)
            yield row

    @property
    def tally(self) -> Tally:
        return Tally(self._rows, self._hash.hexdigest())


def line(row: Row) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def tally(source: Rows, table: Table) -> Tally:
    counting = Counting(table)
    for row in source.rows(table):
        counting.add(row)
    return counting.tally


@contextmanager
def snapshot_of(connection: BaseDatabaseWrapper, scratch: Path) -> Iterator[Snapshot]:
    """The installation at this moment, while others go on writing. `scratch` is a folder for a copy."""
    if connection.vendor == "postgresql":
        with _postgres(connection) as found:
            yield found
    else:
        with _sqlite_copy(connection, scratch) as found:
            yield found


@dataclass(frozen=True)
class SqliteFile:
    """A SQLite file that nobody writes to."""

    file: sqlite3.Connection

    def rows(self, table: Table) -> Iterator[Row]:
        cursor = self.file.execute(select(table, _SQLITE, collate=""))
        while found := cursor.fetchmany(AT_ONCE):
            yield from map(list, found)


@contextmanager
def _sqlite_copy(connection: BaseDatabaseWrapper, scratch: Path) -> Iterator[Snapshot]:
    """A reader would keep writers waiting for as long as it reads: copy first, which takes seconds."""
    copy = scratch / f".snapshot-{secrets.token_hex(8)}"
    copy.touch(mode=0o600)
    try:
        connection.ensure_connection()
        with closing(sqlite3.connect(copy)) as into:
            connection.connection.backup(into)
            yield Snapshot(shape_of(connection), SqliteFile(into))
    finally:
        copy.unlink(missing_ok=True)


@dataclass(frozen=True)
class PostgresMoment:
    """A transaction that sees one moment of the database and writes nothing."""

    session: Any

    def rows(self, table: Table) -> Iterator[Row]:
        with self.session.cursor(name=f"rows_{secrets.token_hex(4)}") as cursor:
            cursor.itersize = AT_ONCE
            cursor.execute(select(table, _POSTGRES, collate=' COLLATE "C"'))
            while found := cursor.fetchmany(AT_ONCE):
                yield from map(list, found)


@contextmanager
def _postgres(connection: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    parameters = connection.get_connection_params()
    session: Any = connection.get_new_connection(parameters)
    try:
        session.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
        with session.cursor() as cursor:
            cursor.execute("SELECT 1")
        yield Snapshot(shape_of(connection), PostgresMoment(session))
    finally:
        session.close()


def select(table: Table, expressions: dict[str, str], *, collate: str) -> str:
    columns = []
    for column in table.columns:
        kind, _, places = column.kind.partition(":")
        columns.append(expressions.get(kind, "{c}").format(c=f'"{column.name}"', places=places))
    order = f'"{table.key}"{collate if table.key_is_text else ""}'
    return f'SELECT {", ".join(columns)} FROM "{table.name}" ORDER BY {order}'
