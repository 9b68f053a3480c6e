"""Leaving before the end, with a reason on two levels; the seat in the cohort becomes free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rehab.delivery import actions as delivery
from rehab.enrolments import actions as enrolments
from rehab.enrolments.catalogue import OTHER
from rehab.enrolments.models import Enrolment, ExitReason, OutcomeProposal
from rehab.enrolments.refusals import ReasonMissing, SomethingMissing
from rehab.enrolments.states import Status
from ui.refusal import Refused


@dataclass(frozen=True)
class Exit:
    """One participant who leaves: why, on which day (today when not told), and a word about it."""

    enrolment: Enrolment
    exit_reason: ExitReason
    on: date | None = None
    reason: str = ""


@transaction.atomic
def leave(
    *, by: User, enrolment: Enrolment, exit_reason: ExitReason, reason: str = "", on: date | None = None
) -> Enrolment:
    """Record that a participant left. A refusal or a release is held against nobody (design §3)."""
    if exit_reason.code == OTHER and not reason.strip():
        raise ReasonMissing(_("Tuliskan keterangan untuk alasan lain."))
    row = enrolments.move(
        by=by, enrolment=enrolment, to=Status.EXITED, exit_reason=exit_reason, reason=reason, on=on
    )
    assert row.ended_on is not None
    delivery.leave(enrolment=row, on=row.ended_on, by=by)
    OutcomeProposal.objects.filter(enrolment=row, answer="").update(
        answer=OutcomeProposal.Answer.RETURNED,
        answer_reason=_("Peserta keluar sebelum usulan dijawab."),
        answered_by=by,
        answered_at=timezone.now(),
    )
    return row


@transaction.atomic
def leave_many(*, by: User, exits: Sequence[Exit]) -> list[Enrolment]:
    """Confirm several exits at once, all or none, each with its own reason and day."""
    if not exits:
        raise SomethingMissing(_("Centang sedikitnya satu orang."))
    return [_leave_one(each, by) for each in sorted(exits, key=lambda each: each.enrolment.pk)]


def _leave_one(each: Exit, by: User) -> Enrolment:
    """The field that a refusal names is the participant's own."""
    try:
        return leave(
            by=by, enrolment=each.enrolment, exit_reason=each.exit_reason, reason=each.reason, on=each.on
        )
    except Refused as refused:
        if refused.field:
            refused.field = f"{refused.field}_{each.enrolment.pk}"
        raise
