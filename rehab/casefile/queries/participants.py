"""Peserta: the list of enrolments that a member reaches, and its tabs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scope import visible
from inmates.models import CellStay, Registration
from rehab.delivery.models import Cohort, Place
from rehab.enrolments.models import Assignment, Consent, Enrolment
from rehab.enrolments.models.enrolment import EnrolmentQuerySet
from rehab.enrolments.states import ENDED, IN_PROGRAMME, LIVE, Status

# The tabs of the list: what waits where.
STAGES: dict[str, tuple[Any, tuple[Status, ...]]] = {
    "skrining": (_("Menunggu skrining"), (Status.PROPOSED, Status.SCREENED)),
    "asesmen": (_("Menunggu asesmen"), (Status.TO_ASSESS,)),
    "keputusan": (_("Menunggu keputusan"), (Status.ASSESSED, Status.DEFERRED)),
    "penempatan": (_("Menunggu penempatan"), (Status.ELIGIBLE,)),
    "aktif": (_("Dalam program"), (Status.PLACED, Status.ACTIVE, Status.SUSPENDED)),
    "selesai": (_("Selesai"), ENDED),
}

# Wider than one tab: figures elsewhere link to it.
WIDER: dict[str, tuple[Any, tuple[Status, ...]]] = {
    "menuju": (_("Menuju program"), tuple(each for each in LIVE if each not in IN_PROGRAMME)),
    "berjalan": (_("Semua yang belum selesai"), LIVE),
}
STAGE_STATUSES = {key: statuses for key, (_label, statuses) in {**STAGES, **WIDER}.items()}


@dataclass(frozen=True)
class ParticipantRow:
    pk: int
    name: str
    number: str
    status: str
    tone: str
    phase: str
    risk: str
    category: str
    programme: str
    cohort: str
    block: str
    unit: str
    days_left: int | None
    in_custody: bool
    url: str


def participants(user: User) -> EnrolmentQuerySet:
    """What this member reaches (the gate included), with what the list shows."""
    cell = CellStay.objects.filter(inmate=OuterRef("inmate"), until=None)
    place = Place.objects.filter(enrolment=OuterRef("pk"), left_on=None)
    register = Registration.objects.filter(inmate=OuterRef("inmate"), until=None)
    rows: EnrolmentQuerySet = visible(Enrolment, user)  # type: ignore[assignment]
    return rows.select_related("inmate", "custodian", "programme_version").annotate(
        block=Subquery(cell.values("block")[:1]),
        cohort_code=Subquery(place.values("cohort__code")[:1]),
        register_number=Subquery(register.values("number")[:1]),
    )


def rows_of(enrolments: Iterable[Any]) -> list[ParticipantRow]:
    return [
        ParticipantRow(
            pk=each.pk,
            name=each.inmate.name,
            number=each.number,
            status=str(each.get_status_display()),
            tone=each.tone,
            phase=str(each.get_phase_display()) if each.status == Status.ACTIVE else "",
            risk=str(each.get_risk_band_display()),
            category=each.category,
            programme=each.programme_version.name if each.programme_version else "",
            cohort=each.cohort_code or "",
            block=each.block or "",
            unit=each.custodian.short_name,
            days_left=each.inmate.days_left(each.custodian.today()),
            in_custody=each.inmate.in_custody,
            url=each.get_absolute_url(),
        )
        for each in enrolments
    ]


def counts_by_stage(user: User) -> dict[str, int]:
    """How many of those within reach stand in each tab, in one query."""
    counted = visible(Enrolment, user).order_by().values_list("status").annotate(n=Count("pk"))
    by_status = dict(counted.values_list("status", "n"))
    return {
        name: sum(by_status.get(status, 0) for status in statuses)
        for name, (_label, statuses) in STAGES.items()
    }


def mine(rows: Any, user: User) -> Any:
    """Those to whom this member is assigned."""
    held = Assignment.objects.live().filter(enrolment=OuterRef("pk"), staff=user)
    return rows.filter(Exists(held))


def unassigned(rows: Any) -> Any:
    """Those to whom nobody is assigned."""
    return rows.filter(~Exists(Assignment.objects.live().filter(enrolment=OuterRef("pk"))))


def without_ours(rows: Any, user: User) -> Any:
    """Those to whom nobody of the member's own agency is assigned."""
    ours = Assignment.objects.live().filter(staff__agency=user.agency_id, staff__is_active=True)
    return rows.filter(~Exists(ours.filter(enrolment=OuterRef("pk"))))


def never_asked(rows: Any) -> Any:
    """Nobody has asked them for their consent: whoever said no stands in the queue of exits instead."""
    asked = Consent.objects.filter(enrolment=OuterRef("pk"))
    return rows.live().filter(~Exists(asked), inmate__in_custody=True)


def in_cohort(rows: Any, cohort: Cohort) -> Any:
    places = Place.objects.filter(enrolment=OuterRef("pk"), cohort=cohort)
    return rows.filter(Exists(places))
