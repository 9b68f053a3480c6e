"""Making an archive, by whichever worker comes first; one that was cut off is made anew."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import OperationalError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from ui.refusal import Refused
from upkeep.archive import files, sealed
from upkeep.archive.access import may_order
from upkeep.archive.models import KEPT_FOR, Archive
from upkeep.archive.refusals import NotYoursToOrder
from upkeep.archive.writing import Written, write
from upkeep.work.loop import where

logger = logging.getLogger("pulih.archive")

_SILENT_FOR = timedelta(minutes=2)
_MOST_ATTEMPTS = 3
_BEAT = timedelta(seconds=1)


class Overtaken(Exception):  # noqa: N818  (read aloud: "this attempt was overtaken")
    """The archive was taken away, or another worker makes it."""


def advance() -> bool:
    """Make the archive that waits longest; False when none waits."""
    archive = _claimed()
    if archive is None:
        return False
    try:
        if archive.attempts > _MOST_ATTEMPTS:
            _give_up(archive, _("Pembuatannya terputus berulang kali. Beri tahu pengelola server."))
        else:
            _make(archive)
    except Overtaken:
        pass
    except Refused as refused:
        _give_up(archive, str(refused.sentence))
    except OperationalError as error:
        # The database was away or busy: it is made anew by itself.
        logger.warning("archive %s was interrupted: %s", archive.pk, where(error))
        _mine(archive).update(claimed_at=None)
    except Exception as error:
        # Told without its words, which may hold a person's data.
        logger.error("archive %s failed: %s", archive.pk, where(error))
        _give_up(archive, _failed(error))
    return True


def _claimed() -> Archive | None:
    """The archive, ours until we fall silent; the name of its file says whose attempt it is."""
    now = timezone.now()
    waiting = Archive.objects.waiting_for_work(now - _SILENT_FOR)
    found = waiting.order_by("ordered_at").first()
    if found is None:
        return None
    name = f"{secrets.token_urlsafe(24)}.sealed"
    if not waiting.filter(pk=found.pk).update(claimed_at=now, attempts=F("attempts") + 1, file_name=name):
        return None
    files.remove(found.file_name)
    return Archive.objects.with_people().get(pk=found.pk)


def _make(archive: Archive) -> None:
    by = User.objects.select_related("agency").get(pk=archive.ordered_by_id)
    if not may_order(by):
        raise NotYoursToOrder
    archive.ordered_by = by
    key, path = sealed.new_key(), files.path_of(archive.file_name)
    sealing = sealed.Sealing(path, key)
    try:
        with timezone.override(archive.agency.zone):
            made = write(archive, sealing, _ticker(archive))
        sealing.finish()
        digest = _digest(archive, key)
        _ready(archive, made, key, *digest)
    except BaseException:
        sealing.abandon()
        files.remove(archive.file_name)
        raise


def _digest(archive: Archive, key: bytes) -> tuple[int, str]:
    """Read back what was written: size and fingerprint of the file that the receiver will hold."""
    size, found = 0, sha256()
    for frame in sealed.opened(files.path_of(archive.file_name), key):
        size += len(frame)
        found.update(frame)
    return size, found.hexdigest()


def _ticker(archive: Archive) -> Callable[[int, int], None]:
    """Says how far the work is, and hears when it is no longer wanted."""
    last = [datetime.min.replace(tzinfo=timezone.get_current_timezone())]

    def tick(done: int, total: int) -> None:
        now = timezone.now()
        if now - last[0] < _BEAT:
            return
        last[0] = now
        if not _mine(archive).update(done=done, total=total, claimed_at=now):
            raise Overtaken

    return tick


def _ready(archive: Archive, made: Written, key: bytes, size: int, digest: str) -> None:
    now = timezone.now()
    known = {"rows": made.rows, "people": sorted(made.people), "size": size, "digest": digest}
    taken = _mine(archive).update(
        state=Archive.State.READY,
        key=key.hex(),
        ready_at=now,
        expires_at=now + KEPT_FOR,
        trouble="",
        **known,
    )
    if not taken:
        raise Overtaken


def _mine(archive: Archive) -> "QuerySet[Archive]":
    """The archive while this attempt is still the one that makes it."""
    return Archive.objects.filter(pk=archive.pk, state=Archive.State.WAITING, file_name=archive.file_name)


@transaction.atomic
def _give_up(archive: Archive, sentence: str) -> None:
    if _mine(archive).update(state=Archive.State.FAILED, trouble=sentence, file_name=""):
        failed = {"state": [Archive.State.WAITING.label, Archive.State.FAILED.label]}
        record(Action.MOVE, by=archive.ordered_by, on=archive, changes=failed, reason=sentence)


def _failed(error: Exception) -> str:
    if isinstance(error, OSError):
        return _("Berkas tidak dapat ditulis, mungkin karena ruang penyimpanan server penuh.")
    return _("Pembuatannya gagal karena kesalahan di dalam Pulih. Beri tahu pengelola server.")
