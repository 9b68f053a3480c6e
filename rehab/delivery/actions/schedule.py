"""Sessions of a cohort: planned from its weekly rhythm, added, moved, taken off."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from audit.models import Action
from audit.trail import record
from audit.words import as_written, choice_as_written
from rehab.delivery import access
from rehab.delivery.actions.clashes import refuse_clashes
from rehab.delivery.actions.locking import lock_managed, moment
from rehab.delivery.models import Cohort, CohortStaff, Session, SessionStaff
from rehab.delivery.refusals import DoubleBooked, ScheduleNotPossible, TeamNotFitting, WrongState
from rehab.enrolments.models import Enrolment
from rehab.programmes.models import SessionKind, SessionTemplate

# How far ahead a rhythm is followed before giving up: far beyond any programme.
_HORIZON = timedelta(days=3 * 366)
# Who leads a session of a service, the first that the team has; else whoever leads sessions.
_LED_BY: dict[str, tuple[str, ...]] = {
    "keterampilan": (CohortStaff.Capacity.INSTRUCTOR,),
    "kesehatan": (CohortStaff.Capacity.MEDICAL,),
    "konseling": (CohortStaff.Capacity.COUNSELLOR,),
}
_LEADERS = (
    CohortStaff.Capacity.FACILITATOR,
    CohortStaff.Capacity.COUNSELLOR,
    CohortStaff.Capacity.INSTRUCTOR,
    CohortStaff.Capacity.PSYCHOLOGIST,
    CohortStaff.Capacity.MEDICAL,
)
_OPEN = (Cohort.State.OPEN, Cohort.State.RUNNING)


@transaction.atomic
def plan_sessions(*, by: User, cohort: Cohort, skip: Collection[date] = ()) -> list[Session]:
    """Put the programme's group sessions, in their order, on the cohort's weekly hours from its start
    (or from today), passing over `skip` and the days on which no agreement of its line is in force.

    What finds no day before the line ends stays unplanned until it is renewed. A template planned before
    is not planned again unless its session was cancelled or not held.
    """
    row = lock_managed(cohort, by=by)
    _needs_open(row)
    templates = unplanned_templates(row)
    if not templates:
        raise ScheduleNotPossible(_("Semua sesi kelompok program ini sudah ada di jadwal."))
    sessions = _laid_out(row, templates, skip, by)
    if not sessions:
        raise ScheduleNotPossible(
            _("Tidak ada lagi hari pertemuan selama kerja sama berlaku. Perpanjang dulu kerja samanya.")
        )
    team = list(row.team.filter(until=None).select_related("staff"))
    staffed = [(session, leaders_of(team, session.kind)) for session in sessions]
    try:
        refuse_clashes(staffed)
    except DoubleBooked as clash:
        way_out = _("Lewati tanggal itu, atau ubah jam pertemuan, tempat, atau tim angkatan ini.")
        raise DoubleBooked(f"{clash.sentence} {way_out}", field="skip") from clash
    Session.objects.bulk_create(sessions)
    _staff(staffed)
    changes = {"sesi direncanakan": len(sessions), "pertama": sessions[0].day, "terakhir": sessions[-1].day}
    record(Action.CHANGE, by=by, on=row, changes=changes)
    return sessions


@transaction.atomic
def add_session(
    *,
    by: User,
    cohort: Cohort,
    kind: SessionKind,
    title: str,
    day: date,
    starts_at: time,
    minutes: int,
    place: str = "",
    facilitators: Sequence[User] = (),
    enrolment: Enrolment | None = None,
    template: SessionTemplate | None = None,
) -> Session:
    """Plan one more session: extra, or of a template (an individual one, or one that fell out). A past
    day is taken too: what was held and never planned is recorded from paper."""
    row = lock_managed(cohort, by=by)
    _needs_open(row)
    if enrolment is not None and not _is_member(row, enrolment):
        raise ScheduleNotPossible(_("Orang ini bukan peserta angkatan tersebut."), field="enrolment")
    session = Session(
        cohort=row,
        custodian=row.custodian,
        template=template,
        kind=kind,
        title=title.strip() or as_written(kind.name),
        extra=template is None,
        enrolment=enrolment,
        created_by=by,
        **_hours(row, day, starts_at, minutes),
        place=place.strip() or row.place,
    )
    team = list(row.team.filter(until=None).select_related("staff"))
    staff = list(facilitators) or leaders_of(team, kind)
    _check_staff(row, staff)
    refuse_clashes([(session, staff)])
    session.save(force_insert=True)
    _staff([(session, staff)])
    record(Action.CREATE, by=by, on=session, person=enrolment, changes=_told(session))
    return session


@transaction.atomic
def move_session(
    *,
    by: User,
    session: Session,
    day: date,
    starts_at: time,
    minutes: int,
    place: str = "",
    facilitators: Sequence[User] | None = None,
    reason: str,
) -> Session:
    """Move one planned session to another day, hour, room or facilitator."""
    row = _lock_planned(session, by)
    if not reason.strip():
        raise ScheduleNotPossible(_("Tuliskan alasannya."), field="reason")
    was = _told(row)
    for name, value in _hours(row.cohort, day, starts_at, minutes).items():
        setattr(row, name, value)
    row.place = place.strip() or row.place
    old = [each.staff for each in row.facilitators.select_related("staff")]
    staff = list(facilitators) if facilitators is not None else old
    _check_staff(row.cohort, staff)
    refuse_clashes([(row, staff)])
    row.version += 1
    # Off the hours first, so that the row and its staff never clash with themselves.
    row.facilitators.all().delete()
    row.save()
    _staff([(row, staff)])
    changes = {name: [was[name], now] for name, now in _told(row).items() if was[name] != now}
    if {one.pk for one in old} != {one.pk for one in staff}:
        changes["fasilitator"] = [", ".join(map(str, old)), ", ".join(map(str, staff))]
    record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes=changes, reason=reason)
    return row


@transaction.atomic
def cancel_session(*, by: User, session: Session, reason: str) -> Session:
    """Take a planned session off the schedule; its programme content can be planned again."""
    row = _lock_planned(session, by)
    if not reason.strip():
        raise ScheduleNotPossible(_("Tuliskan alasannya."), field="reason")
    row.state, row.state_note = Session.State.CANCELLED, reason.strip()[:300]
    row.version += 1
    row.save(update_fields=["state", "state_note", "version"])
    row.facilitators.update(stands=False)
    changes = {"keadaan": choice_as_written(row, "state")}
    record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes=changes, reason=reason)
    return row


def unplanned_templates(cohort: Cohort) -> list[SessionTemplate]:
    """Group sessions of the programme that neither stand on the schedule nor were held."""
    standing = cohort.sessions.filter(state__in=[Session.State.PLANNED, Session.State.HELD])
    return list(
        SessionTemplate.objects.filter(
            version=cohort.programme_version_id, format=SessionTemplate.Format.GROUP
        )
        .exclude(pk__in=standing.exclude(template=None).values("template"))
        .select_related("kind__service")
        .order_by("order")
    )


def timetable(
    cohort: Cohort, templates: Sequence[SessionTemplate], skip: Collection[date]
) -> list[tuple[SessionTemplate, datetime, datetime]]:
    """When each would be held: weekly hours in order, no two at once, past what already stands. Shorter
    than `templates` where the agreements of the line end before the last of them."""
    busy = list(
        cohort.sessions.filter(enrolment=None, state__in=[Session.State.PLANNED, Session.State.HELD])
        .values_list("planned_start", "planned_end")
        .order_by("planned_start")
    )
    hours = _weekly_hours(cohort, skip)
    laid = []
    for template in templates:
        for start in hours:
            end = start + timedelta(minutes=template.minutes)
            if not any(start < until and since < end for since, until in busy):
                laid.append((template, start, end))
                busy.append((start, end))
                break
    return laid


def leaders_of(team: Sequence[CohortStaff], kind: SessionKind) -> list[User]:
    """Who of the team leads sessions of that kind."""
    for capacity in (*_LED_BY.get(kind.service.code, ()), *_LEADERS):
        found = [each.staff for each in team if each.capacity == capacity]
        if found:
            return found
    return []


def _weekly_hours(cohort: Cohort, skip: Collection[date]) -> Iterator[datetime]:
    """The hours of the rhythm on days that have an agreement in force as it stands today."""
    slots = list(cohort.slots.order_by("weekday", "starts_at"))
    if not slots:
        raise ScheduleNotPossible(_("Jadwal mingguan angkatan ini belum diisi."))
    terms = list(Agreement.objects.filter(line=cohort.agreement.line_id).prefetch_related("suspensions"))
    day = max(cohort.starts_on, cohort.custodian.today())
    last = min(day + _HORIZON, max(each.final_day or day for each in terms))
    while day <= last:
        if day not in skip and any(each.state_on(day) == Agreement.State.IN_FORCE for each in terms):
            for slot in slots:
                if slot.weekday == day.weekday():
                    yield moment(cohort.custodian, day, slot.starts_at)
        day += timedelta(days=1)


def _laid_out(
    cohort: Cohort, templates: Sequence[SessionTemplate], skip: Collection[date], by: User
) -> list[Session]:
    return [
        Session(
            cohort=cohort,
            custodian=cohort.custodian,
            template=template,
            kind=template.kind,
            title=template.title,
            day=start.date(),
            planned_start=start,
            planned_end=end,
            place=cohort.place,
            created_by=by,
        )
        for template, start, end in timetable(cohort, templates, skip)
    ]


def _staff(staffed: Sequence[tuple[Session, Sequence[User]]]) -> None:
    SessionStaff.objects.bulk_create(
        SessionStaff(
            session=session, staff=user, starts_at=session.planned_start, ends_at=session.planned_end
        )
        for session, staff in staffed
        for user in staff
    )


def _hours(cohort: Cohort, day: date, starts_at: time, minutes: int) -> dict[str, Any]:
    if not 5 <= minutes <= 600:
        raise ScheduleNotPossible(_("Lama sesi antara 5 dan 600 menit."), field="minutes")
    if day < cohort.starts_on:
        raise ScheduleNotPossible(_("Tanggal mendahului mulainya angkatan."), field="day")
    if day > cohort.starts_on + _HORIZON:
        raise ScheduleNotPossible(_("Tanggal terlalu jauh."), field="day")
    start = moment(cohort.custodian, day, starts_at)
    return {"day": day, "planned_start": start, "planned_end": start + timedelta(minutes=minutes)}


def _check_staff(cohort: Cohort, staff: Sequence[User]) -> None:
    parties = {cohort.agreement.line.custodian_id, cohort.agreement.line.partner_id}
    for user in staff:
        if user.agency_id not in parties or not user.is_active or not user.holds(*access.DELIVERING):
            sentence = _("%s tidak dapat membawakan sesi angkatan ini.") % user.full_name
            raise TeamNotFitting(sentence, field="facilitators")


def _is_member(cohort: Cohort, enrolment: Enrolment) -> bool:
    return cohort.places.current().filter(enrolment=enrolment).exists()


def _lock_planned(session: Session, by: User) -> Session:
    cohort = lock_managed(session.cohort, by=by)
    row = Session.objects.select_for_update(of=("self",)).select_related("kind").get(pk=session.pk)
    row.cohort = cohort
    if row.state != Session.State.PLANNED:
        raise WrongState(_("Sesi ini %s; jadwalnya tidak berubah lagi.") % row.get_state_display().lower())
    return row


def _told(session: Session) -> dict[str, str]:
    local = session.planned_start.astimezone(session.cohort.custodian.zone)
    return {"jadwal": f"{local:%Y-%m-%d %H:%M}", "tempat": session.place}


def _needs_open(row: Cohort) -> None:
    if row.state not in _OPEN:
        raise WrongState(_("Angkatan ini sudah ditutup."))
