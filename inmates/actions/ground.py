"""What every verb of this room stands on: the lock, the days, the conclusions on the person."""

from datetime import date
from typing import Any

from django.db.models import F, Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inmates import custody_order
from inmates.models import CriminalCase, Inmate, KeyDates, LegalStatus, Registration
from inmates.models.custody import OPENING
from inmates.refusals import StaleRecord, WrongDay

# The Republic's first year: an earlier one is a slip of the pen.
FIRST_YEAR = 1945


def locked(inmate: Inmate) -> Inmate:
    """The person as it stands now, held until this transaction ends."""
    return Inmate.objects.select_for_update(of=("self",)).select_related("custodian").get(pk=inmate.pk)


def check_version(record: Any, version: int) -> None:
    """Refuse to write over what someone else wrote since the form was opened."""
    if record.version != version:
        raise StaleRecord


def check_day(inmate: Inmate, day: date, *, field: str) -> None:
    """Nothing happens tomorrow, in a year of nobody's memory, or before a person is born."""
    if day > inmate.custodian.today():
        raise WrongDay(_("Tanggal ini belum tiba."), field=field)
    if day.year < FIRST_YEAR:
        raise WrongDay(_("Periksa tahunnya: tertulis %(year)s.") % {"year": day.year}, field=field)
    if inmate.birth_date and day < inmate.birth_date:
        raise WrongDay(_("Tanggal ini mendahului tanggal lahirnya."), field=field)


def check_day_here(inmate: Inmate, day: date, *, field: str) -> None:
    """A day since the person last came in: before it, no cell here and no guardian."""
    check_day(inmate, day, field=field)
    entry = inmate.custody_events.standing().filter(kind__in=OPENING).order_by("-on", "-id").first()
    if entry is not None and day < entry.on:
        told = date_format(entry.on, "j F Y")
        raise WrongDay(_("Tanggal ini mendahului tanggal masuknya, %(day)s.") % {"day": told}, field=field)


def save_checked(record: Model) -> None:
    """Save after the record's own constraints have had their say, in a sentence."""
    record.validate_constraints()
    record.save()


def settle_custody(inmate: Inmate) -> None:
    """In custody = the last event that stands is not terminal (domain §3.4)."""
    kinds = inmate.custody_events.standing().order_by("on", "id").values_list("kind", flat=True)
    _keep(inmate, in_custody=custody_order.ends_in_custody(kinds))


def settle_narcotics(inmate: Inmate) -> None:
    """A narcotics case = one of the cases that are still open is one."""
    _keep(inmate, narcotics=CriminalCase.objects.open().filter(inmate=inmate, narcotics=True).exists())


def settle_expiry(inmate: Inmate) -> None:
    """SDP's expiry date, kept only for a narapidana whose sentence has an end (design §3)."""
    dates = KeyDates.objects.filter(inmate=inmate).first()
    sentenced = (
        Registration.objects.open()
        .filter(inmate=inmate, register_class__legal_status=LegalStatus.NARAPIDANA)
        .exists()
    )
    known = dates is not None and sentenced and not dates.life_sentence
    _keep(inmate, expiry_date=dates.expiry if known and dates else None)


def bump(record: Any) -> None:
    """The next version, for whoever has the record open in a form."""
    type(record)._base_manager.filter(pk=record.pk).update(version=F("version") + 1)
    record.version += 1


def _keep(inmate: Inmate, **conclusion: Any) -> None:
    Inmate.objects.filter(pk=inmate.pk).update(**conclusion)
    for name, value in conclusion.items():
        setattr(inmate, name, value)
