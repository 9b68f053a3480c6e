"""The number of queries of a page does not grow with the number of people."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.routing import all_routes
from rehab.delivery.models import Cohort, Session
from rehab.enrolments.models import Enrolment
from upkeep.bulk.world import grow

pytestmark = pytest.mark.django_db

_USERS = [
    *("registrasi", "rehabilitasi", "keamanan", "walipas", "medis", "karutan", "auditor"),
    *("asesor", "fasilitator", "kepala.bnnk", "pengawas"),
]


def _pages(demo) -> list[str]:
    """Every page without an object in its address, and one of each kind with one."""
    plain = [each.path for each in all_routes() if "<" not in each.path and each.path != "/keluar/"]
    enrolment = Enrolment.objects.filter(status="active", custodian=demo.rutan).order_by("pk").first()
    session = Session.objects.filter(custodian=demo.rutan, state="held").order_by("pk").first()
    cohort = Cohort.objects.filter(custodian=demo.rutan, state="running").order_by("pk").first()
    return [*plain, *(each.get_absolute_url() for each in (enrolment.inmate, enrolment, session, cohort))]


def _is_trail(sql: str) -> bool:
    """A printed list writes one event a person; SQLite takes them in several inserts."""
    return sql.startswith('INSERT INTO "audit_auditevent"')


def _costs(demo, client_for) -> dict[tuple[str, str], int]:
    costs = {}
    for username in _USERS:
        client = client_for(demo[username])
        for page in _pages(demo):
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                response = client.get(page)
            if response.status_code == 200:
                costs[username, page] = len([each for each in caught if not _is_trail(each["sql"])])
    return costs


def test_pages_cost_as_many_queries_with_ten_times_the_people(demo, client_for):
    before = _costs(demo, client_for)
    grow(demo.rutan, people=2_007, sessions=15, random=Random(1))
    after = _costs(demo, client_for)
    grown = {key: (before.get(key), cost) for key, cost in after.items() if before.get(key) != cost}
    assert not grown
    assert len(before) > 40
