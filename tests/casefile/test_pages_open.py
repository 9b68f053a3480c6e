"""Every page of the case file opens for who it is for."""

import pytest

from tests.factories.enrolments import (
    AssignmentFactory,
    ConsentFactory,
    DecisionFactory,
    EnrolmentFactory,
    OutcomeProposalFactory,
)
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(rutan, agreement, asesor):
    """One person in every state, somebody assigned, a refusal, a proposal, a candidate."""
    made = {}
    for status in (
        "screened",
        "to_assess",
        "assessed",
        "deferred",
        "eligible",
        "placed",
        "active",
        "suspended",
    ):
        made[status] = EnrolmentFactory(agreement=agreement, **{status: True})
    for status in ("education_only", "not_eligible", "graduated", "not_graduated", "exited"):
        made[status] = EnrolmentFactory(agreement=agreement, consented=True, **{status: True})
    made["proposed"] = EnrolmentFactory(agreement=agreement)
    ConsentFactory(enrolment=made["proposed"], refused=True)
    DecisionFactory(enrolment=made["eligible"])
    OutcomeProposalFactory(enrolment=made["active"])
    AssignmentFactory(enrolment=made["active"], staff=asesor)
    InmateFactory(custodian=rutan)
    return made


LISTS = ["", "calon/", "keputusan/", "kelulusan/", "keluar/", "ekspor/"]
TABS = ["", "persetujuan/", "klinis/", "kehadiran/", "penugasan/"]


@pytest.mark.parametrize("path", LISTS)
def test_list_opens(client_for, rehabilitasi, world, path):
    assert client_for(rehabilitasi).get(f"/peserta/{path}").status_code == 200


@pytest.mark.parametrize("tab", TABS)
def test_tab_opens_in_every_state(client_for, rehabilitasi, world, tab):
    client = client_for(rehabilitasi)
    for enrolment in world.values():
        assert client.get(f"/peserta/{enrolment.pk}/{tab}").status_code == 200, enrolment.status


@pytest.mark.parametrize("tab", [*TABS, "catatan/"])
def test_tab_opens_for_assigned_partner(client_for, asesor, world, tab):
    assert client_for(asesor).get(f"/peserta/{world['active'].pk}/{tab}").status_code == 200


@pytest.mark.parametrize(
    ("state", "page"),
    [
        ("proposed", "persetujuan/catat/"),
        ("active", "persetujuan/cabut/"),
        ("active", "persetujuan/cetak/"),
        ("active", "hentikan/"),
        ("suspended", "lanjutkan/"),
        ("active", "fase/"),
        ("active", "keluar/"),
        ("proposed", "keluar/"),
    ],
)
def test_form_opens(client_for, rehabilitasi, world, state, page):
    assert client_for(rehabilitasi).get(f"/peserta/{world[state].pk}/{page}").status_code == 200


def test_pages_for_ticked_rows_open(client_for, rehabilitasi, karutan, world):
    officer, head = client_for(rehabilitasi), client_for(karutan)
    person = world["exited"].inmate
    assert officer.get(f"/peserta/calon/usulkan/?pilih={person.pk}").status_code == 200
    assert officer.get(f"/peserta/penugasan/?pilih={world['active'].pk}").status_code == 200
    assert officer.get(f"/peserta/keputusan/putuskan/?pilih={world['assessed'].pk}").status_code == 200
    assert head.get(f"/peserta/keputusan/putuskan/?pilih={world['assessed'].pk}").status_code == 200
    proposal = world["active"].outcome_proposals.get()
    assert head.get(f"/peserta/kelulusan/jawab/?usulan={proposal.pk}").status_code == 200
    assert officer.get(f"/peserta/kelulusan/usulkan/?pilih={world['active'].pk}").status_code == 200
