"""Who was there, counted. A code that is not counted (hearing, visit) weighs neither way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import User
from rehab.delivery.models import Attendance, AttendanceCode, Place, Session
from rehab.enrolments.models import Enrolment

_PRESENT = Count("pk", filter=Q(code__counts=AttendanceCode.Counts.PRESENT))
_COUNTED = Count("pk", filter=~Q(code__counts=AttendanceCode.Counts.IGNORED))


@dataclass(frozen=True)
class Rate:
    """Present of counted marks; `percent` is None while nothing was counted."""

    present: int
    counted: int

    @property
    def percent(self) -> int | None:
        # Rounded down: a minimum of 80 % is not reached with 79.6 %.
        return 100 * self.present // self.counted if self.counted else None


NONE_YET = Rate(0, 0)


@dataclass(frozen=True)
class AttendedSession:
    """A held session of someone's cohort and their mark at it; without a mark `code` is empty."""

    session_id: int
    day: date
    title: str
    kind: str
    code: str
    meaning: str
    counts: str
    note: str
    late: bool


def attendance_rate(enrolment_ids: Iterable[int]) -> dict[int, Rate]:
    """The rate of each, in one query; who has no mark yet is not named."""
    return _rates(Attendance.objects.filter(enrolment__in=list(enrolment_ids)), "enrolment_id")


def rate_of_cohorts(cohort_ids: Iterable[int]) -> dict[int, Rate]:
    return _rates(Attendance.objects.filter(session__cohort__in=list(cohort_ids)), "session__cohort_id")


def rate_of_sessions(sessions: Any) -> Rate:
    """Over all the sessions of a queryset."""
    found = _held(Attendance.objects.filter(session__in=sessions.values("pk"))).aggregate(
        present=_PRESENT, counted=_COUNTED
    )
    return Rate(found["present"], found["counted"])


def attendance_of(enrolment: Enrolment, user: User) -> list[AttendedSession]:
    """Every held session someone belonged to, newest first, with the mark they got. The enrolment was
    loaded through the scope; sessions out of the reader's scope are left out."""
    marks = {
        mark.session_id: mark
        for mark in Attendance.objects.filter(enrolment=enrolment).select_related("code")
    }
    held = Session.objects.visible_to(user).held()
    sessions = held.filter(_belonged(enrolment) | Q(pk__in=marks)).select_related("kind")
    return [
        _attended(session, marks.get(session.pk)) for session in sessions.order_by("-planned_start", "pk")
    ]


def _belonged(enrolment: Enrolment) -> Q:
    belonged = Q(enrolment=enrolment)
    for place in Place.objects.filter(enrolment=enrolment):
        span = Q(cohort=place.cohort_id, enrolment=None, day__gte=place.taken_on)
        last = place.left_on or enrolment.ended_on
        belonged |= span & Q(day__lte=last) if last else span
    return belonged


def _attended(session: Session, mark: Attendance | None) -> AttendedSession:
    return AttendedSession(
        session_id=session.pk,
        day=session.day,
        title=session.title,
        kind=session.kind.name,
        code=mark.code.code if mark else "",
        meaning=mark.code.name if mark else "",
        counts=mark.code.counts if mark else "",
        note=mark.note if mark else "",
        late=mark.late if mark else False,
    )


def _held(marks: Any) -> Any:
    return marks.filter(session__state=Session.State.HELD)


def _rates(marks: Any, by: str) -> dict[int, Rate]:
    rows = _held(marks).order_by().values(by).annotate(present=_PRESENT, counted=_COUNTED)
    return {row[by]: Rate(row["present"], row["counted"]) for row in rows}
