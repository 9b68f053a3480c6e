from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.casefile import actions, ticks
from rehab.casefile.forms import EXIT_SORTS, ExitFilters, ExitsForm
from rehab.casefile.queries import file, participants, queues
from rehab.enrolments.forms import LeaveForm
from rehab.enrolments.models import Enrolment
from ui.forms import submitted, typed
from ui.lists import Listing


def queue(request: MemberRequest) -> HttpResponse:
    rows = Listing(
        request.GET,
        queues.awaiting_exit(request.user),
        filters=ExitFilters,
        sorts=EXIT_SORTS,
        default="sejak",
        transform=queues.exit_rows,
    )
    context = {"listing": rows, "ticks": ticks.kept(request, rows.rows)}
    return render(request, "casefile/exits.html", context)


def leave_many(request: MemberRequest) -> HttpResponse:
    """Those ticked in the queue, each with the reason and the day that stand behind it."""
    scope = participants.participants(request.user).select_related("agreement")
    people = list(ticks.offered(request, scope.order_by("inmate__name", "pk")))
    if not people:
        messages.info(request, _("Centang dahulu peserta yang keluarnya akan dicatat."))
        return redirect("casefile:exits")
    form = ExitsForm(typed(request), rows=queues.exit_rows(people), ticked=ticks.ticked(request))
    chosen = [each for each in people if each.pk in form.ticked]
    if submitted(request, form, lambda data: actions.leave_many(by=request.user, exits=_exits(chosen, data))):
        messages.success(request, _("Keluarnya %(n)s peserta dicatat.") % {"n": len(chosen)})
        return redirect("casefile:exits")
    return render(request, "casefile/leave_many.html", {"form": form, "lines": form.lines()})


def _exits(chosen: list[Enrolment], data: dict[str, Any]) -> list[actions.Exit]:
    return [
        actions.Exit(
            row, data[f"exit_reason_{row.pk}"], on=data[f"on_{row.pk}"], reason=data[f"reason_{row.pk}"]
        )
        for row in chosen
    ]


def leave(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    form = LeaveForm(typed(request), initial=_suggested(enrolment))
    if submitted(request, form, lambda data: actions.leave(by=request.user, enrolment=enrolment, **data)):
        messages.success(request, _("Keluarnya peserta dicatat."))
        return redirect("casefile:page", pk=pk)
    number = {"number": enrolment.number}
    context = {
        "heading": _("Catat keluar: %(name)s") % {"name": enrolment.inmate.name},
        "effects": [
            _("Kepesertaan %(number)s berakhir dan tidak menerima catatan baru.") % number,
            _("Tempatnya di angkatan menjadi kosong dan jadwal perorangannya dibatalkan."),
            _("Ia boleh diusulkan kembali kelak sebagai kepesertaan baru."),
        ],
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/confirm_page.html", context)


def _suggested(enrolment: Enrolment) -> dict[str, Any]:
    """From the custody event or the consent behind the exit; else today and no reason."""
    found = queues.suggestions([enrolment])[enrolment.pk]
    return {"exit_reason": found.reason, "on": found.on or enrolment.custodian.today()}
