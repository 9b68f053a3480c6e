"""The long steps, one at a time, by whoever comes first: the background or the page."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from ui.refusal import Refused
from upkeep.intake.actions.checking import check, still_permitted
from upkeep.intake.actions.committing import commit
from upkeep.intake.actions.reading import Tick
from upkeep.intake.actions.undoing import undo
from upkeep.intake.models import Import, Kind, State
from upkeep.intake.past import actions as past
from upkeep.intake.refusals import NotYoursToDo
from upkeep.work.loop import where

logger = logging.getLogger("pulih.intake")

# Files of at most so many rows are done while the officer waits.
SMALL = 500
# Whoever has not been heard of for so long was killed.
_SILENT_FOR = timedelta(minutes=2)
_MOST_ATTEMPTS = 3
# Where an import stands again when its step could not be done.
_BACK_TO = {State.CHECKING: State.UPLOADED, State.COMMITTING: State.CHECKED, State.UNDOING: State.COMMITTED}


def advance() -> bool:
    """Take the import that waits longest one step further; False when none waits."""
    waiting = Import.objects.waiting_for_work(timezone.now() - _SILENT_FOR)
    found = waiting.order_by("queued_at").first()
    if found is None:
        return False
    do_now(import_=found)
    return True


def do_now(*, import_: Import) -> None:
    """Do the step that was ordered, unless someone else is at it."""
    claimed = _claimed(import_)
    if claimed is None:
        return
    if claimed.attempts > _MOST_ATTEMPTS:
        _give_up(claimed, _("Langkah ini terputus berulang kali. Bagi berkasnya, lalu coba lagi."))
        return
    try:
        _step(claimed)
    except Refused as refused:
        _give_up(claimed, str(refused.sentence))
    except OperationalError as error:
        # The database was away or busy: the step is taken again by itself.
        logger.warning("import %s was interrupted: %s", claimed.pk, where(error))
        Import.objects.filter(pk=claimed.pk).update(claimed_at=None)
    except Exception as error:
        # Told without its words, which may hold a person's data.
        logger.error("import %s failed: %s", claimed.pk, where(error))
        _give_up(claimed, _("Langkah ini gagal karena kesalahan di dalam Pulih. Beri tahu pengelola server."))


def _claimed(import_: Import) -> Import | None:
    """The import as it stands, ours until we fall silent; None when somebody else has it."""
    now = timezone.now()
    waiting = Import.objects.waiting_for_work(now - _SILENT_FOR).filter(pk=import_.pk)
    if not waiting.update(claimed_at=now, attempts=F("attempts") + 1):
        return None
    return Import.objects.select_related("custodian", "ordered_by__agency").get(pk=import_.pk)


def _step(import_: Import) -> None:
    by = import_.ordered_by
    if by is None or not still_permitted(by, import_):
        raise NotYoursToDo
    _STEPS[import_.kind][import_.state](import_, by, _ticker(import_))


_Steps = dict[str, Callable[[Import, User, Tick], None]]
_STEPS: dict[str, _Steps] = {
    Kind.REGISTER: {
        State.CHECKING: lambda each, _by, tick: check(each, tick),
        State.COMMITTING: commit,
        State.UNDOING: lambda each, by, _tick: undo(each, by),
    },
    Kind.PAST: {
        State.CHECKING: lambda each, _by, tick: past.check(each, tick),
        State.COMMITTING: past.commit,
        State.UNDOING: lambda each, by, _tick: past.undo(each, by),
    },
}


def _ticker(import_: Import) -> Callable[[int, int], None]:
    """Says how far the work is, and that it is still going on."""
    last = [datetime.min.replace(tzinfo=timezone.get_current_timezone())]

    def tick(done: int, total: int) -> None:
        now = timezone.now()
        if now - last[0] > timedelta(seconds=1):
            last[0] = now
            Import.objects.filter(pk=import_.pk).update(done=done, total=total, claimed_at=now)

    return tick


@transaction.atomic
def _give_up(import_: Import, sentence: str) -> None:
    back = _BACK_TO[State(import_.state)]
    # Whoever was thought to have fallen silent may have finished meanwhile: then it stands as they left it.
    stands = Import.objects.select_for_update().filter(pk=import_.pk, state=import_.state)
    if not stands.exists():
        return
    changes = {"state": [State(import_.state).label, back.label]}
    record(Action.MOVE, by=import_.ordered_by, on=import_, changes=changes, reason=sentence)
    Import.objects.filter(pk=import_.pk).update(state=back, trouble=sentence, claimed_at=None)
