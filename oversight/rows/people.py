"""Rows about people and participants."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.permissions import P
from inmates.models import Inmate, LegalStatus
from oversight.rows.shape import Cell, Kind, Row, page_of
from oversight.scope import Scope
from rehab.delivery.models import AttendanceCode
from rehab.enrolments.models import Enrolment

_PERSON_HEADS = (
    gettext_lazy("Nomor register"),
    gettext_lazy("Blok"),
    gettext_lazy("Status hukum"),
    gettext_lazy("Masa penahanan habis"),
    gettext_lazy("Sisa hari"),
    gettext_lazy("Unit"),
)
_ENROLMENT_HEADS = (
    gettext_lazy("Nomor peserta"),
    gettext_lazy("Status"),
    gettext_lazy("Sejak"),
    gettext_lazy("Rencana selesai"),
    gettext_lazy("Sisa hari"),
    gettext_lazy("Unit"),
)


def load_people(rows: Any) -> Any:
    return rows.with_register().select_related("custodian", "key_dates")


def tell_people(found: list[Inmate], scope: Scope) -> list[Row]:
    return [_person(each, scope) for each in found]


def _person(person: Any, scope: Scope) -> Row:
    left = person.days_left()
    status = str(LegalStatus(person.legal_status).label) if person.legal_status else None
    ends = _detention_ends(person)
    block = " / ".join(part for part in (person.block, person.cell) if part)
    return Row(
        person.name,
        page_of(person),
        _person_note(person, left, ends),
        (
            Cell(person.register_number),
            Cell(block or None),
            Cell(status),
            Cell(_day(ends)),
            Cell(left, days=True),
            Cell(person.custodian.short_name),
        ),
        number=person.register_number or "",
        heads=_PERSON_HEADS,
    )


def _detention_ends(person: Any) -> date | None:
    """A date of the time as a tahanan: it says nothing of a narapidana."""
    dates = getattr(person, "key_dates", None)
    tahanan = person.legal_status != LegalStatus.NARAPIDANA
    return dates.detention_order_ends if dates and tahanan else None


def _person_note(person: Any, left: int | None, ends: date | None) -> str:
    missing = _missing(person)
    if missing:
        return _("Belum ada: %(what)s") % {"what": ", ".join(missing)}
    if ends:
        return _("Masa penahanan habis %(day)s") % {"day": _day(ends)}
    return days_in_words(left)


def _missing(person: Any) -> list[str]:
    """What the person's record lacks, where the selection asked."""
    asked = {
        "has_registration": _("registrasi"),
        "has_case": _("perkara"),
        "has_dates": _("tanggal penting"),
    }
    return [label for name, label in asked.items() if getattr(person, name, True) is False]


def load_enrolments(rows: Any) -> Any:
    return rows.select_related("inmate", "custodian", "exit_reason")


def tell_enrolments(found: list[Enrolment], scope: Scope) -> list[Row]:
    return [_enrolment(each, scope, enrolment_note(each, scope)) for each in found]


def tell_exits(found: list[Enrolment], scope: Scope) -> list[Row]:
    """Why each stands in the queue of exits."""
    return [_enrolment(each, scope, _exit_note(each)) for each in found]


def tell_wards(found: list[Enrolment], scope: Scope) -> list[Row]:
    """Each with the attendance of this month."""
    rates = _attended(found, scope)
    return [_enrolment(each, scope, _ward_note(each, rates)) for each in found]


def _enrolment(row: Enrolment, scope: Scope, note: str) -> Row:
    since = timezone.localtime(row.status_since, scope.user.agency.zone).date()
    return Row(
        row.inmate.name,
        page_of(row),
        note,
        (
            Cell(row.number),
            Cell(row.get_status_display(), tone=row.tone),
            Cell(_day(since)),
            Cell(_day(row.ends_on)),
            Cell(_days_left(row), days=True),
            Cell(row.custodian.short_name),
        ),
        number=row.number,
        tone=row.tone,
        heads=_ENROLMENT_HEADS,
    )


def enrolment_note(row: Enrolment, scope: Scope) -> str:
    waited = (scope.today - timezone.localtime(row.status_since, scope.user.agency.zone).date()).days
    said = {"status": row.get_status_display(), "since": _since_in_words(waited)}
    return f"{_('%(status)s %(since)s') % said} · {days_in_words(_days_left(row))}"


def _days_left(row: Enrolment) -> int | None:
    """By the custodian's own date, as on every other list."""
    return row.inmate.days_left(row.custodian.today())


def _since_in_words(days: int) -> str:
    if days < 1:
        return _("sejak hari ini")
    return ngettext("sejak %(n)s hari lalu", "sejak %(n)s hari lalu", days) % {"n": days}


def _exit_note(row: Enrolment) -> str:
    if not row.inmate.in_custody:
        return _("Tidak lagi ditahan di sini")
    return _("Persetujuan ditolak atau dicabut")


def _ward_note(row: Enrolment, rates: dict[int, tuple[int, int]]) -> str:
    present, counted = rates.get(row.pk, (0, 0))
    if not counted:
        return _("%(status)s · belum ada sesi tercatat bulan ini") % {"status": row.get_status_display()}
    told = {"status": row.get_status_display(), "present": present, "counted": counted}
    return _("%(status)s · hadir %(present)s dari %(counted)s sesi bulan ini") % told


def _attended(found: list[Enrolment], scope: Scope) -> dict[int, tuple[int, int]]:
    """Sessions attended and counted since the first of this month, by enrolment."""
    counts = AttendanceCode.Counts
    marks = scope.attendance().filter(enrolment__in=found, session__day__gte=scope.today.replace(day=1))
    summed = (
        marks.order_by()
        .values("enrolment")
        .annotate(
            present=Count("pk", filter=Q(code__counts=counts.PRESENT)),
            counted=Count("pk", filter=~Q(code__counts=counts.IGNORED)),
        )
    )
    return {each["enrolment"]: (each["present"], each["counted"]) for each in summed}


def days_in_words(left: int | None) -> str:
    if left is None:
        return _("sisa hari belum ada")
    if left < 0:
        return ngettext("lewat %(n)s hari", "lewat %(n)s hari", -left) % {"n": -left}
    return ngettext("sisa %(n)s hari", "sisa %(n)s hari", left) % {"n": left}


def _day(day: date | None) -> str | None:
    return date_format(day, "j M Y") if day else None


PERSON = Kind(
    _PERSON_HEADS, (P.INMATES_VIEW,), ("name", "alias"), load_people, tell_people, owner="custodian"
)
_ENROLMENT = (_ENROLMENT_HEADS, (P.ENROLMENTS_VIEW,), ("inmate__name", "number"), load_enrolments)
ENROLMENT = Kind(*_ENROLMENT, tell_enrolments, owner="custodian")
EXIT = Kind(*_ENROLMENT, tell_exits, owner="custodian")
WARD = Kind(*_ENROLMENT, tell_wards, owner="custodian")
