from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import changed_fields, record
from inmates.actions.custody import add_event
from inmates.actions.ground import locked, save_checked, settle_expiry
from inmates.actions.people import check_number_free, open_registration
from inmates.models import CustodyKind, Inmate, RegisterClass, Registration
from inmates.refusals import AlreadySo, NotInCustody, WrongDay


@transaction.atomic
def change_registration(
    *,
    inmate: Inmate,
    register_class: RegisterClass,
    number: str,
    since: date,
    by: User,
    document_number: str = "",
    note: str = "",
) -> Registration:
    """Close the open registration and open the next one; the person stays the same (domain §3.1).

    Days left follow: a tahanan has none, a narapidana those of SDP's expiry date.
    """
    inmate = locked(inmate)
    if not inmate.in_custody:
        raise NotInCustody
    old = Registration.objects.open().filter(inmate=inmate).first()
    if old is not None:
        _close(old, register_class, number, since)
    event = add_event(
        inmate, CustodyKind.REGISTER_CHANGE, since, by=by, document_number=document_number, note=note
    )
    new = open_registration(inmate, register_class, number, since, by=by)
    event.registration = new
    event.save(update_fields=["registration"])
    settle_expiry(inmate)
    record(Action.CHANGE, by=by, on=new, person=inmate, changes={"number": [old or "", new], "since": since})
    return new


@transaction.atomic
def correct_registration(
    *,
    registration: Registration,
    register_class: RegisterClass,
    number: str,
    reason: str,
    by: User,
) -> Registration:
    """Mend a class or number that was written down wrongly; old and new stand in the trail."""
    inmate = locked(registration.inmate)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    changes = changed_fields(registration, {"register_class": register_class, "number": number})
    if not changes or registration.annulled_at:
        raise AlreadySo(_("Tidak ada yang berubah."))
    check_number_free(inmate, register_class, number, besides=registration)
    registration.register_class, registration.number = register_class, number
    registration.number_doubled = False
    save_checked(registration)
    settle_expiry(inmate)
    record(Action.CHANGE, by=by, on=registration, person=inmate, changes=changes, reason=reason)
    return registration


def _close(old: Registration, register_class: RegisterClass, number: str, since: date) -> None:
    if (old.register_class, old.number) == (register_class, number):
        raise AlreadySo(_("Registrasi ini sudah berlaku."), field="number")
    if since < old.since:
        raise WrongDay(_("Registrasi yang sekarang baru mulai sesudah tanggal ini."), field="since")
    old.until = since
    old.save(update_fields=["until"])
