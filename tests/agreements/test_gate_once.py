"""The gate is read once a request, and an act asks again when it takes its rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements import actions, gate
from rehab.delivery.actions.locking import lock_cohort, lock_session
from rehab.delivery.refusals import NotReachable as SessionNotReachable
from rehab.enrolments.actions.locking import lock
from rehab.enrolments.models import Enrolment
from rehab.enrolments.refusals import NotReachable
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import CohortFactory, SessionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.programmes import ProgrammeVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(agreement: Any) -> Enrolment:
    return EnrolmentFactory(agreement=agreement, active=True, consented=True)


def test_within_a_request_it_is_read_once(bnnk: Any, file: Enrolment) -> None:
    with gate.asked_once():
        assert file in Enrolment.objects.within(bnnk)
        with CaptureQueriesContext(connection) as caught:
            assert gate.openings(bnnk)
        assert len(caught) == 0


def test_nothing_outlives_the_request(bnnk: Any, karutan: Any, agreement: Any, file: Enrolment) -> None:
    with gate.asked_once():
        assert file in Enrolment.objects.within(bnnk)
    actions.suspend(agreement=agreement, by=karutan, reason="Ditinjau ulang")
    with gate.asked_once():
        assert file not in Enrolment.objects.within(bnnk)
    assert file not in Enrolment.objects.within(bnnk)


def test_act_that_waited_for_its_lock_asks_again(
    karutan: Any, asesor: Any, fasilitator: Any, agreement: Any, file: Enrolment
) -> None:
    cohort = CohortFactory(agreement=agreement, running=True)
    session = SessionFactory(cohort=cohort)
    with gate.asked_once():
        assert lock([file], by=asesor) == [file]
        assert lock_session(session, by=fasilitator) == session
        assert lock_cohort(cohort, by=fasilitator) == cohort
        actions.suspend(agreement=agreement, by=karutan, reason="Ditinjau ulang")
        with pytest.raises(NotReachable):
            lock([file], by=asesor)
        with pytest.raises(SessionNotReachable):
            lock_session(session, by=fasilitator)
        with pytest.raises(SessionNotReachable):
            lock_cohort(cohort, by=fasilitator)


def test_each_line_opens_its_own_services(bnnk: Any) -> None:
    """A service covered at one custodian opens nothing at another that did not agree to it."""
    counselling, training = "konseling", "terapi"
    talks, works = (ProgrammeVersionFactory(services=[each]) for each in (counselling, training))
    here, there = (AgreementFactory(partner=bnnk, services=[each]) for each in (counselling, training))
    files = {
        (agreement, version): EnrolmentFactory(
            agreement=agreement, programme_version=version, active=True, consented=True
        )
        for agreement in (here, there)
        for version in (talks, works)
    }
    assert set(Enrolment.objects.within(bnnk)) == {files[here, talks], files[there, works]}


def test_renewal_opens_what_was_begun_before(bnnk: Any, rutan: Any) -> None:
    today = rutan.today()
    old = AgreementFactory(partner=bnnk, custodian=rutan, ended=True, ended_on=today)
    file = EnrolmentFactory(agreement=old, active=True, consented=True)
    assert gate.openings(bnnk) == []
    assert file not in Enrolment.objects.within(bnnk)
    AgreementFactory(line=old.line, renews=old, first_day=today)
    assert file in Enrolment.objects.within(bnnk)
