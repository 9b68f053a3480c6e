"""Leaving before the end, with a reason on two levels; the seat in the cohort becomes free."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from rehab.delivery import actions as delivery
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Enrolment, ExitReason, OutcomeProposal
from rehab.enrolments.states import Status


@transaction.atomic
def leave(
    *, by: User, enrolment: Enrolment, exit_reason: ExitReason, reason: str = "", on: date | None = None
) -> Enrolment:
    """Record that a participant left. A refusal or a release is held against nobody (design §3)."""
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
def leave_many(
    *, by: User, exits: Sequence[tuple[Enrolment, ExitReason, date | None]], reason: str = ""
) -> list[Enrolment]:
    """Confirm several exits of the queue at once, each with its own reason and day."""
    return [
        leave(by=by, enrolment=row, exit_reason=exit_reason, reason=reason, on=on)
        for row, exit_reason, on in exits
    ]
