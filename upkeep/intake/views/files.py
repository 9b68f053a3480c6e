"""The files that an import gives out. Each leaves its event in the trail before it leaves the house."""

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from ui.sheets import download
from upkeep.intake import actions, queries, workbooks
from upkeep.intake.models import Import
from upkeep.intake.past.workbooks import corrections_of_past, template_of_past


def template(request: MemberRequest) -> HttpResponse:
    return download(workbooks.template(), "templat-register")


def past_template(request: MemberRequest) -> HttpResponse:
    return download(template_of_past(request.user.agency), "templat-data-lama")


@transaction.atomic
def report(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    actions.download(import_=known, what=_("laporan"), by=request.user)
    rows = queries.rows_of(known, request.user).order_by("pk")
    return download(workbooks.report(known, rows), f"laporan-impor-{known.pk}")


@transaction.atomic
def corrections(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    actions.download(import_=known, what=_("perbaikan"), by=request.user)
    rows = queries.to_correct(known, request.user)
    if known.is_past:
        told = queries.rows_of(known, request.user).order_by("pk")
        return download(corrections_of_past(known, told, rows), f"perbaikan-impor-{known.pk}")
    return download(workbooks.corrections(rows), f"perbaikan-impor-{known.pk}")


@transaction.atomic
def original(request: MemberRequest, pk: int) -> HttpResponse:
    """The file as it came, as an attachment and never shown in the browser."""
    known = visible_or_404(Import, request.user, pk=pk)
    actions.download(import_=known, what=_("berkas asli"), by=request.user)
    response = HttpResponse(queries.content_of(known), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = queries.attachment_name(known)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
