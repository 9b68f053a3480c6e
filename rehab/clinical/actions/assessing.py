"""The assessor's summary: drafted, signed, and its conclusions carried to the enrolment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from rehab.clinical import refusals
from rehab.clinical.actions.locking import check_day, check_status, lock_for_assessment
from rehab.clinical.models import Assessment, AssessmentText
from rehab.enrolments import workflow
from rehab.enrolments.actions import move
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status

FIELDS = (
    "assessed_on",
    "role_by_assessment",
    "category",
    "recommendation",
    "summary",
    "category_reason",
    "diagnosis",
)


@dataclass(frozen=True)
class Written:
    """`taken` is False when the draft had been changed since it was opened: the text that came second
    was kept apart and nothing that stands was touched."""

    assessment: Assessment
    taken: bool


@transaction.atomic
def save_assessment(
    *, by: User, enrolment: Enrolment, data: Mapping[str, Any], version: int | None = None
) -> Assessment:
    """Draft the summary. See `write_assessment`; here a draft that changed meanwhile is refused."""
    written = write_assessment(by=by, enrolment=enrolment, data=data, version=version)
    if not written.taken:
        raise refusals.ChangedMeanwhile()
    return written.assessment


@transaction.atomic
def write_assessment(
    *, by: User, enrolment: Enrolment, data: Mapping[str, Any], version: int | None = None
) -> Written:
    """Begin or change the one draft of someone who waits for it, with consent (design §3, The moves).

    `version` is the draft's when it was opened, 0 for none. Every text sent is kept, also one that
    came second (bar 23): this never raises for a second writer, so that its transaction keeps it.
    """
    row = _lock_waiting(enrolment, by)
    check_day(row, data["assessed_on"], "assessed_on")
    told = {name: _told(data.get(name)) for name in FIELDS}
    draft = Assessment.objects.select_for_update(of=("self",)).filter(enrolment=row, signed_at=None).first()
    fresh = draft is None
    draft = draft or Assessment(enrolment=row, assessor=by, version=0, assessed_on=told["assessed_on"])
    if version is not None and version != draft.version:
        return _keep_apart(draft, told, version, by)
    for name, value in told.items():
        setattr(draft, name, value)
    draft.assessor, draft.saved_at = by, timezone.now()
    draft.version += 1
    draft.save()
    _keep_text(draft, told, draft.version - 1, by, taken=True)
    record(Action.CREATE if fresh else Action.CHANGE, by=by, on=draft, person=row)
    return Written(draft, taken=True)


@transaction.atomic
def sign_assessment(*, by: User, assessment: Assessment, version: int | None = None) -> Assessment:
    """Make it final and carry role, category and recommendation to the enrolment (to_assess → assessed).

    One event: the move says who signed and what was concluded.
    """
    row = _lock_waiting(assessment.enrolment, by)
    mine = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if mine.signed_at is not None:
        raise refusals.AssessmentSigned()
    if version is not None and mine.version != version:
        raise refusals.ChangedMeanwhile(_("Ringkasan ini baru saja diubah. Baca kembali, lalu tandatangani."))
    _check_complete(mine)
    mine.assessor, mine.signed_at = by, timezone.now()
    mine.version += 1
    mine.save()
    mine.enrolment = move(
        by=by,
        enrolment=row,
        to=Status.ASSESSED,
        on=mine.assessed_on,
        role_by_assessment=mine.role_by_assessment,
        category=mine.category,
        recommendation=mine.recommendation,
        assessed_on=mine.assessed_on,
    )
    return mine


def _lock_waiting(enrolment: Enrolment, by: User) -> Enrolment:
    row = lock_for_assessment(enrolment, by)
    check_status(row, Status.TO_ASSESS, _("Asesmen dilakukan sesudah dirujuk; status kini %(now)s."))
    if not workflow.CONSENT.holds(workflow.facts_for(row)):
        raise refusals.ConsentNeeded()
    return row


def _told(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else ("" if value is None else value)


def _keep_apart(draft: Assessment, told: dict[str, Any], version: int, by: User) -> Written:
    """The same text sent again is taken as done; another is kept beside the one that stands."""
    if draft.pk and all(getattr(draft, name) == value for name, value in told.items()):
        return Written(draft, taken=True)
    if draft.pk is None:
        raise refusals.NotTheStep(_("Asesmen yang Anda buka tidak ada lagi. Muat ulang halaman."))
    _keep_text(draft, told, version, by, taken=False)
    note = {"teks": _("disimpan terpisah, ada yang lebih baru")}
    record(Action.CHANGE, by=by, on=draft, person=draft.enrolment, changes=note)
    return Written(draft, taken=False)


def _keep_text(draft: Assessment, told: dict[str, Any], base: int, by: User, *, taken: bool) -> None:
    content = {name: str(value) for name, value in told.items()}
    AssessmentText.objects.create(assessment=draft, by=by, base_version=base, taken=taken, content=content)


def _check_complete(row: Assessment) -> None:
    for name in ("role_by_assessment", "category", "recommendation", "summary"):
        if not getattr(row, name):
            field: Any = Assessment._meta.get_field(name)
            sentence = _("Belum diisi: %(field)s.") % {"field": field.verbose_name}
            raise refusals.AssessmentIncomplete(sentence, field=name)
