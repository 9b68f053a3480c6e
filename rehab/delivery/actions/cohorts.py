"""Opening, changing, starting and closing a cohort."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from audit.models import Action
from audit.trail import changed_fields, record
from audit.words import choice_as_written
from rehab.delivery import access
from rehab.delivery.actions.clashes import refuse_clashes
from rehab.delivery.actions.locking import lock_managed
from rehab.delivery.actions.team import check_team, write_team
from rehab.delivery.models import Cohort, Place, Session, SessionStaff, WeeklySlot
from rehab.delivery.refusals import (
    AgreementNotInForce,
    ChangedMeanwhile,
    CohortNotPossible,
    NotYourAct,
    ProgrammeNotOffered,
    WrongState,
)
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Phase, Status
from rehab.programmes.models import Programme, ProgrammeVersion

Slots = Iterable[tuple[int, time]]
Team = Iterable[tuple[User, str]]


@transaction.atomic
def open_cohort(
    *,
    by: User,
    agreement: Agreement,
    programme: Programme,
    code: str,
    quota: int,
    place: str,
    starts_on: date,
    ends_on: date | None = None,
    slots: Slots,
    team: Team,
) -> Cohort:
    """Open a cohort under an agreement in force today, with the programme's version of today.

    `slots` are (weekday, hour), Monday is 0; `team` are (staff, capacity) of both agencies.
    """
    custodian = by.agency
    if not access.may_manage_at(by, custodian):
        raise NotYourAct(_("Angkatan dibuka petugas rehabilitasi rutan/lapas."))
    held = _agreement_in_force(agreement, by)
    version = _version_of(programme, held, by)
    weekly = _distinct(slots)
    if starts_on < custodian.today():
        raise CohortNotPossible(_("Tanggal mulai sudah lewat."), field="starts_on")
    members = check_team(team, agreement=held)
    cohort = Cohort(
        custodian=custodian,
        agreement=held,
        programme_version=version,
        code=code.strip(),
        quota=quota,
        place=place.strip(),
        starts_on=starts_on,
        ends_on=ends_on or version.estimated_end(starts_on, meetings_a_week=len(weekly)),
        created_by=by,
    )
    _check(cohort)
    cohort.save(force_insert=True)
    _write_slots(cohort, weekly)
    write_team(cohort, members, since=custodian.today())
    changes = {"program": version, "kuota": quota, "mulai": starts_on, "kerja sama": held.title}
    record(Action.CREATE, by=by, on=cohort, changes=changes)
    return cohort


@transaction.atomic
def change_cohort(
    *,
    by: User,
    cohort: Cohort,
    code: str,
    quota: int,
    place: str,
    starts_on: date,
    ends_on: date,
    slots: Slots,
    version: int | None = None,
) -> Cohort:
    """Change a cohort before its start. Its days stand in the SK once someone is placed. A new rhythm
    takes the sessions planned so far off the schedule; a new place takes those in the old one along."""
    row = lock_managed(cohort, by=by)
    _needs_state(row, Cohort.State.OPEN, _("Angkatan hanya dapat diubah sebelum dimulai."))
    _check_version(row, version)
    weekly = _distinct(slots)
    days_change = (row.starts_on, row.ends_on) != (starts_on, ends_on)
    last_seat = max(row.places.current().values_list("seat", flat=True), default=0)
    if days_change and last_seat:
        sentence = _("Sudah ada peserta yang ditetapkan dengan tanggal ini. Lepaskan dulu tempatnya.")
        raise CohortNotPossible(sentence, field="starts_on")
    if starts_on != row.starts_on and starts_on < row.custodian.today():
        raise CohortNotPossible(_("Tanggal mulai sudah lewat."), field="starts_on")
    if quota < last_seat:
        sentence = _("Kuota tidak dapat lebih kecil dari tempat yang sudah terisi (%(n)s).")
        raise CohortNotPossible(sentence % {"n": last_seat}, field="quota")
    told = {"code": code.strip(), "quota": quota, "place": place.strip()}
    told |= {"starts_on": starts_on, "ends_on": ends_on}
    old_place = row.place
    changes = _write(row, told)
    if days_change or weekly != _distinct((slot.weekday, slot.starts_at) for slot in row.slots.all()):
        _take_off(row, _("Jadwal angkatan disusun ulang."))
        row.slots.all().delete()
        _write_slots(row, weekly)
        changes["jadwal mingguan"] = len(weekly)
    elif row.place != old_place:
        changes["sesi ikut pindah"] = _bring_along(row, old_place)
    row.places.current().update(quota=quota)
    record(Action.CHANGE, by=by, on=row, changes=changes)
    return row


@transaction.atomic
def cancel_cohort(*, by: User, cohort: Cohort, reason: str) -> Cohort:
    """Give a cohort up before its start: who was placed goes back to the waiting list."""
    row = lock_managed(cohort, by=by)
    _needs_state(row, Cohort.State.OPEN, _("Angkatan yang sudah dimulai tidak dapat dibatalkan."))
    if not reason.strip():
        raise CohortNotPossible(_("Tuliskan alasannya."), field="reason")
    placed = _enrolments(row, Status.PLACED)
    if placed:
        enrolments.move_many(by=by, enrolments=placed, to=Status.ELIGIBLE, reason=reason)
    row.places.current().update(left_on=row.custodian.today())
    _take_off(row, reason)
    _close(row, Cohort.State.CANCELLED, reason)
    record(Action.CHANGE, by=by, on=row, changes={"keadaan": choice_as_written(row, "state")}, reason=reason)
    return row


@transaction.atomic
def start_cohort(*, by: User, cohort: Cohort) -> Cohort:
    """*Mulai angkatan*: everyone placed becomes active in the phase orientasi, in one act."""
    row = lock_managed(cohort, by=by)
    _needs_state(row, Cohort.State.OPEN, _("Angkatan ini sudah dimulai atau dibatalkan."))
    if row.starts_on > row.custodian.today():
        raise WrongState(_("Tanggal mulai angkatan belum tiba."))
    placed = _enrolments(row, Status.PLACED)
    if not placed:
        raise WrongState(_("Belum ada peserta yang ditetapkan dalam angkatan ini."))
    enrolments.move_many(by=by, enrolments=placed, to=Status.ACTIVE, phase=Phase.ORIENTATION)
    row.state = Cohort.State.RUNNING
    row.started_at = timezone.now()
    row.version += 1
    row.save(update_fields=["state", "started_at", "version"])
    record(
        Action.CHANGE,
        by=by,
        on=row,
        changes={"keadaan": choice_as_written(row, "state"), "peserta": len(placed)},
    )
    return row


@transaction.atomic
def finish_cohort(*, by: User, cohort: Cohort) -> Cohort:
    """Close a cohort once nobody in it is still under way; what was planned after today is cancelled."""
    row = lock_managed(cohort, by=by)
    _needs_state(row, Cohort.State.RUNNING, _("Hanya angkatan yang berjalan yang dapat diselesaikan."))
    if _enrolments(row, Status.PLACED, Status.ACTIVE, Status.SUSPENDED):
        raise WrongState(_("Masih ada peserta yang belum ditetapkan lulus, tidak lulus, atau keluar."))
    _take_off(row, _("Angkatan selesai."))
    _close(row, Cohort.State.FINISHED)
    record(Action.CHANGE, by=by, on=row, changes={"keadaan": choice_as_written(row, "state")})
    return row


def _agreement_in_force(agreement: Agreement, by: User) -> Agreement:
    held = Agreement.objects.in_force().filter(pk=agreement.pk, line__custodian=by.agency)
    found = held.select_related("line").first()
    if found is None:
        raise AgreementNotInForce(field="agreement")
    return found


def _version_of(programme: Programme, agreement: Agreement, by: User) -> ProgrammeVersion:
    """The version of today; the agreement covers at least one of its services."""
    today = by.agency.today()
    offered = Programme.objects.within(by.agency).filter(pk=programme.pk).first()
    version = offered.version_on(today) if offered else None
    if offered is None or version is None or (offered.retired_on and offered.retired_on <= today):
        raise ProgrammeNotOffered(_("Program ini tidak ditawarkan hari ini."), field="programme")
    if not agreement.services.filter(programme_versions=version).exists():
        sentence = _("Kerja sama ini tidak mencakup satu pun layanan program tersebut.")
        raise ProgrammeNotOffered(sentence, field="programme")
    return version


def _distinct(slots: Slots) -> list[tuple[int, time]]:
    weekly = sorted(set(slots))
    if not weekly:
        raise CohortNotPossible(_("Isi sedikitnya satu hari dan jam pertemuan."))
    return weekly


def _check(cohort: Cohort) -> None:
    if not cohort.code:
        raise CohortNotPossible(_("Tuliskan kode angkatan."), field="code")
    if cohort.quota < 1:
        raise CohortNotPossible(_("Kuota paling sedikit satu orang."), field="quota")
    if cohort.ends_on < cohort.starts_on:
        raise CohortNotPossible(_("Rencana selesai mendahului tanggal mulai."), field="ends_on")
    same = Cohort.objects.filter(custodian=cohort.custodian, code__iexact=cohort.code).exclude(pk=cohort.pk)
    if same.exists():
        raise CohortNotPossible(_("Kode angkatan ini sudah dipakai."), field="code")


def _check_version(row: Cohort, version: int | None) -> None:
    if version is not None and version != row.version:
        sentence = _(
            "Angkatan ini baru saja diubah dari layar lain menjadi: kode %(code)s, kuota %(quota)s, tempat "
            "%(place)s, %(starts)s sampai %(ends)s. Isian Anda masih ada di bawah; simpan lagi bila tetap "
            "yang Anda maksud."
        )
        days = {"starts": date_format(row.starts_on, "j M Y"), "ends": date_format(row.ends_on, "j M Y")}
        raise ChangedMeanwhile(sentence % {"code": row.code, "quota": row.quota, "place": row.place, **days})


def _needs_state(row: Cohort, state: str, sentence: str) -> None:
    if row.state != state:
        raise WrongState(sentence)


def _write_slots(cohort: Cohort, weekly: Sequence[tuple[int, time]]) -> None:
    WeeklySlot.objects.bulk_create(
        WeeklySlot(cohort=cohort, weekday=weekday, starts_at=at) for weekday, at in weekly
    )


def _write(row: Cohort, told: dict[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = dict(changed_fields(row, told))
    for name, value in told.items():
        setattr(row, name, value)
    _check(row)
    row.version += 1
    row.save()
    return changes


def _enrolments(row: Cohort, *states: str) -> list[Any]:
    places = Place.objects.current().filter(cohort=row, enrolment__status__in=states)
    return [place.enrolment for place in places.select_related("enrolment").in_roster_order()]


def _take_off(row: Cohort, why: str) -> None:
    """Cancel what is planned and not yet held."""
    planned = row.sessions.filter(state=Session.State.PLANNED)
    SessionStaff.objects.filter(session__in=planned).update(stands=False)
    planned.update(state=Session.State.CANCELLED, state_note=why[:300])


def _bring_along(row: Cohort, old_place: str) -> int:
    """What is planned in the cohort's old place follows it; a session with a room of its own stays."""
    planned = list(row.sessions.filter(state=Session.State.PLANNED, place=old_place))
    for session in planned:
        session.cohort, session.place = row, row.place
        session.version += 1
    refuse_clashes([(session, []) for session in planned])
    return Session.objects.bulk_update(planned, ["place", "version"])


def _close(row: Cohort, state: str, reason: str = "") -> None:
    row.state, row.closed_at, row.closing_note = state, timezone.now(), reason
    row.version += 1
    row.save(update_fields=["state", "closed_at", "closing_note", "version"])
