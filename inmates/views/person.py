"""The page of one person, and the forms about who they are."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from inmates import access, actions, facts, queries
from inmates.forms.custody import KeyDatesForm
from inmates.forms.people import IdentityForm
from inmates.models import Inmate
from inmates.views.frame import done, form_page
from ui.forms import submitted, typed


def person(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    if not access.reads_register(request.user, inmate):
        return _block_page(request, inmate)
    page = queries.person_page(inmate)
    context = {
        "page_of": page,
        "inmate": inmate,
        "days": inmate.days_left() if inmate.in_custody else None,
        "identity": facts.identity_facts(inmate),
        "dates": facts.date_facts(page.key_dates, page.legal_status),
        "cases": [(case, facts.case_facts(case)) for case in page.cases],
        "may_write": access.may_write(request.user, inmate),
        "may_move": access.may_move(request.user, inmate),
        "other_unit": inmate.custodian_id != request.user.agency_id,
    }
    return render(request, "inmates/person.html", context)


def _block_page(request: MemberRequest, inmate: Inmate) -> HttpResponse:
    """Tier 1: where the person sleeps, and nothing else."""
    context = {
        "inmate": inmate,
        "stay": queries.open_stay(inmate),
        "may_move": access.may_move(request.user, inmate),
    }
    return render(request, "inmates/person_block.html", context)


def identity(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    form = IdentityForm(typed(request), instance=inmate, initial={"version": inmate.version})

    def act(data: dict) -> Inmate:
        return actions.change_identity(inmate=inmate, version=data["version"], data=data, by=request.user)

    if submitted(request, form, act):
        return done(request, inmate, _("Identitas disimpan."))
    stored = facts.identity_facts(inmate) if form.catch_up(inmate.version) else []
    return form_page(
        request,
        form,
        inmate=inmate,
        heading=_("Ubah identitas"),
        template="inmates/form_with_stored.html",
        stored=stored,
    )


def key_dates(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    dates = queries.key_dates_of(inmate)
    version = dates.version if dates else 0
    form = KeyDatesForm(typed(request), instance=dates, initial={"version": version})

    def act(data: dict) -> object:
        return actions.set_key_dates(inmate=inmate, version=data["version"], dates=data, by=request.user)

    if submitted(request, form, act):
        return done(request, inmate, _("Tanggal penting disimpan."))
    stored = facts.date_facts(dates) if form.catch_up(version) else []
    return form_page(
        request,
        form,
        inmate=inmate,
        heading=_("Tanggal penting"),
        intro=_("Salin seperti tertulis di SDP. Pulih tidak menghitung tanggal bebas."),
        template="inmates/form_with_stored.html",
        stored=stored,
    )
