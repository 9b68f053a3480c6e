from datetime import timedelta

import pytest

from audit.models import AuditEvent
from rehab.clinical import actions, refusals
from rehab.clinical.models import Assessment, AssessmentText
from rehab.enrolments.models import Consent


@pytest.fixture
def draft(to_assess, asesor, conclusions):
    return actions.save_assessment(by=asesor, enrolment=to_assess, data=conclusions)


def test_half_a_summary_is_kept(to_assess, asesor, rutan):
    data = {"assessed_on": rutan.today(), "summary": "Baru separuh."}
    saved = actions.save_assessment(by=asesor, enrolment=to_assess, data=data)
    assert Assessment.objects.get(pk=saved.pk).summary == "Baru separuh."


@pytest.mark.parametrize("field", ["role_by_assessment", "category", "recommendation", "summary"])
def test_signing_without_a_conclusion_names_it(to_assess, asesor, conclusions, field):
    saved = actions.save_assessment(by=asesor, enrolment=to_assess, data={**conclusions, field: ""})
    with pytest.raises(refusals.AssessmentIncomplete) as refusal:
        actions.sign_assessment(by=asesor, assessment=saved)
    assert refusal.value.field == field


def test_signing_carries_the_conclusions(draft, to_assess, asesor, conclusions):
    actions.sign_assessment(by=asesor, assessment=draft)
    to_assess.refresh_from_db()
    assert to_assess.status == "assessed"
    for field in ("role_by_assessment", "category", "recommendation", "assessed_on"):
        assert getattr(to_assess, field) == conclusions[field]


def test_signed_assessment_is_final(draft, to_assess, asesor, conclusions):
    actions.sign_assessment(by=asesor, assessment=draft)
    with pytest.raises(refusals.NotTheStep):
        actions.save_assessment(by=asesor, enrolment=to_assess, data=conclusions)
    with pytest.raises(refusals.NotTheStep):
        actions.sign_assessment(by=asesor, assessment=draft)


def test_custodian_without_consent_is_refused(to_assess, conclusions, rutan, assign):
    from tests.factories.accounts import UserFactory

    own = UserFactory(agency=rutan, roles=["asesor"])
    assign(to_assess, own, "asesor")
    Consent.objects.filter(enrolment=to_assess).delete()
    with pytest.raises(refusals.ConsentNeeded):
        actions.save_assessment(by=own, enrolment=to_assess, data=conclusions)


def test_medis_does_not_assess(to_assess, medis, conclusions, assign):
    assign(to_assess, medis)
    with pytest.raises(refusals.NotYourAssessment):
        actions.save_assessment(by=medis, enrolment=to_assess, data=conclusions)


def test_unassigned_assessor_is_told_who_assigns(to_assess, conclusions, bnnk):
    from tests.factories.accounts import UserFactory

    with pytest.raises(refusals.NotAssigned):
        actions.save_assessment(
            by=UserFactory(agency=bnnk, roles=["asesor"]), enrolment=to_assess, data=conclusions
        )


def test_day_in_the_future_is_refused(to_assess, asesor, conclusions):
    late = {**conclusions, "assessed_on": conclusions["assessed_on"] + timedelta(days=1)}
    with pytest.raises(refusals.DayNotPossible):
        actions.save_assessment(by=asesor, enrolment=to_assess, data=late)


def test_text_that_came_second_is_kept_apart(draft, to_assess, asesor, conclusions):
    second = {**conclusions, "summary": "Teks dari layar kedua."}
    written = actions.write_assessment(by=asesor, enrolment=to_assess, data=second, version=0)
    assert not written.taken
    assert Assessment.objects.get(pk=draft.pk).summary == conclusions["summary"]
    kept = AssessmentText.objects.get(taken=False)
    assert kept.content["summary"] == "Teks dari layar kedua."


def test_same_text_sent_again_is_done(draft, to_assess, asesor, conclusions):
    written = actions.write_assessment(by=asesor, enrolment=to_assess, data=conclusions, version=0)
    assert written.taken
    assert AssessmentText.objects.count() == 1


def test_signing_a_text_that_changed_is_refused(draft, to_assess, asesor, conclusions):
    actions.save_assessment(by=asesor, enrolment=to_assess, data={**conclusions, "summary": "Lain."})
    with pytest.raises(refusals.ChangedMeanwhile):
        actions.sign_assessment(by=asesor, assessment=draft, version=draft.version)


def test_trail_holds_no_clinical_text(draft, to_assess, asesor, conclusions):
    actions.sign_assessment(by=asesor, assessment=draft)
    events = AuditEvent.objects.filter(enrolment_number=to_assess.number).order_by("id")
    assert [event.action for event in events] == ["create", "move"]
    assert conclusions["summary"] not in str([event.changes for event in events])
