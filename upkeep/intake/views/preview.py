"""What an import would change, row by row, and the officer's answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from ui.forms import submitted, typed
from ui.lists import Listing
from upkeep.intake import actions, queries
from upkeep.intake.forms import AnswerForm, LeftForm, RowFilters
from upkeep.intake.matching import Outcome
from upkeep.intake.models import Import, ImportRow, State
from upkeep.intake.views.frame import trail

_MAY_WRITE = (Outcome.NEW, Outcome.CHANGED, Outcome.DOUBT, Outcome.MISSING)


def import_(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    if known.state == State.UPLOADED and not known.trouble and not known.is_past:
        return redirect("intake:columns", pk=known.pk)
    waiting = queries.waiting_of(known)
    listing = _rows(request, known) if known.counts and not waiting else None
    context = {
        "import": known,
        "heading": known.file_name,
        "state": known.get_state_display(),
        "tone": queries.STATE_TONES[State(known.state)],
        "steps": queries.steps_of(known),
        "waiting": waiting,
        "listing": listing,
        "counts": queries.counts_of(known, request.GET.get("hasil", "")) if listing else [],
        "writes": any(map(known.count, _MAY_WRITE)),
        "undecided": queries.undecided(known) if known.state == State.CHECKED else 0,
        "correctable": known.count(Outcome.REFUSED) + known.count(Outcome.DOUBT),
        "trail": trail(known)[:-1],
    }
    return render(request, "intake/import.html", context)


def _rows(request: MemberRequest, known: Import) -> Listing:
    return Listing(
        request.GET,
        queries.rows_of(known, request.user).order_by("pk"),
        filters=RowFilters,
        transform=queries.row_lines,
    )


def row(request: MemberRequest, pk: int) -> HttpResponse:
    """One row in full; a row in doubt asks who it means."""
    known = visible_or_404(ImportRow, request.user, pk=pk)
    parent = visible_or_404(Import, request.user, pk=known.of_id)
    asks = known.outcome == Outcome.DOUBT and parent.state == State.CHECKED
    form = AnswerForm(typed(request), detail=known.what, initial={"choice": known.choice}) if asks else None
    if form and submitted(request, form, lambda data: actions.answer(row=known, by=request.user, **data)):
        messages.success(request, _("Pilihan disimpan."))
        return redirect(f"{parent.get_absolute_url()}?hasil=ragu&pilihan=belum")
    context: dict[str, Any] = {
        "form": form,
        "row": queries.row_line(known),
        "raw": queries.raw_facts(parent, known.what),
        "heading": known.name or _("Baris %(line)s") % {"line": known.line},
        "trail": trail(parent),
        "cancel_url": parent.get_absolute_url(),
    }
    return render(request, "intake/row.html", context)


def left(request: MemberRequest, pk: int) -> HttpResponse:
    """Who is in custody and in no row of a full list: proposed as left, never removed."""
    known = visible_or_404(Import, request.user, pk=pk)
    if known.state != State.CHECKED:
        return redirect(known)
    form = LeftForm(typed(request), initial={"on": known.custodian.today()})
    ticked = [int(each) for each in request.POST.getlist("rows") if each.isdigit()]

    def act(data: dict[str, Any]) -> int:
        return actions.left(import_=known, rows=ticked, by=request.user, **data)

    if submitted(request, form, act):
        messages.success(request, _("Dicatat. Berlaku setelah impor disimpan."))
        return redirect("intake:left", pk=known.pk)
    rows = queries.rows_of(known, request.user).filter(outcome=Outcome.MISSING).order_by("name", "pk")
    listing = Listing(request.GET, rows, filters=RowFilters, page_size=100, transform=queries.row_lines)
    context = {
        "form": form,
        "listing": listing,
        "ticked": ticked,
        "heading": _("Tidak ada di berkas"),
        "trail": trail(known),
        "cancel_url": known.get_absolute_url(),
    }
    return render(request, "intake/left.html", context)


def stays(request: MemberRequest, pk: int) -> HttpResponse:
    """The person did not leave after all: the import does nothing about them."""
    known = visible_or_404(ImportRow, request.user, pk=pk)
    if request.method == "POST":
        actions.not_left(row=known, by=request.user)
    return redirect("intake:left", pk=known.of_id)
