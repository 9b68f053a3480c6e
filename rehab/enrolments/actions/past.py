"""Participation that ended before Pulih was there, as the office's own lists tell it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from accounts.models import Agency, User
from agreements.models import Agreement
from audit.models import Action
from audit.trail import record_many
from inmates.models import Inmate
from rehab.enrolments.actions.proposal import next_numbers
from rehab.enrolments.models import Enrolment, ExitReason, StatusChange
from rehab.enrolments.states import Status
from rehab.programmes.models import ProgrammeVersion


@dataclass(frozen=True)
class PastWay:
    """What an old list knows of one person's way: from the first day of a cohort to how it ended."""

    inmate: Inmate
    agreement: Agreement
    programme_version: ProgrammeVersion
    starts_on: date
    planned_until: date
    ended_on: date
    outcome: Status
    exit_reason: ExitReason | None = None
    note: str = ""


def enrol_past(*, custodian: Agency, ways: Sequence[PastWay], by: User, reason: str) -> list[Enrolment]:
    """Write ended enrolments, marked as imported, with no more moves than the list knows.

    No consent, screening or assessment is claimed: so no partner's gate opens for them
    (docs/adr/0015). Called inside the transaction of the import that brings them.
    """
    numbers = next_numbers(custodian, len(ways))
    rows = [
        Enrolment(
            number=number,
            inmate=way.inmate,
            custodian=custodian,
            agreement=way.agreement,
            programme_version=way.programme_version,
            status=way.outcome,
            status_since=datetime.combine(way.ended_on, time(12), tzinfo=custodian.zone),
            proposed_by=by,
            proposed_on=way.starts_on,
            starts_on=way.starts_on,
            ends_on=way.planned_until,
            ended_on=way.ended_on,
            exit_reason=way.exit_reason,
            imported=True,
        )
        for way, number in zip(ways, numbers, strict=True)
    ]
    Enrolment.objects.bulk_create(rows, batch_size=500)
    StatusChange.objects.bulk_create(
        (
            change
            for row, way in zip(rows, ways, strict=True)
            for change in _moves(row, way, by=by, reason=reason)
        ),
        batch_size=500,
    )
    record_many(
        Action.CREATE,
        by=by,
        on=[(row, row, {"status": ["", Status(row.status).label]}) for row in rows],
        reason=reason,
    )
    return rows


def _moves(row: Enrolment, way: PastWay, *, by: User, reason: str) -> list[StatusChange]:
    steps = (("", Status.PLACED, way.starts_on), (Status.PLACED, Status.ACTIVE, way.starts_on))
    moves = [
        StatusChange(from_status=source, to_status=target, on=on, reason=reason)
        for source, target, on in steps
    ]
    last = StatusChange(from_status=Status.ACTIVE, to_status=way.outcome, on=way.ended_on)
    last.exit_reason, last.reason, last.note = way.exit_reason, way.note or reason, way.note
    for move in (*moves, last):
        move.enrolment, move.decided_by, move.recorded_by, move.imported = row, by, by, True
    return [*moves, last]


def forget_past(*, enrolments: Sequence[Enrolment], by: User, reason: str) -> None:
    """Remove imported enrolments with their moves; whatever else hangs on one raises ProtectedError."""
    record_many(Action.ANNUL, by=by, on=[(row, row, {}) for row in enrolments], reason=reason)
    keys = [row.pk for row in enrolments]
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        StatusChange.objects.filter(enrolment__in=some, imported=True).delete()
        Enrolment.objects.filter(pk__in=some, imported=True).delete()
