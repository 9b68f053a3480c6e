from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record, record_many
from inmates.actions.ground import check_day, check_day_here, locked
from inmates.models import CellStay, CustodyEvent, Guardian, Inmate
from inmates.models.custody import OPENING
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
def move_cells(*, inmates: Sequence[Inmate], block: str, cell: str, since: date, by: User) -> list[CellStay]:
    """Move all of them or none; each refusal names whom it concerns. Eight queries however many."""
    people = list(
        Inmate.objects.within(by.agency)
        .filter(pk__in=[each.pk for each in inmates])
        .select_for_update(of=("self",))
        .select_related("custodian")
        .order_by("pk")
    )
    if not people:
        raise NotInCustody(_("Tidak seorang pun dipilih."))
    standing = {stay.inmate_id: stay for stay in CellStay.objects.open().filter(inmate__in=people)}
    barred = why_not_moved(people, standing, block=block, cell=cell, since=since)
    if barred:
        names = {person.pk: person.name for person in people}
        raise AlreadySo(" ".join(f"{names[pk]}: {why}" for pk, why in barred.items()))
    for stay in standing.values():
        stay.until = since
    CellStay.objects.bulk_update(standing.values(), ["until"])
    opened = CellStay.objects.bulk_create(
        CellStay(
            inmate=person, custodian=person.custodian, block=block, cell=cell, since=since, recorded_by=by
        )
        for person in people
    )
    trail = [
        (stay, stay.inmate, {"cell": [standing.get(stay.inmate_id, ""), stay], "since": since})
        for stay in opened
    ]
    record_many(Action.CHANGE, by=by, on=trail)
    return opened


def why_not_moved(
    people: Sequence[Inmate], standing: Mapping[int, CellStay], *, block: str, cell: str, since: date
) -> dict[int, str]:
    """Who cannot move there on that day, and why, by id: one query."""
    entries = CustodyEvent.objects.standing().filter(inmate__in=people, kind__in=OPENING).order_by("on", "id")
    entered = dict(entries.values_list("inmate", "on"))
    barred = {}
    for person in people:
        stay, came = standing.get(person.pk), entered.get(person.pk)
        if not person.in_custody:
            barred[person.pk] = _("Tidak sedang ditahan di sini.")
        elif stay is not None and (stay.block, stay.cell) == (block, cell):
            barred[person.pk] = _("Sudah di kamar itu.")
        elif came is not None and since < came:
            barred[person.pk] = _("Tanggal ini mendahului tanggal masuknya.")
        elif stay is not None and since < stay.since:
            barred[person.pk] = _("Catatan kamarnya yang sekarang baru mulai sesudah tanggal ini.")
    return barred


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
