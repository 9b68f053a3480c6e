"""A whole installation in another place, or none: what was there stays, or stands aside untouched."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from upkeep.rows import writing
from upkeep.rows.reading import Tally
from upkeep.rows.shape import Node, Table
from upkeep.rows.standing import Config, standing_on

# Fills every table and says what was given.
Feed = Callable[[writing.Fill], dict[str, Tally]]


def is_empty(config: Config) -> bool:
    """Nobody works with that database: there is none, or it holds no agency and no event."""
    if _is_sqlite(config) and not Path(config["NAME"]).exists():
        return True
    with standing_on(config) as there:
        return _holds_nothing(there)


def build(
    config: Config, *, migrations: Iterable[Node], tables: list[Table], feed: Feed, finish: Callable[[], None]
) -> str:
    """Make the installation and return the name under which what was there before is kept, or "".

    `finish` runs on the new installation, brought up to date, before anybody sees it.
    """
    aside = "" if is_empty(config) else f"pulih_diganti_{secrets.token_hex(4)}"
    maker = _build_sqlite if _is_sqlite(config) else _build_postgres
    return maker(config, list(migrations), tables, feed, finish, aside)


def _build_sqlite(
    config: Config,
    migrations: list[Node],
    tables: list[Table],
    feed: Feed,
    finish: Callable[[], None],
    aside: str,
) -> str:
    target = Path(config["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    made.touch(mode=0o600)
    made_here = {**config, "NAME": str(made)}
    try:
        with standing_on(made_here):
            writing.migrate_to(migrations)
        with writing.filling_sqlite(made, tables) as fill:
            given = feed(fill)
        writing.prove(given, writing.tallies_of_sqlite(made, tables))
        with standing_on(made_here):
            _bring_up_to_date(finish)
        kept = target.with_name(f"{aside}_{target.name}") if aside else None
        _put_in_place(made, target, kept)
        return str(kept or "")
    finally:
        for rest in target.parent.glob(f"{made.name}*"):
            rest.unlink(missing_ok=True)


def _put_in_place(made: Path, target: Path, kept: Path | None) -> None:
    """Nobody writes while the name changes hands."""
    if not target.exists():
        os.replace(made, target)
    else:
        with closing(sqlite3.connect(target, timeout=20, isolation_level=None)) as old:
            old.execute("BEGIN EXCLUSIVE")
            if kept is not None:
                os.link(target, kept)
            os.replace(made, target)
            old.execute("ROLLBACK")
    _sync(target.parent)


def _build_postgres(
    config: Config,
    migrations: list[Node],
    tables: list[Table],
    feed: Feed,
    finish: Callable[[], None],
    aside: str,
) -> str:
    with standing_on(config):
        schema = aside or f"pulih_kosong_{secrets.token_hex(4)}"
        with writing.new_postgres_schema(schema):
            writing.migrate_to(migrations)
            with writing.filling_postgres(tables) as fill:
                given = feed(fill)
            writing.prove(given, writing.tallies_of_postgres(tables))
            _bring_up_to_date(finish)
            if not aside:
                with connection.cursor() as cursor:
                    cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')
    return aside


def _bring_up_to_date(finish: Callable[[], None]) -> None:
    call_command("migrate", verbosity=0, interactive=False)
    finish()


def _holds_nothing(database: BaseDatabaseWrapper) -> bool:
    with database.cursor() as cursor:
        there = set(database.introspection.table_names(cursor))
        for table in ("accounts_agency", "audit_auditevent"):
            if table in there:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    return False
    return True


def _is_sqlite(config: Config) -> bool:
    return config["ENGINE"] == "django.db.backends.sqlite3"


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
