from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rehab.delivery import actions
from rehab.delivery.models import Cohort, Place, Session
from rehab.delivery.refusals import CannotPlace, NotYourAct, WrongState
from rehab.enrolments.models import Assignment, Status
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import CohortStaffFactory, PlaceFactory, SessionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from ui.refusal import Refused


def place(by: Any, cohort: Cohort, people: list[Any], **told: Any) -> list[Place]:
    return actions.place(by=by, cohort=cohort, enrolments=people, **told)


def test_place_takes_the_seats_in_the_order_given(karutan: Any, cohort: Cohort, waiting: Any) -> None:
    people = waiting(3)
    place(karutan, cohort, people, document_number="SK-9")
    assert [each.enrolment for each in cohort.places.in_roster_order()] == people
    for person in people:
        person.refresh_from_db()
        assert (person.status, person.programme_version, person.starts_on) == (
            Status.PLACED,
            cohort.programme_version,
            cohort.starts_on,
        )
    cohort.refresh_from_db()
    assert cohort.decree_number == "SK-9"


def test_place_recorded_for_the_head_needs_his_paper(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any, rutan: Any
) -> None:
    people = waiting(1)
    with pytest.raises(Refused):
        place(rehabilitasi, cohort, people, decided_by=karutan)
    with pytest.raises(Refused):
        place(rehabilitasi, cohort, people)
    told = {"document_number": "SK-1", "document_date": rutan.today()}
    place(rehabilitasi, cohort, people, decided_by=karutan, **told)
    assert cohort.places.count() == 1


@pytest.mark.parametrize("role", ["asesor", "fasilitator", "registrasi"])
def test_place_by_another_role(request: Any, cohort: Cohort, waiting: Any, role: str) -> None:
    with pytest.raises(NotYourAct):
        place(request.getfixturevalue(role), cohort, waiting(1))


def test_place_over_the_quota_places_nobody(karutan: Any, cohort: Cohort, waiting: Any) -> None:
    with pytest.raises(CannotPlace, match="4 tempat"):
        place(karutan, cohort, waiting(5))
    assert not cohort.places.exists()


def test_place_names_who_cannot_and_why(
    karutan: Any, cohort: Cohort, waiting: Any, rutan: Any, agreement: Any
) -> None:
    (good,) = waiting(1)
    held = InmateFactory(custodian=rutan, tahanan=True)
    tahanan = EnrolmentFactory(eligible=True, inmate=held, agreement=agreement)
    with pytest.raises(Refused, match=held.name):
        place(karutan, cohort, [good, tahanan])
    good.refresh_from_db()
    assert good.status == Status.ELIGIBLE
    assert not cohort.places.exists()


def test_place_without_consent(karutan: Any, cohort: Cohort, waiting: Any, rutan: Any) -> None:
    (person,) = waiting(1)
    person.consents.update(withdrawn_on=rutan.today(), withdrawn_recorded_by=karutan)
    with pytest.raises(Refused, match=person.inmate.name):
        place(karutan, cohort, [person])


def test_place_from_another_line(karutan: Any, cohort: Cohort, rutan: Any, other_bnnk: Any) -> None:
    elsewhere = AgreementFactory(custodian=rutan, partner=other_bnnk)
    person = EnrolmentFactory(eligible=True, inmate=InmateFactory(custodian=rutan), agreement=elsewhere)
    with pytest.raises(CannotPlace, match="kerja sama lain"):
        place(karutan, cohort, [person])


def test_place_when_the_line_ends_before_the_start(
    karutan: Any, cohort: Cohort, waiting: Any, agreement: Any
) -> None:
    agreement.last_day = cohort.starts_on - timedelta(days=1)
    agreement.save()
    with pytest.raises(Refused):
        place(karutan, cohort, waiting(1))
    assert not cohort.places.exists()


def test_place_in_a_cohort_that_has_started(karutan: Any, running: Cohort, waiting: Any) -> None:
    with pytest.raises(WrongState):
        place(karutan, running, waiting(1))


def test_place_assigns_the_clinicians_of_the_team(
    karutan: Any, cohort: Cohort, waiting: Any, konselor: Any, fasilitator: Any
) -> None:
    CohortStaffFactory(cohort=cohort, staff=konselor, capacity="konselor")
    (person,) = waiting(1)
    place(karutan, cohort, [person])
    given = Assignment.objects.filter(enrolment=person)
    assert [(each.staff, each.capacity) for each in given] == [(konselor, "konselor")]


def test_release_frees_the_seat_and_the_next_takes_it(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any
) -> None:
    first, second, third = waiting(3)
    held = place(karutan, cohort, [first, second])[0]
    actions.release(by=rehabilitasi, place=held, reason="Dipindah")
    first.refresh_from_db()
    assert (first.status, first.programme_version) == (Status.ELIGIBLE, None)
    assert place(karutan, cohort, [third])[0].seat == 1


def test_release_after_the_start(rehabilitasi: Any, running: Cohort) -> None:
    with pytest.raises(WrongState):
        actions.release(by=rehabilitasi, place=running.places.first(), reason="Dipindah")


def test_leave_frees_the_seat_and_the_own_sessions(
    rehabilitasi: Any, running: Cohort, members: list[Any], rutan: Any
) -> None:
    own = SessionFactory(cohort=running, enrolment=members[0], day=rutan.today() + timedelta(days=1))
    actions.leave(by=rehabilitasi, enrolment=members[0], on=rutan.today())
    own.refresh_from_db()
    assert own.state == Session.State.CANCELLED
    assert members[0] not in [each.enrolment for each in running.places.current()]


def test_database_refuses_a_seat_beyond_the_quota(cohort: Cohort) -> None:
    with pytest.raises(IntegrityError, match="place_within_quota"), transaction.atomic():
        PlaceFactory(cohort=cohort, seat=5)


def test_database_refuses_a_seat_twice(cohort: Cohort) -> None:
    PlaceFactory(cohort=cohort, seat=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(cohort=cohort, seat=1)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_rosters_at_once_never_pass_the_quota(karutan: Any, cohort: Cohort, waiting: Any) -> None:
    from threading import Thread

    people, refused = waiting(6), []

    def run(chosen: list[Any]) -> None:
        try:
            place(karutan, cohort, chosen)
        except Refused:
            refused.append(chosen)
        finally:
            connection.close()

    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory is one connection")
    threads = [Thread(target=run, args=(part,)) for part in (people[:3], people[3:])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (cohort.places.count(), len(refused)) == (3, 1)
