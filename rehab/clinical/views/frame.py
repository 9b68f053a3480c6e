"""Opening a clinical page: through the scope, then the assignment; and what is said when it closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import NotYours, visible_or_404
from rehab.clinical import access, actions, queries
from rehab.clinical.handed_back import typed_pairs
from rehab.enrolments.models import Enrolment

Page = Callable[..., HttpResponse]


def file_page(view: Page) -> Page:
    """Give the view the enrolment of the path, within what its reader reaches at this moment."""

    @wraps(view)
    def opened(request: MemberRequest, pk: int, **rest: Any) -> HttpResponse:
        try:
            enrolment = visible_or_404(queries.loaded(), request.user, pk=pk)
        except NotYours as hidden:
            return _hand_back(request, hidden)
        return view(request, enrolment, **rest)

    return opened


def clinical_page(view: Page) -> Page:
    """The same, for a clinician who is assigned to it."""

    @file_page
    @wraps(view)
    def opened(request: MemberRequest, enrolment: Enrolment, **rest: Any) -> HttpResponse:
        access.check_reads(request.user, enrolment)
        return view(request, enrolment, **rest)

    return opened


def _hand_back(request: MemberRequest, hidden: NotYours) -> HttpResponse:
    """The gate closed between the opening of a form and its sending (bar 4): what was typed is given
    back to whoever was working here, without a word about the person. Anybody else: not there."""
    pairs = typed_pairs(request.POST) if request.method == "POST" else []
    if not pairs or not access.was_working_with(request.user, hidden.record.pk):
        raise hidden
    match = request.resolver_match
    actions.record_closed(by=request.user, on=hidden.record, page=match.view_name if match else "")
    return render(request, "clinical/closed.html", {"pairs": pairs}, status=409)


def crumbs(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [
        (_("Peserta"), reverse("casefile:participants")),
        (enrolment.inmate.name, enrolment.get_absolute_url()),
    ]


def screening_crumbs(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [*crumbs(enrolment), (_("Skrining"), reverse("clinical:screening", args=[enrolment.pk]))]
