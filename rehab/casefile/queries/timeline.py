"""One timeline of an enrolment, from the records of every room below; never from the trail."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import visible
from rehab.clinical.models import Assessment, InstrumentResult
from rehab.delivery.models import Attendance, AttendanceCode, Place
from rehab.enrolments.models import Assignment, Consent, Decision, Enrolment, StatusChange
from rehab.enrolments.states import TONES, Status
from ui.parts import Entry


def timeline(user: User, enrolment: Enrolment) -> list[Entry]:
    """Newest first. Everything here is of tiers 1 and 2."""
    entries = [
        *_moves(enrolment),
        *_consents(enrolment),
        *_signed(enrolment),
        *_places(enrolment),
        *_assignments(enrolment),
        *_attendance(user, enrolment),
    ]
    return sorted(entries, key=_day, reverse=True)


def _day(entry: Entry) -> date:
    assert isinstance(entry.at, date)
    return entry.at


def _moves(row: Enrolment) -> Iterable[Entry]:
    decisions = {(each.outcome, each.at.date()): each for each in Decision.objects.filter(enrolment=row)}
    changes = StatusChange.objects.filter(enrolment=row).select_related(
        "decided_by", "recorded_by", "exit_reason"
    )
    for change in changes.order_by("-pk"):
        decision = decisions.get((change.to_status, change.at.date()))
        notes = [
            change.exit_reason.name if change.exit_reason else "",
            change.reason or (decision.reason if decision else ""),
            change.document,
        ]
        yield Entry(
            at=change.on,
            title=change.get_to_status_display(),
            who=_who(change.decided_by, change.recorded_by),
            note=" · ".join(note for note in notes if note),
            tone=TONES[Status(change.to_status)],
        )


def _who(decided: User, recorded: User) -> str:
    if decided.pk == recorded.pk:
        return decided.full_name
    names = {"decided": decided.full_name, "recorded": recorded.full_name}
    return _("%(decided)s, dicatat oleh %(recorded)s") % names


def _consents(row: Enrolment) -> Iterable[Entry]:
    for each in Consent.objects.filter(enrolment=row).select_related("recorded_by", "withdrawn_recorded_by"):
        if each.withdrawn_on and each.withdrawn_recorded_by:
            yield Entry(
                each.withdrawn_on,
                _("Persetujuan dicabut"),
                each.withdrawn_recorded_by.full_name,
                each.withdrawn_reason,
                "warning",
            )
        title = _("Menyatakan bersedia") if each.given else _("Menyatakan tidak bersedia")
        tone = "success" if each.given else "warning"
        witness = _("Saksi: %(name)s") % {"name": each.witness}
        yield Entry(each.given_on, title, each.recorded_by.full_name, witness, tone)


def _signed(row: Enrolment) -> Iterable[Entry]:
    """That it was signed, and by whom; what it says is tier 3 and stands elsewhere."""
    results = InstrumentResult.objects.filter(enrolment=row, signed_at__isnull=False).select_related(
        "signed_by"
    )
    for result in results:
        title = _("%(name)s ditandatangani") % {"name": result.instrument.upper()}
        yield Entry(result.interviewed_on, title, result.signed_by.full_name if result.signed_by else "")
    for each in Assessment.objects.filter(enrolment=row, signed_at__isnull=False).select_related("assessor"):
        yield Entry(each.assessed_on, _("Ringkasan asesmen ditandatangani"), each.assessor.full_name)


def _places(row: Enrolment) -> Iterable[Entry]:
    for place in Place.objects.filter(enrolment=row).select_related("cohort", "enrolment", "placed_by"):
        told = {"code": place.cohort.code, "seat": place.seat}
        title = _("Mendapat tempat di angkatan %(code)s, nomor urut %(seat)s") % told
        yield Entry(place.taken_on, title, place.placed_by.full_name, tone="info")
        if place.left_on:
            yield Entry(place.left_day, _("Meninggalkan angkatan %(code)s") % told, tone="muted")


def _assignments(row: Enrolment) -> Iterable[Entry]:
    for each in Assignment.objects.filter(enrolment=row).select_related("staff__agency", "assigned_by"):
        told = {"name": each.staff.full_name, "as": each.get_capacity_display()}
        yield Entry(
            each.since,
            _("%(name)s ditugaskan sebagai %(as)s") % told,
            each.assigned_by.full_name,
            tone="muted",
        )


def _attendance(user: User, row: Enrolment) -> Iterable[Entry]:
    """One line a month: how many sessions were attended."""
    marks = visible(Attendance, user).filter(enrolment=row, session__state="held")
    months = (
        marks.values("session__day__year", "session__day__month")
        .annotate(
            first=Min("session__day"),
            last=Max("session__day"),
            present=Count("pk", filter=Q(code__counts=AttendanceCode.Counts.PRESENT)),
            counted=Count("pk", filter=~Q(code__counts=AttendanceCode.Counts.IGNORED)),
        )
        .order_by()
    )
    for month in months:
        title = _("Hadir %(present)s dari %(counted)s sesi") % month
        yield Entry(month["last"], title, tone="neutral")
