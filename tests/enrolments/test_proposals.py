from datetime import timedelta

import pytest

from accounts.models import Agency
from agreements.models import Agreement
from audit.models import AuditEvent
from inmates.models import Inmate
from rehab.enrolments import actions
from rehab.enrolments.actions.proposal import next_numbers
from rehab.enrolments.models import Enrolment
from rehab.enrolments.refusals import (
    AlreadyParticipant,
    LineNotInForce,
    NotInCustody,
    NotReachable,
    NotYourMove,
)
from tests.factories.agreements import AgreementFactory, SuspensionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db


def propose(by, agreement, *people):
    return actions.propose(by=by, inmates=people, agreement=agreement)


def test_many_are_proposed_at_once_with_numbers_that_run_on(rehabilitasi, rutan, agreement):
    people = [InmateFactory(custodian=rutan) for _ in range(3)]
    rows = propose(rehabilitasi, agreement, *people)
    year = rutan.today().year
    assert [row.number for row in rows] == [f"RUTAN-BARABAI-{year}-{n:04d}" for n in (1, 2, 3)]
    assert [row.inmate for row in rows] == people
    assert rows[0].changes.get().to_status == "proposed"
    assert AuditEvent.objects.filter(object_type="enrolments.enrolment").count() == 3


def test_same_person_ticked_twice_is_proposed_once(rehabilitasi, rutan, agreement):
    person = InmateFactory(custodian=rutan)
    assert len(propose(rehabilitasi, agreement, person, person)) == 1


def test_participant_is_refused_by_name_and_nobody_is_proposed(rehabilitasi, agreement):
    taken = EnrolmentFactory(agreement=agreement, active=True)
    free = InmateFactory(custodian=agreement.custodian)
    with pytest.raises(AlreadyParticipant, match=taken.inmate.name):
        propose(rehabilitasi, agreement, free, taken.inmate)
    assert not free.enrolments.exists()


def test_released_person_is_refused_by_name(rehabilitasi, agreement):
    gone = InmateFactory(custodian=agreement.custodian, released=True)
    with pytest.raises(NotInCustody, match=gone.name):
        propose(rehabilitasi, agreement, gone)


@pytest.mark.parametrize("ended", ["exited", "education_only", "not_eligible", "graduated"])
def test_trying_again_is_a_new_enrolment(rehabilitasi, agreement, ended):
    old = EnrolmentFactory(agreement=agreement, **{ended: True})
    (new,) = propose(rehabilitasi, agreement, old.inmate)
    assert new.pk != old.pk
    assert new.status == "proposed"


@pytest.mark.parametrize("closed", ["draft", "coming", "lapsed", "ended", "suspended"])
def test_nothing_is_proposed_without_a_line_in_force(rehabilitasi, rutan, bnnk, closed):
    agreement = AgreementFactory(custodian=rutan, partner=bnnk, **{closed: True})
    with pytest.raises(LineNotInForce):
        propose(rehabilitasi, agreement, InmateFactory(custodian=rutan))


def test_agreement_of_another_custodian_is_refused(rehabilitasi, rutan, other_rutan, bnnk):
    theirs = AgreementFactory(custodian=other_rutan, partner=bnnk)
    with pytest.raises(LineNotInForce):
        propose(rehabilitasi, theirs, InmateFactory(custodian=rutan))


def test_person_of_another_custodian_is_refused(rehabilitasi, agreement, other_rutan):
    with pytest.raises(NotReachable):
        propose(rehabilitasi, agreement, InmateFactory(custodian=other_rutan))


@pytest.mark.parametrize("member", ["registrasi", "karutan", "medis", "asesor", "fasilitator"])
def test_only_petugas_rehabilitasi_proposes(request, agreement, member):
    with pytest.raises(NotYourMove):
        propose(request.getfixturevalue(member), agreement, InmateFactory(custodian=agreement.custodian))


def test_numbers_of_two_custodians_run_apart(rutan, other_rutan):
    first, second = next_numbers(rutan, 2), next_numbers(other_rutan, 1)
    assert first[-1].endswith("0002")
    assert second[-1].endswith("0001")


def test_number_of_a_long_code_fits_its_column():
    agency = Agency.objects.create(kind="custodian", code="a" * 40, name="Panjang", short_name="P")
    (number,) = next_numbers(agency, 1)
    assert len(number) <= Enrolment._meta.get_field("number").max_length


class TestGate:
    """Who reaches an enrolment, asked anew each time (design §3, The gate)."""

    def reached(self, user):
        return set(Enrolment.objects.visible_to(user))

    def test_partner_sees_nothing_before_consent(self, asesor, agreement):
        EnrolmentFactory(agreement=agreement)
        assert self.reached(asesor) == set()

    def test_partner_sees_it_with_consent(self, asesor, agreement):
        row = EnrolmentFactory(agreement=agreement, consented=True)
        assert self.reached(asesor) == {row}

    def test_withdrawal_closes_it_at_once(self, asesor, rehabilitasi, agreement):
        row = EnrolmentFactory(agreement=agreement, active=True)
        today = agreement.custodian.today()
        actions.withdraw_consent(by=rehabilitasi, enrolment=row, on=today, reason="Tidak mau lagi.")
        assert self.reached(asesor) == set()

    @pytest.mark.parametrize("status", ["active", "graduated", "exited"])
    def test_suspension_closes_and_lifting_opens(self, asesor, agreement, status):
        row = EnrolmentFactory(agreement=agreement, consented=True, **{status: True})
        suspension = SuspensionFactory(agreement=agreement)
        assert self.reached(asesor) == set()
        suspension.lifted_on, suspension.lifted_by = agreement.custodian.today(), suspension.by
        suspension.save()
        assert self.reached(asesor) == {row}

    def test_last_day_is_open_and_the_next_is_not(self, asesor, agreement):
        EnrolmentFactory(agreement=agreement, consented=True)
        today = agreement.custodian.today()
        Agreement.objects.update(last_day=today)
        assert len(self.reached(asesor)) == 1
        Agreement.objects.update(last_day=today - timedelta(days=1))
        assert self.reached(asesor) == set()

    def test_renewal_opens_the_same_enrolment(self, asesor, rutan, bnnk):
        old = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
        row = EnrolmentFactory(agreement=old, consented=True)
        assert self.reached(asesor) == set()
        AgreementFactory(line=old.line, renews=old, first_day=rutan.today())
        assert self.reached(asesor) == {row}

    def test_screening_out_of_scope_hides_who_is_not_placed(self, asesor, rutan, bnnk):
        narrow = AgreementFactory(custodian=rutan, partner=bnnk, services=["keterampilan"])
        EnrolmentFactory(agreement=narrow, consented=True)
        assert self.reached(asesor) == set()

    def test_programme_out_of_scope_hides_who_is_placed(self, asesor, rutan, bnnk):
        narrow = AgreementFactory(custodian=rutan, partner=bnnk, services=["skrining"])
        EnrolmentFactory(agreement=narrow, active=True)
        assert self.reached(asesor) == set()

    def test_other_partner_and_other_custodian_see_nothing(self, other_rutan, other_bnnk, agreement):
        EnrolmentFactory(agreement=agreement, active=True)
        assert not Enrolment.objects.within(other_rutan).exists()
        assert not Enrolment.objects.within(other_bnnk).exists()

    def test_custodian_and_kanwil_see_it_whatever_the_gate(self, rehabilitasi, pengawas, rutan, bnnk):
        row = EnrolmentFactory(agreement=AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True))
        assert self.reached(rehabilitasi) == self.reached(pengawas) == {row}

    def test_kanwil_sees_nobody_of_a_custodian_that_is_not_below(self, pengawas, other_rutan, bnnk):
        EnrolmentFactory(agreement=AgreementFactory(custodian=other_rutan, partner=bnnk), active=True)
        assert self.reached(pengawas) == set()

    def test_walipas_sees_own_wards_only(self, walipas, agreement):
        from tests.factories.inmates import GuardianFactory

        mine, _other = EnrolmentFactory(agreement=agreement), EnrolmentFactory(agreement=agreement)
        GuardianFactory(inmate=mine.inmate, officer=walipas)
        assert self.reached(walipas) == {mine}


def test_one_live_enrolment_a_person_is_kept_by_the_database(agreement):
    from django.db import IntegrityError

    row = EnrolmentFactory(agreement=agreement)
    with pytest.raises(IntegrityError):
        EnrolmentFactory(agreement=agreement, inmate=Inmate.objects.get(pk=row.inmate_id))
