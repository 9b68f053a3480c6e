from datetime import timedelta

import pytest

from audit.models import AuditEvent
from rehab.enrolments import actions
from rehab.enrolments.models import ConsentText, Enrolment
from rehab.enrolments.refusals import (
    ConsentNotPossible,
    DayNotPossible,
    EnrolmentEnded,
    NotYourMove,
    ReasonMissing,
)
from tests.factories.agreements import AgreementFactory
from tests.factories.enrolments import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(agreement):
    return EnrolmentFactory(agreement=agreement)


def record(by, enrolment, *, given=True, **told):
    told = {"given_on": enrolment.custodian.today(), "witness": "Saksi", **told}
    return actions.record_consent(by=by, enrolment=enrolment, given=given, **told)


def test_consent_is_recorded_with_one_event(rehabilitasi, enrolment):
    consent = record(rehabilitasi, enrolment, photo_given=True)
    assert consent.photo_given
    assert consent.text.language == "id"
    assert AuditEvent.objects.filter(enrolment_number=enrolment.number).count() == 1


def test_refusal_stands_in_the_queue_of_exits_and_is_no_exit(rehabilitasi, enrolment):
    record(rehabilitasi, enrolment, given=False)
    enrolment.refresh_from_db()
    assert enrolment.status == "proposed"
    assert Enrolment.objects.awaiting_exit().get() == enrolment


def test_yes_after_a_no_leaves_the_queue(rehabilitasi, enrolment):
    record(rehabilitasi, enrolment, given=False)
    record(rehabilitasi, enrolment, given=True)
    assert not Enrolment.objects.awaiting_exit().exists()


def test_refusal_gives_no_leave_for_photos(rehabilitasi, enrolment):
    assert not record(rehabilitasi, enrolment, given=False, photo_given=True).photo_given


def test_second_yes_is_refused(rehabilitasi, enrolment):
    record(rehabilitasi, enrolment)
    with pytest.raises(ConsentNotPossible):
        record(rehabilitasi, enrolment)


def test_day_to_come_is_refused(rehabilitasi, enrolment):
    with pytest.raises(DayNotPossible) as caught:
        record(rehabilitasi, enrolment, given_on=enrolment.custodian.today() + timedelta(days=1))
    assert caught.value.field == "given_on"


def test_witness_is_owed(rehabilitasi, enrolment):
    with pytest.raises(ConsentNotPossible) as caught:
        record(rehabilitasi, enrolment, witness="  ")
    assert caught.value.field == "witness"


def test_text_read_in_banjar_owes_an_interpreter(rehabilitasi, enrolment):
    text = ConsentText.objects.get(language="bjn")
    with pytest.raises(ConsentNotPossible) as caught:
        record(rehabilitasi, enrolment, text=text)
    assert caught.value.field == "interpreter"
    assert record(rehabilitasi, enrolment, text=text, interpreter="Amang Uji").interpreter


def test_ended_enrolment_takes_no_consent(rehabilitasi, agreement):
    with pytest.raises(EnrolmentEnded):
        record(rehabilitasi, EnrolmentFactory(agreement=agreement, exited=True))


def test_custodian_records_consent_while_the_line_is_closed(rehabilitasi, rutan, bnnk):
    lapsed = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
    assert record(rehabilitasi, EnrolmentFactory(agreement=lapsed)).given


@pytest.mark.parametrize("member", ["registrasi", "karutan", "medis"])
def test_only_petugas_rehabilitasi_records(request, enrolment, member):
    with pytest.raises(NotYourMove):
        record(request.getfixturevalue(member), enrolment)


def withdraw(by, enrolment, **told):
    told = {"on": enrolment.custodian.today(), "reason": "Berubah pikiran.", **told}
    return actions.withdraw_consent(by=by, enrolment=enrolment, **told)


@pytest.mark.parametrize("status", ["active", "graduated"])
def test_withdrawal_is_possible_at_any_time(rehabilitasi, agreement, status):
    assert withdraw(rehabilitasi, EnrolmentFactory(agreement=agreement, **{status: True})).withdrawn_on


def test_withdrawal_stands_in_the_queue_of_exits(rehabilitasi, agreement):
    enrolment = EnrolmentFactory(agreement=agreement, active=True)
    withdraw(rehabilitasi, enrolment)
    assert Enrolment.objects.awaiting_exit().get() == enrolment


def test_withdrawal_owes_a_reason(rehabilitasi, agreement):
    with pytest.raises(ReasonMissing):
        withdraw(rehabilitasi, EnrolmentFactory(agreement=agreement, active=True), reason=" ")


def test_withdrawal_before_the_consent_is_refused(rehabilitasi, agreement):
    enrolment = EnrolmentFactory(agreement=agreement, active=True)
    with pytest.raises(DayNotPossible):
        withdraw(rehabilitasi, enrolment, on=enrolment.proposed_on - timedelta(days=1))


def test_nothing_to_withdraw(rehabilitasi, enrolment):
    with pytest.raises(ConsentNotPossible):
        withdraw(rehabilitasi, enrolment)
