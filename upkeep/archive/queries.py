"""What the pages of archives show."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from upkeep.archive.access import may_discard, may_receive
from upkeep.archive.models import Archive, ArchiveQuerySet
from upkeep.work.models import Worker

_TONES = {
    Archive.State.WAITING: "info",
    Archive.State.READY: "success",
    Archive.State.FAILED: "danger",
    Archive.State.GONE: "muted",
}
# After so long in the queue somebody should have begun.
_PATIENCE = timedelta(seconds=30)


@dataclass(frozen=True)
class Row:
    """One archive in the list."""

    url: str
    part: str
    state: str
    tone: str
    purpose: str
    ordered: str
    receiver: str
    until: str


@dataclass(frozen=True)
class Page:
    """One archive, and what this reader may do with it."""

    archive: Archive
    state: str
    tone: str
    details: list[tuple[Any, Any]]
    may_receive: bool
    may_discard: bool
    waiting: bool
    # Nobody works in the background.
    stands_still: bool


def with_people() -> ArchiveQuerySet:
    return Archive.objects.with_people()


def listed(reader: User) -> ArchiveQuerySet:
    """Without what only its own page needs: the people may be thousands."""
    return with_people().visible_to(reader).defer("people", "key")


def rows_of(archives: list[Archive]) -> list[Row]:
    return [_row(each) for each in archives]


def page_of(archive: Archive, reader: User) -> Page:
    state = _state(archive)
    live = state != Archive.State.GONE
    waiting = state == Archive.State.WAITING
    return Page(
        archive=archive,
        state=str(state.label),
        tone=_TONES[state],
        details=_details(archive, state),
        may_receive=state == Archive.State.READY and may_receive(reader, archive),
        may_discard=live and may_discard(reader, archive),
        waiting=waiting,
        stands_still=waiting and _stands_still(archive),
    )


def _row(archive: Archive) -> Row:
    state = _state(archive)
    ready = state == Archive.State.READY
    return Row(
        url=archive.get_absolute_url(),
        part=archive.get_part_display(),
        state=str(state.label),
        tone=_TONES[state],
        purpose=archive.purpose,
        ordered=_("%(at)s oleh %(name)s")
        % {"at": _moment(archive.ordered_at), "name": archive.ordered_by.full_name},
        receiver=archive.receiver.full_name,
        until=_moment(archive.expires_at) if ready else "",
    )


def _state(archive: Archive) -> Archive.State:
    """Past its hour it is gone, also before the file is taken away."""
    if archive.expires_at and archive.expires_at <= timezone.now():
        return Archive.State.GONE
    return Archive.State(archive.state)


def _details(archive: Archive, state: Archive.State) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (_("Keperluan"), archive.purpose),
        (_("Diminta"), _moment(archive.ordered_at)),
        (_("Diminta oleh"), archive.ordered_by.full_name),
        (_("Penerima"), archive.receiver.full_name),
    ]
    if state == Archive.State.READY:
        pairs += [
            (_("Jumlah baris"), archive.rows),
            (_("Orang di dalamnya"), len(archive.people)),
            (_("Ukuran"), filesizeformat(archive.size)),
            (_("Disimpan sampai"), _moment(archive.expires_at)),
            (_("Sidik SHA-256"), archive.digest),
        ]
    if state == Archive.State.FAILED:
        pairs.append((_("Sebab"), archive.trouble))
    return pairs


def _moment(at: Any) -> str:
    return date_format(timezone.localtime(at), "j M Y H.i")


def _stands_still(archive: Archive) -> bool:
    patient = timezone.now() - archive.ordered_at < _PATIENCE
    return not patient and archive.claimed_at is None and not Worker.objects.alive().exists()
