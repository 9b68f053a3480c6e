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
    effects = [
        _("Peserta tidak ditandai hadir atau tidak hadir selama dihentikan."),
        _("Tempatnya di angkatan tetap miliknya, dan ia dapat melanjutkan kembali."),
    ]
    words = (_("Hentikan sementara: %(name)s"), _("Peserta dihentikan sementara."))
    return _with_reason(request, enrolment, Status.SUSPENDED, words, effects)


@file_page
def resume(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    words = (_("Lanjutkan kembali: %(name)s"), _("Peserta kembali aktif."))
    return _with_reason(request, enrolment, Status.ACTIVE, words, [_("Peserta kembali mengikuti program.")])


def _with_reason(
    request: MemberRequest, enrolment: Enrolment, to: Status, words: tuple[str, str], effects: list[str]
) -> HttpResponse:
    heading, done = words
    form = ReasonForm(typed(request))
    if submitted(
        request, form, lambda data: actions.move(by=request.user, enrolment=enrolment, to=to, **data)
    ):
        messages.success(request, done)
        return redirect("casefile:page", pk=enrolment.pk)
    context = {
        "heading": heading % {"name": enrolment.inmate.name},
        "effects": effects,
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/confirm_page.html", context)


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
