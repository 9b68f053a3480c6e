"""Criminal cases and their charges."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from inmates import actions, facts
from inmates.forms.cases import (
    ADD_ROW,
    CaseForm,
    CloseCaseForm,
    NarcoticsForm,
    NewCaseForm,
    with_one_more_row,
)
from inmates.forms.custody import ReasonForm
from inmates.models import CriminalCase, Inmate
from inmates.views.frame import confirm_page, done, form_page
from ui.forms import submitted, typed

_TEMPLATE = "inmates/case_form.html"


def new_case(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    heading = _("Catat perkara")
    if ADD_ROW in request.POST:
        form = NewCaseForm(with_one_more_row(request.POST))
        return form_page(request, form, inmate=inmate, heading=heading, template=_TEMPLATE, quiet=True)
    form = NewCaseForm(typed(request))

    def act(data: dict[str, Any]) -> CriminalCase:
        return actions.record_case(inmate=inmate, facts=data, charges=data["charges"], by=request.user)

    if submitted(request, form, act):
        return done(request, inmate, _("Perkara dicatat."))
    return form_page(request, form, inmate=inmate, heading=heading, template=_TEMPLATE, quiet=False)


def case(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(CriminalCase, request.user, pk=pk)
    page: dict[str, Any] = {"inmate": known.inmate, "heading": _("Ubah perkara"), "template": _TEMPLATE}
    if ADD_ROW in request.POST:
        form = CaseForm(with_one_more_row(request.POST), instance=known)
        return form_page(request, form, quiet=True, **page)
    form = CaseForm(typed(request), instance=known, initial={"version": known.version})

    def act(data: dict[str, Any]) -> CriminalCase:
        return actions.change_case(
            case=known, version=data["version"], facts=data, charges=data["charges"], by=request.user
        )

    if submitted(request, form, act):
        return done(request, known.inmate, _("Perkara disimpan."))
    stored = facts.case_facts(known) if form.catch_up(known.version) else []
    return form_page(request, form, quiet=False, stored=stored, **page)


def narcotics(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(CriminalCase, request.user, pk=pk)
    form = NarcoticsForm(typed(request), initial={"narcotics": "ya" if known.narcotics else "tidak"})
    if submitted(request, form, lambda data: actions.correct_narcotics(case=known, by=request.user, **data)):
        return done(request, known.inmate, _("Penanda narkotika dikoreksi."))
    return form_page(
        request,
        form,
        inmate=known.inmate,
        heading=_("Koreksi penanda narkotika"),
        intro=_("Penanda mengikuti pasal. Koreksi hanya bila pasal tidak menggambarkan perkaranya."),
    )


def close(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(CriminalCase, request.user, pk=pk)
    inmate = known.inmate
    form = CloseCaseForm(typed(request), initial={"closed_on": inmate.custodian.today()})
    if submitted(request, form, lambda data: actions.close_case(case=known, by=request.user, **data)):
        return done(request, inmate, _("Perkara dinyatakan selesai."))
    return confirm_page(
        request,
        form,
        inmate=inmate,
        heading=_("Nyatakan perkara selesai"),
        effects=[
            _("Perkara ini tidak lagi dihitung untuk penanda narkotika."),
            _("Keberadaannya tidak berubah: bebas dicatat sebagai peristiwa penahanan."),
        ],
    )


def reopen(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(CriminalCase, request.user, pk=pk)
    form = ReasonForm(typed(request))
    if submitted(request, form, lambda data: actions.reopen_case(case=known, by=request.user, **data)):
        return done(request, known.inmate, _("Perkara dibuka kembali."))
    return confirm_page(
        request,
        form,
        inmate=known.inmate,
        heading=_("Buka kembali perkara"),
        effects=[_("Perkara ini kembali dihitung untuk penanda narkotika.")],
        submit_label=_("Buka kembali"),
    )
