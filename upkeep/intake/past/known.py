"""What the custodian has already: catalogues, people, and what earlier imports of the past brought."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import Agency
from agreements.models import Agreement
from rehab.delivery.models import Attendance, AttendanceCode, Cohort, Place, Session
from rehab.enrolments.models import Enrolment, ExitReason
from rehab.programmes.models import Programme, ProgrammeVersion, SessionKind
from upkeep.intake.register import Register, load
from upkeep.intake.values.words import plain

# (first day, last day or None while it goes on, how a sentence names it).
Span = tuple[date, date | None, str]


@dataclass
class Past:
    """Everything a row of old data is compared with, as it stands at one moment."""

    custodian: Agency
    today: date
    register: Register
    agreements: list[Agreement]
    programmes: dict[str, Programme] = field(default_factory=dict)
    versions: dict[int, list[ProgrammeVersion]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, SessionKind] = field(default_factory=dict)
    codes: dict[str, AttendanceCode] = field(default_factory=dict)
    exit_reasons: dict[str, ExitReason] = field(default_factory=dict)
    cohorts: dict[str, Cohort] = field(default_factory=dict)
    sessions: dict[tuple[int, datetime, str], Session] = field(default_factory=dict)
    enrolments: dict[tuple[int, int], Enrolment] = field(default_factory=dict)
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))

    def version_on(self, programme: Programme, day: date) -> ProgrammeVersion | None:
        """The version that held on that day; before the first one was written down, the first."""
        versions = self.versions[programme.pk]
        held = [each for each in versions if each.valid_from <= day]
        return held[-1] if held else next(iter(versions), None)


def load_past(custodian: Agency) -> Past:
    """A fixed number of questions, whatever the number of rows."""
    agreements = Agreement.objects.filter(line__custodian=custodian, discarded_at=None)
    past = Past(
        custodian,
        custodian.today(),
        load(custodian),
        [each for each in agreements.prefetch_related("suspensions") if each.put_in_force_at],
    )
    _load_catalogues(past)
    past.cohorts = {each.code.casefold(): each for each in _cohorts(custodian)}
    _load_imported(past)
    for row in Enrolment.objects.filter(custodian=custodian).order_by("pk"):
        end = row.ended_on if row.is_live or row.ended_on else row.proposed_on
        past.spans[row.inmate_id].append((row.proposed_on, end, row.number))
    return past


def _cohorts(custodian: Agency) -> Iterable[Cohort]:
    return Cohort.objects.filter(custodian=custodian).select_related("programme_version", "agreement")


def _load_catalogues(past: Past) -> None:
    versions = ProgrammeVersion.objects.filter(programme__in=Programme.objects.within(past.custodian))
    for version in versions.select_related("programme").order_by("valid_from", "number"):
        past.versions[version.programme_id].append(version)
        for name in (version.programme.code, version.name):
            past.programmes.setdefault(plain(name), version.programme)
    past.kinds = _named(SessionKind.objects.all())
    past.exit_reasons = _named(ExitReason.objects.all())
    for code in AttendanceCode.objects.all():
        for name in (code.code, code.name):
            past.codes.setdefault(plain(name), code)


def _named(rows: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        for name in (row.code, row.name):
            found.setdefault(plain(name), row)
    return found


def _load_imported(past: Past) -> None:
    mine = {"cohort__custodian": past.custodian, "cohort__imported": True}
    for session in Session.objects.filter(**mine).select_related("kind", "cohort__custodian"):
        past.sessions[session.cohort_id, session.planned_start, session.title.casefold()] = session
    for place in Place.objects.filter(**mine).select_related("enrolment__exit_reason"):
        past.enrolments[place.cohort_id, place.enrolment.inmate_id] = place.enrolment
    marks = Attendance.objects.filter(
        session__cohort__custodian=past.custodian, session__cohort__imported=True
    )
    for session_id, enrolment_id, code in marks.values_list("session_id", "enrolment_id", "code__code"):
        past.marks[session_id, enrolment_id] = code
