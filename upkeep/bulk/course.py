"""Cohorts, their sessions and their marks in bulk.

Of every four cohorts of a partner, one after the other, each has its hour, and the four share a
facilitator and a room: so nobody and nothing is taken twice, however many there are.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from audit.models import Action
from rehab.delivery.models import (
    Attendance,
    AttendanceHistory,
    Cohort,
    CohortStaff,
    Place,
    Session,
    SessionStaff,
)
from rehab.enrolments.models import Enrolment
from upkeep.bulk.programme import Course, Rehab

_MARK = (
    *("session_id", "enrolment_id", "code_id", "note"),
    *("first_recorded_at", "recorded_at", "recorded_by_id", "late"),
)
_HISTORY = ("session_id", "enrolment_id", "code", "note", "recorded_at", "recorded_by_id")


def add_course(rehab: Rehab, course: Course) -> int:
    """A cohort with its places, sessions and marks. Returns the number of marks."""
    number, shape = next(rehab.numbers), rehab.shape
    turn, slot = divmod(number, len(shape.hours))
    by, room = rehab.staff.facilitator(turn), f"Ruang {turn + 1}"
    cohort = Cohort(
        custodian=rehab.agreement.custodian,
        agreement=rehab.agreement,
        programme_version=rehab.references.version,
        code=f"{rehab.agreement.partner.code.upper()}-{number + 1:04d}",
        state=Cohort.State.RUNNING if course.running else Cohort.State.FINISHED,
        quota=shape.quota,
        place=room,
        starts_on=course.starts,
        ends_on=course.ends,
        started_at=rehab.moment(course.starts, 7),
        closed_at=None if course.running else rehab.moment(course.ends, 17),
        created_by=rehab.staff.officer,
    )
    rehab.book.save(Cohort, [cohort])
    team = CohortStaff(
        cohort=cohort, staff=by, capacity=CohortStaff.Capacity.FACILITATOR, since=course.starts
    )
    rehab.book.save(CohortStaff, [team])
    rehab.book.save(Place, _places(rehab, cohort, course))
    # The last past day of the first four waits for its sheet.
    waits = rehab.today
    if shape.owed and course.running and not turn:
        waits = course.days[shape.sessions - 1]
    sessions = [
        _session(rehab, cohort, title, day, slot, by, held=day < min(waits, rehab.today))
        for title, day in enumerate(course.days, start=1)
    ]
    rehab.book.save(Session, sessions)
    rehab.book.save(
        SessionStaff,
        [
            SessionStaff(session=each, staff=by, starts_at=each.planned_start, ends_at=each.planned_end)
            for each in sessions
        ],
    )
    held = [each for each in sessions if each.state == Session.State.HELD]
    if shape.trail:
        kind = Session._meta.label_lower
        rehab.trail(by, "fasilitator").of_the_office(
            cohort.custodian_id,
            ((each.recorded_at, Action.CHANGE, kind, each.pk, str(each)) for each in held),
        )
    return _add_marks(rehab, held, course.members)


def _places(rehab: Rehab, cohort: Cohort, course: Course) -> list[Place]:
    return [
        Place(
            cohort=cohort,
            enrolment=each,
            seat=seat,
            quota=cohort.quota,
            taken_on=course.starts,
            # Who graduates stands on the sheet of the last day too.
            left_on=each.ended_on and each.ended_on + timedelta(days=1),
            placed_by=rehab.staff.head,
        )
        for seat, each in enumerate(course.members, start=1)
    ]


def _session(
    rehab: Rehab, cohort: Cohort, title: int, day: date, slot: int, by: Any, *, held: bool
) -> Session:
    # By the clock of the partner, whose facilitators go from one custodian to another.
    begins = datetime.combine(day, rehab.shape.hours[slot], rehab.agreement.partner.zone)
    ends = begins + timedelta(minutes=rehab.shape.minutes)
    told = {}
    if held:
        told = {
            "actual_start": begins,
            "actual_end": ends,
            "delivered_by": by,
            "recorded_by": by,
            "recorded_at": ends,
            "attendance_recorded_at": ends,
        }
    return Session(
        cohort=cohort,
        custodian=cohort.custodian,
        kind=rehab.references.kind,
        title=f"Konseling kelompok {title}",
        day=day,
        planned_start=begins,
        planned_end=ends,
        place=cohort.place,
        state=Session.State.HELD if held else Session.State.PLANNED,
        created_by=rehab.staff.officer,
        **told,
    )


def _add_marks(rehab: Rehab, sessions: list[Session], members: list[Enrolment]) -> int:
    codes = rehab.references.codes
    weights = [80] + [3] * (len(codes) - 1)
    written = 0
    for session in sessions:
        there = [each for each in members if each.ended_on is None or each.ended_on >= session.day]
        given = list(zip(there, rehab.random.choices(codes, weights, k=len(there)), strict=True))
        at = session.planned_end.astimezone(UTC).isoformat(" ")
        rehab.book.pour(Attendance, _MARK, _marks(session, given, at))
        rehab.book.pour(AttendanceHistory, _HISTORY, _history(session, given, at))
        written += len(there)
    return written


def _marks(session: Session, given: list[Any], at: str) -> Iterator[tuple[Any, ...]]:
    by = session.recorded_by_id
    return ((session.pk, each.pk, code.pk, "", at, at, by, False) for each, code in given)


def _history(session: Session, given: list[Any], at: str) -> Iterator[tuple[Any, ...]]:
    by = session.recorded_by_id
    return ((session.pk, each.pk, code.code, "", at, by) for each, code in given)
