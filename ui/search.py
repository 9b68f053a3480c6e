"""Finding a piece of a text among hundreds of thousands of rows."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class TrigramIndex(Operation):
    """An index for `column__icontains` on PostgreSQL, which Django writes as UPPER(column) LIKE.

    SQLite has no such index: the embedded database serves one office, whose rows are read in a breath.
    The index hangs on no model, because only one of the two databases has it.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, column: str, expression: str = "") -> None:
        """`expression` when not the column itself is searched."""
        self.table, self.column, self.expression = table, column, expression

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_pieces"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__qualname__, [self.table, self.column, self.expression], {})

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models are the same."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE INDEX {self.name} ON {self.table} "
                f"USING gin (UPPER({self.expression or self.column}) gin_trgm_ops)"
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX IF EXISTS {self.name}")

    def describe(self) -> str:
        return f"Find pieces of {self.table}.{self.column}"
