from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from rehab.casefile import actions, ticks
from rehab.casefile.forms import GRADUATION_SORTS, AnswerForm, GraduationFilters, OutcomeForm
from rehab.casefile.queries import participants, queues
from rehab.enrolments.models import OutcomeProposal
from ui.forms import submitted, typed
from ui.lists import Listing


def listing(request: MemberRequest) -> HttpResponse:
    """What waits for the head above, who is active and not yet proposed below."""
    active = Listing(
        request.GET,
        queues.active_without_proposal(request.user),
        filters=GraduationFilters,
        filter_args={"user": request.user},
        sorts=GRADUATION_SORTS,
        default="selesai",
        transform=queues.rows_to_propose,
    )
    context = {
        "listing": active,
        "ticks": ticks.kept(request, active.rows),
        "proposals": queues.rows_to_confirm(queues.open_proposals(request.user)),
        "may_propose": request.user.has_perm(P.CASEFILE_PROPOSE_OUTCOME),
        "may_answer": request.user.has_perm(P.CASEFILE_CONFIRM_OUTCOME),
    }
    return render(request, "casefile/outcomes.html", context)


def propose(request: MemberRequest) -> HttpResponse:
    scope = participants.participants(request.user).order_by("inmate__name", "pk")
    people = ticks.offered(request, scope)
    if not people:
        messages.info(request, _("Centang dahulu peserta aktif yang akan diusulkan."))
        return redirect("casefile:outcomes")
    rows = queues.rows_to_propose(people)
    chosen = [row for row in rows if row.pk in ticks.ticked(request)]
    form = OutcomeForm(typed(request), rows=rows, ticked=ticks.ticked(request))
    if submitted(
        request,
        form,
        lambda data: actions.propose_outcomes(by=request.user, choices=_choices(chosen, data)),
    ):
        messages.success(request, _("Usulan untuk %(n)s orang dikirim kepada Kepala.") % {"n": len(chosen)})
        return redirect("casefile:outcomes")
    return render(request, "casefile/propose_outcomes.html", {"form": form, "lines": form.lines()})


def _choices(rows: list[queues.OutcomeRow], data: dict[str, Any]) -> list[actions.OutcomeChoice]:
    return [
        actions.OutcomeChoice(row.enrolment, data[f"hasil_{row.pk}"], data[f"alasan_{row.pk}"])
        for row in rows
    ]


def answer(request: MemberRequest) -> HttpResponse:
    scope = queues.proposals_of(request.user)
    proposals = ticks.offered(request, scope, "usulan")
    chosen = {"usulan": ticks.ticked(request, "usulan")}
    form = AnswerForm(typed(request), initial=chosen, proposals=proposals)
    if not proposals and not form.is_bound:
        messages.info(request, _("Centang dahulu usulan yang akan dijawab."))
        return redirect("casefile:outcomes")
    if submitted(request, form, lambda data: _answer(request, data)):
        messages.success(
            request, _("Jawaban disimpan untuk %(n)s orang.") % {"n": len(form.cleaned_data["usulan"])}
        )
        return redirect("casefile:outcomes")
    context = {
        "form": form,
        "proposals": queues.rows_to_confirm(proposals),
        "cancel_url": reverse("casefile:outcomes"),
    }
    return render(request, "casefile/answer_outcomes.html", context)


def _answer(request: MemberRequest, data: dict[str, Any]) -> list[OutcomeProposal]:
    proposals = list(data["usulan"])
    if data["answer"] == OutcomeProposal.Answer.RETURNED:
        return actions.return_outcomes(by=request.user, proposals=proposals, reason=data["reason"])
    return actions.confirm_outcomes(by=request.user, proposals=proposals, document=data["document"])
