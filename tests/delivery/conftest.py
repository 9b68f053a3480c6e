"""A small world of delivery: a programme of three sessions, a cohort with four people in it."""

from datetime import time, timedelta
from typing import Any

import pytest

from rehab.delivery.models import Cohort, CohortStaff
from tests.factories.delivery import CohortFactory, CohortStaffFactory, PlaceFactory, SessionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from tests.factories.programmes import ProgrammeVersionFactory, SessionTemplateFactory

MONDAY, THURSDAY = 0, 3


@pytest.fixture
def version(db: Any) -> Any:
    made = ProgrammeVersionFactory()
    for _number in range(3):
        SessionTemplateFactory(version=made)
    return made


@pytest.fixture
def cohort(agreement: Any, version: Any, fasilitator: Any, rutan: Any) -> Cohort:
    """Open, to start in ten days, with a facilitator and two weekly hours."""
    made = CohortFactory(
        agreement=agreement, programme_version=version, starts_on=rutan.today() + timedelta(days=10), quota=4
    )
    made.slots.create(weekday=MONDAY, starts_at=time(9, 0))
    made.slots.create(weekday=THURSDAY, starts_at=time(9, 0))
    CohortStaffFactory(cohort=made, staff=fasilitator, capacity=CohortStaff.Capacity.FACILITATOR)
    return made


@pytest.fixture
def running(agreement: Any, version: Any) -> Cohort:
    """Running for twenty days, with four people in it."""
    made = CohortFactory(agreement=agreement, programme_version=version, running=True)
    PlaceFactory.create_batch(4, cohort=made)
    return made


@pytest.fixture
def session(running: Cohort, rutan: Any) -> Any:
    """Yesterday's session of the running cohort, not recorded yet."""
    return SessionFactory(cohort=running, day=rutan.today() - timedelta(days=1))


@pytest.fixture
def members(running: Cohort) -> list[Any]:
    return [place.enrolment for place in running.places.in_roster_order().select_related("enrolment__inmate")]


@pytest.fixture
def waiting(agreement: Any, rutan: Any) -> Any:
    """Makes people who wait for a place under the agreement."""

    def make(count: int = 1, **traits: Any) -> list[Any]:
        return [
            EnrolmentFactory(
                eligible=True, inmate=InmateFactory(custodian=rutan), agreement=agreement, **traits
            )
            for _number in range(count)
        ]

    return make
