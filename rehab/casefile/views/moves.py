from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from rehab.casefile.queries import file
from rehab.clinical.views.frame import file_page
from rehab.enrolments import actions
from rehab.enrolments.forms import PhaseForm, ReasonForm
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status
from ui.forms import submitted, typed


@file_page
def suspend(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    form = ReasonForm(typed(request))
    if _moved(request, enrolment, Status.SUSPENDED, form):
        messages.success(request, _("Peserta dihentikan sementara."))
        return redirect(enrolment)
    effects = [
        _("Peserta tidak ditandai hadir atau tidak hadir selama dihentikan."),
        _("Tempatnya di angkatan tetap miliknya, dan ia dapat melanjutkan kembali."),
    ]
    context = _frame(enrolment, form, _("Hentikan sementara")) | {"effects": effects}
    return render(request, "components/confirm_page.html", context)


@file_page
def resume(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    form = ReasonForm(typed(request))
    if _moved(request, enrolment, Status.ACTIVE, form):
        messages.success(request, _("Peserta kembali aktif."))
        return redirect(enrolment)
    context = _frame(enrolment, form, _("Lanjutkan kembali"))
    return render(request, "components/form_page.html", context)


def _moved(request: MemberRequest, enrolment: Enrolment, to: Status, form: ReasonForm) -> bool:
    return submitted(
        request, form, lambda data: actions.move(by=request.user, enrolment=enrolment, to=to, **data)
    )


def _frame(enrolment: Enrolment, form: ReasonForm, verb: str) -> dict[str, Any]:
    return {
        "heading": f"{verb}: {enrolment.inmate.name}",
        "submit_label": verb,
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }


@file_page
def phase(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    form = PhaseForm(typed(request), initial={"phase": enrolment.phase})
    if submitted(request, form, lambda data: actions.set_phase(by=request.user, enrolment=enrolment, **data)):
        messages.success(request, _("Fase disimpan."))
        return redirect(enrolment)
    context = {
        "heading": _("Ubah fase: %(name)s") % {"name": enrolment.inmate.name},
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/form_page.html", context)
