from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from rehab.casefile import actions, ticks
from rehab.casefile.criteria import criteria_of
from rehab.casefile.forms import DECISION_SORTS, DecideForm, DecisionFilters
from rehab.casefile.queries import participants, queues
from rehab.enrolments.queries import heads_of
from ui.forms import submitted, typed
from ui.lists import Listing


def queue(request: MemberRequest) -> HttpResponse:
    rows = Listing(
        request.GET,
        queues.awaiting_decision(request.user),
        filters=DecisionFilters,
        sorts=DECISION_SORTS,
        default="sejak",
        transform=queues.decision_rows,
    )
    context = {"listing": rows, "ticks": ticks.kept(request, rows.rows)}
    return render(request, "casefile/decisions.html", context)


def decide(request: MemberRequest) -> HttpResponse:
    scope = participants.participants(request.user)
    people = ticks.offered(request, scope.select_related("agreement").order_by("inmate__name", "pk"))
    heads = heads_of(request.user)
    form = DecideForm(
        typed(request),
        initial={"pilih": ticks.ticked(request), "decided_by": heads.first()},
        user=request.user,
        people=people,
        heads=heads,
    )
    if not people and not form.is_bound:
        messages.info(request, _("Centang dahulu peserta yang akan diputuskan."))
        return redirect("casefile:decisions")
    if submitted(
        request,
        form,
        lambda data: actions.decide(
            by=request.user,
            people=list(data["pilih"]),
            **{name: value for name, value in data.items() if name != "pilih"},
        ),
    ):
        chosen = form.cleaned_data["pilih"]
        messages.success(request, _("Keputusan disimpan untuk %(n)s orang.") % {"n": len(chosen)})
        return redirect("casefile:decisions")
    criteria = criteria_of(people)
    context = {
        "form": form,
        "people": [(each, criteria[each.pk]) for each in people],
        "recorded_for": not request.user.has_perm(P.CASEFILE_DECIDE),
        "cancel_url": reverse("casefile:decisions"),
    }
    return render(request, "casefile/decide.html", context)
