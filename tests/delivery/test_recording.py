from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from audit.context import origin
from audit.models import AuditEvent
from inmates.models import CustodyKind
from rehab.delivery import actions
from rehab.delivery.actions import Held, Mark
from rehab.delivery.models import Attendance, AttendanceHistory, NotHeldReason, Session
from rehab.delivery.refusals import (
    AttendanceNotPossible,
    ChangedMeanwhile,
    DoubleBooked,
    EditingClosed,
    NotOnRoster,
    NotReachable,
    NotRecordable,
    NotYourAct,
)
from rehab.enrolments.models import Status
from tests.factories.accounts import UserFactory
from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory, SessionStaffFactory
from tests.factories.inmates import CustodyEventFactory


def held(session: Session, by: Any) -> Held:
    return Held(by, session.planned_start, session.planned_end)


def record(by: Any, session: Session, marks: Any, **told: Any) -> Session:
    told.setdefault("held", held(session, by))
    return actions.record_sheet(by=by, session=session, marks=marks, **told)


def marks_of(session: Session) -> dict[int, str]:
    return dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "code__code"))


def test_sheet_records_that_it_was_held_and_who_was_there(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    wanted = {each.pk: "H" for each in members} | {members[1].pk: "S"}
    record(fasilitator, session, wanted)
    session.refresh_from_db()
    assert marks_of(session) == wanted
    assert (session.state, session.delivered_by, session.recorded_by) == ("held", fasilitator, fasilitator)
    assert session.attendance_recorded_at is not None
    assert AttendanceHistory.objects.filter(session=session).count() == 4


def test_sheet_leaves_one_event_a_person(fasilitator: Any, session: Session, members: list[Any]) -> None:
    with origin():
        record(fasilitator, session, {each.pk: "H" for each in members})
    events = AuditEvent.objects.filter(object_type="delivery.session", object_id=str(session.pk))
    assert sorted(events.values_list("person_id", flat=True)) == sorted(each.inmate_id for each in members)
    assert events.values("request_id").order_by().distinct().count() == 1


def test_sheet_recorded_from_paper_names_who_delivered_it(
    rehabilitasi: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    record(rehabilitasi, session, {members[0].pk: "H"}, held=held(session, fasilitator))
    session.refresh_from_db()
    assert (session.delivered_by, session.recorded_by) == (fasilitator, rehabilitasi)


def test_sheet_sent_again_changes_nothing(fasilitator: Any, session: Session, members: list[Any]) -> None:
    version = session.version
    wanted = {each.pk: "H" for each in members}
    record(fasilitator, session, wanted, version=version)
    record(fasilitator, session, wanted, version=version)
    assert AttendanceHistory.objects.count() == 4
    assert AuditEvent.objects.filter(object_type="delivery.session").count() == 4


def test_sheet_from_a_second_tab_is_refused(
    fasilitator: Any, konselor: Any, session: Session, members: list[Any]
) -> None:
    version = session.version
    record(fasilitator, session, {members[0].pk: "H"}, version=version)
    with pytest.raises(ChangedMeanwhile):
        record(konselor, session, {members[0].pk: "A"}, version=version)
    assert marks_of(session) == {members[0].pk: "H"}


def test_mark_for_someone_skipped_is_added_later(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    record(fasilitator, session, {members[0].pk: "H"})
    record(fasilitator, session, {members[1].pk: "I"}, held=None)
    assert marks_of(session) == {members[0].pk: "H", members[1].pk: "I"}


def test_mark_is_edited_within_48_hours(fasilitator: Any, session: Session, members: list[Any]) -> None:
    record(fasilitator, session, {members[0].pk: "A"})
    with time_machine.travel(timezone.now() + timedelta(hours=47, minutes=59), tick=False):
        record(fasilitator, session, {members[0].pk: Mark("S", "demam")}, held=None)
    mark = Attendance.objects.get()
    assert (mark.code.code, mark.note) == ("S", "demam")
    assert [each.code for each in AttendanceHistory.objects.all()] == ["A", "S"]


def test_mark_is_closed_after_48_hours(fasilitator: Any, session: Session, members: list[Any]) -> None:
    record(fasilitator, session, {members[0].pk: "A"})
    with (
        time_machine.travel(timezone.now() + timedelta(hours=48, minutes=1), tick=False),
        pytest.raises(EditingClosed, match=members[0].inmate.name),
    ):
        record(fasilitator, session, {members[0].pk: "H"}, held=None)
    assert marks_of(session) == {members[0].pk: "A"}


def test_first_mark_may_come_after_48_hours_and_is_late(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    record(fasilitator, session, {members[0].pk: "H"})
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        record(fasilitator, session, {members[1].pk: "H"}, held=None)
    late = dict(Attendance.objects.values_list("enrolment_id", "late"))
    assert late == {members[0].pk: False, members[1].pk: True}


def test_mark_after_the_end_of_custody_is_refused(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    inmate = members[0].inmate
    CustodyEventFactory(inmate=inmate, kind=CustodyKind.RELEASED, on=session.day - timedelta(days=1))
    inmate.in_custody = False
    inmate.save()
    with pytest.raises(AttendanceNotPossible, match=inmate.name):
        record(fasilitator, session, {each.pk: "H" for each in members})
    assert marks_of(session) == {}


def test_mark_on_the_day_of_release_is_taken(fasilitator: Any, session: Session, members: list[Any]) -> None:
    inmate = members[0].inmate
    CustodyEventFactory(inmate=inmate, kind=CustodyKind.RELEASED, on=session.day)
    inmate.in_custody = False
    inmate.save()
    record(fasilitator, session, {members[0].pk: "H"})
    assert marks_of(session) == {members[0].pk: "H"}


def test_mark_for_someone_suspended_is_refused(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    members[0].status = Status.SUSPENDED
    members[0].status_since = timezone.now() - timedelta(days=3)
    members[0].save()
    with pytest.raises(AttendanceNotPossible):
        record(fasilitator, session, {members[0].pk: "H"})


def test_mark_for_someone_of_another_cohort_is_refused(fasilitator: Any, session: Session) -> None:
    stranger = PlaceFactory(
        cohort=CohortFactory(
            agreement=session.cohort.agreement,
            programme_version=session.cohort.programme_version,
            running=True,
        )
    ).enrolment
    with pytest.raises(NotOnRoster):
        record(fasilitator, session, {stranger.pk: "H"})


def test_mark_for_someone_placed_after_that_day_is_refused(
    fasilitator: Any, session: Session, running: Any
) -> None:
    late = PlaceFactory(cohort=running, taken_on=session.day + timedelta(days=1)).enrolment
    with pytest.raises(NotOnRoster):
        record(fasilitator, session, {late.pk: "H"})


def test_mark_by_the_partner_for_someone_who_withdrew(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    members[0].consents.update(withdrawn_on=session.day, withdrawn_recorded_by=session.created_by)
    with pytest.raises(NotOnRoster):
        record(fasilitator, session, {members[0].pk: "H"})


def test_mark_with_an_unknown_code(fasilitator: Any, session: Session, members: list[Any]) -> None:
    with pytest.raises(AttendanceNotPossible):
        record(fasilitator, session, {members[0].pk: "Z"})


@pytest.mark.parametrize("field", ["first_day", "last_day"])
def test_sheet_outside_the_gate_is_closed_to_the_partner_only(
    fasilitator: Any, rehabilitasi: Any, agreement: Any, session: Session, members: list[Any], field: str
) -> None:
    today = rehabilitasi.agency.today()
    day = today + timedelta(days=1) if field == "first_day" else today - timedelta(days=1)
    type(agreement).objects.filter(pk=agreement.pk).update(**{field: day})
    with pytest.raises(NotReachable):
        record(fasilitator, session, {members[0].pk: "H"})
    record(rehabilitasi, session, {members[0].pk: "H"}, held=held(session, fasilitator))
    assert marks_of(session) == {members[0].pk: "H"}


@pytest.mark.parametrize("role", ["registrasi", "keamanan", "kepala"])
def test_sheet_by_a_role_that_does_not_record(rutan: Any, session: Session, role: str) -> None:
    with pytest.raises(NotYourAct):
        record(UserFactory(agency=rutan, roles=[role]), session, {})


def test_nothing_is_recorded_in_the_future(fasilitator: Any, running: Any, rutan: Any) -> None:
    ahead = SessionFactory(cohort=running, day=rutan.today() + timedelta(days=1))
    with pytest.raises(NotRecordable, match="belum tiba"):
        record(fasilitator, ahead, {})


def test_hours_in_the_future_are_refused(fasilitator: Any, running: Any, rutan: Any) -> None:
    today = rutan.today()
    with time_machine.travel(datetime.combine(today, time(8, 0), tzinfo=rutan.zone), tick=False):
        session = SessionFactory(cohort=running, day=today)
        with pytest.raises(NotRecordable) as refused:
            record(fasilitator, session, {})
    assert refused.value.field == "actual_start"


def test_hours_of_another_day_are_refused(fasilitator: Any, session: Session) -> None:
    facts = Held(fasilitator, session.planned_start - timedelta(days=1))
    with pytest.raises(NotRecordable, match="tanggal sesi"):
        record(fasilitator, session, {}, held=facts)


def test_session_of_a_cohort_not_started(fasilitator: Any, cohort: Any, rutan: Any) -> None:
    session = SessionFactory(cohort=cohort, day=rutan.today())
    with pytest.raises(NotRecordable, match="belum dimulai"):
        record(fasilitator, session, {}, held=Held(fasilitator, timezone.now()))


def test_marks_without_saying_that_it_was_held(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    with pytest.raises(NotRecordable, match="terlaksana"):
        record(fasilitator, session, {members[0].pk: "H"}, held=None)


def test_delivered_by_someone_of_neither_party(rehabilitasi: Any, session: Session, other_bnnk: Any) -> None:
    stranger = UserFactory(agency=other_bnnk, roles=["fasilitator"])
    with pytest.raises(NotRecordable) as refused:
        record(rehabilitasi, session, {}, held=held(session, stranger))
    assert refused.value.field == "delivered_by"


def reason() -> NotHeldReason:
    return NotHeldReason.objects.get(code="ruang")


def test_not_held_keeps_the_reason_and_frees_the_facilitators(fasilitator: Any, session: Session) -> None:
    session.facilitators.create(
        staff=fasilitator, starts_at=session.planned_start, ends_at=session.planned_end
    )
    actions.record_not_held(by=fasilitator, session=session, reason=reason(), note="Aula dipakai")
    session.refresh_from_db()
    assert (session.state, session.not_held_reason.code, session.state_note) == (
        "not_held",
        "ruang",
        "Aula dipakai",
    )
    assert not session.facilitators.get().stands


def test_not_held_after_attendance_was_recorded(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    record(fasilitator, session, {members[0].pk: "H"})
    with pytest.raises(NotRecordable):
        actions.record_not_held(by=fasilitator, session=session, reason=reason())


def test_not_held_of_a_session_still_ahead(fasilitator: Any, running: Any, rutan: Any) -> None:
    ahead = SessionFactory(cohort=running, day=rutan.today() + timedelta(days=1))
    with pytest.raises(NotRecordable):
        actions.record_not_held(by=fasilitator, session=ahead, reason=reason())


def test_not_held_said_by_mistake_becomes_held(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    actions.record_not_held(by=fasilitator, session=session, reason=reason())
    record(fasilitator, session, {members[0].pk: "H"})
    session.refresh_from_db()
    assert (session.state, session.not_held_reason) == ("held", None)


def test_not_held_stands_after_48_hours(fasilitator: Any, session: Session) -> None:
    actions.record_not_held(by=fasilitator, session=session, reason=reason())
    with (
        time_machine.travel(timezone.now() + timedelta(hours=49), tick=False),
        pytest.raises(EditingClosed),
    ):
        record(fasilitator, session, {})


def test_not_held_said_by_mistake_takes_its_facilitators_again(fasilitator: Any, session: Session) -> None:
    SessionStaffFactory(session=session, staff=fasilitator)
    actions.record_not_held(by=fasilitator, session=session, reason=reason())
    record(fasilitator, session, {})
    assert session.facilitators.get().stands


def test_not_held_said_by_mistake_when_its_facilitator_was_booked_since(
    fasilitator: Any, session: Session, agreement: Any
) -> None:
    SessionStaffFactory(session=session, staff=fasilitator)
    actions.record_not_held(by=fasilitator, session=session, reason=reason())
    other = CohortFactory(agreement=agreement, running=True, place="Ruang B")
    SessionStaffFactory(session=SessionFactory(cohort=other, day=session.day), staff=fasilitator)
    with pytest.raises(DoubleBooked, match=fasilitator.full_name):
        record(fasilitator, session, {})
    session.refresh_from_db()
    assert session.state == "not_held"


def test_mark_before_the_suspension_of_the_same_day_is_taken(
    fasilitator: Any, session: Session, members: list[Any]
) -> None:
    members[0].status, members[0].status_since = Status.SUSPENDED, session.planned_end
    members[0].save()
    record(fasilitator, session, {members[0].pk: "H"})
    assert marks_of(session) == {members[0].pk: "H"}


def test_recorded_from_paper_after_the_facilitator_lost_the_role(
    rehabilitasi: Any, fasilitator: Any, session: Session
) -> None:
    SessionStaffFactory(session=session, staff=fasilitator)
    fasilitator.grants.all().delete()
    gone = type(fasilitator).objects.get(pk=fasilitator.pk)
    record(rehabilitasi, session, {}, held=held(session, gone))
    session.refresh_from_db()
    assert session.delivered_by == gone
