"""Taking a cohort or a session under lock, within what the actor reaches at this moment."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _

from accounts.models import Agency, User
from agreements import gate
from rehab.delivery import access
from rehab.delivery.models import Cohort, Session
from rehab.delivery.refusals import NotReachable, NotYourAct


def lock_cohort(cohort: Cohort, *, by: User) -> Cohort:
    """The row as it stands now; the gate is asked again."""
    row = (
        gate.still_open(Cohort.objects.visible_to(by), by.agency, "agreement__line")
        .filter(pk=cohort.pk)
        .select_related("custodian", "agreement__line", "programme_version")
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        raise NotReachable()
    return row


def lock_managed(cohort: Cohort, *, by: User) -> Cohort:
    """The same, for those who make cohorts and schedules."""
    row = lock_cohort(cohort, by=by)
    if not access.may_manage(by, row):
        raise NotYourAct(_("Angkatan dan jadwal diatur petugas rehabilitasi rutan/lapas."))
    return row


def lock_session(session: Session, *, by: User) -> Session:
    """The row as it stands now, for those who record sessions."""
    row = (
        gate.still_open(Session.objects.visible_to(by), by.agency, "cohort__agreement__line")
        .filter(pk=session.pk)
        .select_related("cohort__custodian", "cohort__agreement__line", "kind")
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        raise NotReachable()
    if not access.may_record(by, row):
        raise NotYourAct(_("Sesi dicatat petugas rehabilitasi, fasilitator, atau konselor."))
    return row


def moment(agency: Agency, day: date, at: time) -> datetime:
    """That hour of that day on the custodian's clock."""
    return datetime.combine(day, at, tzinfo=agency.zone)
