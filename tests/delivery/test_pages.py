"""The pages of cohorts and sessions: who opens them, what they cost, what they refuse."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rehab.delivery.models import Cohort, Session
from rehab.enrolments.models import Status
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import (
    CohortFactory,
    CohortStaffFactory,
    PlaceFactory,
    SessionFactory,
    SessionStaffFactory,
)

LISTS = ["cohorts", "sessions", "week", "all_sessions", "unrecorded", "without_basis"]
OF_COHORT = ["cohort", "cohort_change", "cohort_cancel", "cohort_start", "cohort_finish", "team_join"]
OF_COHORT += ["place", "roster", "plan", "session_new"]
OF_SESSION = ["session", "sheet", "not_held", "blank", "session_move", "session_cancel"]


def url(name: str, *args: Any) -> str:
    return reverse(f"delivery:{name}", args=args)


@pytest.mark.parametrize("name", [*LISTS, "cohort_new", "movements"])
def test_list_opens_for_the_officer(client_for: Any, rehabilitasi: Any, session: Session, name: str) -> None:
    assert client_for(rehabilitasi).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_list_opens_empty(client_for: Any, fasilitator: Any, name: str) -> None:
    assert client_for(fasilitator).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", OF_COHORT)
@pytest.mark.parametrize("state", ["cohort", "running"])
def test_cohort_pages_open_for_the_officer(
    client_for: Any, rehabilitasi: Any, request: Any, name: str, state: str
) -> None:
    made = request.getfixturevalue(state)
    assert client_for(rehabilitasi).get(url(name, made.pk)).status_code == 200


@pytest.mark.parametrize("name", OF_SESSION)
def test_session_pages_open_for_the_officer(
    client_for: Any, rehabilitasi: Any, session: Session, name: str
) -> None:
    assert client_for(rehabilitasi).get(url(name, session.pk)).status_code == 200


@pytest.mark.parametrize("name", ["session", "sheet", "not_held", "blank", "note"])
def test_session_pages_open_for_the_facilitator(
    client_for: Any, fasilitator: Any, session: Session, name: str
) -> None:
    assert client_for(fasilitator).get(url(name, session.pk)).status_code == 200


def test_pages_close_to_the_partner_when_the_agreement_lapses(
    client_for: Any, fasilitator: Any, agreement: Any, session: Session, rutan: Any
) -> None:
    client = client_for(fasilitator)
    agreement.last_day = rutan.today() - timedelta(days=1)
    agreement.save()
    pages = [url("cohort", session.cohort_id), url("session", session.pk), url("sheet", session.pk)]
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert session.title not in client.get(url("all_sessions")).content.decode()


def test_partner_sees_sessions_of_services_in_scope_only(
    client_for: Any, rutan: Any, bnnk: Any, fasilitator: Any, version: Any
) -> None:
    narrow = AgreementFactory(custodian=rutan, partner=bnnk, services=["terapi"])
    cohort = CohortFactory(agreement=narrow, programme_version=version, running=True)
    counselling = SessionFactory(cohort=cohort)
    assert client_for(fasilitator).get(url("session", counselling.pk)).status_code == 404
    assert client_for(fasilitator).get(url("cohort", cohort.pk)).status_code == 200


def test_sheet_shows_the_partner_only_who_consents(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    members[0].consents.update(withdrawn_on=session.day, withdrawn_recorded_by=session.created_by)
    page = client_for(fasilitator).get(url("sheet", session.pk)).content.decode()
    assert members[0].inmate.name not in page
    assert members[1].inmate.name in page


def test_facilitator_reads_no_tier_two(
    client_for: Any, fasilitator: Any, running: Cohort, members: list[Any]
) -> None:
    page = client_for(fasilitator).get(url("cohort", running.pk)).content.decode()
    assert members[0].inmate.name in page
    assert members[0].number not in page
    assert members[0].get_absolute_url() not in page


def test_open_a_cohort_over_the_form(
    client_for: Any, rehabilitasi: Any, agreement: Any, version: Any, fasilitator: Any, rutan: Any
) -> None:
    told = {
        "agreement": agreement.pk,
        "programme": version.programme_id,
        "code": "2025-01",
        "quota": "20",
        "place": "Aula",
        "starts_on": rutan.today() + timedelta(days=7),
        "jam_0": "09:00",
        "jam_kedua_0": "13:30",
        "tim_fasilitator": [fasilitator.pk],
    }
    answer = client_for(rehabilitasi).post(url("cohort_new"), told)
    cohort = Cohort.objects.get(code="2025-01")
    assert answer.url == url("cohort", cohort.pk)
    assert [(slot.weekday, f"{slot.starts_at:%H:%M}") for slot in cohort.slots.all()] == [
        (0, "09:00"),
        (0, "13:30"),
    ]


def test_open_a_cohort_without_hours_keeps_what_was_typed(
    client_for: Any, rehabilitasi: Any, agreement: Any, version: Any
) -> None:
    answer = client_for(rehabilitasi).post(url("cohort_new"), {"code": "Kode <b>2025</b>"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Kode &lt;b&gt;2025&lt;/b&gt;" in page
    assert "sedikitnya satu hari" in page


def test_place_over_the_form(
    client_for: Any, rehabilitasi: Any, karutan: Any, cohort: Cohort, waiting: Any, rutan: Any
) -> None:
    people = waiting(2)
    told = {
        "enrolments": [person.pk for person in people],
        "document_number": "W.19-SK-5",
        "document_date": rutan.today(),
        "decided_by": karutan.pk,
    }
    answer = client_for(rehabilitasi).post(url("place", cohort.pk), told)
    assert answer.status_code == 302
    assert {place.enrolment.status for place in cohort.places.all()} == {Status.PLACED}


def test_place_twice_with_one_form_places_once(
    client_for: Any, karutan: Any, cohort: Cohort, waiting: Any, rutan: Any
) -> None:
    client, (person,) = client_for(karutan), waiting(1)
    told = {"enrolments": [person.pk], "document_number": "SK-1", "document_date": rutan.today()}
    answers = [client.post(url("place", cohort.pk), {**told, "_once": "abc"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]
    assert cohort.places.count() == 1


def test_place_refuses_a_foreign_enrolment_in_the_body(
    client_for: Any, karutan: Any, cohort: Cohort, waiting: Any, rutan: Any, other_rutan: Any
) -> None:
    from tests.factories.enrolments import EnrolmentFactory
    from tests.factories.inmates import InmateFactory

    waiting(1)
    foreign = EnrolmentFactory(eligible=True, inmate=InmateFactory(custodian=other_rutan))
    told = {"enrolments": [foreign.pk], "document_number": "SK-1", "document_date": rutan.today()}
    answer = client_for(karutan).post(url("place", cohort.pk), told)
    assert answer.status_code == 200
    assert foreign.inmate.name not in answer.content.decode()
    assert not cohort.places.exists()


def test_plan_over_the_form_skips_a_day(client_for: Any, rehabilitasi: Any, cohort: Cohort) -> None:
    client = client_for(rehabilitasi)
    first = client.get(url("plan", cohort.pk)).context["form"].fields["skip"].choices[0][0]
    assert client.post(url("plan", cohort.pk), {"skip": [first]}).status_code == 302
    assert cohort.sessions.count() == 3
    assert first not in {session.day.isoformat() for session in cohort.sessions.all()}


def test_add_a_session_over_the_form(
    client_for: Any, rehabilitasi: Any, running: Cohort, members: list[Any], fasilitator: Any, rutan: Any
) -> None:
    kind = SessionFactory(cohort=running, day=rutan.today() + timedelta(days=9)).kind
    told = {
        "kind": kind.pk,
        "enrolment": members[0].pk,
        "day": rutan.today() + timedelta(days=1),
        "starts_at": "10:00",
        "minutes": "60",
        "place": "Ruang konseling",
        "facilitators": [fasilitator.pk],
    }
    answer = client_for(rehabilitasi).post(url("session_new", running.pk), told)
    made = Session.objects.get(place="Ruang konseling")
    assert answer.url == url("session", made.pk)
    assert (made.enrolment, made.title, made.extra) == (members[0], kind.name, True)


def test_not_held_over_the_form(client_for: Any, fasilitator: Any, session: Session) -> None:
    from rehab.delivery.models import NotHeldReason

    told = {"reason": NotHeldReason.objects.get(code="ruang").pk, "version": session.version}
    assert client_for(fasilitator).post(url("not_held", session.pk), told).status_code == 302
    session.refresh_from_db()
    assert session.state == Session.State.NOT_HELD


def test_garbage_in_the_address_narrows_nothing(client_for: Any, fasilitator: Any, session: Session) -> None:
    client = client_for(fasilitator)
    for query in ("tanggal=x", "angkatan=999", "hal=0", "keadaan=<script>", "tanggal=99999-01-01"):
        for name in ("sessions", "week", "all_sessions"):
            assert client.get(f"{url(name)}?{query}").status_code == 200
    assert session.title in client.get(f"{url('all_sessions')}?keadaan=zzz").content.decode()


def grow(running: Cohort, times: int) -> None:
    """More people in the cohort, more sessions of it, and more cohorts beside it, each with its team."""
    PlaceFactory.create_batch(3 * times, cohort=running)
    basis = {"agreement": running.agreement, "programme_version": running.programme_version}
    today = running.custodian.today()
    for _number in range(times):
        cohort = CohortFactory(running=True, **basis)
        PlaceFactory(cohort=cohort)
        CohortStaffFactory(cohort=cohort)
        for each, day in ((cohort, today), (running, today - timedelta(days=10 + cohort.pk))):
            SessionStaffFactory(session=SessionFactory(cohort=each, place=f"Ruang {cohort.pk}", day=day))


# What each page costs, whatever the number of rows and people on it: of the officer, of the facilitator.
COSTS = {
    "cohorts": (10, 11),
    "sessions": (9, 10),
    "week": (9, 10),
    "all_sessions": (10, 11),
    "unrecorded": (10, 11),
    "without_basis": (7, 8),
    "cohort": (15, 15),
    "session": (8, 9),
    "sheet": (11, 12),
    "note": (None, 8),
}


@pytest.mark.parametrize("name", COSTS)
def test_page_costs_the_same_with_ten_times_the_people(
    client_for: Any,
    page_queries: Any,
    rehabilitasi: Any,
    fasilitator: Any,
    running: Cohort,
    session: Session,
    rutan: Any,
    name: str,
) -> None:
    held = SessionFactory(cohort=running, day=rutan.today() - timedelta(days=2), held=True)
    where = {"cohort": running, "session": session, "sheet": session, "note": held}.get(name)
    page = url(name, where.pk) if where else url(name)
    costs = [
        (client_for(member), cost)
        for member, cost in zip((rehabilitasi, fasilitator), COSTS[name], strict=True)
        if cost
    ]
    grow(running, 1)
    assert [page_queries(client, page) for client, _cost in costs] == [cost for _client, cost in costs]
    grow(running, 9)
    assert [page_queries(client, page) for client, _cost in costs] == [cost for _client, cost in costs]


def test_agreement_page_names_its_cohorts(
    client_for: Any, fasilitator: Any, agreement: Any, running: Cohort
) -> None:
    page = client_for(fasilitator).get(agreement.get_absolute_url()).content.decode()
    assert url("cohort", running.pk) in page


def test_suspension_says_how_many_sessions_lose_their_basis(
    client_for: Any, karutan: Any, agreement: Any, running: Cohort, rutan: Any
) -> None:
    for days in (1, 2):
        SessionFactory(cohort=running, day=rutan.today() + timedelta(days=days))
    page = client_for(karutan).get(reverse("agreements:suspend", args=[agreement.pk])).content.decode()
    assert "2 sesi yang masih direncanakan" in page
