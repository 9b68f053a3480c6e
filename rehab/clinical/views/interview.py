"""The interview, a page a question: what the routing leaves, one after the other, then the review."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from rehab.clinical import actions, queries
from rehab.clinical.forms import AnswersForm, SignForm
from rehab.clinical.instruments import assist
from rehab.clinical.models import InstrumentResult
from rehab.clinical.views.frame import clinical_page, screening_crumbs
from rehab.clinical.views.screening import own_draft, page_of_question
from rehab.clinical.wording import QUESTIONS
from rehab.enrolments.models import Enrolment
from ui.forms import submitted, typed


@clinical_page
def question(request: MemberRequest, enrolment: Enrolment, number: int) -> HttpResponse:
    if not 1 <= number <= len(assist.QUESTIONS):
        raise Http404
    name = assist.QUESTIONS[number - 1]
    result = own_draft(request, enrolment)
    form = AnswersForm(typed(request), result=result, question=name)
    if submitted(request, form, lambda _data: _save(request, form, result)):
        answers = form.merged or result.answers
        return redirect(page_of_question(enrolment, queries.next_question(answers, number)))
    if form.is_behind(result.version):
        form.catch_up(result.version)
    actions.record_reading(by=request.user, enrolment=enrolment, part=name, on=result)
    back = queries.previous_question(result.answers, number)
    context = {
        "enrolment": enrolment,
        "trail": screening_crumbs(enrolment),
        "form": form,
        "number": number,
        "total": len(assist.QUESTIONS),
        "code": name,
        "label": QUESTIONS[name],
        "result": result,
        "back_url": page_of_question(enrolment, back) if back else "",
        "next_url": page_of_question(enrolment, queries.next_question(result.answers, number)),
    }
    return render(request, "clinical/question.html", context)


@clinical_page
def review(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    """What was answered and what is still owed; signed here."""
    result = own_draft(request, enrolment)
    form = SignForm(typed(request), initial={"version": result.version})
    if submitted(request, form, lambda data: actions.sign_screening(by=request.user, result=result, **data)):
        messages.success(request, _("Hasil skrining ditandatangani. Tentukan tindak lanjutnya."))
        return redirect("clinical:screening", pk=enrolment.pk)
    if form.is_behind(result.version):
        form.catch_up(result.version)
    actions.record_reading(by=request.user, enrolment=enrolment, part=_("pemeriksaan jawaban"), on=result)
    context = {
        "enrolment": enrolment,
        "trail": screening_crumbs(enrolment),
        "form": form,
        "result": result,
        "checks": queries.review_checks(result.answers, lambda at: page_of_question(enrolment, at)),
        "answers": queries.answers_in_words(result.answers),
        "frame": queries.frame_of(result)[:-1],
        "complete": queries.where_to_continue(result.answers) is None,
    }
    return render(request, "clinical/review.html", context)


def _save(request: MemberRequest, form: AnswersForm, result: InstrumentResult) -> InstrumentResult:
    version = form.cleaned_data["version"]
    return actions.save_answers(by=request.user, result=result, answers=form.merged, version=version)
