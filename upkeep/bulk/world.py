"""Growing a custodian that stands already: its people, and the programme of those with narcotics cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from random import Random

from django.db import transaction

from accounts.models import Agency, User
from agreements.models import Agreement
from inmates.models import Inmate
from upkeep.bulk.book import book
from upkeep.bulk.course import add_course
from upkeep.bulk.offices import Offices
from upkeep.bulk.people import Catalogues, Registry, add_people
from upkeep.bulk.programme import References, Rehab, Shape, Staff, add_enrolments
from upkeep.planner import take_stock

# Shares as at Rutan Barabai: 138 of 223 with a narcotics case, two of three of these enrolled so far.
_NARCOTICS = 138 / 223
_ENROLLED = 2 / 3
# After the hours of those who are there already, so that a facilitator is never in two places.
_HOURS = tuple(time(hour) for hour in range(17, 24))


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
    today, narcotics = custodian.today(), round(people * _NARCOTICS)
    with book() as opened:
        offices = Offices(opened, random, today - timedelta(days=400))
        staff = _staff(custodian, agreement.partner, offices.facilitators(agreement.partner))
        registry = Registry(opened, custodian, staff.officer, random, Catalogues.read(), today)
        first_serial = Inmate.objects.count() + 1
        inmates = add_people(registry, count=people, narcotics=narcotics, first_serial=first_serial)
        shape = Shape(sessions=sessions, quota=20, hours=_HOURS, minutes=45, trail=False, owed=False)
        rehab = Rehab(opened, agreement, References.read(today), staff, random, today, shape)
        enrolments, courses = add_enrolments(rehab, inmates[: round(narcotics * _ENROLLED)])
        marks = sum(add_course(rehab, each) for each in courses)
    take_stock()
    return Made(len(inmates), len(enrolments), marks)


def _staff(custodian: Agency, partner: Agency, hired: Callable[[int], User]) -> Staff:
    def one(agency: Agency, role: str) -> User:
        return User.objects.staff_of(agency).holding(role).order_by("pk")[0]

    first = one(partner, "fasilitator")
    return Staff(
        officer=one(custodian, "rehabilitasi"),
        head=one(custodian, "kepala"),
        medical=one(custodian, "medis"),
        assessor=one(partner, "asesor"),
        facilitator=lambda turn: hired(turn) if turn else first,
    )
