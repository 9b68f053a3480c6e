"""Taking an enrolment under lock for clinical work: the gate and the assignment are asked again."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from rehab.clinical import refusals
from rehab.clinical.models import InstrumentResult
from rehab.enrolments.access import is_assigned
from rehab.enrolments.actions.locking import lock_live
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status


def lock_for_screening(enrolment: Enrolment, by: User) -> Enrolment:
    if not by.has_perm(P.CLINICAL_SCREEN):
        raise refusals.NotYourScreening()
    return _lock_assigned(enrolment, by)


def lock_for_assessment(enrolment: Enrolment, by: User) -> Enrolment:
    if not by.has_perm(P.CLINICAL_ASSESS):
        raise refusals.NotYourAssessment()
    return _lock_assigned(enrolment, by)


def lock_draft(result: InstrumentResult, by: User) -> InstrumentResult:
    """The interview as it stands now, if it can still be changed. The enrolment is locked first."""
    enrolment = lock_for_screening(result.enrolment, by)
    row = InstrumentResult.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if not row.is_draft:
        raise refusals.NoDraft()
    row.enrolment = enrolment
    return row


def lock_own_draft(result: InstrumentResult, by: User) -> InstrumentResult:
    row = lock_draft(result, by)
    if row.interviewer_id != by.pk:
        raise refusals.NotYourInterview()
    return row


def check_status(enrolment: Enrolment, wanted: Status, sentence: str) -> None:
    if enrolment.status != wanted:
        raise refusals.NotTheStep(sentence % {"now": enrolment.get_status_display()})


def check_day(enrolment: Enrolment, day: date, field: str) -> None:
    """Neither in the future, on the custodian's calendar, nor before the proposal."""
    if day > enrolment.custodian.today():
        raise refusals.DayNotPossible(_("Tanggal tidak boleh di masa depan."), field=field)
    if day < enrolment.proposed_on:
        sentence = _("Tanggal mendahului tanggal usulan (%(day)s).")
        told = {"day": date_format(enrolment.proposed_on, "j M Y")}
        raise refusals.DayNotPossible(sentence % told, field=field)


def _lock_assigned(enrolment: Enrolment, by: User) -> Enrolment:
    row = lock_live(enrolment, by=by)
    if not is_assigned(by, row):
        raise refusals.NotAssigned()
    return row
