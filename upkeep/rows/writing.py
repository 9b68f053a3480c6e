"""Filling a new installation with rows: migrated to the same place, emptied, filled, proved."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from upkeep.rows.reading import AT_ONCE, PostgresMoment, Row, SqliteFile, Tally, tally
from upkeep.rows.shape import Node, Table, leaves

Fill = Callable[[Table, Iterator[Row]], None]


class NotTheSameError(Exception):
    """What was written does not read back as what was given."""


def migrate_to(migrations: Iterable[Node]) -> None:
    """Make the tables as those migrations made them, in the database the house stands on now."""
    executor = MigrationExecutor(connection)
    executor.migrate(leaves(executor, migrations))
    call_command("createcachetable", verbosity=0)


def prove(given: dict[str, Tally], found: dict[str, Tally]) -> None:
    """Raises NotTheSameError with the tables that differ."""
    wrong = sorted(name for name in given.keys() | found.keys() if given.get(name) != found.get(name))
    if wrong:
        raise NotTheSameError(", ".join(wrong))


# SQLite: a new file, filled without care for a power cut, and put in its place only when it is proved.


@contextmanager
def filling_sqlite(file: Path, tables: Iterable[Table]) -> Iterator[Fill]:
    """Fill the migrated file. Indexes and triggers come back, word for word, after the rows."""
    with closing(sqlite3.connect(file, isolation_level=None)) as into:
        into.execute("PRAGMA foreign_keys=OFF")
        into.execute("PRAGMA synchronous=OFF")
        into.execute("PRAGMA journal_mode=MEMORY")
        into.execute("BEGIN")
        aside = into.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _sql in aside:
            into.execute(f'DROP {kind} "{name}"')
        for table in tables:
            into.execute(f'DELETE FROM "{table.name}"')
        yield lambda table, rows: _into_sqlite(into, table, rows)
        for _kind, _name, sql in aside:
            into.execute(sql)
        dangling = into.execute("PRAGMA foreign_key_check").fetchone()
        if dangling:
            raise NotTheSameError(f"{dangling[0]}: {dangling[2]}")
        into.execute("COMMIT")
        into.execute("PRAGMA synchronous=FULL")
        into.execute("PRAGMA journal_mode=TRUNCATE")


def tallies_of_sqlite(file: Path, tables: Iterable[Table]) -> dict[str, Tally]:
    with closing(sqlite3.connect(file)) as held:
        return {table.name: tally(SqliteFile(held), table) for table in tables}


def _into_sqlite(into: sqlite3.Connection, table: Table, rows: Iterator[Row]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join("?" * len(table.columns))
    moments, binaries = table.positions("moment", "time"), table.positions("bytes")
    insert = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'

    def as_written(row: Row) -> Row:
        for place in moments:
            # As Django writes them: no fraction when it is nothing.
            if row[place] is not None:
                row[place] = row[place].removesuffix(".000000")
        for place in binaries:
            if row[place] is not None:
                row[place] = bytes.fromhex(row[place])
        return row

    while batch := list(islice(rows, AT_ONCE)):
        into.executemany(insert, map(as_written, batch))


# PostgreSQL: one transaction, in which the old tables stand aside and the new ones are made.


@contextmanager
def new_postgres_schema(aside: str) -> Iterator[None]:
    """All or nothing: what was in the schema is kept under the name `aside`, or everything stays."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            schema = cursor.fetchone()[0]
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"')
            cursor.execute(f'CREATE SCHEMA "{schema}"')
            cursor.execute(
                "SELECT extname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
                "WHERE n.nspname = %s",
                [aside],
            )
            for (extension,) in cursor.fetchall():
                _move_extension(extension, schema)
        yield


def _move_extension(name: str, schema: str) -> None:
    """Where somebody else owns it, it stays behind: the tables use it all the same."""
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'ALTER EXTENSION "{name}" SET SCHEMA "{schema}"')


@contextmanager
def filling_postgres(tables: Iterable[Table]) -> Iterator[Fill]:
    """Fill the migrated schema. Foreign keys and indexes come back, word for word, after the rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute(_FOREIGN_KEYS)
        keys = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        for each in tables:
            cursor.execute(f'DELETE FROM "{each.name}"')
        yield lambda table, rows: into_postgres(cursor.cursor, table, rows)
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        set_sequences(cursor, tables)
        cursor.execute("ANALYZE")


def tallies_of_postgres(tables: Iterable[Table]) -> dict[str, Tally]:
    """Read within the transaction that wrote them."""
    connection.ensure_connection()
    moment = PostgresMoment(connection.connection)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
    return {table.name: tally(moment, table) for table in tables}


_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def into_postgres(cursor: Any, table: Table, rows: Iterator[Row]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    binaries, durations = table.positions("bytes"), table.positions("duration")

    def text(row: Row) -> str:
        for place in binaries:
            if row[place] is not None:
                row[place] = f"\\x{row[place]}"
        for place in durations:
            if row[place] is not None:
                row[place] = f"{row[place]} microseconds"
        return "\t".join(map(_as_text, row)) + "\n"

    cursor.copy_expert(f'COPY "{table.name}" ({names}) FROM STDIN', _Lines(map(text, rows)))


def _as_text(value: Any) -> str:
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


class _Lines:
    """A file that COPY reads, made while it is read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._rest = lines, b""

    def read(self, size: int = 8192) -> bytes:
        while len(self._rest) < size and (batch := "".join(islice(self._lines, 500))):
            self._rest += batch.encode()
        out, self._rest = self._rest[:size], self._rest[size:]
        return out


def set_sequences(cursor: Any, tables: Iterable[Table]) -> None:
    for table in tables:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
        sequence = cursor.fetchone()[0]
        if sequence:
            cursor.execute(
                f'SELECT setval(%s, COALESCE(max("{table.key}"), 1), max("{table.key}") IS NOT NULL) '
                f'FROM "{table.name}"',
                [sequence],
            )
