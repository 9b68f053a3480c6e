"""Which tables an installation has, and how each kind of column reads the same on both databases.

The shape is taken from the migrations that are applied, not from today's models: a backup made just
before an upgrade, or restored years after one, describes itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

INTEGERS = {
    *("AutoField", "BigAutoField", "SmallAutoField", "IntegerField", "BigIntegerField"),
    *("SmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField", "PositiveSmallIntegerField"),
}
TEXTS = {"CharField", "TextField", "SlugField", "FileField", "FilePathField"}
KINDS = {
    **dict.fromkeys(INTEGERS, "integer"),
    **dict.fromkeys(TEXTS, "text"),
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "moment",
    "TimeField": "time",
    "JSONField": "json",
    "FloatField": "float",
    "UUIDField": "uuid",
    "BinaryField": "bytes",
    "DurationField": "duration",
    "GenericIPAddressField": "address",
}

Node = tuple[str, str]


class UnknownShapeError(Exception):
    """The database carries migrations that this version of Pulih does not know."""


@dataclass(frozen=True)
class Column:
    """A column and its kind; `decimal:2` carries its places."""

    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    """A table with its columns in order; rows are read in the order of `key`."""

    name: str
    key: str
    columns: tuple[Column, ...]

    @property
    def key_is_text(self) -> bool:
        return any(each.name == self.key and each.kind == "text" for each in self.columns)

    def positions(self, *kinds: str) -> list[int]:
        return [place for place, each in enumerate(self.columns) if each.kind in kinds]

    def as_data(self) -> dict[str, Any]:
        return {"name": self.name, "key": self.key, "columns": [[c.name, c.kind] for c in self.columns]}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Table":
        return cls(data["name"], data["key"], tuple(Column(name, kind) for name, kind in data["columns"]))


@dataclass(frozen=True)
class Shape:
    """The migrations of a database and the tables that they made."""

    migrations: tuple[Node, ...]
    tables: tuple[Table, ...]


def shape_of(connection: BaseDatabaseWrapper) -> Shape:
    """What is in this database. Raises UnknownShapeError when a newer Pulih has been at it."""
    loader = MigrationLoader(connection)
    applied = [node for node in loader.applied_migrations if node[0] in loader.migrated_apps]
    unknown = [node for node in applied if node not in loader.graph.nodes]
    if unknown:
        raise UnknownShapeError(", ".join(".".join(node) for node in sorted(unknown)))
    models = loader.project_state(applied).apps.get_models(include_auto_created=True)
    tables = {
        model._meta.db_table: table_of(model)
        for model in models
        if model._meta.managed and not model._meta.proxy
    }
    tables |= {each.name: each for each in (_MIGRATIONS, _cache())}
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return Shape(tuple(sorted(applied)), tuple(tables[name] for name in sorted(tables) if name in there))


def unknown_migrations(migrations: Iterable[Node]) -> list[Node]:
    """Those that this version of Pulih does not have: the data comes from a newer one."""
    known = MigrationLoader(None).graph.nodes
    return sorted(node for node in migrations if tuple(node) not in known)


def is_up_to_date(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def leaves(executor: MigrationExecutor, migrations: Iterable[Node]) -> list[Node]:
    """The last of each app: migrating to them applies exactly these migrations."""
    wanted = set(migrations)
    children = {node: executor.loader.graph.node_map[node].children for node in wanted}
    return sorted(
        node for node in wanted if not any(c.key in wanted and c.key[0] == node[0] for c in children[node])
    )


_MIGRATIONS = Table(
    "django_migrations",
    "id",
    (Column("id", "integer"), Column("app", "text"), Column("name", "text"), Column("applied", "moment")),
)


def _cache() -> Table:
    return Table(
        str(settings.CACHES["default"]["LOCATION"]),
        "cache_key",
        (Column("cache_key", "text"), Column("value", "text"), Column("expires", "moment")),
    )


def table_of(model: Any) -> Table:
    fields = model._meta.local_concrete_fields
    columns = tuple(Column(field.column, _kind(field)) for field in fields)
    return Table(model._meta.db_table, model._meta.pk.column, columns)


def _kind(field: Any) -> str:
    while field.remote_field is not None:
        field = field.target_field
    inner = field.get_internal_type()
    return f"decimal:{field.decimal_places}" if inner == "DecimalField" else KINDS[inner]
