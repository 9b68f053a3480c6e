"""The databases that are measured: each made and filled once, and kept for the next run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg2  # type: ignore[import-untyped]
from django.core.management import call_command
from django.db import connection

from accounts.models import Agency
from upkeep.bulk.nation import Size, Told, build
from upkeep.rows.standing import address_of, standing_on

# The small world is Rutan Barabai: 138 of 223 with a narcotics case.
SMALL = Size(people=223, narcotics=138)


def large(people: int, seed: int) -> Size:
    return replace(Size(people=people), seed=seed)


@contextmanager
def world_of(size: Size, server: str, told: Told) -> Iterator[str]:
    """Stand on the database of this size, and yield its address."""
    name = f"pulih_{size.people}"
    address = f"{server.rpartition('/')[0]}/{name}"
    _create(server, name)
    with standing_on(address_of(address)):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not Agency.objects.exists():
            build(size, told=told)
        yield address


def rows_of_each_table() -> dict[str, int]:
    """The largest tables, as the planner counts them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND reltuples > 0 "
            "AND relnamespace = current_schema()::regnamespace ORDER BY reltuples DESC LIMIT 12"
        )
        return dict(cursor.fetchall())


def size_on_disk() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _create(server: str, name: str) -> None:
    held = psycopg2.connect(server)
    try:
        held.autocommit = True
        with held.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        held.close()
