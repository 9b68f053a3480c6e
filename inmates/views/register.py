"""The list of people, its file, and taking someone in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from inmates import access, actions, facts, queries
from inmates.forms.custody import ExportForm
from inmates.forms.filters import BLOCK_SORTS, REGISTER_SORTS, BlockFilters, RegisterFilters
from inmates.forms.people import RegisterForm
from inmates.models import Inmate
from ui.forms import submitted, typed
from ui.lists import SEARCH, Listing
from ui.sheets import download, workbook


def register(request: MemberRequest) -> HttpResponse:
    user = request.user
    if not access.lists_register(user):
        return render(request, "inmates/blocks.html", {"listing": _block_listing(request)})
    if _is_identity_number(request.GET.get(SEARCH, "")):
        return _find_by_identity_number(request)
    context = {
        "listing": _register_listing(request),
        "may_write": user.has_perm("inmates.write"),
        "may_export": access.may_export(user),
        "own_wards_only": not user.may_beyond("walipas", "inmates.view"),
        "many_units": user.agency.is_oversight,
    }
    return render(request, "inmates/register.html", context)


def _register_listing(request: MemberRequest) -> Listing:
    user = request.user
    return Listing(
        request.GET,
        queries.register_of(user),
        filters=RegisterFilters,
        filter_args={
            "blocks": queries.blocks_of(user, request.GET.get("unit", "")),
            "units": queries.units_of(user) if user.agency.is_oversight else [],
        },
        sorts=REGISTER_SORTS,
        default="sisa",
        transform=queries.register_rows,
    )


def _block_listing(request: MemberRequest) -> Listing:
    user = request.user
    return Listing(
        request.GET,
        queries.register_of(user),
        filters=BlockFilters,
        filter_args={"blocks": queries.blocks_of(user)},
        sorts=BLOCK_SORTS,
        default="nama",
        transform=queries.register_rows,
    )


def _is_identity_number(text: str) -> bool:
    digits = "".join(text.split())
    return len(digits) == 16 and digits.isascii() and digits.isdigit()


def _find_by_identity_number(request: MemberRequest) -> HttpResponse:
    """Leads away at once, so that the number stays in no address that is kept."""
    digits = "".join(request.GET[SEARCH].split())
    found = queries.person_with_identity_number(request.user, digits)
    if found is not None:
        return redirect(found)
    messages.warning(request, _("Tidak ada warga binaan dengan NIK yang dicari."))
    return redirect("inmates:register")


def export(request: MemberRequest) -> HttpResponse:
    listing = _register_listing(request)
    form = ExportForm(typed(request))
    if request.method == "POST" and form.is_valid():
        return _export_file(request, listing, form.cleaned_data["purpose"])
    context = {
        "form": form,
        "heading": _("Ekspor daftar warga binaan"),
        "listing": listing,
        "trail": [(_("Warga binaan"), reverse("inmates:register"))],
        "cancel_url": reverse("inmates:register") + listing.query(),
    }
    return render(request, "inmates/export.html", context)


def _export_file(request: MemberRequest, listing: Listing, purpose: str) -> HttpResponse:
    """The same scope and the same filters as the list, taken anew at this moment."""
    user = request.user
    people = list(listing.queryset)
    actions.export_register(inmates=people, purpose=purpose, by=user)
    rows = queries.register_rows(people)
    today = user.agency.today()
    chips = "; ".join(f"{chip.label}: {chip.value}" for chip in listing.filters_active)
    notes = [
        user.agency.name,
        _("Diekspor oleh %(who)s pada %(day)s") % {"who": user.full_name, "day": date_format(today, "j F Y")},
        _("Keperluan: %(purpose)s") % {"purpose": purpose},
        _("Saringan: %(chips)s") % {"chips": chips or _("tidak ada")},
        _("Jumlah: %(n)s orang") % {"n": len(rows)},
    ]
    content = workbook(
        title=_("Warga binaan"), head=facts.EXPORT_HEADERS, rows=facts.export_cells(rows), notes=notes
    )
    return download(content, f"warga-binaan-{today:%Y-%m-%d}")


def new(request: MemberRequest) -> HttpResponse:
    user = request.user
    form = RegisterForm(typed(request), custodian=user.agency)

    def act(data: dict[str, Any]) -> Inmate:
        admission = {
            name: data[name]
            for name in (
                "register_class",
                "number",
                "kind",
                "admitted_on",
                "origin",
                "document_number",
                "block",
                "cell",
                "despite_duplicate",
            )
        }
        return actions.register(custodian=user.agency, identity=data, by=user, **admission)

    if submitted(request, form, act):
        messages.success(request, _("Warga binaan terdaftar. Lengkapi perkara dan tanggal pentingnya."))
        return redirect(getattr(request, "acted", None) or "inmates:register")
    if form.is_bound:
        form.is_valid()
        form.look_for_doubles()
    context = {
        "form": form,
        "heading": _("Daftarkan warga binaan"),
        "trail": [(_("Warga binaan"), reverse("inmates:register"))],
        "cancel_url": reverse("inmates:register"),
    }
    return render(request, "inmates/new.html", context)
