"""Cohorts and their people as lists and pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from accounts.models import Agency, User
from agreements.models import Agreement
from inmates.models import CellStay, LegalStatus, Registration
from rehab.delivery import access
from rehab.delivery.models import Cohort, CohortStaff, Place, Session
from rehab.delivery.queries.attendance import NONE_YET, Rate, attendance_rate, rate_of_cohorts
from rehab.delivery.queries.sessions import cohort_counts
from rehab.enrolments.models import Enrolment, Status
from rehab.programmes.models import Programme

TONES = {
    Cohort.State.OPEN: "info",
    Cohort.State.RUNNING: "success",
    Cohort.State.FINISHED: "muted",
    Cohort.State.CANCELLED: "danger",
}
# Who of a roster still counts as being in it.
_ENDED_IN_PLACE = (Status.GRADUATED, Status.NOT_GRADUATED)
_STATUS_TONES = {
    Status.PLACED: "info",
    Status.ACTIVE: "success",
    Status.SUSPENDED: "warning",
    Status.GRADUATED: "success",
}


@dataclass(frozen=True)
class CohortRow:
    """One cohort on a list."""

    pk: int
    code: str
    programme: str
    partner: str
    custodian: str
    state: str
    state_label: str
    tone: str
    starts_on: date
    ends_on: date
    filled: int
    quota: int
    planned: int
    held: int
    not_held: int
    rate: Rate


@dataclass(frozen=True)
class RosterRow:
    """One person of a roster. What is above tier 1 is None for readers of tier 1."""

    place_id: int
    enrolment: Enrolment
    seat: int
    name: str
    block: str
    status_label: str
    tone: str
    number: str
    days_left: int | None
    rate: Rate
    left_on: date | None


@dataclass(frozen=True)
class Candidate:
    """Someone who waits for a place, with what informs the Karutan; nothing here refuses anybody."""

    enrolment: Enrolment
    name: str
    number: str
    register_number: str
    block: str
    legal_status: str
    admitted: bool
    category: str
    category_fits: bool
    days_left: int | None
    ends_in_time: bool | None
    consent_live: bool


def cohorts_of(user: User) -> Any:
    return Cohort.objects.visible_to(user).select_related(
        "custodian", "agreement__line__partner", "programme_version"
    )


def cohort_rows(cohorts: Sequence[Cohort]) -> list[CohortRow]:
    """Rows for these cohorts: three queries however many."""
    pks = [cohort.pk for cohort in cohorts]
    filled = dict(
        _still_there(Place.objects.filter(cohort__in=pks))
        .order_by()
        .values_list("cohort")
        .annotate(n=Count("pk"))
    )
    counts, rates = cohort_counts(pks), rate_of_cohorts(pks)
    return [
        CohortRow(
            pk=cohort.pk,
            code=cohort.code,
            programme=cohort.programme_version.name,
            partner=cohort.agreement.line.partner.short_name,
            custodian=cohort.custodian.short_name,
            state=cohort.state,
            state_label=cohort.get_state_display(),
            tone=TONES[Cohort.State(cohort.state)],
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            filled=filled.get(cohort.pk, 0),
            quota=cohort.quota,
            planned=counts.get(cohort.pk, {}).get("planned", 0),
            held=counts.get(cohort.pk, {}).get("held", 0),
            not_held=counts.get(cohort.pk, {}).get("not_held", 0),
            rate=rates.get(cohort.pk, NONE_YET),
        )
        for cohort in cohorts
    ]


def roster_of(cohort: Cohort, user: User) -> list[RosterRow]:
    """Who is in the cohort and in this member's reach, in roster order: two queries."""
    return [row for row in people_of(cohort, user) if row.left_on is None]


def people_of(cohort: Cohort, user: User) -> list[RosterRow]:
    """Everyone who ever had a seat and is in this member's reach, in roster order: two queries."""
    places = list(
        Place.objects.visible_to(user)
        .filter(cohort=cohort)
        .select_related("enrolment__inmate")
        .annotate(block=_block("enrolment__inmate"))
        .in_roster_order()
    )
    rates = attendance_rate(place.enrolment_id for place in places)
    deep, today = access.sees_tier_two(user), cohort.custodian.today()
    return [
        RosterRow(
            place_id=place.pk,
            enrolment=place.enrolment,
            seat=place.seat,
            name=place.enrolment.inmate.name,
            block=place.block or "",
            status_label=place.enrolment.get_status_display(),
            tone=_STATUS_TONES.get(Status(place.enrolment.status), "muted"),
            number=place.enrolment.number if deep else "",
            days_left=place.enrolment.inmate.days_left(today) if deep else None,
            rate=rates.get(place.enrolment_id, NONE_YET),
            left_on=place.left_day,
        )
        for place in places
    ]


@dataclass(frozen=True)
class Unfinished:
    """What of a cohort has not come to its end: people, and sessions still planned."""

    people: int
    sessions: int


def unfinished(cohort: Cohort) -> Unfinished:
    under_way = (Status.PLACED, Status.ACTIVE, Status.SUSPENDED)
    people = Place.objects.current().filter(cohort=cohort, enrolment__status__in=under_way).count()
    sessions = cohort_counts([cohort.pk]).get(cohort.pk, {}).get("planned", 0)
    return Unfinished(people, sessions)


def candidates_for(cohort: Cohort, user: User) -> list[Candidate]:
    """Who is eligible under the cohort's line, by days left: two queries."""
    waiting = (
        Enrolment.objects.visible_to(user)
        .filter(
            status=Status.ELIGIBLE,
            custodian=cohort.custodian_id,
            agreement__line=cohort.agreement.line_id,
            inmate__in_custody=True,
        )
        .select_related("inmate")
        .annotate(block=_block("inmate"), **_registration())
        .by_days_left()
    )
    consented = set(waiting.order_by().with_live_consent().values_list("pk", flat=True))
    return [_candidate(row, cohort, row.pk in consented) for row in waiting]


def _candidate(row: Any, cohort: Cohort, consent_live: bool) -> Candidate:
    version, expiry = cohort.programme_version, row.inmate.expiry_date
    return Candidate(
        enrolment=row,
        name=row.inmate.name,
        number=row.number,
        register_number=row.register_number or "",
        block=row.block or "",
        legal_status=str(dict(LegalStatus.choices).get(row.legal_status, "")),
        admitted=version.admits(row.legal_status),
        category=row.get_category_display(),
        category_fits=row.category == version.category,
        days_left=row.inmate.days_left(cohort.custodian.today()),
        ends_in_time=None if expiry is None else expiry >= cohort.ends_on,
        consent_live=consent_live,
    )


def staff_for(custodian: Agency, capacity: str, agreement: Agreement | None = None) -> Any:
    """Colleagues who fit: of the custodian, and of the partner of one or of every agreement in force."""
    lines = Agreement.objects.in_force().filter(line__custodian=custodian)
    partners = (
        [agreement.line.partner_id] if agreement else list(lines.values_list("line__partner", flat=True))
    )
    return _staff([custodian.pk, *partners], access.roles_fitting(capacity))


def deliverers(cohort: Cohort) -> Any:
    """Who may be named as the one who held a session of this cohort."""
    return _staff([cohort.custodian_id, cohort.agreement.line.partner_id], access.DELIVERING)


def deliverers_of(session: Session) -> Any:
    """The same for one session; who stands on it may be named also when their role has ended since."""
    named = Q(pk__in=deliverers(session.cohort).order_by().values("pk")) | Q(pk=session.delivered_by_id)
    standing = Q(pk__in=session.facilitators.values("staff"))
    return (
        User.objects.filter(named | standing).select_related("agency").order_by("agency__kind", "full_name")
    )


def team_candidates(cohort: Cohort) -> Any:
    """Who may join its team in some capacity; the act checks that the two fit."""
    roles = {role for capacity in CohortStaff.Capacity.values for role in access.roles_fitting(capacity)}
    return _staff([cohort.custodian_id, cohort.agreement.line.partner_id], tuple(roles))


def programmes_seen(user: User) -> Any:
    return Programme.objects.visible_to(user)


def agreements_seen(user: User) -> Any:
    return Agreement.objects.visible_to(user)


def facilitators_seen(user: User) -> Any:
    """Whoever stands on a session of the reader's cohorts."""
    teams = CohortStaff.objects.visible_to(user).values("staff")
    return User.objects.filter(pk__in=teams).select_related("agency").order_by("full_name")


def heads_of(custodian: Agency) -> Any:
    """Whose SK an officer may record."""
    return _staff([custodian.pk], ("kepala",))


def agreements_for(custodian: Agency) -> Any:
    return Agreement.objects.in_force().filter(line__custodian=custodian).with_parties()


def programmes_for(user: User) -> Any:
    """Programmes on offer today; a version holds today."""
    today = user.agency.today()
    offered = Programme.objects.visible_to(user).filter(Q(retired_on=None) | Q(retired_on__gt=today))
    return offered.filter(versions__valid_from__lte=today).distinct()


def team_of(cohort: Cohort) -> Any:
    return CohortStaff.objects.filter(cohort=cohort, until=None).select_related("staff__agency")


def services_outside(cohort: Cohort) -> list[str]:
    """Services of the programme that the agreement does not cover: the custodian's own to give."""
    covered = cohort.agreement.services.values("pk")
    return [service.name for service in cohort.programme_version.services.exclude(pk__in=covered)]


def _staff(agencies: list[int], roles: tuple[str, ...]) -> Any:
    return (
        User.objects.holding(*roles)
        .filter(agency__in=agencies)
        .select_related("agency")
        .order_by("agency__kind", "full_name")
    )


def _still_there(places: Any) -> Any:
    """Places of today: nobody who left, also when the seat was not given back."""
    here = Q(enrolment__ended_on=None) | Q(enrolment__status__in=_ENDED_IN_PLACE)
    return places.filter(here, left_on=None)


def _block(inmate: str) -> Subquery:
    return Subquery(CellStay.objects.filter(inmate=OuterRef(inmate), until=None).values("block")[:1])


def _registration() -> dict[str, Subquery]:
    open_one = Registration.objects.filter(inmate=OuterRef("inmate"), until=None)
    return {
        "register_number": Subquery(open_one.values("number")[:1]),
        "legal_status": Subquery(open_one.values("register_class__legal_status")[:1]),
    }
