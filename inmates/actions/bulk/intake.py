from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Agency, User
from audit.models import READS, AuditEvent
from inmates.actions.bulk.amending import Amendment, Before, Stand, amended
from inmates.actions.bulk.arriving import Arrival, drafted, written
from inmates.actions.bulk.leaving import Departure, departed
from inmates.models import Inmate


@dataclass(frozen=True)
class Receipt:
    """What was done to one person, as undoing it needs it."""

    inmate_id: int
    arrived: bool = False
    before: Before | None = None
    departure: int | None = None


@dataclass(frozen=True)
class Taken:
    """The people in the order in which they were given, and the last event that the trail got of it."""

    arrivals: list[Inmate] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    last_event: int = 0


def take_in(
    *,
    custodian: Agency,
    arrivals: Sequence[Arrival] = (),
    amendments: Sequence[Amendment] = (),
    departures: Sequence[Departure] = (),
    by: User,
    reason: str,
    unless: Callable[[], None] = lambda: None,
    then: Callable[[Taken], None] = lambda taken: None,
) -> Taken:
    """Register, amend and let go many people, whole or not at all; one event of the trail a person.

    `unless` is asked under the lock and raises what forbids the writing; `then` writes, in the same
    transaction, what its caller keeps of it.
    """
    drafts = drafted(arrivals, custodian=custodian, by=by)
    with transaction.atomic():
        # Held so that two officers who register the same person meet each other.
        Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
        inmates = locked_people(custodian, [each.inmate_id for each in (*amendments, *departures)])
        unless()
        written(drafts, by=by, reason=reason)
        stand = Stand.of({each.inmate_id: inmates[each.inmate_id] for each in amendments})
        befores = amended(amendments, stand, today=custodian.today(), by=by, reason=reason)
        events = departed(departures, inmates, by=by, reason=reason)
        taken = Taken(
            drafts.inmates,
            [Receipt(each.pk, arrived=True) for each in drafts.inmates]
            + [Receipt(pk, before=before) for pk, before in befores.items()]
            + [Receipt(pk, departure=event.pk) for pk, event in events.items()],
            last_event(custodian),
        )
        then(taken)
    return taken


def last_event(custodian: Agency) -> int:
    """The id of the trail's last event about the custodian's people, whatever it was; it only grows."""
    events = AuditEvent.objects.filter(owner_agency_id=custodian.pk)
    return events.order_by("-id").values_list("id", flat=True).first() or 0


def register_changed_since(custodian: Agency, event: int) -> bool:
    """Whether anything of the register was written after that event. Work with participants is not:
    sheets are saved all day, and an import need not wait for them."""
    later = AuditEvent.objects.filter(owner_agency_id=custodian.pk, id__gt=event)
    return later.filter(object_type__startswith="inmates.").exclude(action__in=READS).exists()


def locked_people(custodian: Agency, pks: Sequence[int]) -> Mapping[int, Inmate]:
    found: dict[int, Inmate] = {}
    for start in range(0, len(pks), 500):
        rows = Inmate.objects.select_for_update(of=("self",)).select_related("custodian")
        part = rows.filter(custodian=custodian, pk__in=pks[start : start + 500]).order_by("pk")
        found |= {inmate.pk: inmate for inmate in part}
    return found
