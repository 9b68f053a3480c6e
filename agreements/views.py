from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible, visible_or_404
from agreements import access, actions, queries
from agreements.forms import (
    AgreementFilters,
    EndForm,
    ReasonForm,
    TermsForm,
    VersionedForm,
    terms_after,
    terms_of,
)
from agreements.models import Agreement
from agreements.wording import WORDS
from agreements.workflow import Act, obstacle
from ui.forms import submitted, typed
from ui.lists import Listing


def listing(request: MemberRequest) -> HttpResponse:
    found = Listing(
        request.GET,
        visible(Agreement, request.user).with_state(),
        filters=AgreementFilters,
        filter_args={"drafts": request.user.agency.is_custodian},
        sorts={
            "akhir": (_("Hari terakhir"), (F("last_day").asc(nulls_last=True),)),
            "mulai": (_("Hari pertama"), ("first_day",)),
            "judul": (_("Judul"), ("title",)),
        },
        default="-akhir",
        transform=queries.rows(request.user),
    )
    context = {"listing": found, "may_draft": access.may_draft(request.user)}
    return render(request, "agreements/list.html", context)


def page(request: MemberRequest, pk: int) -> HttpResponse:
    agreement = _loaded(request, pk)
    context = {"agreement": agreement, "shown": queries.page_of(agreement, request.user)}
    return render(request, "agreements/page.html", context)


def draft(request: MemberRequest) -> HttpResponse:
    if not access.may_draft(request.user):
        raise PermissionDenied(_("Kerja sama disusun oleh petugas rehabilitasi rutan atau lapas."))
    form = TermsForm(typed(request))

    def act(data: dict[str, Any]) -> Agreement:
        return actions.draft(by=request.user, partner=data["partner"], terms=form.terms_in(data))

    if submitted(request, form, act):
        messages.success(request, _("Draf kerja sama disimpan."))
        return redirect(getattr(request, "acted", None) or "agreements:list")
    context = {
        "form": form,
        "heading": _("Susun kerja sama"),
        "intro": _("Draf hanya terbaca oleh rutan/lapas sampai kepala memberlakukannya."),
        "cancel_url": reverse("agreements:list"),
        "trail": [(_("Kerja sama"), reverse("agreements:list"))],
    }
    return render(request, "components/form_page.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    agreement = _loaded(request, pk, Act.CHANGE)
    form = TermsForm(
        typed(request),
        agreement=agreement,
        initial=terms_of(agreement),
        renews=agreement.renews_id is not None,
    )

    def act(data: dict[str, Any]) -> Agreement:
        return actions.change_draft(
            agreement=agreement,
            by=request.user,
            terms=form.terms_in(data),
            partner=data.get("partner"),
            version=data["version"],
        )

    return _carry_out(request, agreement, Act.CHANGE, form, act)


def renew(request: MemberRequest, pk: int) -> HttpResponse:
    agreement = _loaded(request, pk, Act.RENEW)
    form = TermsForm(typed(request), agreement=agreement, initial=terms_after(agreement), renewal=True)

    def act(data: dict[str, Any]) -> Agreement:
        return actions.renew(
            agreement=agreement,
            by=request.user,
            terms=form.terms_in(data),
            reason=data["reason"],
            version=data["version"],
        )

    return _carry_out(request, agreement, Act.RENEW, form, act)


def put_in_force(request: MemberRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, Act.PUT_IN_FORCE, actions.put_in_force)


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, Act.DISCARD, actions.discard)


def suspend(request: MemberRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, Act.SUSPEND, actions.suspend)


def lift(request: MemberRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, Act.LIFT, actions.lift)


def end(request: MemberRequest, pk: int) -> HttpResponse:
    return _confirm(request, pk, Act.END, actions.end, form_class=EndForm)


def _loaded(request: MemberRequest, pk: int, act: Act | None = None) -> Agreement:
    """The agreement, if this member may do the act; a page that cannot help says why at once."""
    agreement = visible_or_404(queries.for_page(), request.user, pk=pk)
    if act and not access.may(act, request.user, agreement):
        raise PermissionDenied(_("Langkah ini bukan untuk peran atau instansi Anda."))
    if act and request.method != "POST" and (refusal := obstacle(act, agreement)):
        raise refusal
    return agreement


def _confirm(
    request: MemberRequest,
    pk: int,
    act: Act,
    verb: Callable[..., Any],
    form_class: type[ReasonForm] = ReasonForm,
) -> HttpResponse:
    agreement = _loaded(request, pk, act)
    words = WORDS[act]
    form = form_class(
        typed(request),
        agreement=agreement,
        label=words.reason_label,
        submit_label=words.button,
        initial={"from_day": agreement.custodian.today()},
    )
    return _carry_out(
        request, agreement, act, form, lambda data: verb(agreement=agreement, by=request.user, **data)
    )


def _carry_out(
    request: MemberRequest, agreement: Agreement, act: Act, form: VersionedForm, do: Callable[..., Any]
) -> HttpResponse:
    """Do the act, or show its form: 409, with what was typed, when another's change came first."""
    words = WORDS[act]
    if submitted(request, form, do):
        messages.success(request, words.done)
        made = getattr(request, "acted", None)
        return redirect(made if isinstance(made, Agreement) else agreement)
    now = _loaded(request, agreement.pk) if request.method == "POST" else agreement
    behind = form.is_behind(now)
    if behind:
        form.catch_up(now)
    context = {
        "agreement": now,
        "form": form,
        "behind": queries.page_of(now, request.user) if behind else None,
        "heading": words.heading,
        "intro": now.title,
        "effects": words.effects,
        "grave": words.grave,
        "closes": act in (Act.SUSPEND, Act.END),
        "cancel_url": now.get_absolute_url(),
        "trail": [(_("Kerja sama"), reverse("agreements:list")), (now.title, now.get_absolute_url())],
    }
    return render(request, "agreements/act.html", context, status=409 if behind else 200)
