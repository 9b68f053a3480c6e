"""How much of what was held a participant attended."""

from collections.abc import Iterable

from django.db.models import Count, Q

from rehab.delivery.models import Attendance, AttendanceCode, Session


def attendance_rate(enrolments: Iterable[int]) -> dict[int, int]:
    """Percent of counted sessions attended, by enrolment id; who has no counted session is not in it.

    Only sessions that were held count, and codes that are not counted (ill, at court …) count neither way.
    """
    present = Count("pk", filter=Q(code__counts=AttendanceCode.Counts.PRESENT))
    counted = Count("pk", filter=~Q(code__counts=AttendanceCode.Counts.IGNORED))
    marks = Attendance.objects.filter(enrolment__in=list(enrolments), session__state=Session.State.HELD)
    sums = marks.order_by().values_list("enrolment").annotate(present=present, counted=counted)
    # Rounded down: a minimum of 80 % is not reached with 79.6 %.
    return {pk: 100 * attended // held for pk, attended, held in sums if held}
