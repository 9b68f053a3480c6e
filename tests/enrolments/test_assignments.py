import pytest

from audit.models import AuditEvent
from rehab.enrolments import actions
from rehab.enrolments.access import may_read_clinical
from rehab.enrolments.models import Assignment
from rehab.enrolments.refusals import AssignmentNotPossible, EnrolmentEnded, NotReachable, NotYourMove
from tests.factories.accounts import UserFactory
from tests.factories.enrolments import AssignmentFactory, EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(agreement):
    return [EnrolmentFactory(agreement=agreement, consented=True) for _ in range(2)]


def assign(by, people, staff, capacity="asesor"):
    return actions.assign(by=by, enrolments=people, staff=staff, capacity=capacity)


def test_custodian_assigns_its_own_to_many(rehabilitasi, medis, people):
    assert len(assign(rehabilitasi, people, medis, "medis")) == 2
    assert may_read_clinical(medis, people[0])
    assert AuditEvent.objects.filter(object_type="enrolments.assignment").count() == 2


@pytest.mark.parametrize("member", ["asesor", "kepala_bnnk"])
def test_partner_assigns_through_its_head_or_asesor(request, asesor, people, member):
    assert assign(request.getfixturevalue(member), people, asesor)


@pytest.mark.parametrize("member", ["medis", "karutan", "konselor", "medis_bnnk"])
def test_others_assign_nobody(request, asesor, people, member):
    with pytest.raises(NotYourMove):
        assign(request.getfixturevalue(member), people, asesor)


def test_staff_of_the_other_agency_is_refused(rehabilitasi, asesor, people):
    with pytest.raises(AssignmentNotPossible):
        assign(rehabilitasi, people, asesor)


def test_role_that_does_not_fit_is_refused(rehabilitasi, medis, people):
    with pytest.raises(AssignmentNotPossible) as caught:
        assign(rehabilitasi, people, medis, "asesor")
    assert caught.value.field == "staff"


def test_revoked_role_no_longer_fits(kepala_bnnk, asesor, people):
    asesor.grants.update(revoked_at="2025-01-01T00:00Z")
    with pytest.raises(AssignmentNotPossible):
        assign(kepala_bnnk, people, type(asesor).objects.get(pk=asesor.pk))


def test_second_time_changes_nothing(asesor, people):
    assign(asesor, people, asesor)
    assert assign(asesor, people, asesor) == []
    assert Assignment.objects.count() == 2


def test_partner_without_consent_cannot_assign(asesor, agreement):
    with pytest.raises(NotReachable):
        assign(asesor, [EnrolmentFactory(agreement=agreement)], asesor)


def test_ended_enrolment_takes_no_assignment(rehabilitasi, medis, agreement):
    with pytest.raises(EnrolmentEnded):
        assign(rehabilitasi, [EnrolmentFactory(agreement=agreement, exited=True)], medis, "medis")


def test_end_closes_the_clinical_pages(asesor, people):
    (held,) = assign(asesor, people[:1], asesor)
    actions.end_assignment(by=asesor, assignment=held)
    assert not may_read_clinical(asesor, people[0])


def test_end_is_for_the_own_agency(rehabilitasi, people):
    held = AssignmentFactory(enrolment=people[0])
    with pytest.raises(NotYourMove):
        actions.end_assignment(by=rehabilitasi, assignment=held)


def test_team_of_both_parties_is_assigned(karutan, konselor, medis, people):
    given = actions.assign_team(
        by=karutan, enrolments=people, team=[(konselor, "konselor"), (medis, "medis")]
    )
    assert len(given) == 4


def test_team_of_a_third_agency_is_refused(karutan, other_bnnk, people):
    stranger = UserFactory(agency=other_bnnk, roles=["konselor"])
    with pytest.raises(AssignmentNotPossible):
        actions.assign_team(by=karutan, enrolments=people, team=[(stranger, "konselor")])
