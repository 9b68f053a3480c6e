"""Who may do what with cohorts and sessions. Each docstring is the rule; the record itself was
loaded through the scope before any of these is asked."""

from accounts.models import Agency, User
from accounts.permissions import P
from rehab.delivery.models import Cohort, CohortStaff, Session

# Which role fits which work in a cohort's team.
_FITTING: dict[str, tuple[str, ...]] = {
    CohortStaff.Capacity.FACILITATOR: ("fasilitator", "konselor", "asesor", "psikolog"),
    CohortStaff.Capacity.COUNSELLOR: ("konselor",),
    CohortStaff.Capacity.INSTRUCTOR: ("instruktur", "fasilitator"),
    CohortStaff.Capacity.MEDICAL: ("medis",),
    CohortStaff.Capacity.PSYCHOLOGIST: ("psikolog",),
}
# Who may be named as the one who held a session.
DELIVERING = ("fasilitator", "instruktur", "konselor", "asesor", "psikolog", "medis", "rehabilitasi")


def roles_fitting(capacity: str) -> tuple[str, ...]:
    """The roles of which one is needed to join a team in this capacity."""
    return _FITTING[capacity]


def fits(staff: User, capacity: str) -> bool:
    """A colleague joins a team only as what one of their roles of today allows."""
    return staff.is_active and staff.holds(*_FITTING[capacity])


def may_manage_at(user: User, custodian: Agency) -> bool:
    """Cohorts and schedules are made by the custodian's own Petugas rehabilitasi."""
    return user.has_perm(P.DELIVERY_MANAGE) and user.agency_id == custodian.pk


def may_manage(user: User, cohort: Cohort) -> bool:
    """The same, for a cohort that stands."""
    return user.has_perm(P.DELIVERY_MANAGE) and user.agency_id == cohort.custodian_id


def may_place(user: User, cohort: Cohort) -> bool:
    """The Karutan places by SK, or Petugas rehabilitasi records the SK that he signed."""
    own = user.agency_id == cohort.custodian_id
    return own and (user.has_perm(P.CASEFILE_DECIDE) or user.has_perm(P.CASEFILE_RECORD_DECISION))


def decides(user: User) -> bool:
    """The Karutan signs for himself; whoever else records his SK names him."""
    return user.has_perm(P.CASEFILE_DECIDE)


def may_record(user: User, session: Session) -> bool:
    """Whoever records sessions at either party of the cohort's agreement: substitutes are daily life."""
    return user.has_perm(P.DELIVERY_RECORD) and not user.agency.is_oversight


def may_note(user: User, session: Session) -> bool:
    """Facilitators, counsellors and their like write about a session that was held here."""
    return not session.imported and user.has_perm(P.DELIVERY_NOTE) and session.state == Session.State.HELD


def sees_tier_two(user: User) -> bool:
    """Legal status, dates and days left are for readers of the case file."""
    return user.has_perm(P.ENROLMENTS_VIEW)
