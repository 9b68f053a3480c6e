from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import changed_fields, record
from inmates.actions.ground import check_version, locked, save_checked, settle_expiry
from inmates.models import Inmate, KeyDates
from inmates.refusals import WrongDay

DATE_FIELDS = ("detained_on", "detention_order_ends", "half", "two_thirds", "expiry", "life_sentence")


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
    if kept.detained_on and kept.detained_on > inmate.custodian.today():
        raise WrongDay(_("Tanggal ini belum tiba."), field="detained_on")
    if kept.detained_on and kept.expiry and kept.expiry < kept.detained_on:
        raise WrongDay(_("Ekspirasi mendahului tanggal ditahan."), field="expiry")
    kept.version += 1
    kept.recorded_by, kept.recorded_at = by, timezone.now()
    save_checked(kept)
    settle_expiry(inmate)
    record(Action.CHANGE, by=by, on=kept, person=inmate, changes=changes)
    return kept
