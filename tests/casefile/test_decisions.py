from datetime import timedelta

import pytest

from audit.models import AuditEvent
from rehab.casefile import actions
from rehab.casefile.criteria import criteria_of
from rehab.casefile.refusals import DecisionNotPossible
from rehab.enrolments.models import Decision, Enrolment
from rehab.enrolments.refusals import NotYourMove, ReasonMissing
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(agreement):
    return [EnrolmentFactory(agreement=agreement, assessed=True) for _ in range(2)]


def decide(by, people, outcome="eligible", **told):
    return actions.decide(by=by, people=people, outcome=outcome, **{"reason": "Memenuhi syarat.", **told})


def test_head_decides_on_many_and_the_criteria_are_kept(karutan, people):
    decisions = decide(karutan, people)
    assert {each.enrolment_id for each in decisions} == {each.pk for each in people}
    kept = {each["code"]: each for each in decisions[0].criteria}
    assert kept["risiko"]["value"] == "Sedang"
    assert kept["register_f"] == {
        "code": "register_f",
        "label": "Hukuman disiplin (register F)",
        "value": "informasi belum ada",
        "speaks_for": None,
    }


def test_one_event_a_person(karutan, people):
    decide(karutan, people)
    assert AuditEvent.objects.filter(action="move").count() == 2


def test_criteria_do_not_change_with_the_days(karutan, people):
    decide(karutan, people)
    Enrolment.objects.update(risk_band="low")
    kept = {each["code"]: each["value"] for each in Decision.objects.first().criteria}
    assert kept["risiko"] == "Sedang"


def test_criteria_never_refuse(karutan, agreement):
    worst = EnrolmentFactory(
        agreement=agreement,
        assessed=True,
        risk_band="low",
        role_by_assessment="pengedar",
        inmate=InmateFactory(custodian=agreement.custodian, tahanan=True),
    )
    assert decide(karutan, [worst])[0].outcome == "eligible"


def test_deferral_needs_a_day_to_come(karutan, people):
    today = karutan.agency.today()
    for day in (None, today):
        with pytest.raises(DecisionNotPossible) as caught:
            decide(karutan, people, "deferred", review_on=day)
        assert caught.value.field == "review_on"
    decide(karutan, people, "deferred", review_on=today + timedelta(days=30))
    assert Enrolment.objects.filter(status="deferred", deferred_until=today + timedelta(days=30)).count() == 2


def test_due_deferral_waits_for_a_decision(karutan, agreement):
    today = karutan.agency.today()
    due = EnrolmentFactory(agreement=agreement, deferred=True, deferred_until=today)
    EnrolmentFactory(agreement=agreement, deferred=True, deferred_until=today + timedelta(days=1))
    assert list(Enrolment.objects.awaiting_decision()) == [due]


def test_officer_records_with_number_and_date(rehabilitasi, karutan, people):
    day = karutan.agency.today() - timedelta(days=3)
    paper = {"document_number": "BA-7", "document_date": day}
    (first, _second) = decide(rehabilitasi, people, decided_by=karutan, **paper)
    assert (first.decided_by, first.recorded_by) == (karutan, rehabilitasi)
    assert people[0].changes.last().on == day


@pytest.mark.parametrize("missing", ["document_number", "document_date"])
def test_officer_without_the_paper_is_refused(rehabilitasi, karutan, people, missing):
    paper = {"document_number": "BA-7", "document_date": karutan.agency.today()}
    paper[missing] = "" if missing == "document_number" else None
    with pytest.raises(DecisionNotPossible) as caught:
        decide(rehabilitasi, people, decided_by=karutan, **paper)
    assert caught.value.field == missing


def test_paper_older_than_the_assessment_is_refused(rehabilitasi, karutan, people):
    day = people[0].assessed_on - timedelta(days=1)
    with pytest.raises(DecisionNotPossible, match=people[0].inmate.name) as caught:
        decide(rehabilitasi, people, decided_by=karutan, document_number="BA-7", document_date=day)
    assert caught.value.field == "document_date"
    decide(
        rehabilitasi, people, decided_by=karutan, document_number="BA-7", document_date=people[0].assessed_on
    )


def test_reason_is_owed(karutan, people):
    with pytest.raises(ReasonMissing):
        decide(karutan, people, reason="  ")


@pytest.mark.parametrize("member", ["medis", "registrasi", "asesor", "kepala_bnnk"])
def test_nobody_else_decides(request, people, member):
    with pytest.raises(NotYourMove):
        decide(request.getfixturevalue(member), people)


def test_criteria_cost_the_same_for_few_and_many(agreement, django_assert_num_queries):
    rows = [EnrolmentFactory(agreement=agreement, assessed=True) for _ in range(10)]
    loaded = list(
        Enrolment.objects.filter(pk__in=[row.pk for row in rows]).select_related(
            "inmate", "custodian", "agreement"
        )
    )
    with django_assert_num_queries(6):
        criteria_of(loaded)
