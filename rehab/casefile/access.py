"""Who may open what of a case file. Each docstring is the rule."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from rehab.enrolments.access import may_read_clinical
from rehab.enrolments.models import Enrolment


class NotAssigned(PermissionDenied):
    """Within reach, but the clinical pages are for those assigned; the trail knows whose they are."""

    def __init__(self, record: Enrolment) -> None:
        super().__init__(
            _(
                "Halaman ini hanya dibuka petugas yang ditugaskan. Penugasan diberikan petugas "
                "rehabilitasi; di pihak mitra oleh kepala atau asesor."
            )
        )
        self.record = record


def refuse_unassigned(user: User, enrolment: Enrolment) -> None:
    """Tier 3 is read by clinicians who are assigned to this participant (design §4)."""
    if not may_read_clinical(user, enrolment):
        raise NotAssigned(enrolment)
