"""What an archive holds: its tables, the rows of each that may be in it, the columns left out.

Every table of the house stands here or in `NOT_TAKEN` with the reason; a test fails on a new one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.models import Agency, RoleGrant, User
from agreements.models import Agreement, Line, Service, Suspension
from audit.models import AuditEvent
from inmates.models import (
    Article,
    CellStay,
    Charge,
    CriminalCase,
    CustodyEvent,
    Guardian,
    Inmate,
    KeyDates,
    RegisterClass,
    Registration,
)
from oversight.trail.minimise import without_names
from rehab.clinical.models import Assessment, AssessmentText, InstrumentResult
from rehab.delivery.models import (
    Attendance,
    AttendanceCode,
    AttendanceHistory,
    Cohort,
    CohortStaff,
    NoteText,
    NotHeldReason,
    Place,
    Session,
    SessionNote,
    SessionNoteLine,
    SessionStaff,
    WeeklySlot,
)
from rehab.enrolments.models import (
    Assignment,
    Consent,
    ConsentText,
    Decision,
    Enrolment,
    ExitReason,
    OutcomeProposal,
    StatusChange,
)
from rehab.programmes.models import Programme, ProgrammeVersion, SessionKind, SessionTemplate

Rows = Callable[[User], "QuerySet[Any]"]


@dataclass(frozen=True)
class Table:
    """`rows` are those that an archive ordered by this member may hold."""

    name: str
    model: type[Model]
    rows: Rows
    without: frozenset[str] = frozenset()
    # What is done to each row before it is written; it never saves.
    shown: Callable[[Any], Any] = field(default=lambda row: row)


def _seen(model: type[Model]) -> Rows:
    return lambda by: model._default_manager.visible_to(by)  # type: ignore[attr-defined]


def _owned(model: type[Model]) -> Rows:
    """All of the agency's, whoever wrote it: the clinical part, which its one reader carries as a whole."""
    return lambda by: model._default_manager.within(by.agency)  # type: ignore[attr-defined]


def _all(model: type[Model]) -> Rows:
    return lambda _by: model._default_manager.all()


def _linked(model: type[Model], path: str, onto: type[Model]) -> Rows:
    """Rows that hang on what is seen of another table."""
    return lambda by: model._default_manager.filter(
        **{f"{path}__in": onto._default_manager.visible_to(by).values("pk")}  # type: ignore[attr-defined]
    )


def _agencies(by: User) -> "QuerySet[Agency]":
    """The own agency and those it has an agreement with."""
    agreements = Agreement.objects.visible_to(by)
    parties = Q(pk__in=agreements.values("custodian")) | Q(pk__in=agreements.values("partner"))
    return Agency.objects.filter(Q(pk=by.agency_id) | parties)


def _sheets(model: type[Model]) -> Rows:
    """Marks of people who are seen, at sessions that are seen."""
    return lambda by: model._default_manager.visible_to(by).filter(  # type: ignore[attr-defined]
        session__in=Session.objects.visible_to(by).values("pk")
    )


def _signed(by: User) -> "QuerySet[Assessment]":
    return Assessment.objects.visible_to(by).exclude(signed_at=None)


_SECRETS = frozenset({"password", "last_login", "must_change_password", "password_expires_at"})
_CLINICAL_TEXT = frozenset({"summary", "category_reason", "diagnosis", "saved_at", "version"})

# Words of the codes, the same for everybody.
_CATALOGUES = (
    Table("services", Service, _all(Service)),
    Table("session_kinds", SessionKind, _all(SessionKind)),
    Table("exit_reasons", ExitReason, _all(ExitReason)),
    Table("not_held_reasons", NotHeldReason, _all(NotHeldReason)),
    Table("attendance_codes", AttendanceCode, _all(AttendanceCode)),
    Table("consent_texts", ConsentText, _all(ConsentText)),
)
_AGENCY = (
    Table("agencies", Agency, _agencies),
    Table("staff", User, _seen(User), without=_SECRETS),
    Table("role_grants", RoleGrant, _seen(RoleGrant)),
)
_AGREEMENTS = (
    Table("agreement_lines", Line, lambda by: Line.objects.filter(agreements__in=_agreed(by)).distinct()),
    Table("agreements", Agreement, _seen(Agreement)),
    Table(
        "agreement_services",
        Agreement.services.through,
        _linked(Agreement.services.through, "agreement", Agreement),
    ),
    Table("agreement_suspensions", Suspension, _linked(Suspension, "agreement", Agreement)),
)
_PERSONS = (
    Table("register_classes", RegisterClass, _all(RegisterClass)),
    Table("articles", Article, _all(Article)),
    Table("inmates", Inmate, _seen(Inmate), without=frozenset({"identity_index"})),
    Table("registrations", Registration, _seen(Registration)),
    Table("key_dates", KeyDates, _seen(KeyDates)),
    Table("cases", CriminalCase, _seen(CriminalCase)),
    Table("charges", Charge, _seen(Charge)),
    Table("custody_events", CustodyEvent, _seen(CustodyEvent)),
    Table("cell_stays", CellStay, _seen(CellStay)),
    Table("guardians", Guardian, _seen(Guardian)),
)
_PROGRAMMES = (
    Table("programmes", Programme, _seen(Programme)),
    Table("programme_versions", ProgrammeVersion, _seen(ProgrammeVersion)),
    Table(
        "programme_services",
        ProgrammeVersion.services.through,
        _linked(ProgrammeVersion.services.through, "programmeversion", ProgrammeVersion),
    ),
    Table("session_templates", SessionTemplate, _linked(SessionTemplate, "version", ProgrammeVersion)),
)
_ENROLMENTS = Table("enrolments", Enrolment, _seen(Enrolment))
_WAY = (
    _ENROLMENTS,
    Table("status_changes", StatusChange, _seen(StatusChange)),
    Table("consents", Consent, _seen(Consent)),
    Table("assignments", Assignment, _seen(Assignment)),
    # The conclusions; what stands behind them is in the clinical part.
    Table("assessments", Assessment, _signed, without=_CLINICAL_TEXT),
    Table("decisions", Decision, _seen(Decision)),
    Table("outcome_proposals", OutcomeProposal, _seen(OutcomeProposal)),
)
_DELIVERY = (
    Table("cohorts", Cohort, _seen(Cohort)),
    Table("cohort_slots", WeeklySlot, _linked(WeeklySlot, "cohort", Cohort)),
    Table("cohort_staff", CohortStaff, _seen(CohortStaff)),
    Table("places", Place, _seen(Place)),
    Table("sessions", Session, _seen(Session)),
    Table("session_staff", SessionStaff, _seen(SessionStaff)),
    Table("attendance", Attendance, _sheets(Attendance)),
    Table("attendance_history", AttendanceHistory, _sheets(AttendanceHistory)),
)
_TRAIL = Table("trail", AuditEvent, _seen(AuditEvent))
# A partner's events name people by enrolment number, as its auditor reads them.
_TRAIL_BY_NUMBER = Table(
    "trail", AuditEvent, _seen(AuditEvent), without=frozenset({"person_id"}), shown=without_names
)

CUSTODIAN = (*_AGENCY, *_CATALOGUES, *_AGREEMENTS, *_PERSONS, *_PROGRAMMES, *_WAY, *_DELIVERY, _TRAIL)
PARTNER = (*_AGENCY, *_CATALOGUES, *_AGREEMENTS, *_PROGRAMMES, *_WAY, *_DELIVERY, _TRAIL_BY_NUMBER)
CLINICAL = (
    _ENROLMENTS,
    Table("instrument_results", InstrumentResult, _owned(InstrumentResult)),
    Table("assessments", Assessment, _owned(Assessment)),
    Table("assessment_texts", AssessmentText, _owned(AssessmentText)),
    Table("session_notes", SessionNote, _owned(SessionNote)),
    Table("session_note_lines", SessionNoteLine, _owned(SessionNoteLine)),
    Table("session_note_texts", NoteText, _owned(NoteText)),
)

# Models that no archive holds, and why.
NOT_TAKEN = {
    "accounts.KeptForm": "what somebody typed within the hour, theirs alone",
    "archive.Archive": "the archives themselves; the trail says who ordered and took them",
    "backup.Backup": "the machine's own",
    "enrolments.NumberSeries": "a counter; the numbers stand on the enrolments",
    "intake.Import": "how rows came in; the register has the rows, the trail who brought them",
    "intake.ImportFile": "the office's own file, which its page hands back",
    "intake.ImportRow": "how rows came in",
    "intake.SavedColumns": "how the office's file is read",
    "ui.Submission": "tokens against double sending",
    "work.JobRun": "the machine's own",
    "work.Worker": "the machine's own",
}


def tables_of(agency: Agency, *, clinical: bool) -> tuple[Table, ...]:
    if clinical:
        return CLINICAL
    return CUSTODIAN if agency.is_custodian else PARTNER


def _agreed(by: User) -> "QuerySet[Agreement]":
    return Agreement.objects.visible_to(by)
