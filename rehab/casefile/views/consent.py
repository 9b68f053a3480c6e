from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from audit.words import on_paper
from rehab.casefile.queries import consent as consents
from rehab.casefile.queries import file
from rehab.enrolments import actions
from rehab.enrolments.forms import ConsentForm, WithdrawForm
from ui.forms import submitted, typed


def listing(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    found = consents.consents_of(enrolment)
    context = {
        "file": file.case_file(request.user, enrolment, "consent"),
        "consents": found,
        "live": any(each.given and each.withdrawn_on is None for each in found),
        "may_record": request.user.has_perm(P.ENROLMENTS_CONSENT),
    }
    return render(request, "casefile/consent.html", context)


def record(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    form = ConsentForm(typed(request), initial={"given_on": enrolment.custodian.today()})
    if submitted(
        request, form, lambda data: actions.record_consent(by=request.user, enrolment=enrolment, **data)
    ):
        messages.success(request, _("Pernyataan peserta disimpan."))
        return redirect("casefile:consent", pk=pk)
    context = {
        "heading": _("Catat pernyataan: %(name)s") % {"name": enrolment.inmate.name},
        "intro": _("Salin dari formulir yang sudah ditandatangani atau dicap jempol."),
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/form_page.html", context)


def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    form = WithdrawForm(typed(request), initial={"on": enrolment.custodian.today()})
    if submitted(
        request, form, lambda data: actions.withdraw_consent(by=request.user, enrolment=enrolment, **data)
    ):
        messages.success(request, _("Persetujuan dicabut. Berkas tertutup bagi mitra."))
        return redirect("casefile:consent", pk=pk)
    context = {
        "heading": _("Cabut persetujuan: %(name)s") % {"name": enrolment.inmate.name},
        "effects": [
            _("Mulai saat ini petugas mitra tidak dapat membuka berkas ini."),
            _("Peserta masuk daftar yang menunggu dicatat keluar. Ini bukan pelanggaran."),
        ],
        "form": form,
        "cancel_url": enrolment.get_absolute_url(),
        "trail": file.crumbs(enrolment),
    }
    return render(request, "components/confirm_page.html", context)


@on_paper
def paper(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    return render(request, "casefile/consent_paper.html", consents.paper_of(enrolment))
