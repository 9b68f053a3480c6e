"""Who belongs on the sheet of a session, in roster order, and whose mark cannot be taken."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from accounts.models import User
from inmates.models import CustodyEvent
from inmates.models.custody import TERMINAL
from rehab.delivery.models import Attendance, Place, Session
from rehab.enrolments.models import Enrolment, Status

_LAST = 10_000  # after every seat


@dataclass(frozen=True)
class Member:
    """One line of the sheet. `barred` is the sentence that says why no mark can be taken; `seat` is
    the number on the roster, None for someone marked who stands there no longer."""

    enrolment: Enrolment
    seat: int | None
    mark: Attendance | None
    barred: str

    @property
    def name(self) -> str:
        return self.enrolment.inmate.name


def members_of(session: Session, user: User) -> list[Member]:
    """The participants this member reaches who belonged to the session on its day, and whoever was
    marked at it, as one query."""
    found = []
    for enrolment in _marked_or_seated(session, user):
        seat = enrolment.seat if enrolment.ended_on is None or enrolment.ended_on >= session.day else None
        if session.enrolment_id == enrolment.pk:
            seat = 1
        mark = getattr(enrolment, "mark", None)
        if seat or mark:
            found.append(Member(enrolment, seat, mark, _barred(session, enrolment, user)))
    return sorted(found, key=lambda member: member.seat or _LAST)


def _marked_or_seated(session: Session, user: User) -> Any:
    """Each with their seat, their mark and the last day of custody of those who are gone."""
    ended = CustodyEvent.objects.standing().filter(inmate=OuterRef("inmate"), kind__in=TERMINAL)
    last_day = Subquery(ended.order_by("-on").values("on")[:1])
    return (
        Enrolment.objects.visible_to(user)
        .filter(pk__in=_concerned(session))
        .annotate(
            mark=FilteredRelation("attendance", condition=Q(attendance__session=session)),
            place=FilteredRelation("places", condition=_standing_then(session, "places__")),
            seat=F("place__seat"),
            custody_ended_on=Case(When(inmate__in_custody=False, then=last_day)),
        )
        .select_related("inmate", "mark__code", "mark__recorded_by")
    )


def _concerned(session: Session) -> Any:
    """Ids from the cohort's own rows, so that an index leads to them among all enrolments."""
    marked = Attendance.objects.filter(session=session).order_by().values("enrolment")
    if session.enrolment_id is not None:
        return marked.union(Enrolment.objects.filter(pk=session.enrolment_id).order_by().values("pk"))
    return marked.union(Place.objects.filter(_standing_then(session)).order_by().values("enrolment"))


def _standing_then(session: Session, of: str = "") -> Q:
    """Seats that were taken on the day of a session."""
    left = Q((f"{of}left_on", None)) | Q((f"{of}left_on__gt", session.day))
    return Q((f"{of}cohort", session.cohort_id), (f"{of}taken_on__lte", session.day)) & left


def _barred(session: Session, enrolment: Any, user: User) -> str:
    last = enrolment.custody_ended_on
    if last is not None and session.day > last:
        return _("Penahanan di sini sudah berakhir sebelum sesi ini.")
    if enrolment.status == Status.SUSPENDED and enrolment.status_since <= session.planned_start:
        return _("Keikutsertaannya sedang dihentikan sementara.")
    if not enrolment.is_live and user.agency.is_partner:
        return _("Kepesertaannya sudah berakhir; kehadirannya dicatat oleh rutan.")
    return ""
