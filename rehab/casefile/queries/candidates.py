"""Calon: people in custody without a live enrolment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import visible
from agreements.models import Agreement
from inmates.models import Inmate, LegalStatus
from inmates.models.person import InmateQuerySet
from rehab.casefile.doors import link
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import LIVE, TONES, Status


@dataclass(frozen=True)
class CandidateRow:
    pk: int
    name: str
    register: str
    legal_status: str
    block: str
    unit: str
    days_left: int | None
    detention_ends: date | None
    last_status: str
    last_tone: str
    url: str


def candidates(user: User) -> InmateQuerySet:
    """Whom this member may see and who could be proposed, with the outcome of the last attempt."""
    enrolments = Enrolment.objects.filter(inmate=OuterRef("pk"))
    rows: Any = visible(Inmate, user)
    found: InmateQuerySet = (
        rows.in_custody()
        .filter(~Exists(enrolments.filter(status__in=LIVE)))
        .with_register()
        .annotate(
            last_status=Subquery(enrolments.order_by("-proposed_on", "-pk").values("status")[:1]),
            detention_ends=F("key_dates__detention_order_ends"),
        )
        .select_related("custodian")
    )
    return found


def why_not_proposed(people: Iterable[Any]) -> dict[int, str]:
    """Who of them cannot be proposed, and why, by id: one query."""
    keys = {person.pk for person in people}
    live = Enrolment.objects.live().filter(inmate__in=keys)
    taken = {row.inmate_id: row.get_status_display() for row in live.only("inmate", "status")}
    barred = {
        pk: _("Sudah menjadi peserta: %(status)s.") % {"status": status} for pk, status in taken.items()
    }
    gone = {person.pk: _("Tidak sedang ditahan di sini.") for person in people if not person.in_custody}
    return gone | barred


def rows_of(people: Iterable[Any]) -> list[CandidateRow]:
    return [_row(person) for person in people]


def _row(person: Any) -> CandidateRow:
    last = Status(person.last_status) if person.last_status else None
    return CandidateRow(
        pk=person.pk,
        name=person.name,
        register=" ".join(part for part in (person.register_class, person.register_number) if part),
        legal_status=str(LegalStatus(person.legal_status).label) if person.legal_status else "",
        block=person.block or "",
        unit=person.custodian.short_name,
        days_left=person.days_left(),
        detention_ends=person.detention_ends,
        last_status=str(last.label) if last else "",
        last_tone=TONES[last] if last else "muted",
        url=link("inmates:person", person.pk),
    )


def agreements_to_propose_under(user: User) -> Any:
    """The agency's agreements that are in force today."""
    return Agreement.objects.in_force().filter(line__custodian=user.agency).with_parties()
