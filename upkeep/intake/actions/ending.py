"""How a long step ends, for either kind of import: its state, its figures, and the event of it."""

from collections.abc import Mapping

from django.db.models import Count
from django.utils import timezone

from accounts.models import User
from audit.models import Action
from audit.trail import record
from upkeep.intake.models import Import, ImportRow, State


def checked(import_: Import, counts: Mapping[str, int]) -> None:
    _told(import_, State.CHECKING, State.CHECKED, by=import_.ordered_by, counts=counts)
    _kept(import_, state=State.CHECKED, counts=dict(counts), checked_at=timezone.now())


def committed(import_: Import, saved: Mapping[str, int], *, last_event: int, by: User) -> None:
    """`saved` are the figures of what was written; `last_event` is the trail's last one of it."""
    counts = {**_counted(import_), **saved}
    _told(import_, State.COMMITTING, State.COMMITTED, by=by, counts=counts)
    _kept(
        import_,
        state=State.COMMITTED,
        counts=counts,
        committed_at=timezone.now(),
        committed_by=by,
        last_event=last_event,
    )


def _counted(import_: Import) -> dict[str, int]:
    """The rows by their outcome: a row in doubt that was decided has become another one."""
    rows = ImportRow.objects.filter(of=import_).order_by()
    return dict(rows.values_list("outcome").annotate(n=Count("pk")))


def undone(import_: Import, *, by: User) -> None:
    _told(import_, State.UNDOING, State.UNDONE, by=by, reason=import_.undone_reason)
    _kept(import_, state=State.UNDONE, undone_at=timezone.now())


def _told(
    import_: Import,
    old: State,
    new: State,
    *,
    by: User | None,
    counts: Mapping[str, int] | None = None,
    reason: str = "",
) -> None:
    changes = {"state": [old.label, new.label], **(counts or {})}
    record(Action.MOVE, by=by, on=import_, changes=changes, reason=reason)


def _kept(import_: Import, **values: object) -> None:
    Import.objects.filter(pk=import_.pk).update(claimed_at=None, trouble="", **values)
