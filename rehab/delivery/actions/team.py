"""The people who work with a cohort, of either party of its agreement."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from agreements.models import Agreement
from audit.models import Action
from audit.trail import record
from audit.words import choice_as_written
from rehab.delivery import access
from rehab.delivery.actions.clashes import refuse_clashes
from rehab.delivery.actions.locking import lock_managed
from rehab.delivery.models import Cohort, CohortStaff, Session, SessionStaff
from rehab.delivery.refusals import TeamNotFitting, WrongState
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Assignment, Enrolment

# Clinicians of the team are assigned to its members; facilitators read tier 1 only.
_ASSIGNED_AS: dict[str, str] = {
    CohortStaff.Capacity.COUNSELLOR: Assignment.Capacity.COUNSELLOR,
    CohortStaff.Capacity.MEDICAL: Assignment.Capacity.MEDICAL,
    CohortStaff.Capacity.PSYCHOLOGIST: Assignment.Capacity.PSYCHOLOGIST,
}


def check_team(team: Iterable[tuple[User, str]], *, agreement: Agreement) -> list[tuple[User, str]]:
    """Staff of the two parties, each with a role that fits."""
    members = list(dict.fromkeys(team))
    if not members:
        raise TeamNotFitting(_("Pilih sedikitnya satu orang untuk tim angkatan."))
    parties = {agreement.line.custodian_id, agreement.line.partner_id}
    for staff, capacity in members:
        if staff.agency_id not in parties:
            raise TeamNotFitting(_("Tim angkatan berasal dari kedua pihak kerja sama."), field="staff")
        if not access.fits(staff, capacity):
            sentence = _("%(name)s tidak memegang peran yang sesuai sebagai %(capacity)s.")
            words = {"name": staff.full_name, "capacity": CohortStaff.Capacity(capacity).label}
            raise TeamNotFitting(sentence % words, field="staff")
    return members


def write_team(cohort: Cohort, members: Iterable[tuple[User, str]], *, since: date) -> None:
    CohortStaff.objects.bulk_create(
        CohortStaff(cohort=cohort, staff=staff, capacity=capacity, since=since) for staff, capacity in members
    )


def assign_team(cohort: Cohort, members: list[Enrolment], *, by: User) -> None:
    """Give the cohort's clinicians to these members."""
    live = CohortStaff.objects.filter(cohort=cohort, until=None, capacity__in=_ASSIGNED_AS)
    team = [(row.staff, _ASSIGNED_AS[row.capacity]) for row in live.select_related("staff__agency")]
    fitting = [(staff, capacity) for staff, capacity in team if access.fits(staff, capacity)]
    if fitting and members:
        enrolments.assign_team(by=by, enrolments=members, team=fitting)


@transaction.atomic
def join_team(*, by: User, cohort: Cohort, staff: User, capacity: str) -> CohortStaff:
    """Add someone to the team: a clinician is assigned to the members at once, whoever leads sessions
    stands on those still ahead."""
    row = lock_managed(cohort, by=by)
    _needs_open(row)
    check_team([(staff, capacity)], agreement=row.agreement)
    if CohortStaff.objects.filter(cohort=row, staff=staff, capacity=capacity, until=None).exists():
        raise TeamNotFitting(_("Petugas ini sudah ada di tim angkatan."), field="staff")
    today = row.custodian.today()
    member = CohortStaff.objects.create(cohort=row, staff=staff, capacity=capacity, since=today)
    members = Enrolment.objects.live().filter(places__cohort=row, places__left_on=None)
    assign_team(row, list(members), by=by)
    if capacity == CohortStaff.Capacity.FACILITATOR:
        _stand_on_coming(row, staff)
    changes = {"petugas": staff, "sebagai": choice_as_written(member, "capacity")}
    record(Action.CREATE, by=by, on=member, person=row, changes=changes)
    return member


@transaction.atomic
def leave_team(*, by: User, member: CohortStaff) -> CohortStaff:
    """End someone's work with a cohort; the sessions still ahead lose them. Assignments stay until the
    agency of that colleague ends them."""
    row = lock_managed(member.cohort, by=by)
    held = CohortStaff.objects.select_for_update(of=("self",)).select_related("staff").get(pk=member.pk)
    if held.until is not None:
        raise WrongState(_("Petugas ini sudah tidak di tim angkatan."))
    held.until = row.custodian.today()
    held.save(update_fields=["until"])
    if not CohortStaff.objects.filter(cohort=row, staff=held.staff, until=None).exists():
        ahead = Session.objects.filter(
            cohort=row, state=Session.State.PLANNED, planned_start__gt=timezone.now()
        )
        SessionStaff.objects.filter(session__in=ahead, staff=held.staff).delete()
    record(Action.CHANGE, by=by, on=held, person=row, changes={"petugas": held.staff, "sampai": held.until})
    return held


def _needs_open(row: Cohort) -> None:
    if row.state not in (Cohort.State.OPEN, Cohort.State.RUNNING):
        raise WrongState(_("Angkatan ini sudah ditutup."))


def _stand_on_coming(row: Cohort, staff: User) -> None:
    ahead = row.sessions.filter(
        state=Session.State.PLANNED, enrolment=None, planned_start__gt=timezone.now()
    ).exclude(facilitators__staff=staff)
    rows = [
        SessionStaff(session=each, staff=staff, starts_at=each.planned_start, ends_at=each.planned_end)
        for each in ahead
    ]
    refuse_clashes([(each.session, [staff]) for each in rows])
    SessionStaff.objects.bulk_create(rows)
