from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from upkeep.archive import files
from upkeep.archive.access import may_discard
from upkeep.archive.models import KEPT_FOR, Archive
from upkeep.archive.refusals import FileGone


@transaction.atomic
def discard(*, by: User, archive: Archive) -> None:
    """Take the file away, or stop it from being made. What the trail says of it stays."""
    archive = Archive.objects.select_for_update(of=("self",)).select_related("agency").get(pk=archive.pk)
    if not may_discard(by, archive):
        raise PermissionDenied(_("Arsip dihapus oleh Kepala atau penerimanya."))
    if archive.state == Archive.State.GONE:
        raise FileGone
    _take_away(archive, by)


def remove_old() -> None:
    """What nobody fetched within its day, and files that no archive knows any more."""
    old = Archive.objects.filter(state=Archive.State.READY, expires_at__lte=timezone.now())
    for archive in old.select_related("agency"):
        with transaction.atomic():
            _take_away(archive, None)
    known = set(Archive.objects.exclude(file_name="").values_list("file_name", flat=True))
    long_ago = (timezone.now() - KEPT_FOR).timestamp()
    for path in files.all_files():
        if path.name not in known and path.stat().st_mtime < long_ago:
            path.unlink(missing_ok=True)


def _take_away(archive: Archive, by: User | None) -> None:
    """The key goes with the record; the file follows once that is certain."""
    now: datetime = timezone.now()
    reason = "" if by else str(_("Masa simpannya habis."))
    Archive.objects.filter(pk=archive.pk).update(
        state=Archive.State.GONE, gone_at=now, key="", file_name="", people=[]
    )
    record(Action.ANNUL, by=by, on=archive, reason=reason, within=archive.agency)
    transaction.on_commit(lambda: files.remove(archive.file_name))
