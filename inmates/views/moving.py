"""Moving many people to a cell, from a pasted column of register numbers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import MemberRequest
from accounts.scope import visible
from inmates import actions, pasted, queries
from inmates.forms.custody import MoveManyForm
from inmates.models import Inmate
from ui.forms import submitted, typed


def many(request: MemberRequest) -> HttpResponse:
    """First a preview of every pasted line; sent again with those ticked there, they move, all or none."""
    form = MoveManyForm(typed(request), today=request.user.agency.today())
    chosen = pasted.keys_in(form.data.getlist("people")) if form.is_bound else []
    if chosen and submitted(request, form, lambda data: _move(request, chosen, data)):
        messages.success(request, _said(len(chosen)))
        return redirect("inmates:register")
    form.is_valid()
    data = getattr(form, "cleaned_data", {})
    lines = _preview(request, data) if data.keys() >= {"numbers", "block", "since"} else []
    context = {
        "heading": _("Pindahkan dari daftar nomor"),
        "intro": _("Tempel nomor register, periksa hasilnya, lalu pindahkan yang siap sekaligus."),
        "form": form,
        "lines": lines,
        "ready": pasted.count_ready(lines),
        "cancel_url": reverse("inmates:register"),
        "trail": [(_("Register"), reverse("inmates:register"))],
    }
    return render(request, "inmates/move_many.html", context)


def _move(request: MemberRequest, chosen: list[int], data: dict[str, Any]) -> Any:
    people = list(visible(Inmate, request.user).filter(pk__in=chosen))
    return actions.move_cells(inmates=people, by=request.user, **_where(data))


def _where(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("block", "cell", "since")}


def _preview(request: MemberRequest, data: dict[str, Any]) -> list[pasted.Line]:
    def judge(people: list[Any]) -> dict[int, str]:
        return actions.why_not_moved(people, queries.open_stays(people), **_where(data))

    return pasted.read(data["numbers"], request.user, judge)


def _said(count: int) -> str:
    return ngettext("%(n)s orang dipindahkan.", "%(n)s orang dipindahkan.", count) % {"n": count}
