from django.db import transaction

from accounts.models import User
from audit.models import Action
from audit.trail import record
from upkeep.archive.access import clinicians_of, may_order
from upkeep.archive.models import Archive
from upkeep.archive.refusals import NotAClinician, NotYoursToOrder, PurposeMissing


@transaction.atomic
def order(*, by: User, part: str, purpose: str, clinician: User | None = None) -> Archive:
    """Have everything of the own agency put into one file; made in the background."""
    if not may_order(by):
        raise NotYoursToOrder
    if not purpose.strip():
        raise PurposeMissing(field="purpose")
    receiver = by
    if part == Archive.Part.CLINICAL:
        if clinician is None or not clinicians_of(by).filter(pk=clinician.pk).exists():
            raise NotAClinician(field="clinician")
        receiver = clinician
    archive = Archive.objects.create(
        agency=by.agency, part=part, purpose=purpose.strip(), ordered_by=by, receiver=receiver
    )
    record(
        Action.CREATE,
        by=by,
        on=archive,
        changes={"part": Archive.Part(part).label, "receiver": receiver.full_name},
        reason=archive.purpose,
    )
    return archive
