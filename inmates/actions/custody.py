from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from audit.words import choice_as_written
from inmates import custody_order
from inmates.actions.ground import check_day, locked, settle_custody, settle_expiry
from inmates.actions.people import open_registration
from inmates.models import (
    CellStay,
    CustodyEvent,
    CustodyKind,
    Guardian,
    Inmate,
    RegisterClass,
    Registration,
)
from inmates.models.custody import TERMINAL
from inmates.models.registration import squeezed
from inmates.refusals import AlreadySo, OutOfOrder


@transaction.atomic
def record_event(
    *,
    inmate: Inmate,
    kind: str,
    on: date,
    by: User,
    destination: str = "",
    document_number: str = "",
    remission_days: int | None = None,
    note: str = "",
    register_class: RegisterClass | None = None,
    number: str = "",
) -> CustodyEvent:
    """Something happened to the person. An ending also ends the cell stay and the guardianship.

    Who comes in again does so under a new number. A change of register class while in custody
    has a verb of its own.
    """
    if kind == CustodyKind.REGISTER_CHANGE:
        raise OutOfOrder(_("Naik golongan dicatat melalui perubahan registrasi."), field="kind")
    inmate = locked(inmate)
    event = add_event(
        inmate,
        kind,
        on,
        by=by,
        destination=destination,
        document_number=document_number,
        remission_days=remission_days,
        note=note,
    )
    if register_class is not None:
        _register_anew(event, inmate, register_class, number, by=by)
    record(
        Action.CREATE,
        by=by,
        on=event,
        person=inmate,
        changes={"kind": CustodyKind(kind).label, "on": on, "destination": destination},
    )
    return event


def add_event(
    inmate: Inmate,
    kind: str,
    on: date,
    *,
    by: User,
    destination: str = "",
    document_number: str = "",
    remission_days: int | None = None,
    note: str = "",
) -> CustodyEvent:
    """Write the event at its place in the order of days, on a person who is locked; settle custody."""
    check_day(inmate, on, field="on")
    events = list(inmate.custody_events.standing().order_by("on", "id"))
    before = [event.kind for event in events if event.on <= on]
    after = [event.kind for event in events if event.on > on]
    if not custody_order.is_possible([*before, kind, *after]):
        raise OutOfOrder(_why_not(before, after), field="on")
    event = CustodyEvent.objects.create(
        inmate=inmate,
        kind=kind,
        on=on,
        destination=destination,
        document_number=document_number,
        remission_days=remission_days,
        note=note,
        recorded_by=by,
    )
    settle_custody(inmate)
    if not inmate.in_custody:
        _end_stays(inmate, event)
    return event


@transaction.atomic
def annul_event(*, event: CustodyEvent, reason: str, by: User) -> CustodyEvent:
    """Say that the event did not happen, with a reason; it stays readable, struck through.

    What it had ended opens again; the registration it had opened gives its number back. Without
    the only event the person was registered by mistake: the number is free, cell and guardian end.
    """
    inmate = locked(event.inmate)
    event = CustodyEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if event.annulled_at:
        raise AlreadySo(_("Peristiwa ini sudah dibatalkan."))
    rest = inmate.custody_events.standing().exclude(pk=event.pk).order_by("on", "id")
    kinds = list(rest.values_list("kind", flat=True))
    if not custody_order.is_possible(kinds):
        raise OutOfOrder(_("Peristiwa lain bertumpu pada peristiwa ini. Batalkan dahulu yang sesudahnya."))
    if not kinds:
        _undo_registering(inmate, event)
    elif event.registration_id:
        _give_back_registration(inmate, event)
    event.annulled_at, event.annulled_by, event.annulled_reason = timezone.now(), by, reason
    event.save(update_fields=["annulled_at", "annulled_by", "annulled_reason"])
    settle_custody(inmate)
    if inmate.in_custody:
        _reopen_stays(inmate, event)
    record(
        Action.ANNUL,
        by=by,
        on=event,
        person=inmate,
        changes={"kind": choice_as_written(event, "kind"), "on": event.on},
        reason=reason,
    )
    return event


def _register_anew(
    event: CustodyEvent, inmate: Inmate, register_class: RegisterClass, number: str, *, by: User
) -> None:
    """Open the number of this stay; the last one ended on the day the person had left."""
    old = Registration.objects.open().filter(inmate=inmate).first()
    if old is not None:
        if old.register_class == register_class and squeezed(old.number) == squeezed(number):
            return
        left = inmate.custody_events.standing().filter(kind__in=TERMINAL, on__lte=event.on)
        days = left.order_by("-on", "-id").values_list("on", flat=True)
        old.until = max(old.since, days.first() or event.on)
        old.save(update_fields=["until"])
    event.registration = open_registration(inmate, register_class, number, event.on, by=by)
    event.save(update_fields=["registration"])
    settle_expiry(inmate)


def _why_not(before: list[str], after: list[str]) -> str:
    if not before:
        return _("Pada tanggal itu orang ini belum masuk.")
    if after and not custody_order.is_possible([*before, *after]):
        return _("Urutan peristiwa orang ini tidak lengkap. Periksa riwayatnya.")
    last = CustodyKind(before[-1])
    if last in TERMINAL:
        return _("Peristiwa terakhir sebelum tanggal itu: %(last)s. Sesudahnya ia tidak di sini.") % {
            "last": last.label
        }
    if after:
        return _("Peristiwa ini tidak dapat mendahului peristiwa sesudahnya yang sudah tercatat.")
    return _("Peristiwa ini tidak dapat mengikuti peristiwa terakhir: %(last)s.") % {"last": last.label}


def _end_stays(inmate: Inmate, event: CustodyEvent) -> None:
    for model in (CellStay, Guardian):
        for stay in model.objects.filter(inmate=inmate, until=None):
            stay.until, stay.ended_by = max(event.on, stay.since), event
            stay.save(update_fields=["until", "ended_by"])


def _reopen_stays(inmate: Inmate, event: CustodyEvent) -> None:
    """Open what this event had ended, unless something newer has taken its place."""
    for model in (CellStay, Guardian):
        if not model.objects.filter(inmate=inmate, until=None).exists():
            model.objects.filter(inmate=inmate, ended_by=event).update(until=None, ended_by=None)


def _undo_registering(inmate: Inmate, event: CustodyEvent) -> None:
    for registration in Registration.objects.standing().filter(inmate=inmate):
        registration.until, registration.annulled_at = (
            registration.until or registration.since,
            timezone.now(),
        )
        registration.save(update_fields=["until", "annulled_at"])
    _end_stays(inmate, event)
    settle_expiry(inmate)


def _give_back_registration(inmate: Inmate, event: CustodyEvent) -> None:
    opened = event.registration
    if opened is None or opened.until is not None:
        raise OutOfOrder(_("Registrasi sesudahnya sudah tercatat. Batalkan dahulu perubahan yang terakhir."))
    opened.until, opened.annulled_at = opened.since, timezone.now()
    opened.save(update_fields=["until", "annulled_at"])
    before = Registration.objects.standing().filter(inmate=inmate).order_by("-since", "-id").first()
    if before is not None:
        before.until = None
        before.save(update_fields=["until"])
    settle_expiry(inmate)
