from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from audit.models import Action
from audit.trail import changed_fields, record
from inmates.actions.ground import check_day, check_version, locked, save_checked, settle_custody
from inmates.models import CellStay, CustodyEvent, CustodyKind, Inmate, RegisterClass, Registration
from inmates.refusals import IdentityNumberTaken, NumberTaken, PossibleDuplicate, WrongDay

# Nobody under twelve answers for an offence (UU 11/2012 art. 1); past 110 it is a slip of the pen.
_YOUNGEST, _OLDEST = 12, 110

IDENTITY_FIELDS = (
    "name",
    "alias",
    "birth_place",
    "birth_date",
    "sex",
    "identity_number",
    "religion",
    "marital_status",
    "education",
    "occupation",
    "address",
    "family_contact",
)


@transaction.atomic
def register(
    *,
    custodian: Agency,
    identity: Mapping[str, Any],
    register_class: RegisterClass,
    number: str,
    admitted_on: date,
    by: User,
    kind: str = CustodyKind.ADMITTED,
    origin: str = "",
    document_number: str = "",
    block: str = "",
    cell: str = "",
    despite_duplicate: bool = False,
) -> Inmate:
    """Take a person in: identity, first registration, admission, and the cell when it is known.

    The same name and birth date is refused until the officer says that it is someone else;
    the same NIK always is. One event: the person registered.
    """
    # Held so that two officers who register the same person meet each other.
    Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
    inmate = Inmate(
        custodian=custodian, **{name: identity[name] for name in IDENTITY_FIELDS if name in identity}
    )
    check_day(inmate, admitted_on, field="admitted_on")
    _check_birth(inmate, came_in=admitted_on)
    _check_unknown(inmate, despite_duplicate=despite_duplicate)
    save_checked(inmate)
    open_registration(inmate, register_class, number, admitted_on, by=by)
    CustodyEvent.objects.create(
        inmate=inmate,
        kind=kind,
        on=admitted_on,
        destination=origin,
        document_number=document_number,
        recorded_by=by,
    )
    if block:
        CellStay.objects.create(
            inmate=inmate, custodian=custodian, block=block, cell=cell, since=admitted_on, recorded_by=by
        )
    settle_custody(inmate)
    record(
        Action.CREATE,
        by=by,
        on=inmate,
        changes={"number": f"{register_class} {number}", "kind": CustodyKind(kind).label, "on": admitted_on},
    )
    return inmate


@transaction.atomic
def change_identity(*, inmate: Inmate, version: int, data: Mapping[str, Any], by: User) -> Inmate:
    """Correct who the person is. The trail says that the NIK changed, never what it was."""
    inmate = locked(inmate)
    check_version(inmate, version)
    new = {name: data[name] for name in IDENTITY_FIELDS if name in data}
    changes: dict[str, Any] = changed_fields(inmate, new)
    if not changes:
        return inmate
    for name, value in new.items():
        setattr(inmate, name, value)
    first = inmate.custody_events.standing().order_by("on", "id").first()
    _check_birth(inmate, came_in=first.on if first else None)
    _check_identity_number(inmate)
    inmate.version += 1
    save_checked(inmate)
    if "identity_number" in changes:
        changes["identity_number"] = _("NIK diubah")
    record(Action.CHANGE, by=by, on=inmate, changes=changes)
    return inmate


def open_registration(
    inmate: Inmate, register_class: RegisterClass, number: str, since: date, *, by: User
) -> Registration:
    """The person's next register number. The database keeps numbers unique within the class."""
    check_number_free(inmate, register_class, number)
    return Registration.objects.create(
        inmate=inmate,
        custodian=inmate.custodian,
        register_class=register_class,
        number=number,
        since=since,
        recorded_by=by,
    )


def check_number_free(
    inmate: Inmate, register_class: RegisterClass, number: str, *, besides: Registration | None = None
) -> None:
    """Refuse a number in use, however it is spaced and dotted, as the database would."""
    taken = Registration.objects.standing().filter(custodian=inmate.custodian)
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    if taken.numbered(register_class, number).exists():
        raise NumberTaken(field="number")


def _check_birth(inmate: Inmate, *, came_in: date | None) -> None:
    """Born in the past, and old enough to be held when the person came in."""
    born = inmate.birth_date
    if born is None:
        return
    if born > inmate.custodian.today():
        raise WrongDay(_("Tanggal lahir belum tiba."), field="birth_date")
    if came_in is None:
        return
    if came_in < born:
        raise WrongDay(_("Tanggal lahir sesudah peristiwa penahanan yang tercatat."), field="birth_date")
    age = came_in.year - born.year - ((came_in.month, came_in.day) < (born.month, born.day))
    if not _YOUNGEST <= age <= _OLDEST:
        raise WrongDay(
            _("Menurut tanggal lahir ini umurnya %(age)s tahun saat masuk. Periksa tahunnya.") % {"age": age},
            field="birth_date",
        )


def _check_unknown(inmate: Inmate, *, despite_duplicate: bool) -> None:
    _check_identity_number(inmate)
    if not despite_duplicate and inmate.birth_date and Inmate.objects.namesakes_of(inmate).exists():
        raise PossibleDuplicate(field="despite_duplicate")


def _check_identity_number(inmate: Inmate) -> None:
    if not inmate.identity_number:
        return
    same = Inmate.objects.filter(custodian=inmate.custodian).with_identity_number(inmate.identity_number)
    if same.exclude(pk=inmate.pk).exists():
        raise IdentityNumberTaken(field="identity_number")
