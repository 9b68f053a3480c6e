"""Handing a finished archive to its receiver: everything is asked again at that moment (bar 5)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record, record_many
from inmates.models import Inmate
from rehab.enrolments.models import Enrolment
from upkeep.archive import files, sealed
from upkeep.archive.access import may_receive
from upkeep.archive.models import Archive
from upkeep.archive.refusals import FileDamaged, FileGone, NoLongerReached, NotReady

_AT_ONCE = 500


@transaction.atomic
def hand_over(*, by: User, archive: Archive) -> Iterator[bytes]:
    """The file, a frame at a time; one event for it and one for each person in it."""
    archive = Archive.objects.select_for_update(of=("self",)).select_related("agency").get(pk=archive.pk)
    if not may_receive(by, archive):
        raise PermissionDenied(
            _("Berkas ini diserahkan hanya kepada %(name)s, selama perannya berlaku.")
            % {"name": archive.receiver.full_name}
        )
    if archive.state in (Archive.State.WAITING, Archive.State.FAILED):
        raise NotReady
    if archive.expires_at is None or archive.expires_at <= timezone.now() or not archive.key:
        raise FileGone
    _check_whole(archive)
    record(Action.EXPORT, by=by, on=archive, changes={"rows": archive.rows}, reason=archive.purpose)
    for stretch in _stretches(archive.people):
        people = list(_reached(archive, by).filter(pk__in=stretch))
        if len(people) != len(stretch):
            raise NoLongerReached
        events: list[tuple[Any, Any, dict[str, Any]]] = [
            (archive.trail_label(), each, {"arsip": archive.pk}) for each in people
        ]
        record_many(Action.EXPORT, by=by, on=events, reason=archive.purpose)
    return sealed.opened(files.path_of(archive.file_name), bytes.fromhex(archive.key))


def _check_whole(archive: Archive) -> None:
    """Read through before anything is sent: half a file helps nobody."""
    try:
        for _frame in sealed.opened(files.path_of(archive.file_name), bytes.fromhex(archive.key)):
            pass
    except FileNotFoundError as error:
        raise FileGone from error
    except (sealed.Damaged, OSError) as error:
        raise FileDamaged from error


def _reached(archive: Archive, by: User) -> "QuerySet[Inmate] | QuerySet[Enrolment]":
    if archive.of_inmates:
        return Inmate.objects.visible_to(by)
    return Enrolment.objects.visible_to(by).select_related("inmate")


def _stretches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]
