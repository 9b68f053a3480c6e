"""Sessions and cohorts, by what became of them.

A session is delivered only when it was held and its attendance recorded; planned and delivered
are never one number (design §1).
"""

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from oversight.scope import Scope
from rehab.delivery.models import AttendanceCode, Cohort, Session, SessionNote
from rehab.delivery.queries.sessions import mine
from rehab.delivery.queries.sessions import unrecorded as never_recorded
from rehab.delivery.queries.sessions import without_basis as unfounded

_State = Session.State
_NOT_CANCELLED = (_State.PLANNED, _State.HELD, _State.NOT_HELD)


class Became(StrEnum):
    """What became of the sessions on a schedule: the selections of a dashboard, by name."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    WITHOUT_SHEET = "without_sheet"
    NOT_HELD = "not_held"
    UNRECORDED = "unrecorded"
    AHEAD = "ahead"


def conditions(scope: Scope) -> dict[Became, Q]:
    """Each said of a session, so that a dashboard counts them all at once."""
    return {
        Became.PLANNED: Q(state__in=_NOT_CANCELLED),
        Became.DELIVERED: Q(state=_State.HELD, attendance_recorded_at__isnull=False),
        Became.WITHOUT_SHEET: Q(state=_State.HELD, attendance_recorded_at=None),
        Became.NOT_HELD: Q(state=_State.NOT_HELD),
        Became.UNRECORDED: Q(state=_State.PLANNED, day__lt=scope.today),
        Became.AHEAD: Q(state=_State.PLANNED, day__gte=scope.today),
    }


def of_period(scope: Scope, became: Became) -> "QuerySet[Session]":
    rows = scope.sessions().filter(conditions(scope)[became], day__range=(scope.first, scope.last))
    return rows.order_by("planned_start", "pk")


def planned(scope: Scope) -> "QuerySet[Session]":
    """Everything on the schedule of the period, whatever became of it; what was cancelled is not."""
    return of_period(scope, Became.PLANNED)


def delivered(scope: Scope) -> "QuerySet[Session]":
    return of_period(scope, Became.DELIVERED)


def without_sheet(scope: Scope) -> "QuerySet[Session]":
    """Held, but they do not count yet."""
    return of_period(scope, Became.WITHOUT_SHEET)


def not_held(scope: Scope) -> "QuerySet[Session]":
    return of_period(scope, Became.NOT_HELD)


def unrecorded(scope: Scope) -> "QuerySet[Session]":
    """Of an earlier day, and nobody has said yet whether they were held."""
    return of_period(scope, Became.UNRECORDED)


def ahead(scope: Scope) -> "QuerySet[Session]":
    return of_period(scope, Became.AHEAD)


def by_day(scope: Scope) -> dict[date, dict[Became, int]]:
    """How many of each there are on each day: one question for all the figures and the chart."""
    days = planned(scope).order_by().values("day")
    counted: Any = days.annotate(**{name: Count("pk", filter=q) for name, q in conditions(scope).items()})
    return {each["day"]: {name: each[name] for name in Became} for each in counted}


def rates(scope: Scope, by: str) -> dict[Any, tuple[int, int]]:
    """People present and people counted at delivered sessions, by a column of the session. Codes that are
    not counted are left out.

    Whoever reads all of a session reads all of its marks; a partner those of the people it reaches.
    Only the session and the code of a mark are read, so that their index alone answers; what a code
    means is looked up for the sums, not for each of a quarter of a million marks.
    """
    meaning = dict(AttendanceCode.objects.values_list("pk", "counts"))
    marked = Q(attendance__code__isnull=False)
    if scope.seen_by_partner:
        marked &= Q(attendance__enrolment__in=scope.enrolments().order_by().values("pk"))
    by_code = delivered(scope).filter(marked).order_by().values_list(by, "attendance__code")
    present: Counter[Any] = Counter()
    counted: Counter[Any] = Counter()
    for key, code, n in by_code.annotate(n=Count("attendance__code")):
        if meaning[code] != AttendanceCode.Counts.IGNORED:
            counted[key] += n
        if meaning[code] == AttendanceCode.Counts.PRESENT:
            present[key] += n
    return {key: (present[key], counted[key]) for key in counted}


def today(scope: Scope) -> "QuerySet[Session]":
    """Today's sessions of every cohort within reach: substitutes are daily life."""
    rows = scope.sessions().on(scope.today).exclude(state=_State.CANCELLED)
    return rows.order_by("planned_start", "pk")


def late_sheets(scope: Scope) -> "QuerySet[Session]":
    """Over, and nobody has said whether they were held, or who was there: the list is delivery's own."""
    found: QuerySet[Session] = never_recorded(scope.user)
    return found


def my_late_sheets(scope: Scope) -> "QuerySet[Session]":
    found: QuerySet[Session] = mine(late_sheets(scope), scope.user)
    return found


def my_owed_notes(scope: Scope) -> "QuerySet[Session]":
    """Held by the member within thirty days, and without their note."""
    written = SessionNote.objects.filter(session=OuterRef("pk"), author=scope.user)
    since = scope.today - timedelta(days=30)
    rows = scope.sessions().held().filter(~Exists(written), delivered_by=scope.user, day__gte=since)
    return rows.order_by("planned_start", "pk")


def without_basis(scope: Scope) -> "QuerySet[Session]":
    """On a day that no agreement of their line covers: the list is delivery's own."""
    found: QuerySet[Session] = unfounded(scope.user)
    return found


def movements(scope: Scope) -> "QuerySet[Session]":
    """What people are brought from their block for today."""
    return today(scope).filter(state__in=(_State.PLANNED, _State.HELD))


def this_week(scope: Scope) -> Scope:
    """The same reach, from Monday to Sunday of this week."""
    monday = scope.today - timedelta(days=scope.today.weekday())
    return scope.over(monday, monday + timedelta(days=6))


def cohorts_about_to_start(scope: Scope) -> "QuerySet[Cohort]":
    """Open, and starting within a fortnight or late already; with the seats still free."""
    soon = scope.cohorts().open_for_placement().filter(starts_on__lte=scope.today + timedelta(days=14))
    taken = Count("places", filter=Q(places__left_on=None))
    return soon.annotate(free=F("quota") - taken).order_by("starts_on", "code")
