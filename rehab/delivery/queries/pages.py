"""What the page of one cohort and of one session shows, and what this reader may do there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from inmates.models import Registration
from rehab.delivery import access
from rehab.delivery.actions.recording import facts_closed
from rehab.delivery.actions.schedule import timetable, unplanned_templates
from rehab.delivery.models import Cohort, CohortStaff, Session, WeeklySlot
from rehab.delivery.queries.attendance import Rate, rate_of_sessions
from rehab.delivery.queries.cohorts import TONES, RosterRow, people_of, roster_of, team_of
from rehab.delivery.queries.notes import OwnNote, SentText, sent_texts
from rehab.delivery.queries.sessions import SessionRow, rows_of, sessions_of
from rehab.delivery.queries.sheet import Sheet, sheet_of
from rehab.delivery.refusals import ScheduleNotPossible
from rehab.delivery.roster import Member, members_of
from ui.parts import Check

# Where a cohort's page shows its sessions before it sends the reader to the list.
_FEW = 12


@dataclass(frozen=True)
class Way:
    """Something this reader may do now."""

    label: str
    url: str
    icon: str
    main: bool = False
    grave: bool = False


@dataclass(frozen=True)
class CohortPage:
    tone: str
    facts: Sequence[tuple[str, Any]]
    slots: Sequence[WeeklySlot]
    team: Sequence[CohortStaff]
    roster: Sequence[RosterRow]
    left: Sequence[RosterRow]
    sessions: Sequence[SessionRow]
    held: int
    not_held: int
    planned: int
    rate: Rate
    ways: Sequence[Way]
    checks: Sequence[Check]
    may_manage: bool
    may_release: bool
    opens_files: bool
    all_url: str


@dataclass(frozen=True)
class SessionPage:
    row: SessionRow
    facts: Sequence[tuple[str, Any]]
    sheet: Sheet
    ways: Sequence[Way]
    missing: str
    without_end: bool


@dataclass(frozen=True)
class ComingDays:
    """The days on which the sessions still unplanned would fall, to pass over some; `beyond` of them
    find no day on which an agreement is in force."""

    sessions: int
    beyond: int
    days: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class NoteLineForm:
    member: Member
    text: str
    standing: str


@dataclass(frozen=True)
class NoteSheet:
    lines: Sequence[NoteLineForm]
    written_about: Sequence[Member]
    sent: Sequence[SentText]


def cohorts_with_parties() -> Any:
    """Cohorts with what their pages show; the caller narrows them to the reader's scope."""
    return Cohort.objects.select_related(
        "custodian", "agreement__line__custodian", "agreement__line__partner", "programme_version"
    )


def sessions_with_parties() -> Any:
    """Sessions with what their pages show; the caller narrows them to the reader's scope."""
    return Session.objects.select_related(
        "cohort__custodian",
        "cohort__agreement__line__partner",
        "kind__service",
        "not_held_reason",
        "delivered_by",
        "recorded_by",
        "enrolment__inmate",
    )


def cohort_page(cohort: Cohort, user: User) -> CohortPage:
    people = people_of(cohort, user)
    roster = [row for row in people if row.left_on is None]
    team = list(team_of(cohort))
    own = sessions_of(user).filter(cohort=cohort)
    counts = _counts(own)
    slots = list(cohort.slots.all())
    manages = access.may_manage(user, cohort)
    all_url = f"{reverse('delivery:all_sessions')}?angkatan={cohort.pk}"
    return CohortPage(
        tone=TONES[Cohort.State(cohort.state)],
        facts=_cohort_facts(cohort, len(roster)),
        slots=slots,
        team=team,
        roster=roster,
        left=[row for row in people if row.left_on is not None],
        sessions=rows_of(_near(own), user),
        held=counts.get("held", 0),
        not_held=counts.get("not_held", 0),
        planned=counts.get("planned", 0),
        rate=rate_of_sessions(own),
        ways=_cohort_ways(cohort, user, len(roster), sum(counts.values())),
        checks=_checks(cohort, len(roster), counts) if manages else (),
        may_manage=manages,
        may_release=manages and cohort.state == Cohort.State.OPEN,
        opens_files=user.has_perm(P.ENROLMENTS_VIEW),
        all_url=all_url,
    )


def session_page(session: Session, user: User) -> SessionPage:
    row, sheet = rows_of([session], user)[0], sheet_of(session, user)
    return SessionPage(
        row=row,
        facts=_session_facts(session, row),
        sheet=sheet,
        ways=_session_ways(session, user, sheet),
        missing=why_not_recordable(session, user),
        without_end=session.state == Session.State.HELD and session.actual_end is None,
    )


def coming_days(cohort: Cohort) -> ComingDays:
    templates = unplanned_templates(cohort)
    try:
        laid = timetable(cohort, templates, ())
    except ScheduleNotPossible:
        laid = []
    days = dict.fromkeys(start.date() for _template, start, _end in laid)
    named = [(day.isoformat(), date_format(day, "l, j M Y")) for day in days]
    return ComingDays(len(templates), len(templates) - len(laid), named)


def hours_of(session: Session) -> dict[str, Any]:
    """The form's first values when a session is moved."""
    start = session.planned_start.astimezone(session.cohort.custodian.zone)
    minutes = int((session.planned_end - session.planned_start).total_seconds() // 60)
    return {
        "day": session.day,
        "starts_at": start.time(),
        "minutes": minutes,
        "place": session.place,
        "facilitators": list(session.facilitators.values_list("staff", flat=True)),
    }


def held_facts(session: Session, user: User) -> dict[str, Any]:
    """What the sheet says before anything is typed: as recorded; else as planned, by whoever stands on
    it or opens it."""
    zone, now = session.cohort.custodian.zone, timezone.now()
    start = session.actual_start or min(session.planned_start, now)
    end = session.actual_end
    if session.state != Session.State.HELD and session.planned_end <= now:
        end = session.planned_end
    return {
        "version": session.version,
        "delivered_by": _deliverer(session, user),
        "actual_start": start.astimezone(zone).time().replace(second=0, microsecond=0),
        "actual_end": end.astimezone(zone).time().replace(second=0, microsecond=0) if end else None,
    }


def sheet_facts_closed(session: Session) -> bool:
    return facts_closed(session, timezone.now())


def why_not_recordable(session: Session, user: User) -> str:
    """The sentence that stands where the sheet cannot be filled in now; empty when it can."""
    if session.imported:
        return _("Sesi ini berasal dari impor data lama, jadi diperbaiki dari berkasnya.")
    cohort = session.cohort
    if not access.may_record(user, session):
        return _("Kehadiran dicatat petugas rehabilitasi, fasilitator, instruktur, konselor, atau asesor.")
    if session.state == Session.State.CANCELLED:
        return _("Sesi ini dibatalkan.")
    if cohort.state not in (Cohort.State.RUNNING, Cohort.State.FINISHED):
        return _("Angkatan ini belum dimulai. Petugas rehabilitasi memulainya dari halaman angkatan.")
    if session.day > cohort.custodian.today():
        return _("Sesi ini belum tiba. Kehadiran dicatat pada harinya.")
    return ""


def why_no_note(session: Session, user: User) -> str:
    if session.state != Session.State.HELD:
        return _("Catatan ditulis setelah sesi dicatat terlaksana.")
    if not access.may_note(user, session):
        return _("Catatan sesi ditulis fasilitator, konselor, asesor, atau psikolog.")
    return ""


def note_sheet(session: Session, user: User, own: OwnNote, typed: Mapping[int, str] | None) -> NoteSheet:
    members = members_of(session, user)
    lines = []
    for member in members:
        standing = own.lines.get(member.enrolment.pk, "")
        text = standing if typed is None else typed.get(member.enrolment.pk, standing)
        lines.append(NoteLineForm(member, text, standing))
    sent = sent_texts(own.note, members) if own.note else []
    named = own.lines.keys() | {member.enrolment.pk for text in sent for member, _line in text.lines}
    return NoteSheet(lines, [member for member in members if member.enrolment.pk in named], sent)


def decree_rows(cohort: Cohort, user: User) -> list[Any]:
    """The roster with register numbers, as the SK's attachment lists it."""
    rows = roster_of(cohort, user)
    people = [row.enrolment.inmate_id for row in rows]
    numbers = dict(Registration.objects.filter(inmate__in=people, until=None).values_list("inmate", "number"))
    for row in rows:
        row.enrolment.register_number = numbers.get(row.enrolment.inmate_id, "")  # type: ignore[attr-defined]
    return rows


def may_read_movements(user: User) -> bool:
    """Lists of who is where are for the house itself."""
    return user.has_perm(P.INMATES_VIEW_BLOCKS)


def seats_taken(cohort: Cohort) -> int:
    return cohort.places.current().count()


def _counts(own: Any) -> dict[str, int]:
    return dict(own.order_by().values_list("state").annotate(n=Count("pk")).values_list("state", "n"))


def _near(own: Any) -> list[Session]:
    """The next ones first; after the last one, the last ones."""
    ahead = list(own.filter(planned_end__gte=timezone.now()).order_by("planned_start")[:_FEW])
    if len(ahead) < _FEW:
        past = own.filter(planned_end__lt=timezone.now()).order_by("-planned_start")[: _FEW - len(ahead)]
        ahead = [*reversed(list(past)), *ahead]
    return ahead


def _cohort_facts(cohort: Cohort, filled: int) -> list[tuple[str, Any]]:
    decree = cohort.decree_number
    if decree and cohort.decree_date:
        decree = f"{decree} ({date_format(cohort.decree_date, 'j M Y')})"
    facts = [
        (_("Program"), cohort.programme_version.name),
        (_("Kerja sama"), cohort.agreement.title),
        (_("Mitra"), cohort.agreement.line.partner.short_name),
        (_("Terisi"), _("%(n)s dari %(quota)s tempat") % {"n": filled, "quota": cohort.quota}),
        (_("Tempat"), cohort.place),
        (_("Mulai"), cohort.starts_on),
        (_("Rencana selesai"), cohort.ends_on),
        (_("SK penetapan"), decree),
    ]
    return [*facts, (_("Alasan pembatalan"), cohort.closing_note)] if cohort.closing_note else facts


def _checks(cohort: Cohort, filled: int, counts: Mapping[str, int]) -> list[Check]:
    """What is missing before *Mulai angkatan*."""
    if cohort.state != Cohort.State.OPEN:
        return []
    reached = cohort.starts_on <= cohort.custodian.today()
    return [
        Check(_("Peserta ditetapkan dengan SK"), filled > 0, _("%(n)s orang") % {"n": filled}),
        Check(_("Jadwal sesi disusun"), bool(counts.get("planned"))),
        Check(_("Tanggal mulai tiba"), reached, date_format(cohort.starts_on, "j M Y")),
    ]


def _cohort_ways(cohort: Cohort, user: User, filled: int, sessions: int) -> list[Way]:
    ways = []
    open_, running = cohort.state == Cohort.State.OPEN, cohort.state == Cohort.State.RUNNING
    manages = access.may_manage(user, cohort)

    def add(name: str, label: str, icon: str, **looks: bool) -> None:
        ways.append(Way(label, reverse(f"delivery:{name}", args=[cohort.pk]), icon, **looks))

    if open_ and manages and filled and cohort.starts_on <= cohort.custodian.today():
        add("cohort_start", _("Mulai angkatan"), "play-fill", main=True)
    if open_ and access.may_place(user, cohort) and filled < cohort.quota:
        add("place", _("Tetapkan peserta"), "person-plus", main=not ways)
    if (open_ or running) and manages:
        if not sessions or _has_unplanned(cohort):
            add("plan", _("Susun jadwal"), "calendar-plus")
        add("session_new", _("Tambah sesi"), "plus-lg")
    if filled and access.may_place(user, cohort):
        add("roster", _("Cetak lampiran SK"), "printer")
    if open_ and manages:
        add("cohort_change", _("Ubah"), "pencil")
        add("cohort_cancel", _("Batalkan"), "x-lg", grave=True)
    if running and manages:
        add("cohort_finish", _("Selesaikan"), "check-lg")
    return ways


def _has_unplanned(cohort: Cohort) -> bool:
    return bool(unplanned_templates(cohort))


def _session_facts(session: Session, row: SessionRow) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [(_("Angkatan"), session.cohort.code), (_("Jenis"), session.kind.name)]
    if not session.imported:
        facts.append((_("Rencana"), _span(row.starts, row.ends)))
    facts.append((_("Tempat"), session.place))
    if not session.imported:
        facts.append((_("Direncanakan dengan"), ", ".join(row.facilitators)))
    if session.state == Session.State.HELD and session.actual_start:
        zone = session.cohort.custodian.zone
        end = session.actual_end.astimezone(zone) if session.actual_end else None
        facts += [
            (_("Terlaksana"), _span(session.actual_start.astimezone(zone), end)),
            (_("Dibawakan oleh"), session.deliverer),
            (_("Dicatat oleh"), session.recorded_by),
        ]
    if session.state == Session.State.NOT_HELD:
        facts += [(_("Alasan"), session.not_held_reason), (_("Dicatat oleh"), session.recorded_by)]
    if session.state_note:
        facts.append((_("Keterangan"), session.state_note))
    return facts


def _span(start: datetime, end: datetime | None) -> str:
    day = date_format(start, "l, j M Y")
    return f"{day} · {start:%H.%M}–{end:%H.%M}" if end else f"{day} · {start:%H.%M}"


def _session_ways(session: Session, user: User, sheet: Sheet) -> list[Way]:
    ways = []
    planned = session.state == Session.State.PLANNED

    def add(name: str, label: str, icon: str, **looks: bool) -> None:
        ways.append(Way(label, reverse(f"delivery:{name}", args=[session.pk]), icon, **looks))

    if not why_not_recordable(session, user):
        if not (sheet.is_closed and sheet_facts_closed(session)):
            label = _("Ubah daftar hadir") if sheet.marked else _("Isi daftar hadir")
            add("sheet", label, "clipboard-check", main=True)
        if session.attendance_recorded_at is None and session.state != Session.State.NOT_HELD:
            add("not_held", _("Tidak terlaksana"), "slash-circle")
    if not why_no_note(session, user):
        add("note", _("Catatan sesi"), "journal-text")
    if user.has_perm(P.DELIVERY_RECORD) and session.state != Session.State.CANCELLED and not session.imported:
        add("blank", _("Cetak lembar kosong"), "printer")
    if planned and access.may_manage(user, session.cohort):
        add("session_move", _("Pindahkan"), "calendar-event")
        add("session_cancel", _("Batalkan"), "x-lg", grave=True)
    return ways


def _deliverer(session: Session, user: User) -> Any:
    """Who is named first: as recorded, the reader if they stand on it, whoever does, or the reader."""
    if session.delivered_by_id:
        return session.delivered_by_id
    standing = list(session.facilitators.order_by("pk").values_list("staff", flat=True))
    leads = user.holds("fasilitator", "instruktur", "konselor", "asesor", "psikolog")
    if user.pk in standing or leads or not standing:
        return user.pk
    return standing[0]
