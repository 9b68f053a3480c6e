"""The whole table of moves: what is listed happens, by whom and with what; nothing else does."""

from datetime import timedelta
from itertools import product

import pytest

from accounts.kinds import Kind
from accounts.roles import roles_for, roles_with
from agreements.models import Agreement
from audit.models import Action, AuditEvent
from rehab.enrolments import actions, workflow
from rehab.enrolments.models import Consent, Enrolment, ExitReason, StatusChange
from rehab.enrolments.refusals import (
    DayNotPossible,
    DeciderMissing,
    EnrolmentEnded,
    NotListed,
    NotReachable,
    NotYourMove,
    ReasonMissing,
    SomethingMissing,
)
from rehab.enrolments.states import ENDED, LIVE, Status
from tests.factories.accounts import UserFactory
from tests.factories.agreements import AgreementFactory, SuspensionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from tests.factories.programmes import ProgrammeVersionFactory
from ui.refusal import Refused

pytestmark = pytest.mark.django_db

# Written down a second time, from the design: what the code's table must say.
DESIGN = {
    ("proposed", "screened"),
    ("screened", "education_only"),
    ("screened", "to_assess"),
    ("to_assess", "assessed"),
    *(("assessed", to) for to in ("eligible", "deferred", "not_eligible")),
    *(("deferred", to) for to in ("eligible", "deferred", "not_eligible")),
    ("eligible", "placed"),
    ("placed", "eligible"),
    ("placed", "active"),
    ("active", "suspended"),
    ("suspended", "active"),
    ("active", "graduated"),
    ("active", "not_graduated"),
    *((str(live.value), "exited") for live in LIVE),
}
SCREENERS = {"medis", "psikolog", "asesor", "konselor"}
HEAD_OR_RECORDED = {"kepala", "rehabilitasi"}
# Who makes each, as the design's table says it: of the custodian, and of the partner.
BY = {
    ("proposed", "screened"): (SCREENERS, SCREENERS),
    ("screened", "education_only"): (SCREENERS, SCREENERS),
    ("screened", "to_assess"): (SCREENERS, SCREENERS),
    ("to_assess", "assessed"): ({"asesor"}, {"asesor"}),
    **{pair: (HEAD_OR_RECORDED, set()) for pair in DESIGN if pair[0] in ("assessed", "deferred")},
    ("eligible", "placed"): (HEAD_OR_RECORDED, set()),
    ("placed", "eligible"): ({"rehabilitasi"}, set()),
    ("placed", "active"): ({"rehabilitasi"}, set()),
    ("active", "suspended"): ({"rehabilitasi", "konselor"}, {"konselor"}),
    ("suspended", "active"): ({"rehabilitasi", "konselor"}, {"konselor"}),
    ("active", "graduated"): ({"kepala"}, set()),
    ("active", "not_graduated"): ({"kepala"}, set()),
    **{pair: ({"rehabilitasi"}, set()) for pair in DESIGN if pair[1] == "exited"},
}
EVERY_ROLE = ["rehabilitasi", "kepala", "medis", "asesor", "konselor"]


@pytest.fixture
def everyone(rutan):
    """One member with every role that moves anything: only the table stands in the way."""
    return UserFactory(agency=rutan, username="serba.bisa", roles=EVERY_ROLE)


def carried(move, today):
    """Something valid for each field that the move owes."""
    values = {
        "risk_band": "moderate",
        "screened_on": today,
        "role_by_assessment": "pengguna",
        "category": "I",
        "recommendation": "rehabilitasi",
        "assessed_on": today,
        "deferred_until": today + timedelta(days=30),
        "starts_on": today,
        "ends_on": today + timedelta(days=60),
    }
    told = {name: values[name] for name in move.owes if name in values}
    if "programme_version" in move.owes:
        told["programme_version"] = ProgrammeVersionFactory()
    if "exit_reason" in move.owes:
        told["exit_reason"] = ExitReason.objects.get(code="lain")
    return told


def at(status, agreement, **traits):
    traits = {} if status == Status.PROPOSED else {str(status.value): True, **traits}
    return EnrolmentFactory(agreement=agreement, **{"consented": True, **traits})


def test_table_says_what_the_design_says():
    assert {(str(each.source.value), str(each.target.value)) for each in workflow.MOVES} == DESIGN


@pytest.mark.parametrize(("pair", "side"), list(product(sorted(DESIGN), (0, 1))))
def test_table_names_the_roles_of_the_design(pair, side):
    kind = (Kind.CUSTODIAN, Kind.PARTNER)[side]
    makers = {each.code for permission in workflow.find(*pair).by for each in roles_with(permission, kind)}
    assert makers == BY[pair][side]


@pytest.mark.parametrize("role", [each.code for each in roles_for(Kind.PARTNER)])
def test_partner_makes_only_the_moves_that_are_its_own(bnnk, agreement, role):
    member = UserFactory(agency=bnnk, roles=[role])
    for source, target in sorted(DESIGN):
        if role in BY[source, target][1]:
            continue
        enrolment = at(Status(source), agreement)
        told = carried(workflow.find(source, target), bnnk.today())
        with pytest.raises(NotYourMove):
            actions.move(by=member, enrolment=enrolment, to=target, reason="Alasan.", **told)
        enrolment.refresh_from_db()
        assert enrolment.status == source


@pytest.mark.parametrize(("source", "target"), sorted(DESIGN))
def test_listed_move_happens(everyone, agreement, source, target):
    enrolment = at(Status(source), agreement)
    move = workflow.find(source, target)
    told = carried(move, everyone.agency.today())
    actions.move(by=everyone, enrolment=enrolment, to=target, reason="Alasan.", **told)
    enrolment.refresh_from_db()
    assert enrolment.status == target
    last = enrolment.changes.last()
    assert (last.from_status, last.to_status, last.recorded_by) == (source, target, everyone)


@pytest.mark.parametrize("source", list(Status))
def test_unlisted_moves_are_refused(everyone, agreement, source):
    enrolment = at(source, agreement)
    for target in Status:
        if (str(source.value), str(target.value)) in DESIGN:
            continue
        with pytest.raises((NotListed, EnrolmentEnded)):
            actions.move(by=everyone, enrolment=enrolment, to=target, reason="Alasan.")
    enrolment.refresh_from_db()
    assert enrolment.status == source


@pytest.mark.parametrize("source", ENDED)
def test_ended_enrolment_takes_nothing(everyone, agreement, source):
    for target in Status:
        with pytest.raises(EnrolmentEnded):
            actions.move(by=everyone, enrolment=at(source, agreement), to=target, reason="Alasan.")
        Enrolment.objects.all().update(agreement=agreement)


@pytest.mark.parametrize(
    ("pair", "role"), list(product(sorted(DESIGN), [*EVERY_ROLE, "registrasi", "psikolog"]))
)
def test_move_is_made_only_by_its_roles(rutan, agreement, pair, role):
    member = UserFactory(agency=rutan, roles=[role])
    move = workflow.find(*pair)
    if move.allowed_to(member):
        return
    with pytest.raises(NotYourMove):
        actions.move(
            by=member,
            enrolment=at(move.source, agreement),
            to=pair[1],
            reason="Alasan.",
            **carried(move, rutan.today()),
        )


@pytest.mark.parametrize(("source", "target"), sorted(DESIGN))
@pytest.mark.parametrize("closed", ["suspended", "ended", "lapsed", "coming", "draft"])
def test_nothing_moves_while_the_line_is_not_in_force(everyone, rutan, bnnk, source, target, closed):
    agreement = AgreementFactory(custodian=rutan, partner=bnnk, **{closed: True})
    enrolment = at(Status(source), agreement)
    told = carried(workflow.find(source, target), rutan.today())
    with pytest.raises(SomethingMissing, match="Kerja sama tidak berlaku"):
        actions.move(by=everyone, enrolment=enrolment, to=target, reason="Alasan.", **told)


def test_renewal_opens_the_line_again(everyone, rutan, bnnk):
    old = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
    enrolment = at(Status.ACTIVE, old)
    AgreementFactory(line=old.line, renews=old, first_day=rutan.today())
    actions.move(by=everyone, enrolment=enrolment, to="suspended", reason="Sakit.")
    assert Enrolment.objects.get().status == "suspended"


@pytest.mark.parametrize(("source", "target"), [("to_assess", "assessed"), ("eligible", "placed")])
def test_move_needs_live_consent(everyone, agreement, source, target):
    enrolment = at(Status(source), agreement)
    Consent.objects.all().delete()
    told = carried(workflow.find(source, target), everyone.agency.today())
    with pytest.raises(SomethingMissing, match="Persetujuan"):
        actions.move(by=everyone, enrolment=enrolment, to=target, **told)


def test_placement_refuses_a_legal_status_that_the_programme_does_not_admit(everyone, agreement):
    enrolment = EnrolmentFactory(
        agreement=agreement, eligible=True, inmate=InmateFactory(custodian=agreement.custodian, tahanan=True)
    )
    told = carried(workflow.find("eligible", "placed"), everyone.agency.today())
    with pytest.raises(SomethingMissing, match="status hukum"):
        actions.move(by=everyone, enrolment=enrolment, to="placed", **told)


def test_placement_needs_the_line_on_the_start_date(everyone, agreement):
    enrolment = at(Status.ELIGIBLE, agreement)
    told = carried(workflow.find("eligible", "placed"), everyone.agency.today())
    told["starts_on"] = agreement.last_day + timedelta(days=1)
    with pytest.raises(SomethingMissing, match="tanggal mulai"):
        actions.move(by=everyone, enrolment=enrolment, to="placed", **told)


def test_placement_needs_a_service_of_the_programme(everyone, rutan, bnnk):
    narrow = AgreementFactory(custodian=rutan, partner=bnnk, services=["skrining"])
    told = carried(workflow.find("eligible", "placed"), rutan.today())
    assert not told["programme_version"].services.filter(code="skrining").exists()
    with pytest.raises(SomethingMissing, match="tanggal mulai"):
        actions.move(by=everyone, enrolment=at(Status.ELIGIBLE, narrow), to="placed", **told)


def test_placement_needs_the_person_in_custody(everyone, agreement):
    enrolment = EnrolmentFactory(
        agreement=agreement, eligible=True, inmate=InmateFactory(custodian=agreement.custodian, released=True)
    )
    told = carried(workflow.find("eligible", "placed"), everyone.agency.today())
    with pytest.raises(SomethingMissing, match="tidak lagi ditahan"):
        actions.move(by=everyone, enrolment=enrolment, to="placed", **told)


def test_start_waits_for_its_day(everyone, agreement):
    later = everyone.agency.today() + timedelta(days=1)
    enrolment = EnrolmentFactory(agreement=agreement, placed=True, starts_on=later)
    with pytest.raises(SomethingMissing, match="belum tiba"):
        actions.move(by=everyone, enrolment=enrolment, to="active")


def test_placement_given_back_forgets_the_programme(everyone, agreement):
    row = actions.move(by=everyone, enrolment=at(Status.PLACED, agreement), to="eligible", reason="Sidang.")
    assert (row.programme_version, row.starts_on, row.ends_on) == (None, None, None)


@pytest.mark.parametrize(
    ("band", "target", "owed"),
    [
        ("low", "education_only", False),
        ("low", "to_assess", True),
        ("moderate", "to_assess", False),
        ("moderate", "education_only", True),
        ("high", "to_assess", False),
        ("high", "education_only", True),
    ],
)
def test_referral_against_the_risk_band_owes_a_reason(medis, agreement, band, target, owed):
    enrolment = EnrolmentFactory(agreement=agreement, screened=True, risk_band=band)
    if owed:
        with pytest.raises(ReasonMissing):
            actions.move(by=medis, enrolment=enrolment, to=target)
    else:
        assert actions.move(by=medis, enrolment=enrolment, to=target).status == target


def test_move_without_what_it_owes_is_refused(medis, agreement):
    with pytest.raises(SomethingMissing) as caught:
        actions.move(by=medis, enrolment=at(Status.PROPOSED, agreement), to="screened")
    assert caught.value.field == "risk_band"


def test_move_carries_nothing_that_is_not_declared(medis, agreement):
    with pytest.raises(TypeError):
        actions.move(by=medis, enrolment=at(Status.SCREENED, agreement), to="to_assess", category="III")


def test_officer_records_for_the_head_only_with_paper(rehabilitasi, karutan, agreement):
    enrolment = at(Status.ASSESSED, agreement)
    with pytest.raises(DeciderMissing):
        actions.move(by=rehabilitasi, enrolment=enrolment, to="eligible", reason="Layak.")
    with pytest.raises(DeciderMissing):
        actions.move(by=rehabilitasi, enrolment=enrolment, to="eligible", reason="Layak.", decided_by=karutan)
    actions.move(
        by=rehabilitasi,
        enrolment=enrolment,
        to="eligible",
        reason="Layak.",
        decided_by=karutan,
        document="BA-1",
    )
    last = StatusChange.objects.last()
    assert (last.decided_by, last.recorded_by, last.document) == (karutan, rehabilitasi, "BA-1")


def test_partner_head_decides_for_nobody(rehabilitasi, kepala_bnnk, agreement):
    with pytest.raises(DeciderMissing):
        actions.move(
            by=rehabilitasi,
            enrolment=at(Status.ASSESSED, agreement),
            to="eligible",
            reason="Layak.",
            decided_by=kepala_bnnk,
            document="BA-1",
        )


@pytest.mark.parametrize("days", [1, -400])
def test_move_on_an_impossible_day_is_refused(everyone, agreement, days):
    day = everyone.agency.today() + timedelta(days=days)
    with pytest.raises(DayNotPossible):
        actions.move(by=everyone, enrolment=at(Status.ACTIVE, agreement), to="suspended", reason="x", on=day)


def test_roster_moves_whole_or_not_at_all(everyone, agreement):
    good, bad = at(Status.ACTIVE, agreement), at(Status.PLACED, agreement)
    with pytest.raises(Refused, match=bad.inmate.name):
        actions.move_many(by=everyone, enrolments=[good, bad], to="suspended", reason="Kegiatan.")
    good.refresh_from_db()
    assert good.status == "active"


def test_roster_leaves_one_event_a_person(everyone, agreement):
    people = [at(Status.ACTIVE, agreement) for _ in range(3)]
    actions.move_many(by=everyone, enrolments=people, to="suspended", reason="Kegiatan.")
    events = AuditEvent.objects.filter(action=Action.MOVE)
    assert sorted(events.values_list("enrolment_number", flat=True)) == sorted(each.number for each in people)


def test_roster_costs_the_same_reads_for_few_and_many(everyone, agreement, django_assert_max_num_queries):
    people = [at(Status.ACTIVE, agreement) for _ in range(12)]
    everyone.role_codes  # noqa: B018  (read once a request)
    with django_assert_max_num_queries(12 + len(people)):
        actions.move_many(by=everyone, enrolments=people, to="suspended", reason="Kegiatan.")


def test_foreign_enrolment_cannot_be_reached(everyone, other_rutan, bnnk):
    foreign = EnrolmentFactory(agreement=AgreementFactory(custodian=other_rutan, partner=bnnk), active=True)
    with pytest.raises(NotReachable):
        actions.move(by=everyone, enrolment=foreign, to="suspended", reason="x")


def test_partner_loses_the_move_when_the_gate_closes(konselor, agreement):
    enrolment = at(Status.ACTIVE, agreement)
    SuspensionFactory(agreement=agreement)
    with pytest.raises(NotReachable):
        actions.move(by=konselor, enrolment=enrolment, to="suspended", reason="x")


def test_offers_put_the_usual_move_first(rehabilitasi, agreement):
    offers = workflow.offered_to(rehabilitasi, workflow.facts_for(at(Status.ELIGIBLE, agreement)))
    assert offers[0].move.target == "placed"
    assert offers[0].open
    assert all(offer.move.source == Status.ELIGIBLE for offer in offers)


def test_offer_names_what_is_missing_and_who_may(karutan, agreement):
    enrolment = EnrolmentFactory(agreement=agreement, to_assess=True, consent=None)
    Agreement.objects.filter(pk=agreement.pk).update(last_day=karutan.agency.today() - timedelta(days=1))
    offer = workflow.offered_to(karutan, workflow.facts_for(enrolment))[0]
    assert not offer.allowed
    assert offer.roles == ("Asesor",)
    assert "line" in {need.code for need in offer.missing}
