"""Saying who or what is already taken at an hour, before the database refuses it without a name."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from rehab.delivery.models import Place, Session, SessionStaff
from rehab.delivery.refusals import DoubleBooked

_STANDING = (Session.State.PLANNED, Session.State.HELD)


def refuse_clashes(booked: Sequence[tuple[Session, Sequence[User]]]) -> None:
    """Refuse when a facilitator, the room, the cohort or the participant of one of these sessions is
    taken. Two queries however many sessions."""
    if not booked:
        return
    first = min(session.planned_start for session, _staff in booked)
    last = max(session.planned_end for session, _staff in booked)
    own = {session.pk for session, _staff in booked if session.pk}
    _refuse_staff(booked, first, last, own)
    _refuse_sessions(booked, first, last, own)


def _refuse_staff(
    booked: Sequence[tuple[Session, Sequence[User]]], first: datetime, last: datetime, own: set[int]
) -> None:
    people = {user.pk: user for _session, staff in booked for user in staff}
    taken = SessionStaff.objects.filter(
        staff__in=people, stands=True, starts_at__lt=last, ends_at__gt=first
    ).exclude(session__in=own)
    for staff_id, start, end in taken.values_list("staff_id", "starts_at", "ends_at"):
        for session, staff in booked:
            if any(user.pk == staff_id for user in staff) and _overlap(session, start, end):
                sentence = _("%(name)s sudah bertugas di sesi lain pada %(when)s.")
                words = {"name": people[staff_id].full_name, "when": _when(session)}
                raise DoubleBooked(sentence % words, field="facilitators")


def _refuse_sessions(
    booked: Sequence[tuple[Session, Sequence[User]]], first: datetime, last: datetime, own: set[int]
) -> None:
    custodian = booked[0][0].custodian_id
    taken = (
        Session.objects.filter(
            custodian=custodian, state__in=_STANDING, planned_start__lt=last, planned_end__gt=first
        )
        .exclude(pk__in=own)
        .only("cohort_id", "enrolment_id", "place", "planned_start", "planned_end")
    )
    for other in taken:
        for session, _staff in booked:
            if _overlap(session, other.planned_start, other.planned_end):
                _refuse_pair(session, other)


def _refuse_pair(session: Session, other: Session) -> None:
    words = {"when": _when(session), "place": session.place}
    if session.place.lower() == other.place.lower():
        sentence = _("%(place)s sudah dipakai sesi lain pada %(when)s.")
        raise DoubleBooked(sentence % words, field="place")
    if session.enrolment_id is None and other.enrolment_id is None:
        if session.cohort_id == other.cohort_id:
            sentence = _("Angkatan ini sudah memiliki sesi lain pada %(when)s.")
            raise DoubleBooked(sentence % words, field="starts_at")
    elif session.enrolment_id == other.enrolment_id or _meets_its_group(session, other):
        sentence = _("Peserta ini sudah memiliki sesi lain pada %(when)s.")
        raise DoubleBooked(sentence % words, field="starts_at")


def _meets_its_group(session: Session, other: Session) -> bool:
    """An individual session of one who sits in the group of the other."""
    group, single = (session, other) if session.enrolment_id is None else (other, session)
    if group.enrolment_id is not None:
        return False
    place = Q(cohort=group.cohort_id, enrolment=single.enrolment_id, left_on=None)
    return Place.objects.filter(place).exists()


def _overlap(session: Session, start: datetime, end: datetime) -> bool:
    return session.planned_start < end and start < session.planned_end


def _when(session: Session) -> str:
    local = session.planned_start.astimezone(session.cohort.custodian.zone)
    return date_format(local, "l, j M Y H.i")
