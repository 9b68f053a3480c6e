from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from accounts.scope import visible, visible_or_404
from rehab.casefile import ticks
from rehab.casefile.queries import file
from rehab.enrolments import actions
from rehab.enrolments.forms import AssignForm, EndAssignmentForm
from rehab.enrolments.models import Assignment, Enrolment
from rehab.enrolments.queries import roles_of_staff, staff_to_assign
from ui.forms import submitted, typed


def listing(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    context = {
        "file": file.case_file(request.user, enrolment, "assignments"),
        "assignments": file.assignments_of(enrolment),
        "may_assign": request.user.has_perm(P.ENROLMENTS_ASSIGN),
    }
    return render(request, "casefile/assignments.html", context)


def many(request: MemberRequest) -> HttpResponse:
    scope = visible(Enrolment, request.user).select_related("inmate")
    people = ticks.offered(request, scope.order_by("inmate__name", "pk"))
    form = AssignForm(
        typed(request),
        initial={"pilih": ticks.ticked(request)},
        people=people,
        staff=staff_to_assign(request.user),
        roles=roles_of_staff(request.user),
    )
    if not people and not form.is_bound:
        messages.info(request, _("Centang dahulu peserta yang akan diberi petugas."))
        return redirect("casefile:participants")
    if submitted(
        request,
        form,
        lambda data: actions.assign(
            by=request.user,
            enrolments=list(data["pilih"]),
            staff=data["staff"],
            capacity=data["capacity"],
        ),
    ):
        chosen = form.cleaned_data["pilih"]
        messages.success(request, _("Penugasan disimpan untuk %(n)s peserta.") % {"n": len(chosen)})
        one = chosen[0] if len(chosen) == 1 else None
        return redirect("casefile:assignments", pk=one.pk) if one else redirect("casefile:participants")
    context = {"form": form, "cancel_url": reverse("casefile:participants")}
    return render(request, "casefile/assign.html", context)


def end(request: MemberRequest, pk: int) -> HttpResponse:
    assignment = visible_or_404(Assignment, request.user, pk=pk)
    enrolment = assignment.enrolment
    form = EndAssignmentForm(typed(request))
    if submitted(
        request, form, lambda data: actions.end_assignment(by=request.user, assignment=assignment, **data)
    ):
        messages.success(request, _("Penugasan diakhiri."))
        return redirect("casefile:assignments", pk=enrolment.pk)
    context = {
        "heading": _("Akhiri penugasan: %(name)s") % {"name": assignment.staff.full_name},
        "effects": [_("Mulai saat ini ia tidak dapat membuka halaman klinis peserta ini.")],
        "form": form,
        "cancel_url": reverse("casefile:assignments", args=[enrolment.pk]),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/confirm_page.html", context)
