import pytest
from django.urls import reverse

from audit.models import AuditEvent
from rehab.clinical import actions, queries
from rehab.enrolments.models import Consent
from tests.clinical.conftest import LOW, MODERATE, NOTHING, WINDOW
from tests.factories.accounts import UserFactory
from tests.factories.clinical import InstrumentResultFactory
from tests.factories.enrolments import AssignmentFactory, EnrolmentFactory

READ = ["screening", "paper", "assessment"]
WRITE = ["start", "review", "refer", "discard", "change_frame"]


def url(name, enrolment):
    return reverse(f"clinical:{name}", args=[enrolment.pk])


def events(enrolment, action):
    return AuditEvent.objects.filter(action=action, enrolment_number=enrolment.number)


@pytest.fixture
def web(client_for, medis):
    return client_for(medis)


def test_result_shows_scores_window_and_follow_up(web, signed, enrolment):
    body = web.get(url("screening", enrolment)).content.decode()
    for text in ("21", "Sedang", "3 bulan sebelum ditahan", "Rujuk ke asesmen"):
        assert text in body


def test_suggested_follow_up_is_chosen(web, signed, enrolment):
    form = web.get(url("refer", enrolment)).context["form"]
    assert form.initial["to"] == "to_assess"


def test_referral_against_the_risk_is_refused_without_a_reason(web, signed, enrolment):
    response = web.post(url("refer", enrolment), {"to": "education_only"})
    assert response.context["form"].errors.keys() == {"reason"}
    web.post(url("refer", enrolment), {"to": "education_only", "reason": "Bebas bulan depan."})
    enrolment.refresh_from_db()
    assert enrolment.status == "education_only"


def test_referral_elsewhere_than_the_table_says_is_refused(web, signed, enrolment):
    response = web.post(url("refer", enrolment), {"to": "eligible", "reason": "x"})
    assert response.context["form"].errors.keys() == {"to"}


def test_paper_prints_the_window_and_leaves_one_event(web, signed, enrolment):
    body = web.get(url("paper", enrolment)).content.decode()
    assert "3 bulan sebelum ditahan" in body
    assert events(enrolment, "print").count() == 1
    assert events(enrolment, "view").count() == 0


def test_each_view_leaves_exactly_one_event(web, signed, enrolment):
    for seen in (1, 2):
        web.get(url("screening", enrolment))
        assert events(enrolment, "view").count() == seen


def test_result_of_tobacco_only_is_explained(medis, enrolment, draft, web):
    answers = {**NOTHING, "P1a": 1, "P2a": 4, "P3a": 4, "P4a": 4, "P6a": 1, "P7a": 1, "P8": 0}
    saved = actions.save_answers(by=medis, result=draft, answers=answers, version=1)
    actions.sign_screening(by=medis, result=saved)
    body = web.get(url("screening", enrolment)).content.decode()
    assert "Hanya tembakau" in body
    assert web.get(url("refer", enrolment)).context["form"].initial["to"] == "education_only"


def test_recent_injecting_is_flagged(medis, enrolment, draft, web):
    saved = actions.save_answers(by=medis, result=draft, answers={**MODERATE, "P8": 1}, version=1)
    actions.sign_screening(by=medis, result=saved)
    assert "hepatitis" in web.get(url("screening", enrolment)).content.decode()


@pytest.mark.parametrize("page", READ + WRITE)
def test_unassigned_clinician_is_told_who_assigns(proposed, client_for, medis, page):
    response = client_for(medis).get(url(page, proposed))
    assert response.status_code == 403
    assert "menugaskan" in response.content.decode()


@pytest.mark.parametrize("page", READ + WRITE)
def test_partner_without_consent_does_not_find_it(proposed, client_for, medis_bnnk, assign, page):
    assign(proposed, medis_bnnk)
    Consent.objects.filter(enrolment=proposed).delete()
    assert client_for(medis_bnnk).get(url(page, proposed)).status_code == 404


@pytest.mark.parametrize("page", READ + WRITE)
def test_other_agencies_do_not_find_it(proposed, client_for, other_rutan, other_bnnk, page):
    for agency in (other_rutan, other_bnnk):
        outsider = UserFactory(agency=agency, roles=["medis"])
        assert client_for(outsider).get(url(page, proposed)).status_code == 404


@pytest.mark.parametrize("who", ["rehabilitasi", "karutan", "registrasi", "keamanan"])
def test_roles_without_tier_three_are_refused(request, signed, enrolment, client_for, who):
    web = client_for(request.getfixturevalue(who))
    assert web.get(url("screening", enrolment)).status_code == 403


def test_oversight_never_enters_the_clinical_room(signed, enrolment, client_for, pengawas):
    assert client_for(pengawas).get(url("screening", enrolment)).status_code == 404


def test_partner_reads_an_ended_enrolment_and_adds_nothing(
    signed, enrolment, medis, medis_bnnk, assign, client_for
):
    assign(enrolment, medis_bnnk)
    actions.refer(by=medis, enrolment=enrolment, to="education_only", reason="Segera bebas.")
    web = client_for(medis_bnnk)
    assert web.get(url("screening", enrolment)).status_code == 200
    assert web.get(url("start", enrolment)).status_code == 302


def test_unfinished_list_is_ones_own_and_assigned(draft, medis, medis_bnnk, client_for, enrolment, assign):
    assign(enrolment, medis_bnnk)
    assert client_for(medis).get(reverse("clinical:unfinished")).context["listing"].total == 1
    assert client_for(medis_bnnk).get(reverse("clinical:unfinished")).context["listing"].total == 0


def many_drafts(agreement, medis, count):
    for _each in range(count):
        enrolment = EnrolmentFactory(agreement=agreement, consented=True)
        AssignmentFactory(enrolment=enrolment, staff=medis, capacity="medis")
        InstrumentResultFactory(enrolment=enrolment, interviewer=medis, answers={"P1e": 1})


def test_queries_of_the_unfinished_list_do_not_grow(agreement, medis, web, page_queries):
    page = reverse("clinical:unfinished")
    many_drafts(agreement, medis, 2)
    few = page_queries(web, page)
    many_drafts(agreement, medis, 12)
    assert page_queries(web, page) == few
    assert few <= 8


def test_queries_of_the_result_page_are_pinned(signed, enrolment, web, page_queries):
    assert page_queries(web, url("screening", enrolment)) <= 13


def test_counts_of_what_waits(agreement, medis, draft, django_assert_num_queries):
    many_drafts(agreement, medis, 3)
    with django_assert_num_queries(2):
        counts = queries.counts_for(medis)
    assert (counts.to_screen, counts.unfinished) == (4, 4)


def test_low_risk_result_suggests_education(medis, draft, enrolment, web):
    saved = actions.save_answers(by=medis, result=draft, answers=LOW, version=1)
    actions.sign_screening(by=medis, result=saved)
    web.post(url("refer", enrolment), {"to": "education_only"})
    enrolment.refresh_from_db()
    assert enrolment.status == "education_only"


def test_hostile_answers_in_the_database_do_not_run(enrolment, medis, web):
    InstrumentResultFactory(
        enrolment=enrolment, interviewer=medis, language="<script>alert(1)</script>", reference_window=WINDOW
    )
    assert b"<script>alert" not in web.get(url("screening", enrolment)).content
