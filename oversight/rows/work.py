"""Rows about sessions, cohorts, agreements, staff and the trail."""

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.permissions import P
from accounts.roles import role as role_of
from agreements.models import Agreement
from audit.models import AuditEvent
from oversight.rows.people import days_in_words
from oversight.rows.shape import Cell, Kind, Row, page_of
from oversight.scope import Scope
from rehab.delivery.models import AttendanceCode, Cohort, Place, Session

_SESSION_HEADS = (
    gettext_lazy("Waktu"),
    gettext_lazy("Tempat"),
    gettext_lazy("Angkatan"),
    gettext_lazy("Keadaan"),
    gettext_lazy("Kehadiran"),
    gettext_lazy("Alasan"),
    gettext_lazy("Unit"),
)
_SESSION_TONES = {"planned": "neutral", "held": "success", "not_held": "danger", "cancelled": "muted"}
_COHORT_HEADS = (
    gettext_lazy("Program"),
    gettext_lazy("Mulai"),
    gettext_lazy("Tempat kosong"),
    gettext_lazy("Kuota"),
)
_AGREEMENT_HEADS = (
    gettext_lazy("Rutan/lapas"),
    gettext_lazy("Mitra"),
    gettext_lazy("Keadaan"),
    gettext_lazy("Hari terakhir"),
    gettext_lazy("Sisa hari"),
)
_AGREEMENT_TONES = {"in_force": "success", "suspended": "warning", "coming": "info", "draft": "neutral"}


def load_sessions(rows: Any) -> Any:
    return rows.select_related("cohort__custodian", "not_held_reason")


def tell_sessions(found: list[Session], scope: Scope) -> list[Row]:
    rates = _present_of(found, scope)
    return [_session(each, rates, _session_note(each)) for each in found]


def tell_movements(found: list[Session], scope: Scope) -> list[Row]:
    """Each with the number of people who leave their block for it."""
    going = _going(found, scope)
    return [_session(each, {}, _movement_note(each, going)) for each in found]


def _session(row: Session, rates: dict[int, tuple[int, int]], note: str) -> Row:
    present, counted = rates.get(row.pk, (0, 0))
    attended = _("%(present)s dari %(counted)s") % {"present": present, "counted": counted}
    return Row(
        row.title,
        page_of(row),
        note,
        (
            Cell(f"{date_format(row.day, 'D, j M Y')} {_hour(row)}"),
            Cell(row.place),
            Cell(row.cohort.code),
            Cell(row.get_state_display(), tone=_SESSION_TONES[row.state]),
            Cell(attended if counted else None),
            Cell(row.not_held_reason.name if row.not_held_reason else None),
            Cell(row.cohort.custodian.short_name),
        ),
        number=_hour(row),
        pk=row.pk,
        tone=_SESSION_TONES[row.state],
        heads=_SESSION_HEADS,
    )


def _hour(row: Session) -> str:
    return f"{timezone.localtime(row.planned_start, row.cohort.custodian.zone):%H.%M}"


def _session_note(row: Session) -> str:
    when = date_format(row.day, "D, j M")
    return f"{when} {_hour(row)} · {row.place} · {row.cohort.code} · {row.get_state_display()}"


def _movement_note(row: Session, going: dict[int, int]) -> str:
    people = _("%(n)s orang") % {"n": going.get(row.cohort_id, 0) if row.enrolment_id is None else 1}
    until = timezone.localtime(row.planned_end, row.cohort.custodian.zone)
    return f"{_hour(row)}–{until:%H.%M} · {row.place} · {row.cohort.code} · {people}"


def _present_of(found: list[Session], scope: Scope) -> dict[int, tuple[int, int]]:
    """People present and people counted, by session."""
    counts = AttendanceCode.Counts
    marks = scope.attendance().filter(session__in=found).order_by().values("session")
    summed = marks.annotate(
        present=Count("pk", filter=Q(code__counts=counts.PRESENT)),
        counted=Count("pk", filter=~Q(code__counts=counts.IGNORED)),
    )
    return {each["session"]: (each["present"], each["counted"]) for each in summed}


def _going(found: list[Session], scope: Scope) -> dict[int, int]:
    """Seats taken today in the cohorts of these sessions, by cohort."""
    cohorts = {each.cohort_id for each in found}
    seats = Place.objects.visible_to(scope.user).on(scope.today).filter(cohort__in=cohorts)
    summed = seats.filter(enrolment__inmate__in_custody=True).order_by().values("cohort")
    return dict(summed.annotate(n=Count("pk")).values_list("cohort", "n"))


def load_cohorts(rows: Any) -> Any:
    return rows.select_related("programme_version", "custodian")


def tell_cohorts(found: list[Cohort], scope: Scope) -> list[Row]:
    return [_cohort(each, scope) for each in found]


def _cohort(row: Any, scope: Scope) -> Row:
    start = date_format(row.starts_on, "j M Y")
    late = row.starts_on < scope.today
    note = _("seharusnya mulai %(day)s") if late else _("mulai %(day)s")
    told = _("%(start)s · %(free)s dari %(quota)s tempat masih kosong")
    return Row(
        row.code,
        page_of(row),
        told % {"start": note % {"day": start}, "free": row.free, "quota": row.quota},
        (Cell(row.programme_version.name), Cell(start), Cell(row.free), Cell(row.quota)),
        heads=_COHORT_HEADS,
    )


def load_agreements(rows: Any) -> Any:
    return rows.with_state()


def tell_agreements(found: list[Agreement], scope: Scope) -> list[Row]:
    return [_agreement(each) for each in found]


def _agreement(row: Agreement) -> Row:
    state, last = row.state, row.final_day
    day = date_format(last, "j M Y") if last else None
    return Row(
        row.title,
        page_of(row),
        f"{row.custodian} – {row.partner} · {state.label} · {days_in_words(row.days_left)}",
        (
            Cell(row.custodian.short_name),
            Cell(row.partner.short_name),
            Cell(state.label, tone=_AGREEMENT_TONES.get(state, "muted")),
            Cell(day),
            Cell(row.days_left, days=True),
        ),
        tone=_AGREEMENT_TONES.get(state, "muted"),
        heads=_AGREEMENT_HEADS,
    )


def tell_staff(found: list[User], scope: Scope) -> list[Row]:
    return [_staff(each) for each in found]


def _staff(row: Any) -> Row:
    if getattr(row, "role_ends", None):
        told = {"role": role_of(row.ending_role).name, "day": date_format(row.role_ends, "j M Y")}
        note = _("peran %(role)s berakhir %(day)s") % told
    elif not row.must_change_password:
        note = _("terdaftar sejak %(day)s") % {"day": date_format(row.created_at, "j M Y")}
    elif row.password_has_expired:
        note = _("kata sandi sekali pakai sudah kedaluwarsa")
    else:
        note = _("kata sandi sekali pakai belum dipakai")
    return Row(
        row.full_name,
        reverse("accounts:staff", args=[row.pk]),
        f"{row.username} · {note}",
        (Cell(row.username), Cell(note)),
        pk=row.pk,
        heads=(gettext_lazy("Nama pengguna"), gettext_lazy("Keadaan")),
    )


def tell_events(found: list[AuditEvent], scope: Scope) -> list[Row]:
    return [_event(each, scope) for each in found]


def _event(row: AuditEvent, scope: Scope) -> Row:
    """Who and when; on whom is read in the trail itself, where it is minimised and recorded."""
    at = date_format(timezone.localtime(row.at, scope.user.agency.zone), "j M Y H.i")
    who = row.actor_name or row.actor_username or _("tidak dikenal")
    return Row(
        who,
        reverse("trail:event", args=[row.pk]),
        f"{at} · {row.get_action_display()}",
        (Cell(at), Cell(row.get_action_display()), Cell(row.role or None)),
        heads=(gettext_lazy("Waktu"), gettext_lazy("Peristiwa"), gettext_lazy("Peran")),
    )


def as_found(rows: Any) -> Any:
    return rows


_SESSION = (_SESSION_HEADS, (P.DELIVERY_VIEW,), ("title", "cohort__code", "place"), load_sessions)
SESSION = Kind(*_SESSION, tell_sessions, owner="custodian")
MOVEMENT = Kind(*_SESSION, tell_movements, owner="custodian")
COHORT = Kind(_COHORT_HEADS, (P.DELIVERY_VIEW,), ("code",), load_cohorts, tell_cohorts, owner="custodian")
AGREEMENT = Kind(
    _AGREEMENT_HEADS, (P.AGREEMENTS_VIEW,), ("title",), load_agreements, tell_agreements, owner="custodian"
)
STAFF = Kind(
    (gettext_lazy("Nama pengguna"), gettext_lazy("Keadaan")),
    (P.STAFF_MANAGE,),
    ("full_name", "username"),
    as_found,
    tell_staff,
)
EVENT = Kind(
    (gettext_lazy("Waktu"), gettext_lazy("Peristiwa"), gettext_lazy("Peran")),
    (P.TRAIL_VIEW,),
    ("actor_name", "actor_username"),
    as_found,
    tell_events,
)
