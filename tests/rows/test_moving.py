"""From one database to the other and back, row by row the same."""

import pytest
from django.apps import apps
from django.db import connection

from audit.append_only import missing_triggers
from audit.models import AuditEvent
from tests.support.installation import Installation
from upkeep.move.moving import NotEmpty, move
from upkeep.rows import writing
from upkeep.rows.shape import KINDS, shape_of
from upkeep.rows.writing import NotTheSameError


def test_there_and_back_is_the_same(office, clean_machine, tmp_path):
    with office.open():
        moved = move(to=clean_machine.url)
        assert AuditEvent.objects.filter(object_label="move").count() == 1
    assert moved.rows == sum(each.rows for each in office.tallies().values())
    assert clean_machine.tallies() == office.tallies()
    with clean_machine.open() as there:
        assert missing_triggers(there) == []
        with pytest.raises(NotEmpty):
            move(to=office.url)
    laptop = Installation(
        tmp_path / "laptop", f"sqlite:///{tmp_path / 'laptop/var/pulih.sqlite3'}", office.wrap
    )
    with clean_machine.open():
        move(to=laptop.url)
    assert laptop.tallies() == clean_machine.tallies()


def test_copy_that_does_not_read_back_is_not_left_behind(office, clean_machine, monkeypatch):
    def lossy(given, found):
        name = next(iter(found))
        prove(given, {**found, name: writing.Tally(99, "")})

    prove = writing.prove
    monkeypatch.setattr(writing, "prove", lossy)
    with office.open(), pytest.raises(NotTheSameError):
        move(to=clean_machine.url)
    with clean_machine.open() as there, there.cursor() as cursor:
        assert there.introspection.table_names(cursor) == []


def test_every_table_and_kind_of_column_is_known(db):
    shape = shape_of(connection)
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    assert {each._meta.db_table for each in models} <= {table.name for table in shape.tables}
    kinds = {column.kind.partition(":")[0] for table in shape.tables for column in table.columns}
    assert kinds <= {*KINDS.values(), "decimal"}
