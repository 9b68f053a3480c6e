"""The assessment summary: drafted, compared when two wrote, signed, then read-only."""

import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from rehab.clinical import access, actions, queries, refusals
from rehab.clinical.actions.assessing import FIELDS
from rehab.clinical.forms import AssessmentForm, SignForm
from rehab.clinical.models import Assessment
from rehab.clinical.views.frame import clinical_page, crumbs
from rehab.enrolments import workflow
from rehab.enrolments.models import Enrolment
from ui.forms import submitted, typed


@clinical_page
def assessment(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    found = queries.assessment_of(enrolment)
    if request.method != "POST" and not access.may_assess(request.user, enrolment):
        return _read_only(request, enrolment, found)
    draft = found if found and found.signed_at is None else None
    form = AssessmentForm(typed(request), initial=_initial(enrolment, draft))
    written = None
    if submitted(request, form, lambda data: _write(request, enrolment, dict(data))):
        written = getattr(request, "acted", None)
        if written is None or written.taken:
            return _after_saving(request, enrolment)
    standing = _standing_beside(form, queries.assessment_of(enrolment))
    actions.record_reading(by=request.user, enrolment=enrolment, part=_("asesmen"), on=draft)
    context = {
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "form": form,
        "draft": draft,
        "standing": standing,
        "standing_facts": _facts(standing) if standing else [],
        "consent_missing": not workflow.CONSENT.holds(workflow.facts_for(enrolment)),
        "cancel_url": enrolment.get_absolute_url(),
    }
    return render(request, "clinical/assessment_form.html", context, status=409 if written else 200)


@clinical_page
def sign(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    found = queries.assessment_of(enrolment)
    if found is None or (request.method != "POST" and not access.may_change(request.user, found)):
        raise refusals.NotTheStep(_("Tidak ada draf asesmen yang dapat Anda tandatangani."))
    form = SignForm(typed(request), initial={"version": found.version})
    if submitted(
        request, form, lambda data: actions.sign_assessment(by=request.user, assessment=found, **data)
    ):
        messages.success(request, _("Asesmen ditandatangani. Kesimpulannya menunggu keputusan Kepala."))
        return redirect(enrolment)
    if form.is_behind(found.version):
        form.catch_up(found.version)
    actions.record_reading(by=request.user, enrolment=enrolment, part=_("asesmen"), on=found)
    context = {
        "enrolment": enrolment,
        "heading": _("Tandatangani asesmen?"),
        "effects": [
            _("Peran, kategori, dan rekomendasi menjadi kesimpulan peserta dan terbaca pengelola program."),
            _("Sesudah ditandatangani, ringkasan ini tidak dapat diubah lagi."),
        ],
        "form": form,
        "facts_shown": _facts(found),
        "summary": found.summary,
        "trail": crumbs(enrolment),
        "cancel_url": reverse("clinical:assessment", args=[enrolment.pk]),
        "submit_label": _("Tandatangani asesmen"),
    }
    return render(request, "clinical/assessment_sign.html", context)


def _write(request: MemberRequest, enrolment: Enrolment, data: dict[str, object]) -> actions.Written:
    version = data.pop("version")
    return actions.write_assessment(by=request.user, enrolment=enrolment, data=data, version=version)  # type: ignore[arg-type]


def _after_saving(request: MemberRequest, enrolment: Enrolment) -> HttpResponse:
    if request.POST.get("lanjut"):
        return redirect("clinical:assessment_sign", pk=enrolment.pk)
    messages.success(request, _("Draf asesmen disimpan."))
    return redirect("clinical:assessment", pk=enrolment.pk)


def _initial(enrolment: Enrolment, draft: Assessment | None) -> dict[str, object]:
    if draft is None:
        return {"version": 0, "assessed_on": enrolment.custodian.today()}
    return {"version": draft.version, **{name: getattr(draft, name) for name in FIELDS}}


def _standing_beside(form: AssessmentForm, stored: Assessment | None) -> Assessment | None:
    """What another tab saved meanwhile; the form goes on from there, with what was typed."""
    if not form.is_bound or stored is None or stored.signed_at or not form.is_behind(stored.version):
        return None
    form.catch_up(stored.version)
    form.once = secrets.token_urlsafe(24)
    return stored


def _facts(row: Assessment) -> list[tuple[str, object]]:
    return [
        (_("Tanggal asesmen"), row.assessed_on),
        (_("Asesor"), row.assessor.full_name),
        (_("Peran menurut asesmen"), row.get_role_by_assessment_display()),
        (_("Kategori rehabilitasi"), row.get_category_display()),
        (_("Rekomendasi"), row.get_recommendation_display()),
        (_("Diagnosis (ICD-10/PPDGJ)"), row.diagnosis),
        (_("Dasar penetapan kategori"), row.category_reason),
    ]


def _read_only(request: MemberRequest, enrolment: Enrolment, found: Assessment | None) -> HttpResponse:
    if found:
        actions.record_reading(by=request.user, enrolment=enrolment, part=_("asesmen"), on=found)
    context = {
        "enrolment": enrolment,
        "trail": crumbs(enrolment),
        "assessment": found,
        "facts_shown": _facts(found) if found else [],
        "kept_apart": queries.texts_kept_apart(found) if found else [],
        "step": enrolment.get_status_display(),
    }
    return render(request, "clinical/assessment.html", context)
