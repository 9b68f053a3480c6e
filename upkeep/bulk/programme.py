"""Enrolments, cohorts, sessions and attendance in bulk, for people made by `people`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.clinical.models import Assessment, InstrumentResult, ReferenceWindow
from rehab.delivery.models import (
    Attendance,
    AttendanceCode,
    AttendanceHistory,
    Cohort,
    CohortStaff,
    Place,
    Session,
    SessionStaff,
)
from rehab.enrolments.models import (
    Assignment,
    Consent,
    ConsentText,
    Decision,
    Enrolment,
    ExitReason,
    RiskBand,
    RoleByAssessment,
    Status,
    StatusChange,
)
from rehab.enrolments.states import ENDED, IN_PROGRAMME, LIVE
from rehab.programmes.models import Category, ProgrammeVersion, SessionKind
from upkeep.bulk.people import save

# The way to each state, as the append-only history shows it.
_WAY: dict[Status, tuple[Status, ...]] = {}
_TO_ASSESSED = (Status.PROPOSED, Status.SCREENED, Status.TO_ASSESS, Status.ASSESSED)
_TO_ACTIVE = (*_TO_ASSESSED, Status.ELIGIBLE, Status.PLACED, Status.ACTIVE)
_WAY[Status.PROPOSED] = (Status.PROPOSED,)
_WAY[Status.SCREENED] = (Status.PROPOSED, Status.SCREENED)
_WAY[Status.EDUCATION_ONLY] = (Status.PROPOSED, Status.SCREENED, Status.EDUCATION_ONLY)
_WAY[Status.TO_ASSESS] = (Status.PROPOSED, Status.SCREENED, Status.TO_ASSESS)
_WAY[Status.ASSESSED] = _TO_ASSESSED
for _end in (Status.ELIGIBLE, Status.DEFERRED, Status.NOT_ELIGIBLE):
    _WAY[_end] = (*_TO_ASSESSED, _end)
_WAY[Status.PLACED] = (*_TO_ASSESSED, Status.ELIGIBLE, Status.PLACED)
_WAY[Status.ACTIVE] = _TO_ACTIVE
for _end in (Status.SUSPENDED, Status.GRADUATED, Status.NOT_GRADUATED, Status.EXITED):
    _WAY[_end] = (*_TO_ACTIVE, _end)

_MIX = (
    (Status.PROPOSED, 8),
    (Status.SCREENED, 3),
    (Status.EDUCATION_ONLY, 30),
    (Status.TO_ASSESS, 7),
    (Status.ASSESSED, 5),
    (Status.DEFERRED, 2),
    (Status.ELIGIBLE, 6),
    (Status.NOT_ELIGIBLE, 3),
    (Status.ACTIVE, 14),
    (Status.SUSPENDED, 1),
    (Status.GRADUATED, 16),
    (Status.NOT_GRADUATED, 2),
    (Status.EXITED, 3),
)
_COHORT = 20


@dataclass(frozen=True)
class Staff:
    """Whom the rows name."""

    officer: User
    head: User
    medical: User
    assessor: User
    facilitator: User


@dataclass(frozen=True)
class Rehab:
    """Everything the rows of one custodian's programme refer to."""

    agreement: Agreement
    version: ProgrammeVersion
    staff: Staff
    random: Random
    today: date
    sessions: int

    @property
    def now(self) -> datetime:
        return timezone.now()


def add_programme(rehab: Rehab, inmates: list[Inmate]) -> list[Enrolment]:
    """One enrolment a person in a mix of states; those who reached a cohort get sessions and marks."""
    enrolments = save(Enrolment, [_enrolment(rehab, inmate) for inmate in inmates])
    _add_way(rehab, enrolments)
    _add_consents(rehab, enrolments)
    _add_clinical(rehab, enrolments)
    reached = [each for each in enrolments if each.programme_version_id]
    for begin in range(0, len(reached), _COHORT):
        _add_cohort(rehab, reached[begin : begin + _COHORT], begin // _COHORT)
    return enrolments


def _enrolment(rehab: Rehab, inmate: Inmate) -> Enrolment:
    status = rehab.random.choices([each for each, _ in _MIX], [weight for _, weight in _MIX])[0]
    if not inmate.in_custody and status in LIVE:
        status = Status.EDUCATION_ONLY
    in_programme = Status.ACTIVE in _WAY[status]
    screened = status != Status.PROPOSED
    assessed = Status.ASSESSED in _WAY[status]
    proposed = rehab.today - timedelta(days=rehab.random.randint(60, 380))
    return Enrolment(
        number=f"{inmate.custodian.code.upper()}-{proposed:%Y}-{inmate.pk:07d}",
        inmate=inmate,
        custodian=inmate.custodian,
        agreement=rehab.agreement,
        programme_version=rehab.version if in_programme else None,
        status=status,
        proposed_by=rehab.staff.officer,
        proposed_on=proposed,
        risk_band=(RiskBand.LOW if status == Status.EDUCATION_ONLY else RiskBand.MODERATE)
        if screened
        else "",
        screened_on=proposed + timedelta(days=5) if screened else None,
        role_by_assessment=RoleByAssessment.USER if assessed else "",
        category=Category.I if assessed else "",
        recommendation=Assessment.Recommendation.REHABILITATE if assessed else "",
        assessed_on=proposed + timedelta(days=12) if assessed else None,
        deferred_until=rehab.today + timedelta(days=20) if status == Status.DEFERRED else None,
        starts_on=proposed + timedelta(days=30) if in_programme else None,
        ended_on=proposed + timedelta(days=90) if status in ENDED else None,
        exit_reason=_exit_reason() if status == Status.EXITED else None,
        phase="primary" if status in IN_PROGRAMME else "",
    )


def _exit_reason() -> ExitReason:
    return ExitReason.objects.get(code="bebas-murni")


def _add_way(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    rows = []
    for enrolment in enrolments:
        before = ""
        for step, status in enumerate(_WAY[Status(enrolment.status)]):
            on = enrolment.proposed_on + timedelta(days=step * 5)
            rows.append(
                StatusChange(
                    enrolment=enrolment,
                    from_status=before,
                    to_status=status,
                    decided_by=rehab.staff.officer,
                    recorded_by=rehab.staff.officer,
                    on=on,
                    exit_reason=enrolment.exit_reason if status == Status.EXITED else None,
                )
            )
            before = status
    save(StatusChange, rows)


def _add_consents(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    text = ConsentText.objects.get(language="id")
    save(
        Consent,
        [
            Consent(
                enrolment=each,
                text=text,
                given=True,
                given_on=each.proposed_on,
                witness="Saksi",
                recorded_by=rehab.staff.officer,
            )
            for each in enrolments
        ],
    )
    save(
        Assignment,
        [
            Assignment(
                enrolment=each,
                staff=staff,
                capacity=capacity,
                since=each.proposed_on,
                assigned_by=rehab.staff.head,
            )
            for each in enrolments
            for staff, capacity in (
                (rehab.staff.medical, Assignment.Capacity.MEDICAL),
                (rehab.staff.assessor, Assignment.Capacity.ASSESSOR),
            )
        ],
    )


def _add_clinical(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    screened = [each for each in enrolments if each.screened_on]
    save(
        InstrumentResult,
        [
            InstrumentResult(
                enrolment=each,
                instrument="assist-3.1",
                reference_window=ReferenceWindow.BEFORE_DETENTION,
                interviewer=rehab.staff.medical,
                interviewed_on=each.screened_on,
                answers={f"P1{letter}": 0 for letter in "abcdefghij"},
                scores={"substances": {}, "band": each.risk_band, "injecting": None},
                signed_at=rehab.now,
                signed_by=rehab.staff.medical,
            )
            for each in screened
        ],
    )
    assessed = [each for each in enrolments if each.assessed_on]
    save(Assessment, [_assessment(rehab, each) for each in assessed])
    decided = [each for each in assessed if each.status != Status.ASSESSED]
    save(Decision, [_decision(rehab, each) for each in decided])


def _assessment(rehab: Rehab, enrolment: Enrolment) -> Assessment:
    return Assessment(
        enrolment=enrolment,
        assessor=rehab.staff.assessor,
        assessed_on=enrolment.assessed_on,
        role_by_assessment=enrolment.role_by_assessment,
        category=enrolment.category,
        recommendation=enrolment.recommendation,
        signed_at=rehab.now,
    )


def _decision(rehab: Rehab, enrolment: Enrolment) -> Decision:
    other = enrolment.status in (Status.DEFERRED, Status.NOT_ELIGIBLE)
    return Decision(
        enrolment=enrolment,
        outcome=enrolment.status if other else Decision.Outcome.ELIGIBLE,
        reason="Sesuai hasil asesmen.",
        review_on=enrolment.deferred_until,
        decided_by=rehab.staff.head,
        recorded_by=rehab.staff.head,
    )


def _add_cohort(rehab: Rehab, members: list[Enrolment], index: int) -> None:
    start = rehab.today - timedelta(days=rehab.sessions * 2 - 20)
    cohort = Cohort.objects.create(
        custodian=rehab.agreement.custodian,
        agreement=rehab.agreement,
        programme_version=rehab.version,
        code=f"B-{rehab.agreement.pk}-{index:05d}-{rehab.random.randint(0, 10**9)}",
        state=Cohort.State.RUNNING,
        quota=_COHORT,
        place="Aula",
        starts_on=start,
        ends_on=rehab.today + timedelta(days=30),
        created_by=rehab.staff.officer,
    )
    CohortStaff.objects.create(
        cohort=cohort,
        staff=rehab.staff.facilitator,
        capacity=CohortStaff.Capacity.FACILITATOR,
        since=start,
    )
    save(
        Place,
        [
            Place(
                cohort=cohort,
                enrolment=each,
                seat=seat,
                quota=_COHORT,
                taken_on=start,
                left_on=each.ended_on and max(each.ended_on, start),
                placed_by=rehab.staff.head,
            )
            for seat, each in enumerate(members, start=1)
        ],
    )
    _add_sessions(rehab, cohort, members, start, index)


def _add_sessions(rehab: Rehab, cohort: Cohort, members: list[Enrolment], start: date, index: int) -> None:
    kind = SessionKind.objects.get(code="KK")
    zone = rehab.agreement.custodian.zone
    rows = []
    for number in range(rehab.sessions):
        day = start + timedelta(days=number * 2)
        # Staggered by minutes after the day's work, so that one facilitator is never in two places.
        begins = datetime.combine(day, time(16 + index % 7, index // 7 % 60), zone)
        held = day < rehab.today
        rows.append(
            Session(
                cohort=cohort,
                custodian=cohort.custodian,
                kind=kind,
                title=f"Konseling kelompok {number + 1}",
                day=day,
                planned_start=begins,
                planned_end=begins + timedelta(minutes=1),
                place="Aula",
                state=Session.State.HELD if held else Session.State.PLANNED,
                actual_start=begins if held else None,
                actual_end=begins + timedelta(minutes=1) if held else None,
                delivered_by=rehab.staff.facilitator if held else None,
                recorded_by=rehab.staff.facilitator if held else None,
                recorded_at=begins if held else None,
                attendance_recorded_at=begins if held else None,
                created_by=rehab.staff.officer,
            )
        )
    sessions = save(Session, rows)
    if index < 7 * 60:
        save(
            SessionStaff,
            [
                SessionStaff(
                    session=each,
                    staff=rehab.staff.facilitator,
                    starts_at=each.planned_start,
                    ends_at=each.planned_end,
                )
                for each in sessions
            ],
        )
    _add_marks(rehab, [each for each in sessions if each.state == Session.State.HELD], members)


def _add_marks(rehab: Rehab, sessions: list[Session], members: list[Enrolment]) -> None:
    codes = list(AttendanceCode.objects.order_by("order"))
    weights = [80] + [3] * (len(codes) - 1)
    marks = [
        Attendance(
            session=session,
            enrolment=member,
            code=rehab.random.choices(codes, weights)[0],
            first_recorded_at=session.recorded_at,
            recorded_at=session.recorded_at,
            recorded_by=rehab.staff.facilitator,
        )
        for session in sessions
        for member in members
    ]
    save(Attendance, marks)
    save(
        AttendanceHistory,
        [
            AttendanceHistory(
                session_id=each.session_id,
                enrolment_id=each.enrolment_id,
                code=each.code.code,
                recorded_at=each.recorded_at,
                recorded_by=rehab.staff.facilitator,
            )
            for each in marks
        ],
    )
