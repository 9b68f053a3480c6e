"""Who may do what on the clinical pages of a participant. Each docstring is the rule."""

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.permissions import P
from rehab.clinical.models import Assessment, InstrumentResult
from rehab.clinical.refusals import NotAssigned
from rehab.enrolments.access import is_assigned, may_read_clinical
from rehab.enrolments.models import Assignment, Enrolment
from rehab.enrolments.states import Status


class NotAssignedHere(PermissionDenied):
    """A clinician who is not assigned: 403 with the sentence that says who assigns."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.record = enrolment
        super().__init__(str(NotAssigned.sentence))


def check_reads(user: User, enrolment: Enrolment) -> None:
    """Tier 3 is opened by a clinician with a live assignment, in whatever capacity."""
    if not may_read_clinical(user, enrolment):
        raise NotAssignedHere(enrolment)


def may_screen(user: User, enrolment: Enrolment) -> bool:
    """The custodian's clinicians at any time, the partner's once the gate is open; both only assigned.

    The gate itself is the scope through which the enrolment was loaded.
    """
    return user.has_perm(P.CLINICAL_SCREEN) and is_assigned(user, enrolment)


def may_start(user: User, enrolment: Enrolment) -> bool:
    """An interview begins while someone is proposed and has not been screened yet."""
    return enrolment.status == Status.PROPOSED and may_screen(user, enrolment)


def may_continue(user: User, result: InstrumentResult) -> bool:
    """The interviewer who began goes on: the answers are one conversation (interviewer mode only)."""
    return result.is_draft and result.interviewer_id == user.pk and user.has_perm(P.CLINICAL_SCREEN)


def may_discard(user: User, result: InstrumentResult) -> bool:
    """Any assigned screener, so that an interview never stays stuck with someone who left."""
    return result.is_draft and may_screen(user, result.enrolment)


def may_refer(user: User, enrolment: Enrolment) -> bool:
    """After signing, whoever may screen; usually the same person on the same page."""
    return enrolment.status == Status.SCREENED and may_screen(user, enrolment)


def may_assess(user: User, enrolment: Enrolment) -> bool:
    """An assigned asesor, while someone waits for the assessment."""
    waits = enrolment.status == Status.TO_ASSESS
    return waits and user.has_perm(P.CLINICAL_ASSESS) and is_assigned(user, enrolment)


def may_change(user: User, assessment: Assessment) -> bool:
    """A draft is anybody's who may assess; a signed one is nobody's."""
    return assessment.signed_at is None and may_assess(user, assessment.enrolment)


def was_working_with(user: User, enrolment_id: int) -> bool:
    """An assigned clinician keeps what they typed when the gate closes over them."""
    return Assignment.objects.live().filter(staff=user, enrolment=enrolment_id).exists()
