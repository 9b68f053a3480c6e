"""Cohorts, sessions and attendance from before Pulih, as the office's own lists tell them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency, User
from accounts.permissions import P
from agreements.models import Agreement
from audit.models import READS, Action, AuditEvent
from audit.trail import record_many
from inmates.actions import bulk
from rehab.delivery.models import Attendance, AttendanceCode, Cohort, Place, Session
from rehab.delivery.refusals import NotYourAct
from rehab.enrolments.actions.past import PastWay, enrol_past, forget_past
from rehab.enrolments.models import Enrolment, ExitReason
from rehab.enrolments.states import Status
from rehab.programmes.models import ProgrammeVersion, SessionKind
from ui.refusal import Refused

_CHUNK = 500


class PastBuiltUpon(Refused):
    """Something rests on what would be taken back."""

    sentence = gettext_lazy("Sebagian data impor ini sudah diubah atau dipakai sesudahnya")

    def __init__(self, names: Iterable[str]) -> None:
        named = sorted(set(names))
        more = _(" dan %(n)s lainnya") % {"n": len(named) - 5} if len(named) > 5 else ""
        super().__init__(f"{self.sentence}: {', '.join(named[:5])}{more}.")


@dataclass(frozen=True, eq=False)
class PastCohort:
    code: str
    programme_version: ProgrammeVersion
    agreement: Agreement
    starts_on: date
    ends_on: date
    place: str = ""
    decree_number: str = ""
    decree_date: date | None = None


@dataclass(frozen=True, eq=False)
class PastSession:
    cohort: PastCohort | Cohort
    starts: datetime
    ends: datetime | None
    kind: SessionKind
    title: str
    delivered_by: str
    place: str = ""


@dataclass(frozen=True, eq=False)
class PastParticipant:
    cohort: PastCohort | Cohort
    inmate_id: int
    outcome: Status
    ended_on: date
    exit_reason: ExitReason | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class PastMark:
    session: PastSession | Session
    person: PastParticipant | Enrolment
    code: AttendanceCode


@dataclass
class Taken:
    """What became of each thing that was given, and the last event that the trail got of it."""

    cohorts: dict[PastCohort, Cohort] = field(default_factory=dict)
    sessions: dict[PastSession, Session] = field(default_factory=dict)
    enrolments: dict[PastParticipant, Enrolment] = field(default_factory=dict)
    marks: dict[PastMark, int] = field(default_factory=dict)
    last_event: int = 0

    def cohort(self, given: PastCohort | Cohort) -> Cohort:
        return self.cohorts[given] if isinstance(given, PastCohort) else given

    def session(self, given: PastSession | Session) -> Session:
        return self.sessions[given] if isinstance(given, PastSession) else given

    def enrolment(self, given: PastParticipant | Enrolment) -> Enrolment:
        return self.enrolments[given] if isinstance(given, PastParticipant) else given


@transaction.atomic
def take_in_past(
    *,
    custodian: Agency,
    cohorts: Sequence[PastCohort],
    sessions: Sequence[PastSession],
    participants: Sequence[PastParticipant],
    marks: Sequence[PastMark],
    by: User,
    reason: str,
) -> Taken:
    """Write finished cohorts with their sessions, people and marks, all of it marked as imported.

    Whole or not at all. Marks of an imported session have no history of their own: they are never
    changed, only taken back with their import.
    """
    if not by.has_perm(P.ENROLMENTS_IMPORT) or by.agency_id != custodian.pk:
        raise NotYourAct(_("Data lama diimpor petugas rehabilitasi rutan/lapas."))
    Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
    taken = Taken()
    _write_cohorts(taken, custodian, cohorts, participants, by, reason)
    _write_sessions(taken, custodian, sessions, by, reason)
    _write_participants(taken, custodian, participants, by, reason)
    _write_marks(taken, marks, by, reason)
    taken.last_event = bulk.last_event(custodian)
    return taken


def _write_cohorts(
    taken: Taken,
    custodian: Agency,
    cohorts: Sequence[PastCohort],
    participants: Sequence[PastParticipant],
    by: User,
    reason: str,
) -> None:
    def moment(day: date) -> datetime:
        return datetime.combine(day, time(12), tzinfo=custodian.zone)

    for each in cohorts:
        taken.cohorts[each] = Cohort(
            custodian=custodian,
            agreement=each.agreement,
            programme_version=each.programme_version,
            code=each.code,
            state=Cohort.State.FINISHED,
            quota=max(1, sum(person.cohort is each for person in participants)),
            place=each.place or _NOWHERE,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            decree_number=each.decree_number,
            decree_date=each.decree_date,
            started_at=moment(each.starts_on),
            closed_at=moment(each.ends_on),
            created_by=by,
            imported=True,
        )
    made = list(taken.cohorts.values())
    Cohort.objects.bulk_create(made, batch_size=_CHUNK)
    record_many(Action.CREATE, by=by, on=[(each, None, {}) for each in made], reason=reason)


# What stands where an old list names no place; the column is never empty.
_NOWHERE = "-"


def _write_sessions(
    taken: Taken, custodian: Agency, sessions: Sequence[PastSession], by: User, reason: str
) -> None:
    now = timezone.now()
    for each in sessions:
        cohort = taken.cohort(each.cohort)
        taken.sessions[each] = Session(
            cohort=cohort,
            custodian=custodian,
            kind=each.kind,
            title=each.title,
            day=each.starts.astimezone(custodian.zone).date(),
            planned_start=each.starts,
            planned_end=each.ends or each.starts + timedelta(hours=1),
            place=each.place or cohort.place,
            state=Session.State.HELD,
            actual_start=each.starts,
            actual_end=each.ends,
            delivered_by_name=each.delivered_by,
            recorded_by=by,
            recorded_at=now,
            attendance_recorded_at=now,
            created_by=by,
            imported=True,
        )
    made = list(taken.sessions.values())
    Session.objects.bulk_create(made, batch_size=_CHUNK)
    record_many(Action.CREATE, by=by, on=[(each, None, {}) for each in made], reason=reason)


def _write_participants(
    taken: Taken, custodian: Agency, participants: Sequence[PastParticipant], by: User, reason: str
) -> None:
    # The earlier way first: of two of one person the later one is the latest.
    given = sorted(participants, key=lambda each: taken.cohort(each.cohort).starts_on)
    inmates = bulk.locked_people(custodian, [each.inmate_id for each in given])
    ways = []
    for each in given:
        cohort = taken.cohort(each.cohort)
        ways.append(
            PastWay(
                inmate=inmates[each.inmate_id],
                agreement=cohort.agreement,
                programme_version=cohort.programme_version,
                starts_on=cohort.starts_on,
                planned_until=cohort.ends_on,
                ended_on=each.ended_on,
                outcome=each.outcome,
                exit_reason=each.exit_reason,
                note=each.note,
            )
        )
    rows = enrol_past(custodian=custodian, ways=ways, by=by, reason=reason)
    taken.enrolments = dict(zip(given, rows, strict=True))
    _seat(taken, participants, by)


def _seat(taken: Taken, participants: Sequence[PastParticipant], by: User) -> None:
    """A seat for each in the order of the list; a cohort that is continued grows with them."""
    cohorts = {each.pk: each for each in map(taken.cohort, (each.cohort for each in participants))}
    last = _last_seats(cohorts)
    places = []
    for each in participants:
        cohort, enrolment = taken.cohort(each.cohort), taken.enrolments[each]
        last[cohort.pk] += 1
        places.append(
            Place(
                cohort=cohort,
                enrolment=enrolment,
                seat=last[cohort.pk],
                quota=last[cohort.pk],
                taken_on=cohort.starts_on,
                # Who graduated or not keeps the seat; of who left, it is free the day after the last one.
                left_on=each.ended_on + timedelta(days=1) if each.outcome == Status.EXITED else None,
                placed_by=by,
            )
        )
    Place.objects.bulk_create(places, batch_size=_CHUNK)
    _fit_quota(cohorts)


def _last_seats(cohorts: Iterable[int]) -> dict[int, int]:
    known = Place.objects.filter(cohort__in=tuple(cohorts)).order_by().values("cohort")
    return dict.fromkeys(cohorts, 0) | dict(known.annotate(n=Max("seat")).values_list("cohort", "n"))


def _fit_quota(cohorts: Iterable[int]) -> None:
    """An imported cohort had as many places as it had people."""
    for row in Cohort.objects.filter(pk__in=tuple(cohorts)).annotate(people=Count("places")):
        Cohort.objects.filter(pk=row.pk).update(quota=max(1, row.people))


def _write_marks(taken: Taken, marks: Sequence[PastMark], by: User, reason: str) -> None:
    now = timezone.now()
    rows = [
        Attendance(
            session=taken.session(each.session),
            enrolment=taken.enrolment(each.person),
            code=each.code,
            first_recorded_at=now,
            recorded_at=now,
            recorded_by=by,
        )
        for each in marks
    ]
    Attendance.objects.bulk_create(rows, batch_size=1000)
    taken.marks = {mark: row.pk for mark, row in zip(marks, rows, strict=True)}
    added: dict[int, list[Any]] = {}
    for row in rows:
        added.setdefault(row.enrolment_id, [row.enrolment, 0])[1] += 1
    told = [(row, row, {"kehadiran": _("%(n)s tanda") % {"n": n}}) for row, n in added.values()]
    record_many(Action.CHANGE, by=by, on=told, reason=reason)


@transaction.atomic
def take_back_past(
    *,
    custodian: Agency,
    cohorts: Sequence[int],
    sessions: Sequence[int],
    enrolments: Sequence[int],
    marks: Sequence[int],
    last_event: int,
    by: User,
    reason: str,
) -> None:
    """Remove what `take_in_past` wrote, whole or not at all; raises PastBuiltUpon.

    `last_event` is the last event of the trail that it wrote: every later change of one of these
    records has left its own.
    """
    if not by.has_perm(P.ENROLMENTS_IMPORT) or by.agency_id != custodian.pk:
        raise NotYourAct(_("Data lama diimpor petugas rehabilitasi rutan/lapas."))
    Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
    people = _rows(Enrolment.objects.select_related("inmate"), enrolments)
    marked = _rows(Enrolment, {each.enrolment_id for each in _rows(Attendance, marks).values()})
    held, runs = _rows(Session, sessions), _rows(Cohort, cohorts)
    if later := _changed_since(custodian, last_event, people | marked, held, runs):
        raise PastBuiltUpon(later)
    touched = {place.cohort_id for place in _of(Place, people)} - set(runs)
    try:
        for rows in (_rows(Attendance, marks).values(), _of(Place, people)):
            _remove(list(rows))
        forget_past(enrolments=list(people.values()), by=by, reason=reason)
        told = [(each, None, {}) for each in (*held.values(), *runs.values())]
        record_many(Action.ANNUL, by=by, on=told, reason=reason)
        _remove(list(held.values()))
        _remove(list(runs.values()))
    except ProtectedError as error:
        raise PastBuiltUpon(str(each) for each in error.protected_objects) from error
    _fit_quota(touched)


def _rows(source: Any, pks: Iterable[int]) -> dict[int, Any]:
    rows = source._default_manager.all() if isinstance(source, type) else source
    wanted, found = list(pks), {}
    for start in range(0, len(wanted), _CHUNK):
        found |= {row.pk: row for row in rows.filter(pk__in=wanted[start : start + _CHUNK])}
    return found


def _of(model: type[Place], enrolments: Mapping[int, Enrolment]) -> list[Place]:
    keys = list(enrolments)
    return [
        row
        for start in range(0, len(keys), _CHUNK)
        for row in model.objects.filter(enrolment__in=keys[start : start + _CHUNK])
    ]


def _remove(rows: list[Any]) -> None:
    for start in range(0, len(rows), _CHUNK):
        type(rows[0])._default_manager.filter(
            pk__in=[row.pk for row in rows[start : start + _CHUNK]]
        ).delete()


def _changed_since(
    custodian: Agency,
    last_event: int,
    people: Mapping[int, Enrolment],
    sessions: Mapping[int, Session],
    cohorts: Mapping[int, Cohort],
) -> list[str]:
    """What the trail says was written since about one of these; reading and printing change nothing."""
    mine = {
        (model._meta.label_lower, str(pk)): str(row)
        for model, rows in ((Enrolment, people), (Session, sessions), (Cohort, cohorts))
        for pk, row in rows.items()
    }
    numbers = {row.number for row in people.values()}
    kinds = {kind for kind, _pk in mine}
    later = AuditEvent.objects.filter(owner_agency_id=custodian.pk, pk__gt=last_event).exclude(
        action__in=READS
    )
    later = later.filter(Q(object_type__in=kinds) | ~Q(enrolment_number=""))
    told = later.values_list("object_type", "object_id", "enrolment_number")
    found = [mine.get((kind, key)) or (number if number in numbers else "") for kind, key, number in told]
    return [name for name in found if name]
