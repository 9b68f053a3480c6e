from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import actions, queries
from rehab.delivery.forms import CalendarFilters, NotHeldForm, SessionFilters
from rehab.delivery.models import Session
from rehab.delivery.refusals import ChangedMeanwhile
from ui.forms import submitted, typed
from ui.lists import FilterForm, Listing
from ui.parts import Tab

# A day or a week of one house stands on one page; that of a country does not.
_WHOLE, _PART = 300, 25


def day(request: MemberRequest) -> HttpResponse:
    shown = _date(request)
    rows = queries.sessions_of(request.user).filter(day=shown)
    found = _listing(request, rows, CalendarFilters, page_size=_page_size(request))
    today = request.user.agency.today()
    context = {
        "listing": found,
        "day": shown,
        "is_today": shown == today,
        "earlier": found.query(tanggal=shown - timedelta(days=1)),
        "later": found.query(tanggal=shown + timedelta(days=1)),
        "now": found.query(tanggal=None),
        "tabs": _tabs(request, "sessions"),
        "moves": queries.may_read_movements(request.user),
    }
    return render(request, "delivery/day.html", context)


def week(request: MemberRequest) -> HttpResponse:
    shown = _date(request)
    monday = shown - timedelta(days=shown.weekday())
    sunday = monday + timedelta(days=6)
    rows = queries.sessions_of(request.user).filter(day__range=(monday, sunday))
    found = _listing(request, rows, CalendarFilters, page_size=_page_size(request))
    context = {
        "listing": found,
        "monday": monday,
        "sunday": sunday,
        "earlier": found.query(tanggal=monday - timedelta(days=7)),
        "later": found.query(tanggal=monday + timedelta(days=7)),
        "now": found.query(tanggal=None),
        "tabs": _tabs(request, "week"),
    }
    return render(request, "delivery/week.html", context)


def everything(request: MemberRequest) -> HttpResponse:
    context = {
        "heading": _("Semua sesi"),
        "lead": _("Setiap sesi yang direncanakan, terlaksana, tidak terlaksana, atau dibatalkan."),
        "empty": _("Sesi tampil di sini setelah jadwal sebuah angkatan disusun."),
        "tabs": _tabs(request, "all_sessions"),
    }
    return _list(request, queries.sessions_of(request.user), context, default="-waktu")


def unrecorded(request: MemberRequest) -> HttpResponse:
    context = {
        "heading": _("Sesi yang belum dicatat"),
        "lead": _(
            "Jamnya sudah lewat, tetapi belum ada catatan terlaksana atau tidak, atau kehadirannya kosong."
        ),
        "empty": _("Semua sesi sudah dicatat."),
        "tabs": _tabs(request, "unrecorded"),
    }
    return _list(request, queries.unrecorded(request.user), context)


def without_basis(request: MemberRequest) -> HttpResponse:
    context = {
        "heading": _("Tanpa dasar kerja sama"),
        "lead": _(
            "Pada tanggal sesi ini tidak ada kerja sama yang berlaku. Batalkan, pindahkan, atau perpanjang."
        ),
        "empty": _("Semua sesi berada dalam masa kerja sama."),
        "tabs": _tabs(request, "without_basis"),
    }
    return _list(request, queries.without_basis(request.user), context)


def page(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    context = {"session": session, "shown": queries.session_page(session, request.user)}
    return render(request, "delivery/session.html", context)


def not_held(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    form = NotHeldForm(typed(request), initial={"version": session.version})

    def act(data: dict[str, Any]) -> Session:
        try:
            return actions.record_not_held(by=request.user, session=session, **data)
        except ChangedMeanwhile:
            form.data = {**form.data.dict(), "version": session.version}
            raise

    if submitted(request, form, act):
        messages.success(request, _("Sesi dicatat tidak terlaksana."))
        return redirect(session)
    context = {
        "form": form,
        "heading": _("Tidak terlaksana"),
        "intro": f"{session.title} · {session.get_state_display()}",
        "cancel_url": session.get_absolute_url(),
        "trail": [(_("Sesi"), reverse("delivery:sessions")), (session.title, session.get_absolute_url())],
    }
    return render(request, "components/form_page.html", context)


def _date(request: MemberRequest) -> date:
    """The date in the address, or today where it makes no sense."""
    try:
        return date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        return request.user.agency.today()


def _page_size(request: MemberRequest) -> int:
    return _PART if request.user.agency.is_oversight else _WHOLE


def _listing(
    request: MemberRequest,
    rows: Any,
    filters: type[FilterForm],
    *,
    default: str = "waktu",
    page_size: int = 25,
) -> Listing:
    return Listing(
        request.GET,
        rows,
        filters=filters,
        filter_args={"user": request.user},
        sorts={"waktu": (_("Waktu"), ("planned_start",)), "angkatan": (_("Angkatan"), ("cohort__code",))},
        default=default,
        page_size=page_size,
        transform=lambda found: queries.rows_of(found, request.user),
    )


def _list(request: MemberRequest, rows: Any, context: dict[str, Any], default: str = "waktu") -> HttpResponse:
    found = _listing(request, rows, SessionFilters, default=default)
    return render(request, "delivery/sessions.html", {"listing": found, **context})


def _tabs(request: MemberRequest, current: str) -> list[Tab]:
    names = [
        ("sessions", _("Hari")),
        ("week", _("Pekan")),
        ("all_sessions", _("Semua")),
        ("unrecorded", _("Belum dicatat")),
    ]
    if not request.user.agency.is_partner:
        names.append(("without_basis", _("Tanpa dasar")))
    return [Tab(label, reverse(f"delivery:{name}"), name == current) for name, label in names]
