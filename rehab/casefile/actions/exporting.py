"""Lists that leave the house."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action
from audit.trail import record_many
from rehab.enrolments.models import Enrolment
from rehab.enrolments.refusals import NotYourMove, ReasonMissing


@transaction.atomic
def export_participants(*, by: User, enrolments: Iterable[Enrolment], purpose: str) -> list[Enrolment]:
    """The rows that leave, each with one event that says what for (design §4, Export)."""
    if not by.has_perm(P.ENROLMENTS_EXPORT):
        raise NotYourMove(_("Daftar peserta diunduh oleh registrasi, petugas rehabilitasi, atau Kepala."))
    if not purpose.strip():
        raise ReasonMissing()
    rows = list(enrolments)
    record_many(Action.EXPORT, by=by, on=[(row, row, {}) for row in rows], reason=purpose)
    return rows
