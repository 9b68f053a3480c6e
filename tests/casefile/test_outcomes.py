import pytest

from rehab.casefile import actions
from rehab.casefile.actions import OutcomeChoice
from rehab.casefile.refusals import OutcomeNotPossible
from rehab.delivery.queries.attendance import Rate
from rehab.enrolments.models import ExitReason, OutcomeProposal
from rehab.enrolments.refusals import EnrolmentEnded, NotYourMove, ReasonMissing
from tests.factories.delivery import PlaceFactory
from tests.factories.enrolments import EnrolmentFactory, OutcomeProposalFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def active(agreement):
    return EnrolmentFactory(agreement=agreement, active=True)


def proposed(agreement, **told):
    return OutcomeProposalFactory(enrolment=EnrolmentFactory(agreement=agreement, active=True), **told)


def attended(monkeypatch, rate):
    """Attendance as delivery counts it (its own tests prove the counting)."""
    monkeypatch.setattr(
        "rehab.casefile.actions.outcomes.attendance_rate",
        lambda pks: {} if rate is None else dict.fromkeys(pks, Rate(rate, 100)),
    )


def propose(by, enrolment, outcome="graduated", reason=""):
    return actions.propose_outcomes(by=by, choices=[OutcomeChoice(enrolment, outcome, reason)])


@pytest.mark.parametrize(
    ("rate", "outcome", "owed"),
    [
        (80, "graduated", False),
        (79, "graduated", True),
        (79, "not_graduated", False),
        (80, "not_graduated", True),
        (None, "graduated", True),
        (None, "not_graduated", True),
    ],
)
def test_reason_is_owed_against_the_minimum(monkeypatch, rehabilitasi, active, rate, outcome, owed):
    attended(monkeypatch, rate)
    if owed:
        with pytest.raises(OutcomeNotPossible, match=active.inmate.name) as caught:
            propose(rehabilitasi, active, outcome)
        assert caught.value.field == f"alasan_{active.pk}"
    (proposal,) = propose(rehabilitasi, active, outcome, "Alasan khusus." if owed else "")
    assert proposal.attendance_rate == rate
    active.refresh_from_db()
    assert active.status == "active"


def test_second_proposal_waits_for_the_answer_to_the_first(rehabilitasi, active):
    propose(rehabilitasi, active, reason="Baik.")
    with pytest.raises(OutcomeNotPossible, match="menunggu Kepala"):
        propose(rehabilitasi, active, reason="Baik.")


def test_who_is_not_active_is_not_proposed(rehabilitasi, agreement):
    with pytest.raises(OutcomeNotPossible):
        propose(rehabilitasi, EnrolmentFactory(agreement=agreement, suspended=True), reason="Baik.")


def test_head_confirms_a_roster(karutan, agreement):
    one = proposed(agreement)
    two = proposed(agreement, outcome="not_graduated", reason="Absen.")
    actions.confirm_outcomes(by=karutan, proposals=[one, two])
    one.refresh_from_db()
    assert (one.answer, one.answered_by, one.enrolment.status) == ("confirmed", karutan, "graduated")
    two.enrolment.refresh_from_db()
    assert two.enrolment.status == "not_graduated"


def test_roster_is_confirmed_whole_or_not_at_all(karutan, agreement):
    one = proposed(agreement)
    two = proposed(agreement)
    type(two.enrolment).objects.filter(pk=two.enrolment_id).update(status="suspended")
    with pytest.raises(Exception, match=two.enrolment.inmate.name):
        actions.confirm_outcomes(by=karutan, proposals=[one, two])
    one.refresh_from_db()
    assert (one.answer, one.enrolment.status) == ("", "active")


def test_head_returns_with_a_reason_and_it_may_be_proposed_again(karutan, rehabilitasi, active):
    (proposal,) = propose(rehabilitasi, active, reason="Baik.")
    with pytest.raises(ReasonMissing):
        actions.return_outcomes(by=karutan, proposals=[proposal], reason="")
    actions.return_outcomes(by=karutan, proposals=[proposal], reason="Lengkapi.")
    assert propose(rehabilitasi, active, reason="Lengkap.")


def test_answered_proposal_takes_no_second_answer(karutan, agreement):
    proposal = proposed(agreement)
    actions.confirm_outcomes(by=karutan, proposals=[proposal])
    with pytest.raises(OutcomeNotPossible):
        actions.return_outcomes(by=karutan, proposals=[proposal], reason="Terlambat.")


@pytest.mark.parametrize("member", ["rehabilitasi", "kepala_bnnk", "medis"])
def test_nobody_else_confirms(request, agreement, member):
    proposal = proposed(agreement)
    with pytest.raises(NotYourMove):
        actions.confirm_outcomes(by=request.getfixturevalue(member), proposals=[proposal])


@pytest.mark.parametrize("member", ["karutan", "asesor", "konselor"])
def test_nobody_else_proposes(request, active, member):
    with pytest.raises(NotYourMove):
        propose(request.getfixturevalue(member), active, reason="Baik.")


def test_attendance_of_the_day_stands_with_the_proposal(marked, rehabilitasi, active):
    marked(active, "H", "A", "A", "K")
    marked(active, "H", held=False)
    assert propose(rehabilitasi, active, "not_graduated")[0].attendance_rate == 33


class TestLeaving:
    def leave(self, by, enrolment, code="mutasi", **told):
        reason = ExitReason.objects.get(code=code)
        return actions.leave(by=by, enrolment=enrolment, exit_reason=reason, **told)

    def test_exit_frees_the_seat_and_closes_what_was_open(self, rehabilitasi, active):
        place = PlaceFactory(enrolment=active, cohort__agreement=active.agreement)
        propose(rehabilitasi, active, reason="Baik.")
        self.leave(rehabilitasi, active)
        place.refresh_from_db()
        active.refresh_from_db()
        assert (active.status, active.exit_reason.code) == ("exited", "mutasi")
        assert place.left_on == active.ended_on
        assert OutcomeProposal.objects.get().answer == "returned"

    def test_exit_on_an_earlier_day_keeps_that_day(self, rehabilitasi, active):
        row = self.leave(rehabilitasi, active, on=active.proposed_on)
        assert row.ended_on == active.proposed_on

    def test_many_leave_with_their_own_reasons(self, rehabilitasi, agreement):
        rows = [EnrolmentFactory(agreement=agreement) for _ in range(2)]
        reasons = [ExitReason.objects.get(code=code) for code in ("mutasi", "bebas-murni")]
        exits = [actions.Exit(row, reason) for row, reason in zip(rows, reasons, strict=True)]
        left = actions.leave_many(by=rehabilitasi, exits=exits)
        assert [row.exit_reason.code for row in left] == ["mutasi", "bebas-murni"]

    def test_many_leave_or_nobody(self, rehabilitasi, agreement):
        good, gone = EnrolmentFactory(agreement=agreement), EnrolmentFactory(agreement=agreement, exited=True)
        reason = ExitReason.objects.get(code="mutasi")
        with pytest.raises(EnrolmentEnded, match=gone.inmate.name):
            actions.leave_many(
                by=rehabilitasi, exits=[actions.Exit(good, reason), actions.Exit(gone, reason)]
            )
        good.refresh_from_db()
        assert good.status == "proposed"

    def test_reason_that_says_nothing_owes_a_word(self, rehabilitasi, active):
        with pytest.raises(ReasonMissing) as caught:
            self.leave(rehabilitasi, active, code="lain")
        assert caught.value.field == "reason"
        other = ExitReason.objects.get(code="lain")
        with pytest.raises(ReasonMissing) as caught:
            actions.leave_many(by=rehabilitasi, exits=[actions.Exit(active, other)])
        assert caught.value.field == f"reason_{active.pk}"
        assert self.leave(rehabilitasi, active, code="lain", reason="Pindah program.").status == "exited"

    @pytest.mark.parametrize("member", ["karutan", "registrasi", "konselor", "asesor"])
    def test_nobody_else_records_an_exit(self, request, active, member):
        with pytest.raises(NotYourMove):
            self.leave(request.getfixturevalue(member), active)
