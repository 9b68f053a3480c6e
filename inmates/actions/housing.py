from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from inmates.actions.ground import check_day, check_day_here, locked
from inmates.models import CellStay, Guardian, Inmate
from inmates.refusals import AlreadySo, NotInCustody, NotThisOfficer, WrongDay


@transaction.atomic
def move_cell(*, inmate: Inmate, block: str, cell: str, since: date, by: User) -> CellStay:
    """Close the present stay and open the next, for someone in custody here."""
    inmate = locked(inmate)
    if not inmate.in_custody:
        raise NotInCustody
    check_day_here(inmate, since, field="since")
    old = CellStay.objects.open().filter(inmate=inmate).first()
    if old is not None:
        if (old.block, old.cell) == (block, cell):
            raise AlreadySo(_("Orang ini sudah di kamar itu."), field="cell")
        _close(old, since)
    stay = CellStay.objects.create(
        inmate=inmate, custodian=inmate.custodian, block=block, cell=cell, since=since, recorded_by=by
    )
    record(Action.CHANGE, by=by, on=stay, person=inmate, changes={"cell": [old or "", stay], "since": since})
    return stay


@transaction.atomic
def assign_guardian(*, inmate: Inmate, officer: User, since: date, by: User) -> Guardian:
    """Give the person a wali pemasyarakatan: an active walipas of the same custodian."""
    inmate = locked(inmate)
    if not inmate.in_custody:
        raise NotInCustody
    check_day_here(inmate, since, field="since")
    if not User.objects.staff_of(inmate.custodian).holding("walipas").filter(pk=officer.pk).exists():
        raise NotThisOfficer(field="officer")
    old = Guardian.objects.live().filter(inmate=inmate).select_related("officer").first()
    if old is not None:
        if old.officer_id == officer.pk:
            raise AlreadySo(_("Pegawai ini sudah menjadi walinya."), field="officer")
        _close(old, since)
    guardian = Guardian.objects.create(inmate=inmate, officer=officer, since=since, recorded_by=by)
    record(
        Action.CHANGE,
        by=by,
        on=guardian,
        person=inmate,
        changes={"officer": [old or "", officer], "since": since},
    )
    return guardian


@transaction.atomic
def end_guardianship(*, inmate: Inmate, until: date, by: User) -> Guardian:
    """The person has no wali from that day on."""
    inmate = locked(inmate)
    check_day(inmate, until, field="until")
    guardian = Guardian.objects.live().filter(inmate=inmate).select_related("officer").first()
    if guardian is None:
        raise AlreadySo(_("Orang ini tidak memiliki wali pemasyarakatan."))
    _close(guardian, until, field="until")
    record(
        Action.CHANGE,
        by=by,
        on=guardian,
        person=inmate,
        changes={"officer": [guardian.officer, ""], "until": until},
    )
    return guardian


def _close(stay: CellStay | Guardian, until: date, *, field: str = "since") -> None:
    if until < stay.since:
        raise WrongDay(_("Catatan yang sekarang baru mulai sesudah tanggal ini."), field=field)
    stay.until = until
    stay.save(update_fields=["until"])
