"""Tables whose rows the database itself refuses to change or remove."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

# Every guarded table, filled as the migrations that guard them are loaded, and the column that says
# which of its rows may be removed whole ("" when none may).
GUARDED: dict[str, str] = {}

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION pulih_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_NARGS = 1 THEN
        IF (to_jsonb(OLD) ->> TG_ARGV[0])::boolean THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'append-only: % refuses %', TG_TABLE_NAME, TG_OP;
END $$
"""


class GuardAppendOnly(Operation):
    """Guard a table. A later migration that alters a guarded table ends with this again,
    because SQLite rebuilds an altered table without its triggers.

    `removable` names a column that is true of rows which may be removed: what an import of the past
    brought, and only by taking the import back. No row can become one, since no row can be changed.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, removable: str = "") -> None:
        self.table = table
        self.removable = removable
        # Migrations are loaded in no order.
        GUARDED[table] = removable or GUARDED.get(table, "")

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.table, *filter(None, [self.removable])], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models are the same; only the database learns to refuse."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        guard(schema_editor.connection, self.table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        unguard(schema_editor.connection, self.table)

    def describe(self) -> str:
        return f"Refuse update, delete and truncate on {self.table}"


class RenewGuards(Operation):
    """Give every guarded table that is there already the triggers as they are made today."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models are the same."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        present = schema_editor.connection.introspection.table_names()
        for table in GUARDED:
            if table in present:
                guard(schema_editor.connection, table)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """The older code guards with fewer of them and misses none."""

    def describe(self) -> str:
        return "Renew the guards of the tables that refuse change"


def guard(connection: BaseDatabaseWrapper, table: str) -> None:
    """Put the triggers in; again changes nothing.

    On PostgreSQL they fire always, also in a session that poses as a replica. On SQLite
    `INSERT OR REPLACE` removes a row without asking the trigger on DELETE: it is refused by its own.
    """
    unguard(connection, table)
    removable = _removable(connection, table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
            cursor.execute(
                f"CREATE TRIGGER {table}_refuse_row BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION pulih_refuse_change({removable})"
            )
            cursor.execute(
                f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION pulih_refuse_change()"
            )
            for name in trigger_names(connection, table):
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        else:
            for event, when in (
                ("update", ""),
                ("delete", f"WHEN NOT OLD.{removable} " if removable else ""),
            ):
                cursor.execute(
                    f"CREATE TRIGGER {table}_refuse_{event} BEFORE {event.upper()} ON {table} {when}"
                    f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses {event}'); END"
                )
            cursor.execute(
                f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} "
                f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} refuses replace'); END"
            )


def _removable(connection: BaseDatabaseWrapper, table: str) -> str:
    """The column that frees a row, once the migrations have come as far as to add it."""
    name = GUARDED.get(table, "")
    with connection.cursor() as cursor:
        columns = {each.name for each in connection.introspection.get_table_description(cursor, table)}
    return name if name in columns else ""


def unguard(connection: BaseDatabaseWrapper, table: str) -> None:
    with connection.cursor() as cursor:
        for name in trigger_names(connection, table):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def trigger_names(connection: BaseDatabaseWrapper, table: str) -> list[str]:
    events = ("row", "truncate") if connection.vendor == "postgresql" else ("update", "delete", "replace")
    return [f"{table}_refuse_{event}" for event in events]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there, firing always, and are not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Those of tables in use: a database that a restore replaced stands aside with its own.
            cursor.execute(
                "SELECT tgname FROM pg_trigger "
                "WHERE NOT tgisinternal AND tgenabled = 'A' AND pg_table_is_visible(tgrelid)"
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return [name for table in GUARDED for name in trigger_names(connection, table) if name not in present]


@contextmanager
def lifted(alias: str = "default") -> Iterator[None]:
    """Guards off for the flush between two tests, and back on after it. Nothing else uses this."""
    connection = connections[alias]
    for table in GUARDED:
        unguard(connection, table)
    try:
        yield
    finally:
        for table in GUARDED:
            guard(connection, table)
