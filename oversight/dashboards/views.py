from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from accounts.requests import MemberRequest
from accounts.scope import visible, visible_or_404
from oversight.dashboards import figures, queries, units
from oversight.dashboards.forms import FigureFilters, Period, PeriodForm, period_scope
from oversight.forms import rows_of
from oversight.scope import Scope
from ui.lists import FilterForm, Listing


def home(request: MemberRequest) -> HttpResponse:
    """The own dashboard; a supervisor's is the table of the units below."""
    form, scope = period_scope(request.GET, Scope.of(request.user))
    if request.user.agency.is_oversight:
        return _units(request, form, scope)
    return _dashboard(request, form, scope, request.user.agency)


def unit(request: MemberRequest, pk: int) -> HttpResponse:
    agency = visible_or_404(Agency, request.user, pk=pk)
    form, scope = period_scope(request.GET, Scope.of(request.user).within(agency))
    return _dashboard(request, form, scope, agency)


def _dashboard(request: MemberRequest, form: PeriodForm, scope: Scope, agency: Agency) -> HttpResponse:
    context = {
        "period": Period(form, scope, request.GET),
        "scope": scope,
        "agency": agency,
        "board": queries.dashboard_of(scope),
        "above": request.user.agency.is_oversight,
    }
    return render(request, "dashboards/dashboard.html", context)


class UnitFilters(FilterForm):
    search_fields = ("name", "short_name")
    search_label = _("Cari unit")


def _units(request: MemberRequest, form: PeriodForm, scope: Scope) -> HttpResponse:
    below = visible(Agency, request.user)
    listing = Listing(
        request.GET,
        below.custodians().order_by("name", "pk"),
        filters=UnitFilters,
        transform=lambda found: units.unit_rows(found, scope),
        beside=tuple(form.fields),
    )
    context = {
        "period": Period(form, scope, request.GET),
        "scope": scope,
        "listing": listing,
        "columns": units.COLUMNS,
        "partners": below.partners().order_by("name"),
    }
    return render(request, "dashboards/units.html", context)


def rows(request: MemberRequest, key: str) -> HttpResponse:
    """Exactly the rows that a figure counts."""
    figure = figures.find(key)
    _form, scope = period_scope(request.GET, Scope.of(request.user))
    above = visible(Agency, request.user) if request.user.agency.is_oversight else None
    if above is not None and request.GET.get("unit", "").isdigit():
        scope = scope.within(visible_or_404(Agency, request.user, pk=int(request.GET["unit"])))
    if figure is None or not figures.shown_to(scope, figure):
        raise Http404
    if not queries.opens(figure, scope):
        raise PermissionDenied(_("Baris di balik angka ini tidak dibuka untuk peran atau instansi Anda."))
    listing = rows_of(
        request.GET,
        figure.kind,
        figure.select(scope),
        scope,
        filters=FigureFilters,
        filter_args={"figure": figure, "units": above},
    )
    return render(request, "dashboards/rows.html", {"figure": figure, "listing": listing, "scope": scope})
