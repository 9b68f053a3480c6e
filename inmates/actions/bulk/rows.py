"""Many rows of one table at once.

SQLite has one writer: what the framework would spend on building statements of a thousand
parameters is spent here before the transaction, and one statement takes all rows. PostgreSQL,
to which each row of such a statement would be a journey, gets the framework's own.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

BATCH = 2_000
# What a row may point at that has no key before it is written itself.
_AWAITED = ("inmate", "case", "registration")


class Prepared:
    """New rows of one model as the database takes them, but for the keys that they still wait for."""

    def __init__(self, model: type[models.Model], objects: Sequence[Any]) -> None:
        self.model, self.objects = model, objects
        self._fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
        self._rows = [_values(self._fields, each) for each in objects] if _single_writer() else []

    def write(self) -> None:
        """The objects know their keys afterwards."""
        for each in self.objects:
            for name in _AWAITED:
                if hasattr(each, f"{name}_id"):
                    # Takes the key that the other row was given meanwhile.
                    setattr(each, name, getattr(each, name))
        if not _single_writer():
            self.model._base_manager.bulk_create(self.objects, batch_size=BATCH)
            return
        awaited = [(at, f.attname) for at, f in enumerate(self._fields) if f.name in _AWAITED]
        key = _last_key(self.model)
        for each, row in zip(self.objects, self._rows, strict=True):
            key += 1
            each.pk, each._state.adding = key, False
            for at, name in awaited:
                row[at] = getattr(each, name)
            row.append(key)
        columns = [*(field.column for field in self._fields), self.model._meta.pk.column]  # type: ignore[union-attr]
        named = ", ".join(f'"{column}"' for column in columns)
        places = ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{self.model._meta.db_table}" ({named}) VALUES ({places})', self._rows
            )


def insert(model: type[models.Model], objects: Sequence[Any]) -> None:
    if objects:
        Prepared(model, objects).write()


def update(model: type[models.Model], objects: Sequence[Any], names: Sequence[str]) -> None:
    """Write these fields of rows that stand already."""
    if not objects:
        return
    if not _single_writer():
        model._base_manager.bulk_update(objects, list(names), batch_size=BATCH)  # type: ignore[type-var]
        return
    fields = [model._meta.get_field(name) for name in names]
    rows = [[*_values(fields, each), each.pk] for each in objects]
    named = ", ".join(f'"{field.column}" = %s' for field in fields)  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {named} WHERE "id" = %s', rows)


def _single_writer() -> bool:
    return connection.vendor == "sqlite"


def _values(fields: Sequence[Any], each: Any) -> list[Any]:
    return [field.get_db_prep_save(getattr(each, field.attname), connection) for field in fields]


def _last_key(model: type[models.Model]) -> int:
    """SQLite's own count of keys that were ever given; the writer's lock is ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        found = cursor.fetchone()
    return int(found[0]) if found else 0
