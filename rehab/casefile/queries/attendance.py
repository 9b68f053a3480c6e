"""Sessions of one participant, as far as this reader reaches them."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from accounts.scope import visible
from rehab.casefile.doors import link
from rehab.delivery.models import Attendance, AttendanceCode, Session
from rehab.enrolments.models import Enrolment

TONE_OF = {
    AttendanceCode.Counts.PRESENT: "success",
    AttendanceCode.Counts.ABSENT: "danger",
    AttendanceCode.Counts.IGNORED: "muted",
}


@dataclass(frozen=True)
class Mark:
    day: date
    title: str
    kind: str
    code: str
    tone: str
    note: str
    url: str


@dataclass(frozen=True)
class AttendanceSummary:
    marks: list[Mark]
    present: int
    counted: int


def attendance_of(user: User, enrolment: Enrolment) -> AttendanceSummary:
    """Newest first; sessions outside the reader's services are not counted either."""
    reached = visible(Session, user).filter(state=Session.State.HELD)
    rows = (
        Attendance.objects.filter(enrolment=enrolment, session__in=reached)
        .select_related("session__kind", "code")
        .order_by("-session__day", "-pk")
    )
    marks = [_mark(row) for row in rows]
    counts = [row.code.counts for row in rows]
    present = counts.count(AttendanceCode.Counts.PRESENT)
    return AttendanceSummary(marks, present, present + counts.count(AttendanceCode.Counts.ABSENT))


def _mark(row: Attendance) -> Mark:
    return Mark(
        day=row.session.day,
        title=row.session.title,
        kind=row.session.kind.name,
        code=row.code.name,
        tone=TONE_OF[AttendanceCode.Counts(row.code.counts)],
        note=row.note,
        url=link("delivery:session", row.session_id),
    )
