"""Who may do what with an enrolment. Each docstring is the rule."""

from accounts.models import User
from accounts.permissions import P
from rehab.enrolments.models import Assignment, Enrolment

# A supervisor is a clinician of any kind.
_FITTING = {
    Assignment.Capacity.ASSESSOR: ("asesor",),
    Assignment.Capacity.COUNSELLOR: ("konselor",),
    Assignment.Capacity.MEDICAL: ("medis",),
    Assignment.Capacity.PSYCHOLOGIST: ("psikolog",),
    Assignment.Capacity.SUPERVISOR: ("asesor", "konselor", "medis", "psikolog"),
}


def fits(staff: User, capacity: str) -> bool:
    """A colleague is assigned only as what one of their roles of today allows."""
    return staff.is_active and staff.holds(*_FITTING[Assignment.Capacity(capacity)])


def roles_for_capacity(capacity: str) -> tuple[str, ...]:
    """The roles that may be assigned so."""
    return _FITTING[Assignment.Capacity(capacity)]


def is_assigned(user: User, enrolment: Enrolment) -> bool:
    """A live assignment, in whatever capacity."""
    return Assignment.objects.live().filter(enrolment=enrolment, staff=user).exists()


def may_read_clinical(user: User, enrolment: Enrolment) -> bool:
    """Tier 3 is read by clinicians who are assigned; the enrolment itself was loaded through the scope."""
    return user.has_perm(P.CLINICAL_READ) and is_assigned(user, enrolment)


def sees_person(user: User) -> bool:
    """The custodian and those above it know the person; a partner knows the few facts of the case file."""
    return not user.agency.is_partner
