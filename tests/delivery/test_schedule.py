from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from rehab.delivery import actions
from rehab.delivery.models import Cohort, Session
from rehab.delivery.refusals import DoubleBooked, ScheduleNotPossible, WrongState
from tests.factories.accounts import UserFactory
from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory, SessionStaffFactory
from tests.factories.programmes import SessionKindFactory, SessionTemplateFactory
from ui.forms import sentence_of


def add(by: Any, cohort: Cohort, **told: Any) -> Session:
    facts: dict[str, Any] = {
        "kind": SessionKindFactory(),
        "title": "Tambahan",
        "day": cohort.starts_on + timedelta(days=1),
        "starts_at": time(9, 0),
        "minutes": 90,
    }
    return actions.add_session(by=by, cohort=cohort, **{**facts, **told})


def test_plan_follows_the_weekly_rhythm_in_order(
    rehabilitasi: Any, cohort: Cohort, fasilitator: Any, rutan: Any
) -> None:
    planned = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    assert [each.title for each in planned] == [
        each.title for each in cohort.programme_version.templates.all()
    ]
    assert all(each.day.weekday() in (0, 3) and each.day >= cohort.starts_on for each in planned)
    starts = [each.planned_start.astimezone(rutan.zone) for each in planned]
    assert {f"{start:%H:%M}" for start in starts} == {"09:00"}
    assert starts == sorted(starts)
    assert {staff.staff for each in planned for staff in each.facilitators.all()} == {fasilitator}


def test_plan_leaves_individual_sessions_to_be_planned_one_by_one(rehabilitasi: Any, cohort: Cohort) -> None:
    SessionTemplateFactory(version=cohort.programme_version, format="individu", title="Konseling individu")
    planned = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    assert "Konseling individu" not in {each.title for each in planned}


def test_plan_again_has_nothing_to_plan(rehabilitasi: Any, cohort: Cohort) -> None:
    actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    with pytest.raises(ScheduleNotPossible):
        actions.plan_sessions(by=rehabilitasi, cohort=cohort)


def test_plan_again_after_a_cancelled_session(rehabilitasi: Any, cohort: Cohort) -> None:
    first = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    actions.cancel_session(by=rehabilitasi, session=first, reason="Libur")
    (again,) = actions.plan_sessions(by=rehabilitasi, cohort=cohort, skip=[first.day])
    assert (again.template, again.day > first.day) == (first.template, True)


def test_plan_with_a_facilitator_taken_elsewhere(
    rehabilitasi: Any, cohort: Cohort, fasilitator: Any, agreement: Any, version: Any
) -> None:
    busy = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    other = CohortFactory(
        agreement=agreement, programme_version=version, starts_on=cohort.starts_on, place="Ruang B"
    )
    with pytest.raises(DoubleBooked, match=fasilitator.full_name):
        add(rehabilitasi, other, day=busy.day, facilitators=[fasilitator])
    assert not other.sessions.exists()


def test_plan_where_the_facilitator_is_taken_says_the_way_out(
    client_for: Any, rehabilitasi: Any, cohort: Cohort, fasilitator: Any, agreement: Any, version: Any
) -> None:
    busy = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    other = CohortFactory(
        agreement=agreement, programme_version=version, starts_on=cohort.starts_on, place="Ruang B"
    )
    other.slots.create(weekday=busy.day.weekday(), starts_at=time(9, 0))
    other.team.create(staff=fasilitator, capacity="fasilitator", since=cohort.starts_on)
    client, url = client_for(rehabilitasi), reverse("delivery:plan", args=[other.pk])
    refused = client.post(url).context["form"].errors["skip"][0]
    assert fasilitator.full_name in refused
    assert "Lewati tanggal itu" in refused
    assert not other.sessions.exists()


def test_room_is_taken(rehabilitasi: Any, cohort: Cohort, agreement: Any, version: Any) -> None:
    busy = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    other = CohortFactory(agreement=agreement, programme_version=version, starts_on=cohort.starts_on)
    with pytest.raises(DoubleBooked) as refused:
        add(rehabilitasi, other, day=busy.day, place=cohort.place.upper(), facilitators=[])
    assert refused.value.field == "place"


def test_individual_session_meets_the_group(
    rehabilitasi: Any, running: Cohort, members: list[Any], rutan: Any
) -> None:
    group = SessionFactory(cohort=running, day=rutan.today() + timedelta(days=1))
    with pytest.raises(DoubleBooked, match="Peserta"):
        add(rehabilitasi, running, day=group.day, place="Ruang konseling", enrolment=members[0])
    made = add(
        rehabilitasi,
        running,
        day=group.day,
        starts_at=time(11),
        place="Ruang konseling",
        enrolment=members[0],
    )
    assert made.enrolment == members[0]


def test_session_for_someone_of_another_cohort(rehabilitasi: Any, running: Cohort, cohort: Cohort) -> None:
    stranger = PlaceFactory(cohort=cohort).enrolment
    with pytest.raises(ScheduleNotPossible):
        add(rehabilitasi, running, enrolment=stranger)


def test_move_to_another_hour_keeps_its_facilitators(
    rehabilitasi: Any, cohort: Cohort, fasilitator: Any, rutan: Any
) -> None:
    session = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    moved = actions.move_session(
        by=rehabilitasi,
        session=session,
        day=session.day,
        starts_at=time(9, 30),
        minutes=60,
        reason="Aula dipakai upacara",
    )
    (stands,) = moved.facilitators.all()
    assert (stands.staff, stands.starts_at, stands.ends_at) == (
        fasilitator,
        moved.planned_start,
        moved.planned_end,
    )
    assert f"{moved.planned_start.astimezone(rutan.zone):%H:%M}" == "09:30"


def test_move_of_a_session_already_held(rehabilitasi: Any, running: Cohort) -> None:
    held = SessionFactory(cohort=running, held=True)
    with pytest.raises(WrongState):
        actions.move_session(
            by=rehabilitasi, session=held, day=held.day, starts_at=time(9), minutes=60, reason="x"
        )


def test_cancelled_session_frees_its_hour(rehabilitasi: Any, cohort: Cohort) -> None:
    session = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    actions.cancel_session(by=rehabilitasi, session=session, reason="Libur")
    assert add(rehabilitasi, cohort, day=session.day).state == Session.State.PLANNED


@pytest.mark.both
@pytest.mark.parametrize("what", ["staff", "cohort", "person", "place"])
def test_database_refuses_two_at_once(
    running: Cohort, members: list[Any], agreement: Any, version: Any, bnnk: Any, what: str
) -> None:
    other = CohortFactory(agreement=agreement, programme_version=version, running=True)
    rooms = ["Aula", "AULA"] if what == "place" else ["Ruang 1", "Ruang 2"]
    own = {"enrolment": members[0]} if what == "person" else {}
    second = running if what in ("cohort", "person") else other
    staff = UserFactory(agency=bnnk)
    first = SessionFactory(cohort=running, place=rooms[0], **own)
    SessionStaffFactory(session=first, staff=staff)
    with (
        pytest.raises(IntegrityError, match=f"session_{what}_one_at_a_time") as refused,
        transaction.atomic(),
    ):
        book(second, rooms[1], staff if what == "staff" else None, **own)
    assert "pada jam tersebut" in sentence_of(refused.value)


def book(cohort: Cohort, place: str, staff: Any, **own: Any) -> None:
    made = SessionFactory(cohort=cohort, place=place, **own)
    if staff:
        SessionStaffFactory(session=made, staff=staff)


@pytest.mark.both
def test_database_lets_one_follow_the_other(running: Cohort, bnnk: Any) -> None:
    first = SessionFactory(cohort=running)
    second = SessionFactory(cohort=running, planned_start=first.planned_end)
    staff = UserFactory(agency=bnnk)
    for session in (first, second):
        SessionStaffFactory(session=session, staff=staff)
    assert staff.sessions.count() == 2


def test_plan_passes_over_a_suspension(
    rehabilitasi: Any, cohort: Cohort, agreement: Any, karutan: Any
) -> None:
    again = cohort.starts_on + timedelta(days=14)
    agreement.suspensions.create(
        from_day=cohort.starts_on, lifted_on=again, reason="Evaluasi", by=karutan, lifted_by=karutan
    )
    planned = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    assert len(planned) == 3
    assert min(each.day for each in planned) >= again


def test_plan_stops_where_the_agreement_ends(rehabilitasi: Any, cohort: Cohort, agreement: Any) -> None:
    """One week of two meetings: the third waits for a renewal."""
    agreement.last_day = cohort.starts_on + timedelta(days=6)
    agreement.save()
    planned = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    assert len(planned) == 2
    assert all(each.day <= agreement.last_day for each in planned)
    with pytest.raises(ScheduleNotPossible, match="Perpanjang"):
        actions.plan_sessions(by=rehabilitasi, cohort=cohort)


def test_plan_page_says_what_finds_no_day(
    client_for: Any, rehabilitasi: Any, cohort: Cohort, agreement: Any
) -> None:
    agreement.last_day = cohort.starts_on + timedelta(days=6)
    agreement.save()
    url, client = reverse("delivery:plan", args=[cohort.pk]), client_for(rehabilitasi)
    assert "1 sesi belum mendapat hari" in client.get(url).content.decode()
    assert "1 sesi belum mendapat hari" in client.post(url, follow=True).content.decode()


def test_plan_page_with_nothing_to_plan_goes_back(client_for: Any, rehabilitasi: Any, cohort: Cohort) -> None:
    actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    answer = client_for(rehabilitasi).get(reverse("delivery:plan", args=[cohort.pk]))
    assert answer.url == cohort.get_absolute_url()
