"""Who works with whom: an assignment opens the clinical pages (design §4, tier 3)."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action
from audit.trail import record, record_many
from audit.words import choice_as_written
from rehab.enrolments.access import fits
from rehab.enrolments.actions.locking import lock
from rehab.enrolments.models import Assignment, Enrolment
from rehab.enrolments.refusals import AssignmentNotPossible, EnrolmentEnded, NotYourMove


@transaction.atomic
def assign(
    *, by: User, enrolments: Sequence[Enrolment], staff: User, capacity: str, since: date | None = None
) -> list[Assignment]:
    """Assign a colleague to one or many: the custodian's by Petugas rehabilitasi, the partner's by its
    head or asesor. Who is already assigned so stays as they are."""
    if not by.has_perm(P.ENROLMENTS_ASSIGN):
        raise NotYourMove(
            _("Penugasan dilakukan petugas rehabilitasi; di pihak mitra oleh kepala atau asesor.")
        )
    if staff.agency_id != by.agency_id:
        raise AssignmentNotPossible(_("Pilih pegawai instansi Anda sendiri."), field="staff")
    rows = _lock_live(enrolments, by)
    return _give(rows, [(staff, capacity)], by=by, since=since)


@transaction.atomic
def assign_team(
    *, by: User, enrolments: Sequence[Enrolment], team: Iterable[tuple[User, str]], since: date | None = None
) -> list[Assignment]:
    """Assign a cohort's team, of either party of the agreement, to its members.

    Called by the verbs of delivery, whose own rules have chosen the team.
    """
    rows = _lock_live(enrolments, by)
    chosen = list(team)
    for row in rows:
        parties = {row.agreement.line.custodian_id, row.agreement.line.partner_id}
        if any(staff.agency_id not in parties for staff, _capacity in chosen):
            raise AssignmentNotPossible(_("Tim angkatan berasal dari kedua pihak kerja sama."))
    return _give(rows, chosen, by=by, since=since)


@transaction.atomic
def end_assignment(*, by: User, assignment: Assignment, reason: str = "") -> Assignment:
    """Close an assignment: from the next request its clinical pages are shut to that colleague."""
    if not by.has_perm(P.ENROLMENTS_ASSIGN) or assignment.staff.agency_id != by.agency_id:
        raise NotYourMove(_("Penugasan ini diakhiri oleh instansi pegawai yang bersangkutan."))
    row = lock([assignment.enrolment], by=by)[0]
    held = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if held.until is not None:
        raise AssignmentNotPossible(_("Penugasan ini sudah berakhir."))
    held.until = max(row.custodian.today(), held.since)
    held.save(update_fields=["until"])
    record(Action.CHANGE, by=by, on=held, person=row, changes={"until": held.until}, reason=reason)
    return held


def _lock_live(enrolments: Sequence[Enrolment], by: User) -> list[Enrolment]:
    rows = lock(enrolments, by=by)
    if any(not row.is_live for row in rows):
        raise EnrolmentEnded()
    return rows


def _give(
    rows: list[Enrolment], team: list[tuple[User, str]], *, by: User, since: date | None
) -> list[Assignment]:
    given = []
    for staff, capacity in team:
        if not fits(staff, capacity):
            sentence = _("%(name)s tidak memegang peran yang sesuai untuk penugasan ini.")
            raise AssignmentNotPossible(sentence % {"name": staff.full_name}, field="staff")
        held = Assignment.objects.live().filter(enrolment__in=rows, staff=staff, capacity=capacity)
        already = set(held.values_list("enrolment_id", flat=True))
        given += [
            Assignment(
                enrolment=row,
                staff=staff,
                capacity=capacity,
                since=since or row.custodian.today(),
                assigned_by=by,
            )
            for row in rows
            if row.pk not in already
        ]
    for each in given:
        each.save(force_insert=True)
    trail = [
        (each, each.enrolment, {"petugas": each.staff, "sebagai": choice_as_written(each, "capacity")})
        for each in given
    ]
    record_many(Action.CREATE, by=by, on=trail)
    return given
