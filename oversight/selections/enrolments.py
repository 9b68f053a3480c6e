"""Participants, by where they stand and what they wait for."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import on_each_date
from accounts.scope import visible
from inmates.models import Guardian
from oversight.scope import Scope
from oversight.selections import people
from rehab.casefile.queries.participants import never_asked, without_ours
from rehab.casefile.queries.queues import past_their_end, sent_back
from rehab.clinical.queries import unfinished
from rehab.enrolments.models import Assignment, Enrolment, OutcomeProposal, StatusChange
from rehab.enrolments.states import IN_PROGRAMME, LIVE, Status
from rehab.programmes.models import Programme, ProgrammeVersion

# Decided, or about to be, and not yet in a cohort.
_BEFORE_PLACEMENT = (Status.ASSESSED, Status.DEFERRED, Status.ELIGIBLE)


def reachable(scope: Scope) -> "QuerySet[Enrolment]":
    """All that a partner can reach: where its funnel begins."""
    return _one_a_person(scope.enrolments())


def reached(scope: Scope, status: Status) -> "QuerySet[Enrolment]":
    """Who came as far as that state by the last day; one row a person."""
    arrived = StatusChange.objects.filter(enrolment=OuterRef("pk"), to_status=status, on__lte=scope.last)
    return _one_a_person(_in_funnel(scope).filter(Exists(arrived)))


def reached_by_state(scope: Scope, statuses: Iterable[Status]) -> dict[str, int]:
    """How many people came as far as each: as many as `reached` has rows, in one question for all."""
    # From the enrolments to their moves, along the index: the other way round it reads every move.
    arrived = _in_funnel(scope).filter(changes__to_status__in=statuses, changes__on__lte=scope.last)
    counted = arrived.order_by().values("changes__to_status").annotate(n=Count("inmate", distinct=True))
    return dict(counted.values_list("changes__to_status", "n"))


def _in_funnel(scope: Scope) -> "QuerySet[Enrolment]":
    rows = scope.enrolments()
    if scope.seen_by_partner:
        return rows
    return rows.filter(inmate__in=people.on_the_way(scope).order_by().values("pk"))


def _one_a_person(rows: "QuerySet[Enrolment]") -> "QuerySet[Enrolment]":
    """Of someone who tried again only the latest counts; what was imported lies before the rest."""
    newest = Coalesce(Max("pk", filter=Q(imported=False)), Max("pk"))
    latest = rows.order_by().values("inmate").annotate(latest=newest).values("latest")
    return Enrolment.objects.filter(pk__in=latest).by_days_left()


def standing(scope: Scope, status: Status) -> "QuerySet[Enrolment]":
    """Who stands in that state now, the longest first."""
    return scope.enrolments().filter(status=status).order_by("status_since", "pk")


def live(scope: Scope) -> "QuerySet[Enrolment]":
    return scope.enrolments().live().by_days_left()


def active(scope: Scope) -> "QuerySet[Enrolment]":
    return scope.enrolments().filter(status=Status.ACTIVE).by_days_left()


def screened(scope: Scope) -> "QuerySet[Enrolment]":
    """Screened within the period."""
    return scope.enrolments().filter(screened_on__range=(scope.first, scope.last)).by_days_left()


def graduated(scope: Scope) -> "QuerySet[Enrolment]":
    """Graduated within the period."""
    return (
        scope.enrolments()
        .filter(status=Status.GRADUATED, ended_on__range=(scope.first, scope.last))
        .order_by("-ended_on", "pk")
    )


def leaving_before_the_end(scope: Scope) -> "QuerySet[Enrolment]":
    """In a programme that ends after their release."""
    inside = scope.enrolments().filter(status__in=IN_PROGRAMME, inmate__in_custody=True)
    return inside.filter(inmate__expiry_date__lt=F("ends_on")).by_days_left()


def too_late_to_start(scope: Scope) -> "QuerySet[Enrolment]":
    """Waiting for a place, with fewer days left than the shortest programme of their category lasts."""
    shortest = _shortest_programmes(scope)
    late = on_each_date(lambda today: _gone_before(today, shortest))
    waiting = scope.enrolments().filter(status__in=_BEFORE_PLACEMENT, inmate__in_custody=True)
    return waiting.filter(late).by_days_left()


def _gone_before(today: date, shortest: dict[str, int]) -> Q:
    late = Q(pk=None)
    for category, days in shortest.items():
        late |= Q(category=category, inmate__expiry_date__lt=today + timedelta(days=days))
    return late


def _shortest_programmes(scope: Scope) -> dict[str, int]:
    """Calendar days of the shortest programme on offer, by category."""
    offered = visible(Programme, scope.user).filter(Q(retired_on=None) | Q(retired_on__gt=scope.today))
    versions = ProgrammeVersion.objects.filter(programme__in=offered, valid_from__lte=scope.today)
    current = {
        version.programme_id: version for version in versions.order_by("programme", "valid_from", "number")
    }
    shortest: dict[str, int] = {}
    for version in current.values():
        days = version.estimated_days()
        shortest[version.category] = min(days, shortest.get(version.category, days))
    return shortest


def awaiting_exit(scope: Scope) -> "QuerySet[Enrolment]":
    return scope.enrolments().awaiting_exit().by_days_left()


def without_consent(scope: Scope) -> "QuerySet[Enrolment]":
    found: QuerySet[Enrolment] = never_asked(scope.enrolments()).by_days_left()
    return found


def awaiting_decision(scope: Scope) -> "QuerySet[Enrolment]":
    return scope.enrolments().awaiting_decision().order_by("status_since", "pk")


def outcome_waiting(scope: Scope) -> "QuerySet[Enrolment]":
    """Proposed for graduation, or not, and waiting for the head."""
    return scope.enrolments().filter(Exists(_open_proposals())).by_days_left()


def outcome_returned(scope: Scope) -> "QuerySet[Enrolment]":
    """Active, and the head sent the proposal back."""
    found: QuerySet[Enrolment] = sent_back(_active_unproposed(scope)).by_days_left()
    return found


def outcome_owed(scope: Scope) -> "QuerySet[Enrolment]":
    """Active past the planned end of the programme, and nobody has proposed an outcome yet."""
    found: QuerySet[Enrolment] = past_their_end(_active_unproposed(scope)).by_days_left()
    return found


def _active_unproposed(scope: Scope) -> "QuerySet[Enrolment]":
    return scope.enrolments().filter(~Exists(_open_proposals()), status=Status.ACTIVE)


def _open_proposals() -> "QuerySet[OutcomeProposal]":
    return OutcomeProposal.objects.filter(enrolment=OuterRef("pk"), answer="")


def unassigned(scope: Scope) -> "QuerySet[Enrolment]":
    """Live, and nobody of either agency works with them."""
    return live(scope).filter(~Exists(Assignment.objects.live().filter(enrolment=OuterRef("pk"))))


def unassigned_by_us(scope: Scope) -> "QuerySet[Enrolment]":
    """Live, and nobody of the member's own agency works with them."""
    found: QuerySet[Enrolment] = without_ours(live(scope), scope.user)
    return found


def mine(scope: Scope, *, statuses: tuple[Status, ...]) -> "QuerySet[Enrolment]":
    """Assigned to the member and standing in one of the states."""
    return scope.enrolments().assigned_to(scope.user).filter(status__in=statuses).by_days_left()


def my_interviews(scope: Scope) -> "QuerySet[Enrolment]":
    """Interviews that the member began, has not signed, and can still go on with."""
    return live(scope).filter(pk__in=unfinished(scope.user).values("enrolment"))


def wards(scope: Scope) -> "QuerySet[Enrolment]":
    """The member's own wards who take part now."""
    return _of_wards(scope).filter(status__in=LIVE).by_days_left()


def wards_gone(scope: Scope) -> "QuerySet[Enrolment]":
    """Wards whose way ended within the last thirty days."""
    ended = _of_wards(scope).filter(ended_on__gte=scope.today - timedelta(days=30))
    return ended.exclude(status__in=LIVE).order_by("-ended_on", "pk")


def _of_wards(scope: Scope) -> "QuerySet[Enrolment]":
    mine = Guardian.objects.live().filter(inmate=OuterRef("inmate"), officer=scope.user)
    return scope.enrolments().filter(Exists(mine))
