from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import actions, queries
from rehab.delivery.forms import PlacementForm, ReasonForm
from rehab.delivery.models import Cohort, Place
from ui.forms import submitted, typed


def place(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = visible_or_404(queries.cohorts_with_parties(), request.user, pk=pk)
    waiting = queries.candidates_for(cohort, request.user)
    form = PlacementForm(typed(request), user=request.user, cohort=cohort, waiting=waiting)

    def act(data: dict[str, Any]) -> list[Place]:
        chosen = set(data.pop("enrolments"))
        people = [each.enrolment for each in waiting if each.enrolment.pk in chosen]
        return actions.place(by=request.user, cohort=cohort, enrolments=people, **data)

    if submitted(request, form, act):
        messages.success(request, _("Peserta ditetapkan dalam angkatan."))
        return redirect(cohort)
    context = {
        "cohort": cohort,
        "form": form,
        "waiting": waiting,
        "filled": queries.seats_taken(cohort),
        "outside": queries.services_outside(cohort),
        "is_open": cohort.state == Cohort.State.OPEN,
    }
    return render(request, "delivery/place.html", context)


def release(request: MemberRequest, pk: int) -> HttpResponse:
    held = visible_or_404(Place, request.user, pk=pk)
    cohort = held.cohort
    form = ReasonForm(typed(request), submit_label=_("Lepaskan tempat"))

    def act(data: dict[str, Any]) -> Place:
        return actions.release(by=request.user, place=held, reason=data["reason"])

    if submitted(request, form, act):
        messages.success(request, _("Tempat dilepas; pesertanya kembali ke daftar tunggu."))
        return redirect(cohort)
    context = {
        "form": form,
        "heading": _("Lepaskan tempat"),
        "intro": _("%(name)s, nomor urut %(seat)s.")
        % {"name": held.enrolment.inmate.name, "seat": held.seat},
        "effects": [_("Statusnya kembali menjadi Layak dan tempatnya kosong.")],
        "cancel_url": cohort.get_absolute_url(),
        "trail": [(_("Angkatan"), reverse("delivery:cohorts")), (cohort.code, cohort.get_absolute_url())],
    }
    return render(request, "components/confirm_page.html", context)
