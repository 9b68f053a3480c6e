"""The interview over HTTP, as a web without JavaScript walks it."""

import re

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from rehab.clinical import actions
from rehab.clinical.models import InstrumentResult
from rehab.enrolments.models import Assignment, Consent
from tests.clinical.conftest import MODERATE, NOTHING, WINDOW

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def web(client_for, medis):
    return client_for(medis)


def url(name, enrolment, *more):
    return reverse(f"clinical:{name}", args=[enrolment.pk, *more])


def stored(enrolment):
    return InstrumentResult.objects.filter(enrolment=enrolment, discarded_at=None).get()


def send(web, enrolment, number, answers, **more):
    version = more.pop("version", stored(enrolment).version)
    page = url("question", enrolment, number)
    return web.post(page, {**answers, "version": version, **more})


def items_on(response):
    return sorted(set(re.findall(r'name="(P\d[a-j]?)"', response.content.decode())))


def test_whole_interview_step_by_step_to_the_result(web, enrolment):
    start = url("start", enrolment)
    assert web.get(url("screening", enrolment)).url == start
    day = enrolment.custodian.today()
    response = web.post(
        start, {"reference_window": WINDOW, "interviewed_on": day, "language": "Banjar"}, follow=True
    )
    for number in range(1, 9):
        asked = items_on(response)
        assert asked == sorted(item for item in MODERATE if item.startswith(f"P{number}"))
        response = web.post(
            url("question", enrolment, number),
            {**{item: MODERATE[item] for item in asked}, "version": stored(enrolment).version},
            follow=True,
        )
    assert response.context["complete"]
    web.post(url("review", enrolment), {"version": stored(enrolment).version})
    result = stored(enrolment)
    assert result.scores["band"] == "moderate"
    assert (result.language, result.answers) == ("Banjar", MODERATE)


def test_start_needs_a_window(web, enrolment):
    response = web.post(
        url("start", enrolment), {"interviewed_on": enrolment.custodian.today(), "language": HOSTILE[:40]}
    )
    assert response.context["form"].errors.keys() == {"reference_window"}
    assert b"<script>alert" not in response.content
    assert not InstrumentResult.objects.exists()


def test_questions_that_the_routing_skips_are_passed_over(web, draft, enrolment):
    actions.save_answers(by=draft.interviewer, result=draft, answers={**NOTHING, "P1e": 1}, version=1)
    response = send(web, enrolment, 2, {"P2e": 0})
    assert response.url == url("question", enrolment, 6)


def test_nothing_used_leads_straight_to_the_review(web, draft, enrolment):
    response = send(web, enrolment, 1, NOTHING)
    assert response.url == url("review", enrolment)


@pytest.mark.parametrize(("number", "tampered"), [(2, "P2c"), (2, "P6c"), (5, "P5a"), (2, "P2z"), (2, "P9e")])
def test_tampered_answer_is_refused_and_nothing_is_lost(web, draft, enrolment, number, tampered):
    before = {**NOTHING, "P1a": 1, "P1e": 1, "P2a": 4, "P2e": 3}
    if number == 2:
        before = {item: value for item, value in before.items() if not item.startswith("P2")}
    actions.save_answers(by=draft.interviewer, result=draft, answers=before, version=1)
    response = send(web, enrolment, number, {f"P{number}e": 4, tampered: 1})
    assert response.status_code == 200
    assert "Tidak ditanyakan menurut alur" in response.content.decode()
    assert f'name="P{number}e" value="4"' in response.content.decode()
    assert stored(enrolment).answers == before


@pytest.mark.parametrize("code", ["7", "-1", "1.0", "ya", HOSTILE, "١"])
def test_code_that_is_none_is_refused_with_a_sentence(web, draft, enrolment, code):
    response = send(web, enrolment, 1, {"P1e": code, "P1c": 1})
    if response.status_code == 302:
        assert code == "١"  # a digit of another script never gets here as a choice
    assert b"<script>alert" not in response.content
    assert response.context["form"].errors.keys() == {"P1e"}
    assert stored(enrolment).answers == {}


def test_changed_gate_asks_before_it_empties(web, answered, enrolment):
    response = send(web, enrolment, 1, {"P1e": 0})
    assert "tidak ditanyakan lagi" in response.content.decode()
    assert 'name="release"' in response.content.decode()
    assert stored(enrolment).answers == MODERATE
    send(web, enrolment, 1, {"P1e": 0, "release": "on"})
    assert stored(enrolment).answers == {**NOTHING, "P8": 0}


def test_second_tab_sees_what_is_stored_and_keeps_what_was_typed(web, answered, enrolment):
    response = send(web, enrolment, 2, {"P2e": 1}, version=1)
    body = response.content.decode()
    assert "disimpan dari layar lain" in body
    assert "Tersimpan sebelumnya: Tiap minggu" in body
    assert stored(enrolment).answers["P2e"] == 3
    assert f'name="version" value="{stored(enrolment).version}"' in body


def test_half_done_interview_is_found_and_resumed(web, draft, enrolment):
    actions.save_answers(
        by=draft.interviewer, result=draft, answers={**NOTHING, "P1e": 1, "P2e": 2}, version=1
    )
    assert "Ahmad Fauzi" in web.get(reverse("clinical:unfinished")).content.decode()
    page = web.get(url("screening", enrolment))
    assert page.context["continue_url"] == url("question", enrolment, 3)


def test_review_of_half_an_interview_offers_no_signature(web, draft, enrolment):
    response = web.get(url("review", enrolment))
    assert not response.context["complete"]
    assert "Tandatangani hasil" not in response.content.decode()


def test_signing_half_an_interview_is_refused_beside_the_form(web, draft, enrolment):
    response = web.post(url("review", enrolment), {"version": draft.version})
    assert "Masih ada yang belum dijawab" in response.content.decode()
    assert stored(enrolment).is_draft


def test_signing_twice_is_one_signature(web, answered, enrolment):
    body = {"version": answered.version, "_once": "token-tanda-tangan"}
    first, second = (web.post(url("review", enrolment), body) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert AuditEvent.objects.filter(action="move").count() == 1


def test_question_that_does_not_exist_is_not_there(web, draft, enrolment):
    assert web.get(url("question", enrolment, 9)).status_code == 404
    assert web.get(url("question", enrolment, 0)).status_code == 404


def test_interview_not_begun_says_so(web, enrolment):
    response = web.get(url("question", enrolment, 1))
    assert response.status_code == 409
    assert "belum dimulai" in response.content.decode()


def test_form_sent_after_signing_is_refused_with_what_was_typed(web, signed, enrolment):
    response = send(web, enrolment, 2, {"P2e": 1})
    assert "sudah ditandatangani" in response.content.decode()
    assert 'name="P2e" value="1"' in response.content.decode()
    assert stored(enrolment).answers == MODERATE


def test_another_clinicians_draft_says_whose_it_is(draft, enrolment, asesor, assign, client_for):
    assign(enrolment, asesor, "asesor")
    page = client_for(asesor).get(url("screening", enrolment)).content.decode()
    assert draft.interviewer.full_name in page
    assert "Lanjutkan wawancara" not in page
    assert client_for(asesor).get(url("question", enrolment, 1)).status_code == 409


def test_discarding_asks_for_a_reason_first(web, draft, enrolment):
    assert web.get(url("discard", enrolment)).status_code == 200
    assert web.post(url("discard", enrolment), {"reason": " "}).context["form"].errors.keys() == {"reason"}
    web.post(url("discard", enrolment), {"reason": "Salah orang."})
    assert not InstrumentResult.objects.drafts().exists()


def test_gate_that_closes_mid_interview_hands_back_what_was_typed(proposed, medis_bnnk, assign, client_for):
    assign(proposed, medis_bnnk)
    web = client_for(medis_bnnk)
    day = proposed.custodian.today()
    result = actions.start_screening(
        by=medis_bnnk, enrolment=proposed, reference_window=WINDOW, interviewed_on=day
    )
    Consent.objects.filter(enrolment=proposed).update(given=False)
    response = web.post(url("question", proposed, 1), {"P1e": 1, "P1c": 0, "version": 1})
    body = response.content.decode()
    assert response.status_code == 409
    assert "P1 Stimulan" in body
    assert proposed.inmate.name not in body
    assert proposed.number not in body
    assert InstrumentResult.objects.get(pk=result.pk).answers == {}
    assert AuditEvent.objects.filter(action="denied", enrolment_number=proposed.number).count() == 1


def test_closed_gate_is_not_there_for_a_reader_and_for_strangers(proposed, medis_bnnk, assign, client_for):
    Consent.objects.filter(enrolment=proposed).update(given=False)
    page = url("question", proposed, 1)
    assert client_for(medis_bnnk).post(page, {"P1e": 1, "version": 1}).status_code == 404
    assign(proposed, medis_bnnk)
    assert client_for(medis_bnnk).get(page).status_code == 404


def test_assignment_that_ends_mid_interview_closes_it(web, draft, enrolment):
    Assignment.objects.filter(enrolment=enrolment).update(until=enrolment.custodian.today())
    response = send(web, enrolment, 1, {"P1e": 1})
    assert response.status_code == 403
    assert stored(enrolment).answers == {}


def test_change_of_the_frame_is_kept(web, draft, enrolment):
    day = enrolment.custodian.today()
    body = {"reference_window": "3_bulan_terakhir", "interviewed_on": day, "language": HOSTILE, "version": 1}
    assert web.post(url("change_frame", enrolment), body).status_code == 302
    assert stored(enrolment).language == HOSTILE
    page = web.get(url("screening", enrolment)).content
    assert b"<script>alert" not in page
