"""An ASSIST interview: begun, kept while half done, signed, and what follows from it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import changed_fields, record
from audit.words import choice_as_written
from rehab.clinical import refusals
from rehab.clinical.actions.locking import (
    check_day,
    check_status,
    lock_draft,
    lock_for_screening,
    lock_own_draft,
)
from rehab.clinical.instruments import InvalidAnswers, score, scorer_version
from rehab.clinical.instruments.assist import NAME as ASSIST
from rehab.clinical.instruments.assist import unanswered
from rehab.clinical.models import InstrumentResult, ReferenceWindow
from rehab.clinical.wording import name_of_item
from rehab.enrolments.actions import move
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status


@transaction.atomic
def start_screening(
    *,
    by: User,
    enrolment: Enrolment,
    reference_window: str,
    interviewed_on: date,
    language: str = "Indonesia",
) -> InstrumentResult:
    """Begin the one interview of someone proposed. Which three months it asks about is said first
    (domain §4.1: after long detention the last ones give false zeros)."""
    row = lock_for_screening(enrolment, by)
    check_status(row, Status.PROPOSED, _("Skrining dilakukan sesudah usulan; status kini %(now)s."))
    if InstrumentResult.objects.drafts().filter(enrolment=row, instrument=ASSIST).exists():
        raise refusals.NotTheStep(_("Wawancara ini sudah dimulai. Lanjutkan yang sudah ada."))
    check_day(row, interviewed_on, "interviewed_on")
    result = InstrumentResult(
        enrolment=row,
        instrument=ASSIST,
        reference_window=ReferenceWindow(reference_window),
        language=language.strip() or "Indonesia",
        interviewer=by,
        interviewed_on=interviewed_on,
    )
    result.save(force_insert=True)
    frame = {"jendela": choice_as_written(result, "reference_window"), "tanggal": interviewed_on}
    record(Action.CREATE, by=by, on=result, person=row, changes=frame)
    return result


@transaction.atomic
def change_frame(
    *,
    by: User,
    result: InstrumentResult,
    reference_window: str,
    interviewed_on: date,
    language: str,
    version: int,
) -> InstrumentResult:
    """Correct what was said at the start, while the interview is a draft."""
    row = _at_version(lock_own_draft(result, by), version)
    check_day(row.enrolment, interviewed_on, "interviewed_on")
    data = {
        "reference_window": ReferenceWindow(reference_window),
        "interviewed_on": interviewed_on,
        "language": language.strip() or "Indonesia",
    }
    changes = changed_fields(row, data)
    for name, value in data.items():
        setattr(row, name, value)
    _save_draft(row)
    record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes=changes)
    return row


@transaction.atomic
def save_answers(
    *, by: User, result: InstrumentResult, answers: Mapping[str, int | None], version: int
) -> InstrumentResult:
    """Keep the interview as far as it is. `answers` are all of them, not only the new ones.

    What the routing skips or the form does not know is refused, and nothing is changed.
    """
    row = _at_version(lock_own_draft(result, by), version)
    given = {item: value for item, value in answers.items() if value is not None}
    try:
        score(row.instrument, given)
    except InvalidAnswers as error:
        raise refusals.AnswersNotPossible(_sentence_of(error)) from error
    row.answers = dict(sorted(given.items()))
    _save_draft(row)
    # How many, never what: the trail holds no clinical text.
    record(Action.CHANGE, by=by, on=row, person=row.enrolment, changes={"jawaban terisi": len(given)})
    return row


@transaction.atomic
def sign_screening(*, by: User, result: InstrumentResult, version: int | None = None) -> InstrumentResult:
    """Make the interview final and carry its risk band to the enrolment (proposed → screened).

    One event: the move says who signed and what it came to.
    """
    row = lock_own_draft(result, by)
    if version is not None:
        _at_version(row, version)
    owed = unanswered(row.answers)
    if owed:
        sentence = _("Masih ada yang belum dijawab: %(items)s.")
        raise refusals.InterviewIncomplete(sentence % {"items": _names(owed)})
    row.scores = score(row.instrument, row.answers)
    row.scorer_version = scorer_version(row.instrument)
    row.signed_by, row.signed_at = by, timezone.now()
    _save_draft(row)
    row.enrolment = move(
        by=by,
        enrolment=row.enrolment,
        to=Status.SCREENED,
        on=row.interviewed_on,
        risk_band=row.scores["band"],
        screened_on=row.interviewed_on,
    )
    return row


@transaction.atomic
def refer(*, by: User, enrolment: Enrolment, to: str, reason: str = "") -> Enrolment:
    """What follows a screening: education only, or an assessment (the table asks for a reason when it
    does not follow the risk band)."""
    row = lock_for_screening(enrolment, by)
    return move(by=by, enrolment=row, to=to, reason=reason)


@transaction.atomic
def discard_screening(*, by: User, result: InstrumentResult, reason: str) -> InstrumentResult:
    """Put a half-done interview aside, with its answers, so that a new one can begin."""
    row = lock_draft(result, by)
    if not reason.strip():
        raise refusals.ReasonMissing()
    row.discarded_by, row.discarded_at, row.discard_reason = by, timezone.now(), reason.strip()
    _save_draft(row)
    record(Action.ANNUL, by=by, on=row, person=row.enrolment, reason=reason)
    return row


def _at_version(row: InstrumentResult, version: int) -> InstrumentResult:
    if row.version != version:
        raise refusals.ChangedMeanwhile()
    return row


def _save_draft(row: InstrumentResult) -> None:
    row.version += 1
    row.saved_at = timezone.now()
    row.save()


def _sentence_of(error: InvalidAnswers) -> str:
    """Which questions cannot be answered so, in the words of the screen."""
    skipped = [item for item, reason in error.reasons.items() if reason == "excluded"]
    if skipped:
        sentence = _("Tidak ditanyakan menurut alur wawancara: %(items)s.")
        return sentence % {"items": _names(skipped)}
    return _("Jawaban tidak dikenal: %(items)s.") % {"items": _names(error.items)}


def _names(items: list[str] | tuple[str, ...]) -> str:
    return ", ".join(name_of_item(item) for item in items[:6]) + (" …" if len(items) > 6 else "")
