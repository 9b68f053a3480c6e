"""Taking the trail out of the house is itself an act that the trail keeps."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action, AuditEvent
from audit.trail import Concerns, record_many
from oversight.trail.queries import EventRow, TrailListing, row_of
from ui.refusal import Refused

MOST_ROWS = 10_000


class TooMany(Refused):
    sentence = _("Hasilnya lebih dari 10.000 baris. Persempit dahulu, misalnya dengan tanggal.")


class NotAnAuditor(Refused):
    sentence = _("Jejak diekspor oleh auditor.")


@dataclass(frozen=True)
class _Person(Concerns):
    told: tuple[tuple[str, Any], ...]

    def trail_person(self) -> dict[str, Any]:
        return dict(self.told)


@transaction.atomic
def export(*, by: User, listing: TrailListing, purpose: str) -> list[EventRow]:
    """The rows of a search, for a stated purpose; one event for each person in them (UU 27/2022 art. 31)."""
    if not by.has_perm(P.TRAIL_VIEW):
        raise NotAnAuditor
    events = listing.queryset.newest_within(by.agency, size=MOST_ROWS + 1)
    if len(events) > MOST_ROWS:
        raise TooMany
    total = {"jumlah baris": len(events)}
    people = _people_in(events)
    record_many(Action.EXPORT, by=by, on=[("jejak", person, total) for person in people], reason=purpose)
    return [row_of(event, by) for event in events]


def _people_in(events: list[AuditEvent]) -> list[Concerns | None]:
    """Each person once, as the newest of the events knew them; nobody when no event has a person."""
    people: dict[int, Concerns | None] = {}
    names = ("person_id", "person_label", "enrolment_number", "owner_agency_id")
    for event in events:
        if event.person_id is not None and event.person_id not in people:
            people[event.person_id] = _Person(tuple((name, getattr(event, name)) for name in names))
    return list(people.values()) or [None]
