import pytest

from audit.models import AuditEvent
from rehab.enrolments import actions
from rehab.enrolments.refusals import EnrolmentEnded, NotYourMove, PhaseNotPossible, SomethingMissing
from tests.factories.agreements import SuspensionFactory
from tests.factories.enrolments import EnrolmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def active(agreement):
    return EnrolmentFactory(agreement=agreement, active=True)


@pytest.mark.parametrize("member", ["rehabilitasi", "konselor"])
def test_phase_is_changed_with_one_event(request, active, member):
    row = actions.set_phase(by=request.getfixturevalue(member), enrolment=active, phase="re_entry")
    assert row.phase == "re_entry"
    assert AuditEvent.objects.get().changes == {"phase": ["Orientasi", "Re-entry"]}


@pytest.mark.parametrize("member", ["karutan", "medis", "asesor"])
def test_phase_is_not_for_others(request, active, member):
    with pytest.raises(NotYourMove):
        actions.set_phase(by=request.getfixturevalue(member), enrolment=active, phase="primary")


def test_phase_belongs_to_the_active(rehabilitasi, agreement):
    with pytest.raises(PhaseNotPossible):
        actions.set_phase(
            by=rehabilitasi, enrolment=EnrolmentFactory(agreement=agreement, placed=True), phase="primary"
        )
    with pytest.raises(EnrolmentEnded):
        actions.set_phase(
            by=rehabilitasi, enrolment=EnrolmentFactory(agreement=agreement, graduated=True), phase="primary"
        )


def test_phase_stands_still_while_the_line_is_closed(rehabilitasi, active):
    SuspensionFactory(agreement=active.agreement)
    with pytest.raises(SomethingMissing):
        actions.set_phase(by=rehabilitasi, enrolment=active, phase="primary")


def test_first_phase_is_orientation(rehabilitasi, agreement):
    placed = EnrolmentFactory(agreement=agreement, placed=True)
    assert actions.move(by=rehabilitasi, enrolment=placed, to="active").phase == "orientasi"
