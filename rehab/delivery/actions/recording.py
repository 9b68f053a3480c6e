"""What happened with a session: held with whom present, or not held and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.models import Action
from audit.trail import record, record_many
from audit.words import choice_as_written
from rehab.delivery import access
from rehab.delivery.actions.clashes import refuse_clashes
from rehab.delivery.actions.locking import lock_session
from rehab.delivery.models import (
    Attendance,
    AttendanceCode,
    AttendanceHistory,
    Cohort,
    NotHeldReason,
    Session,
)
from rehab.delivery.refusals import (
    AttendanceNotPossible,
    ChangedMeanwhile,
    EditingClosed,
    NotOnRoster,
    NotRecordable,
)
from rehab.delivery.roster import Member, members_of

# What is recorded may be edited this long after its own first recording.
EDITABLE_FOR = timedelta(hours=48)
# A first recording later than this after the session is marked late.
LATE_AFTER = timedelta(days=2)
_IMPORTED = gettext_lazy("Sesi ini berasal dari impor data lama. Perbaiki berkasnya, lalu impor ulang.")


@dataclass(frozen=True)
class Held:
    """The facts of a session that was held; without an end it is left open."""

    delivered_by: User
    actual_start: datetime
    actual_end: datetime | None = None


@dataclass(frozen=True)
class Mark:
    code: str
    note: str = ""


Marks = Mapping[int, Mark | str]


@transaction.atomic
def record_sheet(
    *, by: User, session: Session, marks: Marks, held: Held | None = None, version: int | None = None
) -> Session:
    """Record the sheet of a session: that it was held, and a mark for each enrolment id given.

    A first mark may come at any time and is late after two days; a mark is changed for 48 hours after
    it was first given, the hours and the deliverer for 48 hours after they were (docs/adr/0009). The
    same sheet sent again changes nothing; one opened before another's change is refused. Who is not
    named stays as they were.
    """
    row = lock_session(session, by=by)
    members = {member.enrolment.pk: member for member in members_of(row, by)}
    codes = {code.code: code for code in AttendanceCode.objects.all()}
    changed = _changed(_wanted(marks, members, codes), members)
    facts = _new_facts(row, held)
    if not changed and not facts:
        return row
    if version is not None and version != row.version:
        raise ChangedMeanwhile()
    _refuse_unrecordable(row, held)
    _refuse_marks(changed, members)
    if facts:
        _hold(row, facts, by)
    _write_marks(row, changed, codes, by)
    _bring_up(row, bool(changed))
    _trail(row, changed, members, facts, by)
    return row


@transaction.atomic
def record_held(*, by: User, session: Session, held: Held, version: int | None = None) -> Session:
    """Record that a session was held; who was present may follow."""
    return record_sheet(by=by, session=session, marks={}, held=held, version=version)


@transaction.atomic
def record_not_held(
    *, by: User, session: Session, reason: NotHeldReason, note: str = "", version: int | None = None
) -> Session:
    """Record that a planned session was not held, with a reason that blames nobody."""
    row = lock_session(session, by=by)
    now = timezone.now()
    if row.imported:
        raise NotRecordable(str(_IMPORTED))
    if row.state == Session.State.NOT_HELD and row.not_held_reason_id == reason.pk:
        return row
    if version is not None and version != row.version:
        raise ChangedMeanwhile()
    if row.state == Session.State.CANCELLED:
        raise NotRecordable(_("Sesi ini sudah dibatalkan."))
    if row.day > row.cohort.custodian.today():
        raise NotRecordable(_("Sesi ini belum tiba. Batalkan atau pindahkan bila tidak akan terlaksana."))
    if row.attendance_recorded_at is not None:
        raise NotRecordable(_("Kehadiran sesi ini sudah tercatat, jadi sesi ini terlaksana."))
    _refuse_after_term(row, now)
    was = choice_as_written(row, "state")
    row.state, row.not_held_reason, row.state_note = Session.State.NOT_HELD, reason, note.strip()[:300]
    row.actual_start = row.actual_end = row.delivered_by = None
    row.recorded_by, row.recorded_at = by, row.recorded_at or now
    row.version += 1
    row.save()
    row.facilitators.update(stands=False)
    changes = {"keadaan": [was, choice_as_written(row, "state")]}
    record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes=changes, reason=reason.name)
    return row


def _wanted(
    marks: Marks, members: Mapping[int, Member], codes: Mapping[str, AttendanceCode]
) -> dict[int, Mark]:
    wanted = {pk: mark if isinstance(mark, Mark) else Mark(mark) for pk, mark in marks.items() if mark}
    if wanted.keys() - members.keys():
        raise NotOnRoster()
    if any(mark.code not in codes for mark in wanted.values()):
        raise AttendanceNotPossible(_("Kode kehadiran tidak dikenal."))
    return {pk: Mark(mark.code, mark.note.strip()[:200]) for pk, mark in wanted.items()}


def _changed(wanted: Mapping[int, Mark], members: Mapping[int, Member]) -> dict[int, Mark]:
    return {pk: mark for pk, mark in wanted.items() if mark != standing(members[pk])}


def standing(member: Member) -> Mark | None:
    """The mark as it stands."""
    return Mark(member.mark.code.code, member.mark.note) if member.mark else None


def is_closed(member: Member, now: datetime) -> bool:
    """Whether the mark was first given too long ago to be changed without a correction."""
    return member.mark is not None and now - member.mark.first_recorded_at > EDITABLE_FOR


def facts_closed(session: Session, now: datetime) -> bool:
    """The same for the facts of the session itself."""
    return session.recorded_at is not None and now - session.recorded_at > EDITABLE_FOR


def _new_facts(row: Session, held: Held | None) -> Held | None:
    """The facts of holding it, when they are not those that stand."""
    if held is None:
        return None
    if not held.actual_end and row.actual_end and row.state == Session.State.HELD:
        held = Held(held.delivered_by, held.actual_start, row.actual_end)
    now = (row.state, row.delivered_by_id, row.actual_start, row.actual_end)
    told = (Session.State.HELD, held.delivered_by.pk, held.actual_start, held.actual_end)
    return None if now == told else held


def _refuse_unrecordable(row: Session, held: Held | None) -> None:
    if row.imported:
        raise NotRecordable(str(_IMPORTED))
    if row.state == Session.State.CANCELLED:
        raise NotRecordable(_("Sesi ini sudah dibatalkan. Buat sesi tambahan bila tetap terlaksana."))
    if row.cohort.state not in (Cohort.State.RUNNING, Cohort.State.FINISHED):
        raise NotRecordable(_("Angkatan ini belum dimulai. Tekan dulu *Mulai angkatan*."))
    if row.day > row.cohort.custodian.today():
        raise NotRecordable(_("Sesi ini belum tiba; kehadiran tidak dicatat di muka."))
    if row.state != Session.State.HELD and held is None:
        raise NotRecordable(_("Catat dulu bahwa sesi ini terlaksana."))


def _refuse_marks(changed: Mapping[int, Mark], members: Mapping[int, Member]) -> None:
    """Each refusal names the person and why."""
    barred = [members[pk] for pk in changed if members[pk].barred]
    if barred:
        raise AttendanceNotPossible(" ".join(f"{each.name}: {each.barred}" for each in barred))
    now = timezone.now()
    closed = [members[pk].name for pk in changed if is_closed(members[pk], now)]
    if closed:
        raise EditingClosed(
            _("%(names)s: %(why)s") % {"names": ", ".join(closed), "why": EditingClosed.sentence}
        )


def _hold(row: Session, held: Held, by: User) -> None:
    now = timezone.now()
    zone = row.cohort.custodian.zone
    if held.actual_start > now or (held.actual_end and held.actual_end > now):
        raise NotRecordable(_("Jam sebenarnya tidak boleh di masa depan."), field="actual_start")
    if held.actual_start.astimezone(zone).date() != row.day:
        raise NotRecordable(
            _("Jam mulai harus pada tanggal sesi. Pindahkan sesinya bila terlaksana di hari lain."),
            field="actual_start",
        )
    if held.actual_end and held.actual_end <= held.actual_start:
        raise NotRecordable(_("Jam selesai harus sesudah jam mulai."), field="actual_end")
    _refuse_deliverer(row, held.delivered_by)
    _refuse_after_term(row, now)
    if row.state == Session.State.NOT_HELD:
        _take_back(row)
    row.state, row.not_held_reason, row.state_note = Session.State.HELD, None, ""
    row.actual_start, row.actual_end, row.delivered_by = held.actual_start, held.actual_end, held.delivered_by
    row.recorded_by, row.recorded_at = by, row.recorded_at or now


def _take_back(row: Session) -> None:
    """It was held after all: its room, its people and its facilitators are taken again."""
    refuse_clashes([(row, [each.staff for each in row.facilitators.select_related("staff")])])
    row.facilitators.update(stands=True)


def _refuse_deliverer(row: Session, who: User) -> None:
    line = row.cohort.agreement.line
    if who.agency_id not in (line.custodian_id, line.partner_id):
        raise NotRecordable(_("Pembawa sesi berasal dari kedua pihak kerja sama."), field="delivered_by")
    if not who.holds(*access.DELIVERING) and not _stands_on(row, who):
        raise NotRecordable(_("Orang ini tidak memegang peran pembawa sesi."), field="delivered_by")


def _stands_on(row: Session, who: User) -> bool:
    """Recorded later from paper: the role that they held it in may have ended since."""
    return who.pk == row.delivered_by_id or row.facilitators.filter(staff=who).exists()


def _refuse_after_term(row: Session, now: datetime) -> None:
    if facts_closed(row, now):
        raise EditingClosed()


def _write_marks(
    row: Session, changed: Mapping[int, Mark], codes: Mapping[str, AttendanceCode], by: User
) -> None:
    """The current marks in one insert, old or new, and the same marks into their history."""
    now = timezone.now()
    late = now - row.planned_end > LATE_AFTER
    told: dict[str, Any] = {"session": row, "recorded_at": now, "recorded_by": by}
    Attendance.objects.bulk_create(
        (
            Attendance(
                enrolment_id=pk,
                code=codes[mark.code],
                note=mark.note,
                first_recorded_at=now,
                late=late,
                **told,
            )
            for pk, mark in changed.items()
        ),
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["code", "note", "recorded_at", "recorded_by"],
    )
    AttendanceHistory.objects.bulk_create(
        AttendanceHistory(enrolment_id=pk, code=mark.code, note=mark.note, **told)
        for pk, mark in changed.items()
    )


def _bring_up(row: Session, marked: bool) -> None:
    if marked and row.attendance_recorded_at is None:
        row.attendance_recorded_at = timezone.now()
    row.version += 1
    row.save()


def _trail(
    row: Session,
    changed: Mapping[int, Mark],
    members: Mapping[int, Member],
    facts: Held | None,
    by: User,
) -> None:
    """One event a person marked; a session held without marks yet is one event of its own."""
    state = {"keadaan": choice_as_written(row, "state"), "pembawa": facts.delivered_by} if facts else {}
    if not changed:
        record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes=state)
        return
    events = []
    for pk, mark in changed.items():
        old = standing(members[pk])
        was = [old.code if old else "", mark.code]
        events.append((row, members[pk].enrolment, {**state, "kehadiran": was}))
    record_many(Action.CHANGE, by=by, on=events)
