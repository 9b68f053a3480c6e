from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import changed_fields, record
from inmates.actions.ground import FIRST_YEAR, check_day, check_version, locked, save_checked, settle_expiry
from inmates.models import CriminalCase, Inmate, KeyDates
from inmates.refusals import WrongDay

DATE_FIELDS = ("detained_on", "detention_order_ends", "half", "two_thirds", "expiry", "life_sentence")
# No term of years reaches further; what does is a slip of the pen.
_LONGEST_YEARS = 60


@transaction.atomic
def set_key_dates(*, inmate: Inmate, version: int, dates: Mapping[str, Any], by: User) -> KeyDates:
    """Write down the dates as SDP gives them; nothing is computed (domain §3.3).

    `version` is the one the form was opened with, 0 when there were no dates yet.
    """
    inmate = locked(inmate)
    found = KeyDates.objects.select_for_update(of=("self",)).filter(inmate=inmate).first()
    kept = found or KeyDates(inmate=inmate, version=0, recorded_by=by)
    check_version(kept, version)
    changes = changed_fields(kept, {name: dates[name] for name in DATE_FIELDS if name in dates})
    if not changes:
        return kept
    for name in changes:
        setattr(kept, name, dates[name])
    _check_days(inmate, kept)
    kept.version += 1
    kept.recorded_by, kept.recorded_at = by, timezone.now()
    save_checked(kept)
    settle_expiry(inmate)
    record(Action.CHANGE, by=by, on=kept, person=inmate, changes=changes)
    return kept


def _check_days(inmate: Inmate, dates: KeyDates) -> None:
    """Detained in the past; whatever ends, ends after that, after the verdict, and in this lifetime."""
    start = dates.detained_on
    if start is not None:
        check_day(inmate, start, field="detained_on")
    last = inmate.custodian.today().year + _LONGEST_YEARS
    for name in ("detention_order_ends", "half", "two_thirds", "expiry"):
        day = getattr(dates, name)
        if day is None:
            continue
        if start is not None and day < start:
            raise WrongDay(_("Tanggal ini mendahului tanggal ditahan."), field=name)
        if not FIRST_YEAR <= day.year <= last:
            raise WrongDay(_("Periksa tahunnya: tertulis %(year)s.") % {"year": day.year}, field=name)
    verdicts = CriminalCase.objects.open().filter(inmate=inmate, verdict_on__isnull=False)
    first = verdicts.order_by("verdict_on").values_list("verdict_on", flat=True).first()
    if first and dates.expiry and dates.expiry < first:
        told = date_format(first, "j F Y")
        raise WrongDay(_("Ekspirasi mendahului tanggal putusan, %(day)s.") % {"day": told}, field="expiry")
