"""The way of an interview: where it stands, how it begins, its result, what follows, how it is put aside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from audit.words import on_paper
from rehab.clinical import access, actions, queries, refusals
from rehab.clinical.filters import UnfinishedFilters
from rehab.clinical.forms import ChangeFrameForm, DiscardForm, FrameForm, ReferForm
from rehab.clinical.models import InstrumentResult
from rehab.clinical.views.frame import clinical_page, crumbs, screening_crumbs
from rehab.enrolments import workflow
from rehab.enrolments.models import Enrolment
from ui.forms import submitted, typed
from ui.lists import Listing


def unfinished(request: MemberRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        queries.unfinished(request.user),
        filters=UnfinishedFilters,
        sorts={
            "simpan": (_("Terakhir disimpan"), ("saved_at",)),
            "nama": (_("Nama"), ("enrolment__inmate__name",)),
        },
        default="-simpan",
        transform=queries.unfinished_rows,
    )
    return render(request, "clinical/unfinished.html", {"listing": listing})


@clinical_page
def screening(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    """Where the interview stands: not begun, half done, or its result and what follows."""
    result = queries.interview_of(enrolment)
    if result is None or result.discarded_at:
        if access.may_start(request.user, enrolment):
            return redirect("clinical:start", pk=enrolment.pk)
        return _not_begun(request, enrolment)
    actions.record_reading(by=request.user, enrolment=enrolment, part=_("skrining"), on=result)
    if result.signed_at is None:
        return _half_done(request, enrolment, result)
    form = _refer_form(request, enrolment) if access.may_refer(request.user, enrolment) else None
    return _result_page(request, enrolment, result, form)


@clinical_page
def start(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    form = FrameForm(typed(request), initial={"interviewed_on": enrolment.custodian.today()})
    if submitted(
        request, form, lambda data: actions.start_screening(by=request.user, enrolment=enrolment, **data)
    ):
        return redirect("clinical:question", pk=enrolment.pk, number=1)
    if request.method != "POST" and not access.may_start(request.user, enrolment):
        return redirect("clinical:screening", pk=enrolment.pk)
    context = {
        "form": form,
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "cancel_url": enrolment.get_absolute_url(),
    }
    return render(request, "clinical/start.html", context)


@clinical_page
def change_frame(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    result = own_draft(request, enrolment)
    initial = {name: getattr(result, name) for name in (*FrameForm.base_fields, "version")}
    form = ChangeFrameForm(typed(request), initial=initial)
    if submitted(request, form, lambda data: actions.change_frame(by=request.user, result=result, **data)):
        messages.success(request, _("Keterangan wawancara disimpan."))
        return redirect("clinical:screening", pk=enrolment.pk)
    context = {
        "heading": _("Ubah keterangan wawancara"),
        "form": form,
        "trail": screening_crumbs(enrolment),
        "cancel_url": reverse("clinical:screening", args=[enrolment.pk]),
    }
    return render(request, "components/form_page.html", context)


@clinical_page
def refer(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    form = _refer_form(request, enrolment)
    if submitted(request, form, lambda data: actions.refer(by=request.user, enrolment=enrolment, **data)):
        messages.success(request, _("Tindak lanjut skrining disimpan."))
        return redirect(enrolment)
    result = queries.interview_of(enrolment)
    if (
        result is None
        or not result.signed_at
        or not (form.is_bound or access.may_refer(request.user, enrolment))
    ):
        return redirect("clinical:screening", pk=enrolment.pk)
    actions.record_reading(by=request.user, enrolment=enrolment, part=_("skrining"), on=result)
    return _result_page(request, enrolment, result, form)


@clinical_page
def discard(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    result = queries.interview_of(enrolment)
    if result is None or not result.is_draft:
        raise refusals.NoDraft()
    form = DiscardForm(typed(request))
    if submitted(
        request, form, lambda data: actions.discard_screening(by=request.user, result=result, **data)
    ):
        messages.success(request, _("Wawancara dibatalkan. Yang baru dapat dimulai."))
        return redirect(enrolment)
    context = {
        "heading": _("Batalkan wawancara yang belum selesai?"),
        "effects": [
            _("Wawancara ini tidak dapat dilanjutkan lagi; jawabannya tetap tersimpan."),
            _("Wawancara baru dapat dimulai oleh petugas yang ditugaskan."),
        ],
        "form": form,
        "trail": screening_crumbs(enrolment),
        "cancel_url": reverse("clinical:screening", args=[enrolment.pk]),
    }
    return render(request, "components/confirm_page.html", context)


@clinical_page
@on_paper
def paper(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    """The signed result on paper."""
    result = queries.interview_of(enrolment)
    if result is None or result.signed_at is None:
        raise refusals.NotTheStep(_("Belum ada hasil skrining yang ditandatangani."))
    actions.record_print(by=request.user, enrolment=enrolment, part=_("hasil skrining"), on=result)
    context = {
        "enrolment": enrolment,
        "result": result,
        "shown": queries.result_in_words(result),
        "title": _("Hasil skrining ASSIST v3.1"),
        "number": enrolment.number,
        "letterhead": result.interviewer.agency.letterhead_lines,
        "signers": [(_("Pewawancara"), result.interviewer.full_name, result.interviewer.staff_number, "")],
        "back_url": reverse("clinical:screening", args=[enrolment.pk]),
    }
    return render(request, "clinical/result_paper.html", context)


def own_draft(request: MemberRequest, enrolment: Enrolment) -> InstrumentResult:
    """The interview to go on with. A form sent too late goes on to the action, which refuses it beside
    what was typed; a page that cannot help says why at once."""
    result = queries.interview_of(enrolment)
    if result is None:
        raise refusals.NotTheStep(_("Wawancara belum dimulai."))
    if request.method != "POST" and not access.may_continue(request.user, result):
        raise refusals.NotYourInterview() if result.is_draft else refusals.NoDraft()
    return result


def _not_begun(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    context = {
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "may_ever": request.user.has_perm(P.CLINICAL_SCREEN),
    }
    return render(request, "clinical/not_begun.html", context)


def _half_done(request: MemberRequest, enrolment: Enrolment, result: InstrumentResult) -> HttpResponse:
    number = queries.where_to_continue(result.answers)
    questions = queries.questions_of(result.answers)
    context = {
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "result": result,
        "frame": queries.frame_of(result)[:-1],
        "answered": sum(each.answered for each in questions),
        "owed": sum(each.owed for each in questions),
        "mine": access.may_continue(request.user, result),
        "may_discard": access.may_discard(request.user, result),
        "continue_url": page_of_question(enrolment, number),
    }
    return render(request, "clinical/half_done.html", context)


def page_of_question(enrolment: Enrolment, number: int | None) -> str:
    """The page of a question, or the review after the last."""
    if number is None:
        return reverse("clinical:review", args=[enrolment.pk])
    return reverse("clinical:question", args=[enrolment.pk, number])


def _refer_form(request: MemberRequest, enrolment: Enrolment) -> ReferForm:
    data: Any = typed(request) if request.resolver_match.url_name == "refer" else None  # type: ignore[union-attr]
    return ReferForm(data, initial={"to": workflow.suggested_next(enrolment)})


def _result_page(
    request: MemberRequest, enrolment: Enrolment, result: InstrumentResult, form: ReferForm | None
) -> HttpResponse:
    context = {
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "result": result,
        "shown": queries.result_in_words(result),
        "form": form,
    }
    return render(request, "clinical/result.html", context)
