import pytest
from django.urls import reverse

from audit.models import AuditEvent
from rehab.clinical import actions
from rehab.clinical.models import Assessment, AssessmentText
from rehab.enrolments.models import Consent

HOSTILE = "<script>alert(1)</script>\"'& {{ 7|add:7 }}"


@pytest.fixture
def web(client_for, asesor):
    return client_for(asesor)


@pytest.fixture
def page(to_assess):
    return reverse("clinical:assessment", args=[to_assess.pk])


@pytest.fixture
def sign_page(to_assess):
    return reverse("clinical:assessment_sign", args=[to_assess.pk])


@pytest.fixture
def draft(to_assess, asesor, conclusions):
    return actions.save_assessment(by=asesor, enrolment=to_assess, data=conclusions)


def test_draft_is_saved_half_done_and_found_again(web, page, rutan):
    web.post(page, {"assessed_on": rutan.today(), "summary": HOSTILE, "version": 0})
    body = web.get(page).content.decode()
    assert Assessment.objects.get().summary == HOSTILE
    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert(1)" not in body


def test_save_and_sign_carries_the_conclusions(web, page, sign_page, to_assess, conclusions):
    response = web.post(page, {**conclusions, "version": 0, "lanjut": "1"})
    assert response.url == sign_page
    assert conclusions["summary"] in web.get(sign_page).content.decode()
    web.post(sign_page, {"version": 1})
    to_assess.refresh_from_db()
    assert (to_assess.status, to_assess.category) == ("assessed", "II")


def test_signing_an_incomplete_draft_names_what_is_missing(web, sign_page, to_assess, asesor, conclusions):
    actions.save_assessment(by=asesor, enrolment=to_assess, data={**conclusions, "category": ""})
    response = web.post(sign_page, {"version": 1})
    assert "kategori rehabilitasi" in response.content.decode()
    assert Assessment.objects.get().signed_at is None


def test_second_tab_gets_both_texts(web, page, draft, conclusions):
    response = web.post(page, {**conclusions, "summary": "Dari layar kedua.", "version": 0})
    body = response.content.decode()
    assert response.status_code == 409
    assert conclusions["summary"] in body
    assert "Dari layar kedua." in body
    assert AssessmentText.objects.filter(taken=False).count() == 1
    web.post(page, {**conclusions, "summary": "Gabungan.", "version": draft.version})
    assert Assessment.objects.get().summary == "Gabungan."


def test_text_kept_apart_is_found_after_signing(web, page, sign_page, draft, conclusions):
    web.post(page, {**conclusions, "summary": "Dari layar kedua.", "version": 0})
    web.post(sign_page, {"version": draft.version})
    assert "Dari layar kedua." in web.get(page).content.decode()


def test_form_of_the_second_tab_gets_a_fresh_token(web, page, draft, conclusions):
    body = {**conclusions, "summary": "Kedua.", "version": 0, "_once": "token-lama"}
    response = web.post(page, body)
    assert response.context["form"].once != "token-lama"


def test_signed_assessment_is_read_only(web, page, sign_page, draft, asesor, conclusions):
    actions.sign_assessment(by=asesor, assessment=draft)
    assert '<form class="frame-form"' not in web.get(page).content.decode()
    assert web.get(sign_page).status_code == 409
    response = web.post(page, {**conclusions, "summary": "Lain.", "version": 2})
    assert "Lain." in response.content.decode()
    assert Assessment.objects.get().summary == conclusions["summary"]


def test_medis_reads_but_does_not_write(client_for, medis, to_assess, assign, page, draft, conclusions):
    assign(to_assess, medis)
    web = client_for(medis)
    assert conclusions["summary"] in web.get(page).content.decode()
    response = web.post(page, {**conclusions, "summary": "Lain.", "version": 1})
    assert "asesor yang ditugaskan" in response.content.decode()


def test_unassigned_assessor_is_told_who_assigns(client_for, bnnk, page):
    from tests.factories.accounts import UserFactory

    response = client_for(UserFactory(agency=bnnk, roles=["asesor"])).get(page)
    assert response.status_code == 403
    assert "menugaskan" in response.content.decode()


def test_gate_that_closes_hands_back_the_text(web, page, to_assess, conclusions):
    Consent.objects.filter(enrolment=to_assess).update(given=False)
    response = web.post(page, {**conclusions, "summary": HOSTILE, "version": 0})
    body = response.content.decode()
    assert response.status_code == 409
    assert "&lt;script&gt;alert(1)" in body
    assert to_assess.inmate.name not in body
    assert not Assessment.objects.exists()


def test_each_view_and_each_change_leaves_one_event(web, page, to_assess, conclusions):
    web.get(page)
    web.post(page, {**conclusions, "version": 0})
    seen = AuditEvent.objects.filter(enrolment_number=to_assess.number).order_by("id")
    assert list(seen.values_list("action", flat=True)) == ["view", "create"]


def test_extra_fields_of_the_post_change_nothing(web, page, conclusions, karutan):
    web.post(page, {**conclusions, "version": 0, "signed_at": "2026-01-01", "assessor": karutan.pk})
    row = Assessment.objects.get()
    assert row.signed_at is None
    assert row.assessor != karutan


def test_queries_of_the_assessment_page_are_pinned(web, page, draft, page_queries):
    assert page_queries(web, page) <= 20


@pytest.mark.parametrize("field", ["role_by_assessment", "category", "recommendation"])
def test_choice_that_is_none_is_refused_and_kept(web, page, conclusions, field):
    response = web.post(page, {**conclusions, field: HOSTILE, "version": 0})
    assert response.context["form"].errors.keys() == {field}
    assert conclusions["summary"] in response.content.decode()
