"""Who goes where and when: what the guards need, and nothing more (tier 1)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from inmates.models import CellStay
from rehab.delivery.models import Place, Session
from rehab.delivery.queries.sessions import SessionRow, rows_of, sessions_of
from rehab.enrolments.models import Enrolment, Status


@dataclass(frozen=True)
class Mover:
    enrolment: Enrolment
    name: str
    block: str
    cell: str


@dataclass(frozen=True)
class Movement:
    """One session and who is to be brought to it."""

    session: SessionRow
    people: tuple[Mover, ...]


def movements_on(day: date, user: User) -> list[Movement]:
    """Sessions planned for that day and their people who are here: five queries however many."""
    sessions = list(
        sessions_of(user)
        .filter(day=day, state__in=[Session.State.PLANNED, Session.State.HELD])
        .order_by("planned_start", "pk")
    )
    groups = _groups({each.cohort_id for each in sessions}, day, user)
    own = Enrolment.objects.visible_to(user).filter(pk__in=[each.enrolment_id for each in sessions])
    single = {each.pk: each for each in own.select_related("inmate")}
    everyone = [*single.values(), *(each for group in groups.values() for each in group)]
    cells = _cells(everyone)
    movements = []
    for session, row in zip(sessions, rows_of(sessions, user), strict=True):
        group = groups[session.cohort_id] if session.is_group else [single.get(session.enrolment_id or 0)]
        movements.append(Movement(row, tuple(_mover(each, cells) for each in group if each is not None)))
    return movements


def _groups(cohorts: set[int], day: date, user: User) -> dict[int, list[Enrolment]]:
    places = (
        Place.objects.visible_to(user)
        .on(day)
        .filter(Q(enrolment__ended_on=None) | Q(enrolment__ended_on__gte=day), cohort__in=cohorts)
        .exclude(enrolment__status=Status.SUSPENDED)
        .filter(enrolment__inmate__in_custody=True)
        .select_related("enrolment__inmate")
    )
    groups: dict[int, list[Enrolment]] = defaultdict(list)
    for place in places.in_roster_order():
        groups[place.cohort_id].append(place.enrolment)
    return groups


def _cells(people: Sequence[Enrolment]) -> dict[int, tuple[str, str]]:
    stays = CellStay.objects.filter(inmate__in=[each.inmate_id for each in people], until=None)
    return {inmate: (block, cell) for inmate, block, cell in stays.values_list("inmate", "block", "cell")}


def _mover(enrolment: Enrolment, cells: dict[int, tuple[str, str]]) -> Mover:
    block, cell = cells.get(enrolment.inmate_id, ("", ""))
    return Mover(enrolment, enrolment.inmate.name, block, cell)
