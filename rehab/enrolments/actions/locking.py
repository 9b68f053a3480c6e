"""Taking an enrolment under lock, within what the actor's agency reaches at this moment."""

from collections.abc import Iterable

from accounts.models import User
from agreements import gate
from rehab.enrolments.models import Enrolment
from rehab.enrolments.refusals import EnrolmentEnded, NotReachable


def lock(enrolments: Iterable[Enrolment], *, by: User) -> list[Enrolment]:
    """The rows as they stand now, in the order given; the gate is asked again (bar 4).

    Locked in the order of their keys, so that two rosters never wait for each other.
    """
    wanted = [each.pk for each in enrolments]
    reach = gate.still_open(Enrolment.objects.within(by.agency), by.agency, "agreement__line")
    rows = (
        reach.filter(pk__in=wanted)
        .select_related("inmate", "custodian", "agreement", "programme_version")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    found = {row.pk: row for row in rows}
    if len(found) != len(set(wanted)):
        raise NotReachable()
    return [found[pk] for pk in dict.fromkeys(wanted)]


def lock_live(enrolment: Enrolment, *, by: User) -> Enrolment:
    """An ended enrolment takes nothing (design §3, The gate)."""
    row = lock([enrolment], by=by)[0]
    if not row.is_live:
        raise EnrolmentEnded()
    return row
