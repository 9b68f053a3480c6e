"""Growing a custodian that stands already: its people, and the programme of those with narcotics cases."""

from dataclasses import dataclass
from random import Random

from django.db import transaction

from accounts.models import Agency, User
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.delivery.models import Attendance
from rehab.programmes.models import Programme
from upkeep.bulk.people import Catalogues, add_people
from upkeep.bulk.programme import Rehab, Staff, add_programme
from upkeep.planner import take_stock

# Shares as at Rutan Barabai: 138 of 223 with a narcotics case, two of three of these enrolled so far.
_NARCOTICS = 138 / 223
_ENROLLED = 2 / 3


@dataclass(frozen=True)
class Made:
    """How much was added."""

    people: int
    enrolments: int
    marks: int


@transaction.atomic
def grow(custodian: Agency, *, people: int, sessions: int, random: Random) -> Made:
    """Add people, and enrolments under the custodian's agreement in force, in the mix of a working rutan."""
    agreement = Agreement.objects.in_force().filter(custodian=custodian).with_parties().get()
    staff = _staff(custodian, agreement.partner)
    narcotics = round(people * _NARCOTICS)
    inmates = add_people(
        custodian,
        count=people,
        narcotics=narcotics,
        by=staff.officer,
        random=random,
        catalogues=Catalogues.read(),
        first_serial=Inmate.objects.count() + 1,
    )
    programme = Programme.objects.filter(custodian=None).order_by("code").first()
    assert programme is not None
    version = programme.version_on(custodian.today())
    assert version is not None
    rehab = Rehab(agreement, version, staff, random, custodian.today(), sessions)
    before = Attendance.objects.count()
    enrolments = add_programme(rehab, inmates[: round(narcotics * _ENROLLED)])
    take_stock()
    return Made(len(inmates), len(enrolments), Attendance.objects.count() - before)


def _staff(custodian: Agency, partner: Agency) -> Staff:
    def one(agency: Agency, role: str) -> User:
        return User.objects.staff_of(agency).holding(role).order_by("pk")[0]

    return Staff(
        officer=one(custodian, "rehabilitasi"),
        head=one(custodian, "kepala"),
        medical=one(custodian, "medis"),
        assessor=one(partner, "asesor"),
        facilitator=one(partner, "fasilitator"),
    )
