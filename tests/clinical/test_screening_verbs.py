from datetime import timedelta

import pytest

from agreements.models import Agreement
from audit.models import AuditEvent
from rehab.clinical import actions, refusals
from rehab.clinical.models import InstrumentResult
from rehab.enrolments.models import Assignment, Consent
from rehab.enrolments.refusals import EnrolmentEnded, NotReachable, ReasonMissing, SomethingMissing
from tests.clinical.conftest import LOW, MODERATE, NOTHING, WINDOW


def start(enrolment, by, **given):
    day = given.pop("interviewed_on", enrolment.custodian.today())
    return actions.start_screening(
        by=by, enrolment=enrolment, reference_window=WINDOW, interviewed_on=day, **given
    )


def test_interview_keeps_its_frame(draft, medis):
    assert (draft.reference_window, draft.interviewer, draft.language) == (WINDOW, medis, "Indonesia")
    assert draft.is_draft


def test_interview_needs_a_known_window(enrolment, medis):
    with pytest.raises(ValueError, match="kapan-kapan"):
        actions.start_screening(
            by=medis,
            enrolment=enrolment,
            reference_window="kapan-kapan",
            interviewed_on=enrolment.custodian.today(),
        )


def test_second_interview_beside_a_draft_is_refused(draft, enrolment, medis):
    with pytest.raises(refusals.NotTheStep, match="Lanjutkan"):
        start(enrolment, medis)


@pytest.mark.parametrize("days", [1, -400])
def test_day_in_the_future_or_before_the_proposal_is_refused(enrolment, medis, days):
    with pytest.raises(refusals.DayNotPossible) as refusal:
        start(enrolment, medis, interviewed_on=enrolment.custodian.today() + timedelta(days=days))
    assert refusal.value.field == "interviewed_on"


def test_clinician_without_assignment_is_told_who_assigns(proposed, medis):
    with pytest.raises(refusals.NotAssigned, match="menugaskan"):
        start(proposed, medis)


def test_ended_assignment_closes_the_interview(draft, enrolment, medis):
    Assignment.objects.filter(enrolment=enrolment).update(until=enrolment.custodian.today())
    with pytest.raises(refusals.NotAssigned):
        actions.save_answers(by=medis, result=draft, answers=NOTHING, version=draft.version)


def test_officer_without_the_permission_is_refused(proposed, rehabilitasi, assign):
    assign(proposed, rehabilitasi)
    with pytest.raises(refusals.NotYourScreening):
        start(proposed, rehabilitasi)


def test_partner_screens_once_consent_is_live(proposed, medis_bnnk, assign):
    assign(proposed, medis_bnnk)
    assert start(proposed, medis_bnnk).interviewer == medis_bnnk
    Consent.objects.filter(enrolment=proposed).delete()
    with pytest.raises(NotReachable):
        start(proposed, medis_bnnk)


def test_custodian_begins_without_consent(proposed, medis, assign):
    Consent.objects.filter(enrolment=proposed).delete()
    assign(proposed, medis)
    assert start(proposed, medis).is_draft


def test_half_an_interview_is_kept(draft, medis):
    saved = actions.save_answers(by=medis, result=draft, answers={**NOTHING, "P1e": 1}, version=1)
    assert InstrumentResult.objects.get(pk=saved.pk).answers == {**NOTHING, "P1e": 1}
    assert saved.version == 2


def test_excluded_answer_is_refused_by_its_label_and_changes_nothing(draft, medis):
    with pytest.raises(refusals.AnswersNotPossible, match="P2 Kanabis"):
        actions.save_answers(by=medis, result=draft, answers={**NOTHING, "P2c": 1}, version=1)
    assert InstrumentResult.objects.get(pk=draft.pk).answers == {}


def test_old_version_is_refused(answered, medis):
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.save_answers(by=medis, result=answered, answers=LOW, version=1)


def test_another_interviewer_may_discard_but_not_continue(draft, enrolment, medis_bnnk, assign):
    assign(enrolment, medis_bnnk)
    with pytest.raises(refusals.NotYourInterview):
        actions.save_answers(by=medis_bnnk, result=draft, answers=NOTHING, version=1)
    actions.discard_screening(by=medis_bnnk, result=draft, reason="Pewawancara pindah tugas.")
    assert start(enrolment, medis_bnnk).is_draft


def test_discarded_interview_keeps_its_answers_and_takes_no_more(answered, medis):
    gone = actions.discard_screening(by=medis, result=answered, reason="Salah orang.")
    assert InstrumentResult.objects.get(pk=gone.pk).answers == MODERATE
    with pytest.raises(refusals.NoDraft):
        actions.sign_screening(by=medis, result=gone)


def test_discarding_needs_a_reason(draft, medis):
    with pytest.raises(refusals.ReasonMissing):
        actions.discard_screening(by=medis, result=draft, reason="  ")


def test_signing_half_an_interview_names_what_is_owed(draft, medis):
    answers = {item: value for item, value in MODERATE.items() if item not in ("P3e", "P8")}
    saved = actions.save_answers(by=medis, result=draft, answers=answers, version=1)
    with pytest.raises(refusals.InterviewIncomplete, match="P3 Stimulan"):
        actions.sign_screening(by=medis, result=saved)


def test_signing_carries_the_band_and_moves_on(signed, enrolment, medis):
    enrolment.refresh_from_db()
    assert (enrolment.status, enrolment.risk_band) == ("screened", "moderate")
    assert enrolment.screened_on == signed.interviewed_on
    assert signed.scores["substances"]["e"]["score"] == 21
    assert (signed.signed_by, signed.scorer_version) == (medis, "1")


def test_signed_result_is_final(signed, medis):
    with pytest.raises(refusals.NoDraft):
        actions.save_answers(by=medis, result=signed, answers=LOW, version=signed.version)


def test_nothing_is_signed_while_the_line_is_not_in_force(answered, agreement, medis):
    Agreement.objects.filter(pk=agreement.pk).update(last_day=agreement.custodian.today() - timedelta(days=1))
    with pytest.raises(SomethingMissing):
        actions.sign_screening(by=medis, result=answered)
    assert InstrumentResult.objects.get(pk=answered.pk).is_draft


def test_low_risk_to_assessment_needs_a_reason(draft, medis, enrolment):
    saved = actions.save_answers(by=medis, result=draft, answers=LOW, version=1)
    actions.sign_screening(by=medis, result=saved)
    with pytest.raises(ReasonMissing):
        actions.refer(by=medis, enrolment=enrolment, to="to_assess")
    moved = actions.refer(by=medis, enrolment=enrolment, to="to_assess", reason="Menyuntik sebelumnya.")
    assert moved.status == "to_assess"


def test_raised_risk_goes_to_assessment_without_a_reason(signed, enrolment, medis):
    assert actions.refer(by=medis, enrolment=enrolment, to="to_assess").status == "to_assess"


def test_ended_enrolment_takes_no_interview(signed, enrolment, medis):
    actions.refer(by=medis, enrolment=enrolment, to="education_only", reason="Segera bebas.")
    with pytest.raises(EnrolmentEnded):
        start(enrolment, medis)


def test_each_act_leaves_one_event_without_answers(signed, enrolment):
    events = AuditEvent.objects.filter(enrolment_number=enrolment.number).order_by("id")
    assert [event.action for event in events] == ["create", "change", "move"]
    assert "P2e" not in str([event.changes for event in events])
