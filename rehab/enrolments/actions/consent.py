"""Consent: yes or no to taking part, and its withdrawal (UU 27/2022 art. 9, 20-22)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action
from audit.trail import record
from rehab.enrolments.actions.locking import lock, lock_live
from rehab.enrolments.models import Consent, ConsentText, Enrolment
from rehab.enrolments.refusals import ConsentNotPossible, DayNotPossible, NotYourMove, ReasonMissing


@transaction.atomic
def record_consent(
    *,
    by: User,
    enrolment: Enrolment,
    given: bool,
    given_on: date,
    witness: str,
    text: ConsentText | None = None,
    interpreter: str = "",
    photo_given: bool = False,
) -> Consent:
    """Record what was said. A no puts the enrolment in the queue of exits, held against nobody."""
    row = lock_live(enrolment, by=by)
    _check_may(by)
    naskah = text or ConsentText.objects.filter(language=ConsentText.Language.INDONESIAN).first()
    if naskah is None:
        raise ConsentNotPossible(_("Naskah persetujuan belum ada."), field="text")
    _check_day(row, given_on, "given_on")
    if not witness.strip():
        raise ConsentNotPossible(_("Tuliskan nama saksi."), field="witness")
    if naskah.language != ConsentText.Language.INDONESIAN and not interpreter.strip():
        raise ConsentNotPossible(_("Tuliskan nama penerjemah yang membacakan naskah."), field="interpreter")
    if Consent.objects.live().filter(enrolment=row).exists():
        raise ConsentNotPossible(_("Persetujuan peserta ini sudah tercatat. Cabut dahulu bila ia berubah."))
    consent = Consent.objects.create(
        enrolment=row,
        text=naskah,
        given=given,
        given_on=given_on,
        witness=witness.strip(),
        interpreter=interpreter.strip(),
        photo_given=given and photo_given,
        recorded_by=by,
    )
    changes = {
        "bersedia": _("ya") if given else _("tidak"),
        "foto": _("ya") if consent.photo_given else _("tidak"),
    }
    record(Action.CREATE, by=by, on=consent, person=row, changes=changes)
    return consent


@transaction.atomic
def withdraw_consent(*, by: User, enrolment: Enrolment, on: date, reason: str) -> Consent:
    """Withdraw, at any time, after the end too: from the next request the partner is shut out."""
    row = lock([enrolment], by=by)[0]
    _check_may(by)
    if not reason.strip():
        raise ReasonMissing()
    consent = Consent.objects.live().filter(enrolment=row).select_for_update(of=("self",)).first()
    if consent is None:
        raise ConsentNotPossible(_("Tidak ada persetujuan yang berlaku untuk dicabut."))
    _check_day(row, on, "on")
    if on < consent.given_on:
        raise DayNotPossible(_("Tanggal pencabutan mendahului tanggal persetujuan."), field="on")
    consent.withdrawn_on = on
    consent.withdrawn_reason = reason.strip()
    consent.withdrawn_recorded_by = by
    consent.save(update_fields=["withdrawn_on", "withdrawn_reason", "withdrawn_recorded_by"])
    record(Action.CHANGE, by=by, on=consent, person=row, changes={"dicabut": on}, reason=reason)
    return consent


def _check_may(by: User) -> None:
    if not by.has_perm(P.ENROLMENTS_CONSENT):
        raise NotYourMove(_("Persetujuan dicatat oleh petugas rehabilitasi."))


def _check_day(row: Enrolment, day: date, field: str) -> None:
    if day > row.custodian.today():
        raise DayNotPossible(_("Tanggal tidak boleh di masa depan."), field=field)
