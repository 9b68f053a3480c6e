"""Where people stand, for the pages of lower rooms."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import visible
from agreements import gate
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import ENDED, IN_PROGRAMME, LIVE


def of_person(user: User, person: Inmate) -> list[Enrolment]:
    """Every attempt within reach, the last one first."""
    return list(visible(Enrolment, user).filter(inmate=person).order_by("-proposed_on", "-pk"))


def can_be_proposed(user: User, person: Inmate) -> bool:
    """In custody here, nothing live, and an agreement to propose under."""
    if not person.in_custody or person.custodian_id != user.agency_id:
        return False
    if Enrolment.objects.filter(inmate=person, status__in=LIVE).exists():
        return False
    return Agreement.objects.in_force().filter(line__custodian=user.agency).exists()


@dataclass(frozen=True)
class Counted:
    label: str
    number: int
    url: str


def under_line(user: User, agreement: Agreement) -> list[Counted]:
    """People within this reader's reach under the agreement and its renewals, in one query."""
    rows: Any = visible(Enrolment, user).filter(agreement__line=agreement.line_id)
    sums = rows.aggregate(
        waiting=Count("pk", filter=Q(status__in=[each for each in LIVE if each not in IN_PROGRAMME])),
        active=Count("pk", filter=Q(status__in=IN_PROGRAMME)),
        ended=Count("pk", filter=Q(status__in=ENDED)),
    )
    page = f"{reverse('casefile:participants')}?kerja_sama={agreement.pk}"
    return [
        Counted(_("Menuju program"), sums["waiting"], f"{page}&tahap=menuju"),
        Counted(_("Dalam program"), sums["active"], f"{page}&tahap=aktif"),
        Counted(_("Selesai"), sums["ended"], f"{page}&tahap=selesai"),
    ]


def open_to_partner(agreement: Agreement) -> int:
    """People whose files the partner can open today under this line."""
    partner = agreement.line.partner
    return Enrolment.objects.open_to_partner(partner).filter(agreement__line=agreement.line_id).count()


def is_closed_to(user: User) -> bool:
    """A partner none of whose agreements is in force today: nobody stands in its lists."""
    return user.agency.is_partner and not gate.openings(user.agency)
