"""The whole installation to another database, row by row the same: growing up, or a copy for a laptop."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.trail import record
from ui.refusal import Refused
from upkeep.rows.building import build, is_empty
from upkeep.rows.reading import Counting, Snapshot, Tally, snapshot_of
from upkeep.rows.standing import address_of
from upkeep.rows.writing import Fill

COMMAND = "move"


class NotEmpty(Refused):
    sentence = _("Basis data tujuan sudah berisi. Pakai yang kosong, atau berkas yang belum ada.")


@dataclass(frozen=True)
class Moved:
    """How much stands in the new place."""

    tables: int
    rows: int


def move(*, to: str) -> Moved:
    """Copy everything to the database at that address and prove that it is the same.

    The event is written here, before the copy: it stands in both. Raises NotEmpty, and
    `upkeep.rows.writing.NotTheSameError` when the copy does not read back; then nothing is left there.
    """
    target = address_of(to)
    if not is_empty(target):
        raise NotEmpty
    record(Action.COMMAND, by=None, on=COMMAND, changes={"to": to.partition(":")[0]})
    with snapshot_of(connection, Path(settings.VAR_DIR)) as snapshot:
        given: dict[str, Tally] = {}

        def feed(fill: Fill) -> dict[str, Tally]:
            given.update(_pour(snapshot, fill))
            return given

        build(
            target,
            migrations=snapshot.shape.migrations,
            tables=list(snapshot.shape.tables),
            feed=feed,
            finish=lambda: None,
        )
    return Moved(len(given), sum(each.rows for each in given.values()))


def _pour(snapshot: Snapshot, fill: Fill) -> dict[str, Tally]:
    given = {}
    for table in snapshot.shape.tables:
        counting = Counting(table)
        fill(table, counting.passing(snapshot.rows(table)))
        given[table.name] = counting.tally
    return given
