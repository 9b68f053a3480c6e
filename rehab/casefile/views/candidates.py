from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import P
from accounts.requests import MemberRequest
from accounts.scope import visible
from inmates import pasted
from inmates.forms.custody import PastedNumbersForm
from inmates.models import Inmate
from rehab.casefile import ticks
from rehab.casefile.forms import CANDIDATE_SORTS, CandidateFilters
from rehab.casefile.queries import candidates
from rehab.enrolments import actions
from rehab.enrolments.forms import ProposeForm
from ui.forms import submitted, typed
from ui.lists import Listing


def listing(request: MemberRequest) -> HttpResponse:
    rows = Listing(
        request.GET,
        candidates.candidates(request.user),
        filters=CandidateFilters,
        filter_args={"user": request.user},
        sorts=CANDIDATE_SORTS,
        default="sisa",
        transform=candidates.rows_of,
    )
    may_propose = request.user.has_perm(P.ENROLMENTS_PROPOSE)
    context = {
        "listing": rows,
        "ticks": ticks.kept(request, rows.rows),
        "may_propose": may_propose,
        "no_agreement": may_propose and not candidates.agreements_to_propose_under(request.user).exists(),
        "shows_unit": request.user.agency.is_oversight,
    }
    return render(request, "casefile/candidates.html", context)


def by_numbers(request: MemberRequest) -> HttpResponse:
    """Looks over a pasted column; those ready go on to the page that proposes the ticked."""
    form = PastedNumbersForm(typed(request))
    checked = form.is_bound and form.is_valid()
    lines = (
        pasted.read(form.cleaned_data["numbers"], request.user, candidates.why_not_proposed)
        if checked
        else []
    )
    context = {
        "heading": _("Usulkan dari daftar nomor"),
        "intro": _("Tempel nomor register dan periksa hasilnya. Yang siap diusulkan di halaman berikutnya."),
        "form": form,
        "lines": lines,
        "ready": pasted.count_ready(lines),
        "cancel_url": reverse("casefile:candidates"),
        "trail": [(_("Calon"), reverse("casefile:candidates"))],
    }
    return render(request, "casefile/propose_numbers.html", context)


def propose(request: MemberRequest) -> HttpResponse:
    people = ticks.offered(request, visible(Inmate, request.user).order_by("name", "pk"))
    agreements = candidates.agreements_to_propose_under(request.user)
    form = ProposeForm(
        typed(request),
        initial={"pilih": ticks.ticked(request), "agreement": agreements.first()},
        people=people,
        agreements=agreements,
    )
    if not people and not form.is_bound:
        messages.info(request, _("Centang dahulu orang yang akan diusulkan."))
        return redirect("casefile:candidates")
    if submitted(
        request,
        form,
        lambda data: actions.propose(
            by=request.user, inmates=data["pilih"], agreement=data["agreement"], reason=data["reason"]
        ),
    ):
        messages.success(request, _said(len(form.cleaned_data["pilih"])))
        return redirect(f"{reverse('casefile:participants')}?tahap=skrining&urut=-lama")
    context = {"form": form, "agreements": agreements}
    return render(request, "casefile/propose.html", context)


def _said(count: int) -> str:
    text = ngettext("%(n)s orang diusulkan.", "%(n)s orang diusulkan.", count) % {"n": count}
    return f"{text} {_('Langkah berikutnya: catat persetujuan, lalu skrining.')}"
