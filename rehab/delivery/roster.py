"""Who belongs on the sheet of a session, in roster order, and whose mark cannot be taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q
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
    """The participants this member reaches who belonged to the session on its day, as two queries
    (three when custody of one has ended)."""
    marks = {
        mark.enrolment_id: mark
        for mark in Attendance.objects.filter(session=session)
        .visible_to(user)
        .select_related("enrolment__inmate", "code", "recorded_by")
    }
    seats = _seats(session, user)
    for mark in marks.values():
        seats.setdefault(mark.enrolment_id, (None, mark.enrolment))
    ended = _custody_ended(enrolment for _seat, enrolment in seats.values())
    return [
        Member(enrolment, seat, marks.get(pk), _barred(session, enrolment, ended, user))
        for pk, (seat, enrolment) in sorted(seats.items(), key=lambda item: item[1][0] or _LAST)
    ]


def _seats(session: Session, user: User) -> dict[int, tuple[int | None, Enrolment]]:
    if session.enrolment_id is not None:
        own = Enrolment.objects.visible_to(user).filter(pk=session.enrolment_id).select_related("inmate")
        return {row.pk: (1, row) for row in own}
    places = (
        Place.objects.visible_to(user)
        .filter(
            Q(enrolment__ended_on=None) | Q(enrolment__ended_on__gte=session.day), cohort=session.cohort_id
        )
        .on(session.day)
        .select_related("enrolment__inmate")
        .in_roster_order()
    )
    return {place.enrolment_id: (place.seat, place.enrolment) for place in places}


def _custody_ended(enrolments: Iterable[Enrolment]) -> dict[int, date]:
    """The last day in custody of those who are no longer here."""
    gone = [enrolment.inmate_id for enrolment in enrolments if not enrolment.inmate.in_custody]
    if not gone:
        return {}
    events = CustodyEvent.objects.standing().filter(inmate__in=gone, kind__in=TERMINAL)
    return dict(events.values_list("inmate_id").annotate(Max("on")).values_list("inmate_id", "on__max"))


def _barred(session: Session, enrolment: Enrolment, ended: dict[int, date], user: User) -> str:
    last = ended.get(enrolment.inmate_id)
    if last is not None and session.day > last:
        return _("Penahanan di sini sudah berakhir sebelum sesi ini.")
    if enrolment.status == Status.SUSPENDED and enrolment.status_since <= session.planned_start:
        return _("Keikutsertaannya sedang dihentikan sementara.")
    if not enrolment.is_live and user.agency.is_partner:
        return _("Kepesertaannya sudah berakhir; kehadirannya dicatat oleh rutan.")
    return ""
