from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agreements import actions
from agreements.models import Agreement
from audit.models import Action, AuditEvent
from tests.factories.agreements import AgreementFactory, SuspensionFactory

pytestmark = pytest.mark.django_db
Signing = Callable[[Any], Client]

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}{% url 'x' %}",
    "'; DROP TABLE agreements_agreement; --",
    "\u202egnirts \u0000"[:-1],
    "=HYPERLINK(1)",
]


def text(response: Any) -> str:
    return str(response.content.decode())


def url(agreement: Agreement, act: str = "") -> str:
    return f"/kerja-sama/{agreement.pk}/" + (f"{act}/" if act else "")


def test_list_shows_state_days_left_and_what_is_unconfirmed(
    client_for: Signing, rehabilitasi: Any, rutan: Any
) -> None:
    AgreementFactory(custodian=rutan, last_day=rutan.today() + timedelta(days=40), number_unconfirmed=True)
    page = text(client_for(rehabilitasi).get("/kerja-sama/"))
    for shown in ("Berlaku", "akan berakhir", "40 hari", "nomor belum dikonfirmasi"):
        assert shown in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Nota A", "PKS B", "Draf C"}),
        ("cari=nomor-b", {"PKS B"}),
        ("cari=nota", {"Nota A"}),
        ("keadaan=in_force", {"Nota A"}),
        ("keadaan=expired", {"PKS B"}),
        ("keadaan=draft", {"Draf C"}),
        ("keadaan=ending", set()),
        ("bentuk=pks", {"PKS B"}),
        ("keadaan=ngawur", {"Nota A", "PKS B", "Draf C"}),
    ],
)
def test_list_narrows_by_search_state_and_kind(
    client_for: Signing, rehabilitasi: Any, rutan: Any, query: str, found: set[str]
) -> None:
    AgreementFactory(custodian=rutan, title="Nota A")
    AgreementFactory(custodian=rutan, title="PKS B", kind="pks", lapsed=True, partner_number="nomor-B")
    AgreementFactory(custodian=rutan, title="Draf C", draft=True)
    listing = client_for(rehabilitasi).get(f"/kerja-sama/?{query}").context["listing"]
    assert {row.title for row in listing.rows} == found


def test_list_sorts_by_last_day_with_none_at_the_end(
    client_for: Signing, rehabilitasi: Any, rutan: Any
) -> None:
    AgreementFactory(custodian=rutan, title="Tanpa", draft=True, last_day=None)
    AgreementFactory(custodian=rutan, title="Lewat", lapsed=True)
    AgreementFactory(custodian=rutan, title="Jauh")
    for order, expected in (("-akhir", ["Jauh", "Lewat", "Tanpa"]), ("akhir", ["Lewat", "Jauh", "Tanpa"])):
        listing = client_for(rehabilitasi).get(f"/kerja-sama/?urut={order}").context["listing"]
        assert [row.title for row in listing.rows] == expected


def test_empty_list_leads_the_drafter_on_and_explains_to_others(
    client_for: Signing, rehabilitasi: Any, asesor: Any
) -> None:
    assert 'href="/kerja-sama/baru/"' in text(client_for(rehabilitasi).get("/kerja-sama/"))
    page = text(client_for(asesor).get("/kerja-sama/"))
    assert "Belum ada kerja sama" in page
    assert "/kerja-sama/baru/" not in page


def test_list_costs_the_same_with_few_and_many_rows(
    client_for: Signing, rehabilitasi: Any, rutan: Any, bnnk: Any, page_queries: Callable[..., int]
) -> None:
    client = client_for(rehabilitasi)
    AgreementFactory(custodian=rutan, partner=bnnk, suspended=True)
    few = page_queries(client, "/kerja-sama/")
    for _ in range(12):
        AgreementFactory(custodian=rutan, suspended=True)
    assert page_queries(client, "/kerja-sama/") == few == 6


def test_page_costs_the_same_with_few_and_many_rows(
    client_for: Signing, karutan: Any, agreement: Agreement, page_queries: Callable[..., int]
) -> None:
    client = client_for(karutan)
    few = page_queries(client, url(agreement))
    before = agreement
    for _ in range(5):
        days = {
            "first_day": before.last_day + timedelta(days=9),
            "last_day": before.last_day + timedelta(days=99),
        }
        before = AgreementFactory(line=agreement.line, renews=before, **days)
        SuspensionFactory(
            agreement=agreement,
            from_day=agreement.first_day,
            lifted_on=agreement.first_day,
            lifted_by=karutan,
        )
    assert page_queries(client, url(agreement)) == few == 11


@pytest.mark.parametrize(
    ("who", "state", "offered"),
    [
        ("rehabilitasi", {"draft": True}, {"ubah", "batalkan"}),
        ("karutan", {"draft": True}, {"berlakukan", "ubah", "batalkan"}),
        ("rehabilitasi", {}, {"perpanjang"}),
        ("karutan", {}, {"perpanjang", "tangguhkan", "akhiri"}),
        ("kepala_bnnk", {}, {"tangguhkan", "akhiri"}),
        ("karutan", {"suspended": True}, {"cabut-penangguhan", "perpanjang", "akhiri"}),
        ("kepala_bnnk", {"suspended": True}, {"akhiri"}),
        ("karutan", {"lapsed": True}, {"perpanjang"}),
        ("kepala_bnnk", {"lapsed": True}, set()),
        ("pengawas", {}, set()),
        ("asesor", {}, set()),
    ],
)
def test_page_offers_only_what_this_role_may_do_now(
    request: Any, client_for: Signing, rutan: Any, bnnk: Any, who: str, state: Any, offered: set[str]
) -> None:
    agreement = AgreementFactory(custodian=rutan, partner=bnnk, **state)
    client = client_for(request.getfixturevalue(who))
    ways = client.get(url(agreement)).context["shown"].ways
    assert {way.url.split("/")[-2] for way in ways} == offered


def test_draft_without_a_last_day_says_what_is_missing(client_for: Signing, karutan: Any, rutan: Any) -> None:
    agreement = AgreementFactory(custodian=rutan, draft=True, last_day=None)
    client = client_for(karutan)
    page = text(client.get(url(agreement)))
    assert "Tanpa hari terakhir, kerja sama tidak dapat diberlakukan." in page
    assert "/berlakukan/" not in page
    assert client.get(url(agreement, "berlakukan")).status_code == 409


def test_page_shows_the_line_with_its_gap(client_for: Signing, rehabilitasi: Any, rutan: Any) -> None:
    today = rutan.today()
    old = AgreementFactory(custodian=rutan, title="Lama", last_day=today - timedelta(days=11))
    AgreementFactory(line=old.line, renews=old, title="Baru", first_day=today)
    page = text(client_for(rehabilitasi).get(url(old)))
    assert "10 hari tanpa kerja sama yang berlaku" in page
    assert "Berkas terbuka hari ini berdasarkan “Baru”" in page


def test_page_tells_who_did_what_and_why(
    client_for: Signing, karutan: Any, kepala_bnnk: Any, agreement: Agreement
) -> None:
    actions.suspend(agreement=agreement, by=kepala_bnnk, reason="Menunggu evaluasi bersama.")
    page = text(client_for(karutan).get(url(agreement)))
    assert "Menunggu evaluasi bersama." in page
    assert f"{kepala_bnnk.full_name}, BNNK Balangan" in page


def test_view_of_an_agreement_leaves_no_event(
    client_for: Signing, rehabilitasi: Any, agreement: Agreement
) -> None:
    client = client_for(rehabilitasi)
    client.get(url(agreement))
    client.get("/kerja-sama/")
    assert not AuditEvent.objects.filter(action=Action.VIEW).exists()


@pytest.mark.parametrize("state", ["lapsed", "ended", "suspended"])
def test_partner_reads_a_closed_agreement(
    client_for: Signing, fasilitator: Any, rutan: Any, bnnk: Any, state: str
) -> None:
    agreement = AgreementFactory(custodian=rutan, partner=bnnk, **{state: True})
    assert client_for(fasilitator).get(url(agreement)).status_code == 200


@pytest.mark.parametrize("act", ["", "ubah", "batalkan", "berlakukan", "perpanjang", "tangguhkan", "akhiri"])
@pytest.mark.parametrize("who", ["kepala_bnnk", "asesor", "pengawas"])
def test_draft_does_not_exist_for_the_partner_and_the_supervisor(
    request: Any, client_for: Signing, rutan: Any, bnnk: Any, who: str, act: str
) -> None:
    draft = AgreementFactory(custodian=rutan, partner=bnnk, draft=True)
    client = client_for(request.getfixturevalue(who))
    there, nowhere = client.get(url(draft, act)), client.get(f"/kerja-sama/999999/{act}/".replace("//", "/"))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


@pytest.mark.parametrize("who", ["karutan", "rehabilitasi", "kepala_bnnk", "asesor", "pengawas"])
def test_agreement_of_others_does_not_exist(
    request: Any, client_for: Signing, other_rutan: Any, other_bnnk: Any, who: str
) -> None:
    foreign = AgreementFactory(custodian=other_rutan, partner=other_bnnk, title="Milik lain")
    client = client_for(request.getfixturevalue(who))
    for act in ("", "tangguhkan", "akhiri", "perpanjang", "berlakukan", "ubah"):
        assert client.get(url(foreign, act)).status_code == 404
        assert client.post(url(foreign, act), {"reason": "x"}).status_code == 404
    assert "Milik lain" not in text(client.get("/kerja-sama/"))
    assert Agreement.objects.get().version == foreign.version


@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("rehabilitasi", "tangguhkan"),
        ("rehabilitasi", "berlakukan"),
        ("kepala_bnnk", "cabut-penangguhan"),
        ("kepala_bnnk", "perpanjang"),
        ("asesor", "akhiri"),
        ("pengawas", "tangguhkan"),
    ],
)
def test_act_of_another_role_is_refused_with_403(
    request: Any, client_for: Signing, agreement: Agreement, who: str, act: str
) -> None:
    client = client_for(request.getfixturevalue(who))
    assert client.get(url(agreement, act)).status_code == 403
    assert client.post(url(agreement, act), {"reason": "x"}).status_code == 403
    assert Agreement.objects.in_force().count() == 1


@pytest.mark.parametrize("who", ["keamanan", "walipas", "admin_rutan", "auditor"])
def test_list_is_closed_to_roles_without_agreements(request: Any, client_for: Signing, who: str) -> None:
    assert client_for(request.getfixturevalue(who)).get("/kerja-sama/").status_code == 403


def test_wrong_state_answers_409_with_the_reason(
    client_for: Signing, karutan: Any, agreement: Agreement
) -> None:
    response = client_for(karutan).get(url(agreement, "cabut-penangguhan"))
    assert response.status_code == 409
    assert "tidak sedang ditangguhkan" in text(response)
