"""Enrolments in bulk, for people made by `people`, in every state of the way; `course` holds what follows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.utils import timezone

from accounts.models import User
from agreements.models import Agreement
from audit.models import Action
from inmates.models import Inmate
from rehab.clinical.models import Assessment, InstrumentResult, ReferenceWindow
from rehab.delivery.models import AttendanceCode
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
from rehab.programmes.models import Category, Programme, ProgrammeVersion, SessionKind
from upkeep.bulk.book import Book
from upkeep.bulk.trail import Trail

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
# Days from one step of the way to the next.
_PACE = 4


@dataclass(frozen=True)
class References:
    """The national rows that enrolments and sessions refer to, read once."""

    version: ProgrammeVersion
    text: ConsentText
    exit_reason: ExitReason
    kind: SessionKind
    codes: list[AttendanceCode]

    @classmethod
    def read(cls, today: date) -> "References":
        programme = Programme.objects.filter(custodian=None).order_by("code").first()
        assert programme is not None
        version = programme.version_on(today)
        assert version is not None
        return cls(
            version,
            ConsentText.objects.get(language="id"),
            ExitReason.objects.get(code="bebas-murni"),
            SessionKind.objects.get(code="KK"),
            list(AttendanceCode.objects.order_by("order")),
        )


@dataclass(frozen=True)
class Staff:
    """Whom the rows name. `facilitator` gives the partner's first, second, …, and hires as many."""

    officer: User
    head: User
    medical: User
    assessor: User
    facilitator: Callable[[int], User]


@dataclass(frozen=True)
class Shape:
    """How the cohorts of a world are cut and when they meet: as many hours as there are in a day."""

    sessions: int
    quota: int = 40
    hours: tuple[time, ...] = (time(8), time(10), time(13), time(15))
    minutes: int = 90
    trail: bool = True
    # Whether some sheets of the last day wait to be recorded.
    owed: bool = True


@dataclass(frozen=True)
class Rehab:
    """Everything the rows of one custodian's programme refer to."""

    book: Book
    agreement: Agreement
    references: References
    staff: Staff
    random: Random
    today: date
    shape: Shape
    # Numbers of the partner's cohorts: their facilitator, room and hour follow from them.
    numbers: Iterator[int] = field(default_factory=count)

    def moment(self, day: date, hour: int = 10) -> datetime:
        return datetime.combine(day, time(hour), self.agreement.custodian.zone)

    def trail(self, by: User, role: str) -> Trail:
        return Trail(self.book, by, role)


@dataclass
class Course:
    """When a group goes through the programme; `days` are those on which it meets."""

    days: list[date]
    running: bool
    members: list[Enrolment] = field(default_factory=list)

    @property
    def starts(self) -> date:
        return self.days[0]

    @property
    def ends(self) -> date:
        return self.days[-1]


def add_enrolments(
    rehab: Rehab, inmates: Sequence[Inmate], *, active: int = 0
) -> tuple[list[Enrolment], list[Course]]:
    """One enrolment a person in a mix of states, the first `active` in custody in the programme now;
    and the courses in which those stand who came that far."""
    dealt = _dealt(rehab, inmates, active)
    enrolments: list[Enrolment] = []
    courses: list[Course] = []
    for running in (True, False):
        group = [pair for pair in dealt if _in_course(pair[1]) and (pair[1] in IN_PROGRAMME) is running]
        for begin in range(0, len(group), rehab.shape.quota):
            course = Course(_days(rehab, running=running), running)
            course.members = [_enrolment(rehab, *pair, course) for pair in group[begin:][: rehab.shape.quota]]
            courses.append(course)
            enrolments += course.members
    enrolments += [_enrolment(rehab, *pair, None) for pair in dealt if not _in_course(pair[1])]
    rehab.book.save(Enrolment, enrolments)
    _add_way(rehab, enrolments)
    _add_consents(rehab, enrolments)
    _add_assignments(rehab, enrolments)
    _add_clinical(rehab, enrolments)
    return enrolments, courses


def _dealt(rehab: Rehab, inmates: Sequence[Inmate], active: int) -> list[tuple[Inmate, Status]]:
    statuses, weights = zip(*_MIX, strict=True)
    dealt = []
    for inmate in inmates:
        status = rehab.random.choices(statuses, weights)[0]
        if inmate.in_custody and active > 0:
            status, active = Status.ACTIVE, active - 1
        elif not inmate.in_custody and status in LIVE:
            status = Status.EDUCATION_ONLY
        dealt.append((inmate, status))
    return dealt


def _in_course(status: Status) -> bool:
    return Status.ACTIVE in _WAY[status]


def _days(rehab: Rehab, *, running: bool) -> list[date]:
    """Every day of the week but Sunday: so many held, and two weeks ahead where it goes on."""
    last = rehab.today - timedelta(days=1 if running else rehab.random.randint(7, 150))
    held: list[date] = []
    while len(held) < rehab.shape.sessions:
        if last.weekday() != 6:
            held.append(last)
        last -= timedelta(days=1)
    ahead = [rehab.today + timedelta(days=number) for number in range(14)] if running else []
    return [*reversed(held), *(day for day in ahead if day.weekday() != 6)]


def _enrolment(rehab: Rehab, inmate: Inmate, status: Status, course: Course | None) -> Enrolment:
    screened, assessed = status != Status.PROPOSED, Status.ASSESSED in _WAY[status]
    random, today = rehab.random, rehab.today
    if course:
        proposed = course.starts - timedelta(days=random.randint(30, 60))
    else:
        proposed = today - timedelta(days=random.randint(len(_WAY[status]) * _PACE, 200))
    ended = None
    if status in ENDED:
        ended = course.ends if course else proposed + timedelta(days=_PACE * (len(_WAY[status]) - 1))
    if course and status == Status.EXITED:
        ended = random.choice(course.days)
    in_programme = course is not None and status in (*IN_PROGRAMME, *ENDED)
    steps = len(_WAY[status]) - 1
    since = ended or (course.starts if course else min(today, proposed + timedelta(days=_PACE * steps)))
    low = status == Status.EDUCATION_ONLY
    return Enrolment(
        number=f"{inmate.custodian.code.upper()}-{proposed:%Y}-{inmate.pk:07d}",
        inmate=inmate,
        custodian=inmate.custodian,
        agreement=rehab.agreement,
        programme_version=rehab.references.version if in_programme else None,
        status=status,
        status_since=rehab.moment(since),
        proposed_by=rehab.staff.officer,
        proposed_on=proposed,
        risk_band=(RiskBand.LOW if low else RiskBand.MODERATE) if screened else "",
        screened_on=proposed + timedelta(days=_PACE) if screened else None,
        role_by_assessment=RoleByAssessment.USER if assessed else "",
        category=random.choice((Category.I, Category.II)) if assessed else "",
        recommendation=Assessment.Recommendation.REHABILITATE if assessed else "",
        assessed_on=proposed + timedelta(days=3 * _PACE) if assessed else None,
        deferred_until=today + timedelta(days=random.randint(-5, 30)) if status == Status.DEFERRED else None,
        starts_on=course.starts if course else None,
        ends_on=course.ends if course else None,
        ended_on=ended,
        exit_reason=rehab.references.exit_reason if status == Status.EXITED else None,
        phase="primary" if status in IN_PROGRAMME else "",
    )


def _day_of_step(enrolment: Enrolment, step: int, status: Status) -> date:
    """The day of one move on the way."""
    if status == enrolment.status and enrolment.ended_on:
        return enrolment.ended_on
    if status == Status.ACTIVE and enrolment.starts_on:
        return enrolment.starts_on
    return enrolment.proposed_on + timedelta(days=_PACE * step)


def _add_way(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    rows, acts = [], []
    officer = rehab.staff.officer
    for enrolment in enrolments:
        before = ""
        for step, status in enumerate(_WAY[Status(enrolment.status)]):
            on = _day_of_step(enrolment, step, status)
            moved = StatusChange(
                enrolment=enrolment,
                from_status=before,
                to_status=status,
                decided_by=officer,
                recorded_by=officer,
                at=rehab.moment(on),
                on=on,
                exit_reason=enrolment.exit_reason if status == Status.EXITED else None,
            )
            rows.append(moved)
            acts.append((enrolment, moved.at))
            before = status
    rehab.book.save(StatusChange, rows)
    if rehab.shape.trail:
        kind = Enrolment._meta.label_lower
        rehab.trail(officer, "rehabilitasi").of_participants(
            (each, (at, Action.MOVE, kind, each.pk, each.number)) for each, at in acts
        )


def _add_consents(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    """All but some of those who were proposed and not yet asked."""
    asked = [each for each in enrolments if each.status != Status.PROPOSED or rehab.random.random() < 0.7]
    rehab.book.save(
        Consent,
        [
            Consent(
                enrolment=each,
                text=rehab.references.text,
                given=True,
                given_on=each.proposed_on,
                witness="Saksi",
                recorded_by=rehab.staff.officer,
            )
            for each in asked
        ],
    )


def _add_assignments(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    staff = rehab.staff
    pairs = ((staff.medical, Assignment.Capacity.MEDICAL), (staff.assessor, Assignment.Capacity.ASSESSOR))
    rehab.book.save(
        Assignment,
        [
            Assignment(
                enrolment=each,
                staff=who,
                capacity=capacity,
                since=each.proposed_on,
                until=each.ended_on,
                assigned_by=staff.head,
            )
            for each in enrolments
            for who, capacity in pairs
        ],
    )


def _add_clinical(rehab: Rehab, enrolments: list[Enrolment]) -> None:
    now = timezone.now()
    rehab.book.save(
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
                signed_at=now,
                signed_by=rehab.staff.medical,
            )
            for each in enrolments
            if each.screened_on
        ],
    )
    assessed = [each for each in enrolments if each.assessed_on]
    rehab.book.save(Assessment, [_assessment(rehab, each, now) for each in assessed])
    decided = [each for each in assessed if each.status != Status.ASSESSED]
    rehab.book.save(Decision, [_decision(rehab, each) for each in decided])


def _assessment(rehab: Rehab, enrolment: Enrolment, now: datetime) -> Assessment:
    return Assessment(
        enrolment=enrolment,
        assessor=rehab.staff.assessor,
        assessed_on=enrolment.assessed_on,
        role_by_assessment=enrolment.role_by_assessment,
        category=enrolment.category,
        recommendation=enrolment.recommendation,
        signed_at=now,
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
