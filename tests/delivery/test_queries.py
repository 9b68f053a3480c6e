from datetime import timedelta
from typing import Any

import pytest

from rehab.delivery import queries
from rehab.delivery.models import Session
from rehab.enrolments.models import Status
from tests.factories.delivery import (
    AttendanceFactory,
    CohortFactory,
    PlaceFactory,
    SessionFactory,
    SessionNoteFactory,
    SessionNoteLineFactory,
)
from tests.factories.enrolments import AssignmentFactory


def held_on(running: Any, day: Any, marks: dict[Any, str]) -> Session:
    session = SessionFactory(cohort=running, day=day, held=True)
    for enrolment, code in marks.items():
        AttendanceFactory(session=session, enrolment=enrolment, mark=code)
    if marks:
        session.attendance_recorded_at = session.recorded_at
        session.save()
    return session


def test_attendance_rate_leaves_out_what_is_not_counted(running: Any, members: list[Any], rutan: Any) -> None:
    one = members[0]
    for days, code in enumerate("HTASK", start=1):
        held_on(running, rutan.today() - timedelta(days=days), {one: code})
    rate = queries.attendance_rate([one.pk, members[1].pk])[one.pk]
    assert (rate.present, rate.counted, rate.percent) == (2, 4, 50)
    assert members[1].pk not in queries.attendance_rate([members[1].pk])


def test_attendance_of_shows_held_sessions_without_a_mark(
    fasilitator: Any, running: Any, members: list[Any], session: Session, rutan: Any
) -> None:
    marked = held_on(running, rutan.today() - timedelta(days=3), {members[0]: "S"})
    unmarked = held_on(running, rutan.today() - timedelta(days=5), {})
    rows = queries.attendance_of(members[0], fasilitator)
    assert [(row.session_id, row.code) for row in rows] == [(marked.pk, "S"), (unmarked.pk, "")]


def test_unrecorded_are_silent_or_unmarked(
    fasilitator: Any, running: Any, members: list[Any], session: Session, rutan: Any
) -> None:
    unmarked = held_on(running, rutan.today() - timedelta(days=2), {})
    held_on(running, rutan.today() - timedelta(days=3), {members[0]: "H"})
    SessionFactory(cohort=running, day=rutan.today() + timedelta(days=1))
    assert list(queries.unrecorded(fasilitator)) == [unmarked, session]


@pytest.mark.parametrize("closed", ["expired", "ended", "suspended", None])
def test_without_basis_lists_sessions_outside_the_line(
    rehabilitasi: Any, agreement: Any, running: Any, rutan: Any, closed: str | None
) -> None:
    from tests.factories.agreements import SuspensionFactory

    today = rutan.today()
    session = SessionFactory(cohort=running, day=today + timedelta(days=5))
    if closed == "expired":
        agreement.last_day = today + timedelta(days=4)
    elif closed == "ended":
        agreement.ended_on, agreement.ended_by, agreement.ended_reason = today, rehabilitasi, "Selesai"
    elif closed == "suspended":
        SuspensionFactory(agreement=agreement, from_day=today)
    agreement.save()
    assert list(queries.without_basis(rehabilitasi)) == ([session] if closed else [])


def test_cohort_rows_count_seats_and_sessions(
    fasilitator: Any, running: Any, members: list[Any], session: Session
) -> None:
    members[0].status, members[0].ended_on = Status.GRADUATED, session.day
    members[0].save()
    (row,) = queries.cohort_rows(list(queries.cohorts_of(fasilitator)))
    assert (row.filled, row.quota, row.planned, row.held) == (4, running.quota, 1, 0)


def test_roster_leaves_out_who_exited(fasilitator: Any, running: Any, members: list[Any]) -> None:
    from rehab.enrolments.models import ExitReason

    members[0].status, members[0].ended_on = Status.EXITED, running.starts_on
    members[0].exit_reason = ExitReason.objects.first()
    members[0].save()
    assert [row.enrolment for row in queries.roster_of(running, fasilitator)] == members[1:]
    page = queries.cohort_page(running, fasilitator)
    assert [(row.name, row.left_on) for row in page.left] == [(members[0].inmate.name, running.starts_on)]
    assert [row.enrolment for row in page.roster] == members[1:]


def test_roster_hides_tier_two_from_a_facilitator(
    fasilitator: Any, rehabilitasi: Any, running: Any, members: list[Any]
) -> None:
    row, full = queries.roster_of(running, fasilitator)[0], queries.roster_of(running, rehabilitasi)[0]
    assert (row.number, row.days_left) == ("", None)
    assert (full.number, full.days_left) == (members[0].number, 500)


def test_candidates_inform_and_refuse_nobody(rehabilitasi: Any, cohort: Any, waiting: Any) -> None:
    from tests.factories.enrolments import EnrolmentFactory
    from tests.factories.inmates import InmateFactory

    soon = InmateFactory(
        custodian=cohort.custodian, expiry_date=cohort.starts_on + timedelta(days=5), tahanan=False
    )
    EnrolmentFactory(eligible=True, inmate=soon, agreement=cohort.agreement)
    waiting(1)
    first, second = queries.candidates_for(cohort, rehabilitasi)
    assert (first.name, first.ends_in_time, first.admitted) == (soon.name, False, True)
    assert second.ends_in_time is True


def test_movements_leave_out_who_is_gone(keamanan: Any, running: Any, members: list[Any], rutan: Any) -> None:
    SessionFactory(cohort=running, day=rutan.today())
    members[0].inmate.in_custody = False
    members[0].inmate.save()
    (movement,) = queries.movements_on(rutan.today(), keamanan)
    assert [mover.enrolment for mover in movement.people] == members[1:]
    assert movement.people[0].block == "A"


def test_movements_cost_the_same_for_more_sessions(
    keamanan: Any, agreement: Any, version: Any, rutan: Any, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        cohort = CohortFactory(agreement=agreement, programme_version=version, running=True)
        PlaceFactory.create_batch(2, cohort=cohort)
        SessionFactory(cohort=cohort, day=rutan.today(), place=f"Ruang {number}")
    assert keamanan.role_codes
    with django_assert_num_queries(5):
        queries.movements_on(rutan.today(), keamanan)


def test_note_lines_for_the_assigned_and_the_author_only(
    asesor: Any, konselor: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    Session.objects.filter(pk=session.pk).update(
        state="held", actual_start=session.planned_start, delivered_by=fasilitator
    )
    note = SessionNoteFactory(session=session, author=fasilitator)
    SessionNoteLineFactory(note=note, enrolment=members[0], text="Mulai terbuka.")
    AssignmentFactory(enrolment=members[0], staff=asesor)
    texts = {
        user: [line.text for line in queries.note_lines(members[0], user)]
        for user in (asesor, konselor, fasilitator)
    }
    assert texts == {asesor: ["Mulai terbuka."], konselor: [], fasilitator: ["Mulai terbuka."]}
