"""Sessions as the calendar, the lists and the dashboards show them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Agency, User
from agreements.models import Agreement, Suspension
from rehab.delivery.models import Attendance, Session, SessionStaff

TONES = {
    Session.State.PLANNED: "info",
    Session.State.HELD: "success",
    Session.State.NOT_HELD: "warning",
    Session.State.CANCELLED: "muted",
}


@dataclass(frozen=True)
class SessionRow:
    """One session on a list. Hours are the custodian's own clock."""

    pk: int
    title: str
    kind: str
    cohort_id: int
    cohort: str
    custodian: str
    day: date
    starts: datetime
    ends: datetime
    held_from: datetime | None
    held_to: datetime | None
    place: str
    state: str
    state_label: str
    tone: str
    reason: str
    extra: bool
    imported: bool
    individual: bool
    facilitators: tuple[str, ...]
    mine: bool
    marked: int
    due: bool

    @property
    def unrecorded(self) -> bool:
        """Its hour has come and nobody said what happened; or held, and nobody marked."""
        if self.imported:
            return False
        planned = self.state == Session.State.PLANNED and self.due
        return planned or (self.state == Session.State.HELD and not self.marked)


def sessions_of(user: User) -> Any:
    """Every session this member may see, with what a row shows."""
    return Session.objects.visible_to(user).select_related("kind", "cohort__custodian", "not_held_reason")


def rows_of(sessions: Sequence[Session], user: User) -> list[SessionRow]:
    """Rows for these sessions: two queries however many."""
    pks = [session.pk for session in sessions]
    staff: dict[int, list[SessionStaff]] = defaultdict(list)
    standing = SessionStaff.objects.filter(session__in=pks).select_related("staff")
    for each in standing.order_by("staff__full_name"):
        staff[each.session_id].append(each)
    marked = dict(
        Attendance.objects.filter(session__in=pks)
        .order_by()
        .values_list("session")
        .annotate(Count("pk"))
        .values_list("session", "pk__count")
    )
    return [_row(session, staff[session.pk], marked.get(session.pk, 0), user) for session in sessions]


def unrecorded(user: User) -> Any:
    """Sessions whose hour has passed without a word, and those held without a single mark."""
    silent = Q(state=Session.State.PLANNED, planned_end__lt=timezone.now())
    unmarked = Q(state=Session.State.HELD, attendance_recorded_at=None)
    return sessions_of(user).filter(silent | unmarked).order_by("planned_start", "pk")


def mine(sessions: Any, user: User) -> Any:
    """Those this member stands on, or whose cohort they work with."""
    stands = SessionStaff.objects.filter(session=OuterRef("pk"), staff=user)
    return sessions.filter(Q(Exists(stands)) | Q(delivered_by=user))


def without_basis(user: User) -> Any:
    """Sessions planned or held on a day on which no agreement of their line was in force."""
    day = OuterRef("day")
    suspended = Suspension.objects.filter(agreement=OuterRef("pk"), from_day__lte=OuterRef(day)).filter(
        Q(lifted_on=None) | Q(lifted_on__gt=OuterRef(day))
    )
    covering = (
        Agreement.objects.filter(line=OuterRef("cohort__agreement__line"), put_in_force_at__isnull=False)
        .filter(first_day__lte=day, last_day__gte=day)
        .filter(Q(ended_on=None) | Q(ended_on__gt=day))
        .exclude(Exists(suspended))
    )
    standing = [Session.State.PLANNED, Session.State.HELD]
    return sessions_of(user).filter(~Exists(covering), state__in=standing).order_by("planned_start", "pk")


def sessions_ahead(agreement: Agreement, user: User) -> int:
    """Sessions still planned from today on under the line of an agreement."""
    today = agreement.line.custodian.today()
    planned = Session.objects.visible_to(user).filter(state=Session.State.PLANNED, day__gte=today)
    return int(planned.filter(cohort__agreement__line=agreement.line_id).count())


def _row(session: Session, staff: list[SessionStaff], marked: int, user: User) -> SessionRow:
    custodian = session.cohort.custodian
    return SessionRow(
        pk=session.pk,
        title=session.title,
        kind=session.kind.name,
        cohort_id=session.cohort_id,
        cohort=session.cohort.code,
        custodian=custodian.short_name,
        day=session.day,
        starts=_local(session.planned_start, custodian),
        ends=_local(session.planned_end, custodian),
        held_from=_local(session.actual_start, custodian) if session.actual_start else None,
        held_to=_local(session.actual_end, custodian) if session.actual_end else None,
        place=session.place,
        state=session.state,
        state_label=session.get_state_display(),
        tone=TONES[Session.State(session.state)],
        reason=str(session.not_held_reason or session.state_note),
        extra=session.extra,
        imported=session.imported,
        individual=session.enrolment_id is not None,
        facilitators=tuple(each.staff.full_name for each in staff),
        mine=any(each.staff_id == user.pk for each in staff),
        marked=marked,
        due=session.planned_start <= timezone.now(),
    )


def _local(moment: datetime, custodian: Agency) -> datetime:
    return moment.astimezone(custodian.zone).replace(tzinfo=None)


def cohort_counts(cohort_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Sessions of each cohort by state."""
    rows = (
        Session.objects.filter(cohort__in=cohort_ids)
        .order_by()
        .values("cohort", "state")
        .annotate(n=Count("pk"))
    )
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        counts[row["cohort"]][row["state"]] = row["n"]
    return counts
