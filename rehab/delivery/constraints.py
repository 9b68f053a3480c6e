"""No two at the same time: an exclusion constraint that both databases keep.

PostgreSQL has them; on SQLite a pair of triggers refuses the same rows. The triggers hang on the
table's definition, so that they come back whenever SQLite rebuilds the table.
"""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

_EXCLUDE = "EXCLUDE USING gist ({equal}, tstzrange({start}, {end}) WITH &&) WHERE ({where})"
_TRIGGER = (
    "CREATE TRIGGER %(name)s_{event} BEFORE {event} ON %(table)s WHEN {where_new} "
    "BEGIN SELECT RAISE(ABORT, '%(name)s') WHERE EXISTS (SELECT 1 FROM %(table)s AS o "
    "WHERE o.id <> COALESCE(NEW.id, -1) AND {where_old} AND {equal} "
    "AND o.{start} < NEW.{end} AND NEW.{start} < o.{end}); END"
)


class NoOverlap(BaseConstraint):
    """Rows that are equal in `equal` never overlap in time.

    `equal` and `where` are SQL in which `{row}` stands before each column name.
    """

    def __init__(
        self,
        *,
        name: str,
        equal: tuple[str, ...],
        start: str,
        end: str,
        where: str,
        violation_error_message: Any = None,
    ) -> None:
        self.equal, self.start, self.end, self.where = equal, start, end, where
        super().__init__(name=name, violation_error_message=violation_error_message)

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Asked when a table is made: PostgreSQL writes it into the table, SQLite after it."""
        if schema_editor.connection.vendor == "postgresql":
            return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._exclusion()}"
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return Statement(
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s %(exclusion)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
            exclusion=self._exclusion(),
        )

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_constraint, model, self.name)

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        """Only the database can say: two people may write at the same moment."""

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return (
            path,
            args,
            {**kwargs, "equal": self.equal, "start": self.start, "end": self.end, "where": self.where},
        )

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NoOverlap):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = BaseConstraint.__hash__

    def _exclusion(self) -> str:
        equal = ", ".join(f"({each.format(row='')}) WITH =" for each in self.equal)
        return _EXCLUDE.format(equal=equal, start=self.start, end=self.end, where=self.where.format(row=""))

    def _triggers(self, model: Any, schema_editor: Any) -> list[Statement]:
        equal = " AND ".join(f"{each.format(row='o.')} = {each.format(row='NEW.')}" for each in self.equal)
        return [
            Statement(
                _TRIGGER.format(
                    event=event,
                    equal=equal,
                    start=self.start,
                    end=self.end,
                    where_new=self.where.format(row="NEW."),
                    where_old=self.where.format(row="o."),
                ),
                table=Table(model._meta.db_table, schema_editor.quote_name),
                name=self.name,
            )
            for event in ("INSERT", "UPDATE")
        ]
