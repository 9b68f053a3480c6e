"""What each page under /peserta/ costs, to the query: the same for a few people and for ten times as many."""

import pytest

from rehab.enrolments.models import Enrolment
from tests.factories.clinical import AssessmentFactory
from tests.factories.enrolments import (
    AssignmentFactory,
    ConsentFactory,
    DecisionFactory,
    EnrolmentFactory,
    OutcomeProposalFactory,
)
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db

# Of Petugas rehabilitasi.
LISTS = {
    "": 9,
    "calon/": 7,
    "keputusan/": 5,
    "kelulusan/": 9,
    "keluar/": 9,
}
FILE = {
    "": 20,
    "persetujuan/": 9,
    "klinis/": 8,
    "kehadiran/": 9,
    "penugasan/": 9,
}


@pytest.fixture
def more(agreement, rutan):
    def make(times):
        for _ in range(times):
            InmateFactory(custodian=rutan)
            EnrolmentFactory(agreement=agreement, assessed=True)
            EnrolmentFactory(agreement=agreement, active=True)
            OutcomeProposalFactory(enrolment=EnrolmentFactory(agreement=agreement, active=True))
            ConsentFactory(enrolment=EnrolmentFactory(agreement=agreement), refused=True)

    return make


@pytest.fixture
def officer(client_for, rehabilitasi):
    return client_for(rehabilitasi)


@pytest.mark.parametrize("times", [2, 20])
def test_lists_are_pinned(officer, more, page_queries, times):
    more(times)
    assert {page: page_queries(officer, f"/peserta/{page}") for page in LISTS} == LISTS


@pytest.mark.parametrize("times", [1, 10])
def test_pages_of_a_file_are_pinned(officer, agreement, page_queries, marked, times):
    row = EnrolmentFactory(agreement=agreement, active=True, consented=True)
    DecisionFactory(enrolment=row)
    for _ in range(times):
        AssignmentFactory(enrolment=row)
        ConsentFactory(enrolment=row, withdrawn=True)
        AssessmentFactory(enrolment=row, signed=True)
        marked(row, "H", "A")
    assert {page: page_queries(officer, f"/peserta/{row.pk}/{page}") for page in FILE} == FILE


@pytest.mark.parametrize("times", [1, 10])
def test_tier_three_is_pinned(client_for, asesor, agreement, page_queries, times):
    row = EnrolmentFactory(agreement=agreement, active=True)
    AssignmentFactory(enrolment=row, staff=asesor)
    for _ in range(times):
        AssessmentFactory(enrolment=row, signed=True)
    client = client_for(asesor)
    pages = ("klinis/", "catatan/")
    assert [page_queries(client, f"/peserta/{row.pk}/{page}") for page in pages] == [13, 14]


@pytest.mark.parametrize("times", [2, 20])
def test_forms_for_many_are_pinned(officer, client_for, karutan, more, agreement, page_queries, times):
    more(times)
    tick = {
        status: "?" + "&".join(f"pilih={row.pk}" for row in Enrolment.objects.filter(status=status))
        for status in ("assessed", "active", "proposed")
    }
    head = client_for(karutan)
    assert [
        page_queries(officer, "/peserta/penugasan/" + tick["proposed"]),
        page_queries(officer, "/peserta/keluar/catat/" + tick["proposed"]),
        page_queries(officer, "/peserta/kelulusan/usulkan/" + tick["active"]),
        page_queries(head, "/peserta/keputusan/putuskan/" + tick["assessed"]),
    ] == [7, 10, 6, 12]
