from datetime import time, timedelta
from typing import Any

import pytest
import time_machine

from audit.models import AuditEvent
from rehab.delivery import actions
from rehab.delivery.models import Cohort, Session
from rehab.delivery.refusals import (
    AgreementNotInForce,
    ChangedMeanwhile,
    CohortNotPossible,
    DoubleBooked,
    NotYourAct,
    ProgrammeNotOffered,
    TeamNotFitting,
    WrongState,
)
from rehab.enrolments.models import Status
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import CohortFactory, SessionFactory


def open_one(by: Any, agreement: Any, version: Any, staff: Any, **told: Any) -> Cohort:
    facts: dict[str, Any] = {
        "code": "A-1",
        "quota": 20,
        "place": "Aula",
        "starts_on": by.agency.today() + timedelta(days=7),
        "slots": [(0, time(9, 0)), (3, time(13, 30))],
        "team": [(staff, "fasilitator")],
    }
    return actions.open_cohort(by=by, agreement=agreement, programme=version.programme, **{**facts, **told})


def test_open_cohort_keeps_the_version_of_today(
    rehabilitasi: Any, agreement: Any, version: Any, fasilitator: Any
) -> None:
    cohort = open_one(rehabilitasi, agreement, version, fasilitator)
    assert cohort.programme_version == version
    assert cohort.state == Cohort.State.OPEN
    assert cohort.slots.count() == 2
    # Twelve meetings, two a week: six weeks.
    assert cohort.ends_on == cohort.starts_on + timedelta(days=42)
    assert [member.staff for member in cohort.team.all()] == [fasilitator]
    assert AuditEvent.objects.filter(object_type="delivery.cohort", action="create").count() == 1


@pytest.mark.parametrize("trait", ["lapsed", "suspended", "ended", "draft", "coming"])
def test_open_cohort_without_a_line_in_force(
    rehabilitasi: Any, rutan: Any, bnnk: Any, version: Any, fasilitator: Any, trait: str
) -> None:
    closed = AgreementFactory(custodian=rutan, partner=bnnk, **{trait: True})
    with pytest.raises(AgreementNotInForce):
        open_one(rehabilitasi, closed, version, fasilitator)


def test_open_cohort_of_a_programme_outside_the_scope(
    rehabilitasi: Any, rutan: Any, bnnk: Any, version: Any, fasilitator: Any
) -> None:
    narrow = AgreementFactory(custodian=rutan, partner=bnnk, services=["rohani"])
    with pytest.raises(ProgrammeNotOffered):
        open_one(rehabilitasi, narrow, version, fasilitator)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"code": " "}, "code"),
        ({"quota": 0}, "quota"),
        ({"slots": []}, None),
    ],
)
def test_open_cohort_with_facts_that_do_not_fit(
    rehabilitasi: Any, agreement: Any, version: Any, fasilitator: Any, told: dict[str, Any], field: str | None
) -> None:
    with pytest.raises(CohortNotPossible) as refused:
        open_one(rehabilitasi, agreement, version, fasilitator, **told)
    assert refused.value.field == field
    assert not Cohort.objects.exists()


def test_open_cohort_with_a_code_in_use(
    rehabilitasi: Any, agreement: Any, version: Any, fasilitator: Any
) -> None:
    open_one(rehabilitasi, agreement, version, fasilitator)
    with pytest.raises(CohortNotPossible, match="sudah dipakai"):
        open_one(rehabilitasi, agreement, version, fasilitator, code="a-1")


def test_open_cohort_with_a_team_from_elsewhere(
    rehabilitasi: Any, agreement: Any, version: Any, other_bnnk: Any
) -> None:
    from tests.factories.accounts import UserFactory

    stranger = UserFactory(agency=other_bnnk, roles=["fasilitator"])
    with pytest.raises(TeamNotFitting):
        open_one(rehabilitasi, agreement, version, stranger)


def test_open_cohort_with_a_role_that_does_not_fit(
    rehabilitasi: Any, agreement: Any, version: Any, fasilitator: Any
) -> None:
    with pytest.raises(TeamNotFitting):
        open_one(rehabilitasi, agreement, version, fasilitator, team=[(fasilitator, "konselor")])


def test_open_cohort_by_the_partner(agreement: Any, version: Any, asesor: Any, fasilitator: Any) -> None:
    with pytest.raises(NotYourAct):
        open_one(asesor, agreement, version, fasilitator)


def test_start_makes_everyone_placed_active(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any
) -> None:
    people = waiting(2)
    actions.place(by=karutan, cohort=cohort, enrolments=people, document_number="SK-1")
    with time_machine.travel(f"{cohort.starts_on}T02:00:00+00:00", tick=False):
        actions.start_cohort(by=rehabilitasi, cohort=cohort)
    for person in people:
        person.refresh_from_db()
        assert (person.status, person.phase) == (Status.ACTIVE, "orientasi")
    cohort.refresh_from_db()
    assert cohort.state == Cohort.State.RUNNING


def test_start_before_its_day(rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any) -> None:
    actions.place(by=karutan, cohort=cohort, enrolments=waiting(1))
    with pytest.raises(WrongState, match="belum tiba"):
        actions.start_cohort(by=rehabilitasi, cohort=cohort)


def test_start_of_an_empty_cohort(rehabilitasi: Any, cohort: Cohort) -> None:
    with time_machine.travel(f"{cohort.starts_on}T02:00:00+00:00", tick=False), pytest.raises(WrongState):
        actions.start_cohort(by=rehabilitasi, cohort=cohort)


def test_cancel_returns_everyone_to_the_waiting_list(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any
) -> None:
    (person,) = waiting(1)
    actions.place(by=karutan, cohort=cohort, enrolments=[person])
    session = SessionFactory(cohort=cohort, day=cohort.starts_on)
    actions.cancel_cohort(by=rehabilitasi, cohort=cohort, reason="Ruang direnovasi")
    person.refresh_from_db()
    session.refresh_from_db()
    assert person.status == Status.ELIGIBLE
    assert session.state == Session.State.CANCELLED
    assert not cohort.places.current().exists()


def test_cancel_needs_a_reason(rehabilitasi: Any, cohort: Cohort) -> None:
    with pytest.raises(CohortNotPossible):
        actions.cancel_cohort(by=rehabilitasi, cohort=cohort, reason=" ")


def test_cancel_after_the_start(rehabilitasi: Any, running: Cohort) -> None:
    with pytest.raises(WrongState):
        actions.cancel_cohort(by=rehabilitasi, cohort=running, reason="Tidak jadi")


def test_finish_while_someone_is_under_way(rehabilitasi: Any, running: Cohort) -> None:
    with pytest.raises(WrongState, match="Masih ada peserta"):
        actions.finish_cohort(by=rehabilitasi, cohort=running)


def test_finish_takes_what_was_planned_off_the_schedule(
    rehabilitasi: Any, running: Cohort, session: Any
) -> None:
    for place in running.places.all():
        place.enrolment.status = Status.GRADUATED
        place.enrolment.save()
    actions.finish_cohort(by=rehabilitasi, cohort=running)
    session.refresh_from_db()
    running.refresh_from_db()
    assert running.state == Cohort.State.FINISHED
    assert session.state == Session.State.CANCELLED


def change(by: Any, cohort: Cohort, **told: Any) -> Cohort:
    facts: dict[str, Any] = {
        name: getattr(cohort, name) for name in ("code", "quota", "place", "starts_on", "ends_on")
    }
    facts["slots"] = [(slot.weekday, slot.starts_at) for slot in cohort.slots.all()]
    return actions.change_cohort(by=by, cohort=cohort, **{**facts, **told})


def test_change_of_the_rhythm_takes_the_planned_sessions_off(rehabilitasi: Any, cohort: Cohort) -> None:
    planned = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    change(rehabilitasi, cohort, slots=[(1, time(8, 0))])
    assert {each.state for each in cohort.sessions.all()} == {Session.State.CANCELLED}
    assert len(actions.plan_sessions(by=rehabilitasi, cohort=cohort)) == len(planned)


def test_change_of_the_place_takes_the_planned_sessions_along(rehabilitasi: Any, cohort: Cohort) -> None:
    first, *others = actions.plan_sessions(by=rehabilitasi, cohort=cohort)
    Session.objects.filter(pk=first.pk).update(place="Lapangan")
    change(rehabilitasi, cohort, place="Ruang B")
    moved = cohort.sessions.order_by("planned_start")
    assert [(each.place, each.version) for each in moved] == [("Lapangan", 1)] + [("Ruang B", 2)] * len(
        others
    )
    assert {each.state for each in moved} == {Session.State.PLANNED}


def test_change_to_a_place_that_is_taken(
    rehabilitasi: Any, cohort: Cohort, agreement: Any, version: Any
) -> None:
    busy = actions.plan_sessions(by=rehabilitasi, cohort=cohort)[0]
    other = CohortFactory(agreement=agreement, programme_version=version, running=True)
    SessionFactory(
        cohort=other,
        day=busy.day,
        planned_start=busy.planned_start,
        planned_end=busy.planned_end,
        place="Ruang B",
    )
    with pytest.raises(DoubleBooked) as refused:
        change(rehabilitasi, cohort, place="Ruang B")
    assert refused.value.field == "place"
    assert {each.place for each in cohort.sessions.all()} == {cohort.place}


def test_change_below_the_seats_taken(rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any) -> None:
    actions.place(by=karutan, cohort=cohort, enrolments=waiting(3))
    with pytest.raises(CohortNotPossible) as refused:
        change(rehabilitasi, cohort, quota=2)
    assert refused.value.field == "quota"


def test_change_of_the_quota_reaches_the_seats(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any
) -> None:
    actions.place(by=karutan, cohort=cohort, enrolments=waiting(1))
    change(rehabilitasi, cohort, quota=9)
    assert [place.quota for place in cohort.places.all()] == [9]


def test_change_of_days_written_in_the_decree(
    rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any
) -> None:
    actions.place(by=karutan, cohort=cohort, enrolments=waiting(1))
    with pytest.raises(CohortNotPossible):
        change(rehabilitasi, cohort, starts_on=cohort.starts_on + timedelta(days=1))


def test_change_from_a_stale_form(rehabilitasi: Any, cohort: Cohort) -> None:
    change(rehabilitasi, cohort, place="Ruang B", version=cohort.version)
    with pytest.raises(ChangedMeanwhile, match="layar lain"):
        change(rehabilitasi, cohort, place="Ruang C", version=cohort.version)
