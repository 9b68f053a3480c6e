import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Agency, User
from audit.models import Action, AuditEvent
from audit.trail import record
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory

Browser = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def enrolment(agreement: Any) -> Any:
    inmate = InmateFactory(custodian=agreement.line.custodian, name="Rahmat Hidayat")
    return EnrolmentFactory(agreement=agreement, inmate=inmate, number="BRB-2025-00007", active=True)


def text_of(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def test_auditor_reads_sentences(
    auditor: User, registrasi: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.MOVE, by=registrasi, on=enrolment, changes={"status": ["Diusulkan", "Diskrining"]})
    shown = text_of(client_for(auditor), "/jejak/")
    assert f"{registrasi.full_name} memindahkan peserta BRB-2025-00007" in shown.replace(
        "enrolment", "peserta"
    )
    assert "dari Diusulkan ke Diskrining" in shown


def test_custodian_reads_what_a_partner_did_to_its_people(
    auditor: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.VIEW, by=asesor, on=enrolment)
    assert asesor.full_name in text_of(client_for(auditor), "/jejak/")


def test_partner_reads_its_own_staff_only(
    auditor_bnnk: User, registrasi: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.VIEW, by=registrasi, on=enrolment)
    record(Action.VIEW, by=asesor, on=enrolment)
    shown = text_of(client_for(auditor_bnnk), "/jejak/")
    assert asesor.full_name in shown
    assert registrasi.full_name not in shown


def test_partner_never_reads_a_name(
    auditor_bnnk: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    told = {"catatan": "Rahmat hadir", "name": ["Rahmad", "Rahmat Hidayat"]}
    on = enrolment.inmate
    event = record(Action.CHANGE, by=asesor, on=on, person=enrolment, changes=told, reason="kata HIDAYAT")
    browser = client_for(auditor_bnnk)
    browser.post("/jejak/ekspor/", {"purpose": "Audit"})
    for url in ("/jejak/", f"/jejak/{event.pk}/"):
        shown = text_of(browser, url).lower()
        assert "rahmat" not in shown
        assert "rahmad" not in shown
        assert "hidayat" not in shown
        assert "brb-2025-00007" in shown


def test_partner_cannot_find_out_a_name_by_searching(
    auditor_bnnk: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.VIEW, by=asesor, on=enrolment)
    browser = client_for(auditor_bnnk)
    assert "Tidak ada kejadian yang cocok" in text_of(browser, "/jejak/?cari=rahmat")
    assert "BRB-2025-00007" in text_of(browser, "/jejak/?cari=brb-2025-00007&orang=1")


def test_denied_partner_leaves_an_event_without_a_name(
    auditor_bnnk: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.DENIED, by=asesor, on=enrolment.inmate)
    shown = text_of(client_for(auditor_bnnk), "/jejak/?tindakan=denied")
    assert "ditolak membuka" in shown
    assert "Rahmat" not in shown


def test_other_custodian_reads_nothing(
    other_rutan: Agency, registrasi: User, enrolment: Any, client_for: Browser
) -> None:
    from tests.factories.accounts import UserFactory

    event = record(Action.VIEW, by=registrasi, on=enrolment)
    browser = client_for(UserFactory(agency=other_rutan, roles=["auditor"]))
    assert "Tidak ada kejadian" in text_of(browser, f"/jejak/?permintaan={event.request_id}")
    assert "Tidak ada kejadian" in text_of(browser, f"/jejak/?orang={enrolment.inmate_id}")
    assert browser.get(f"/jejak/{event.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("cari=hidayat", True),
        ("cari=BRB-2025-00007", True),
        ("cari=siapa", False),
        ("pegawai=registrasi", True),
        ("pegawai=orang-lain", False),
        ("tindakan=view", True),
        ("tindakan=export", False),
        ("objek=enrolments.enrolment", True),
        ("objek=inmates.inmate", False),
        ("dari=2020-01-01&sampai=2100-01-01", True),
        ("sampai=2020-01-01", False),
    ],
)
def test_search_narrows(
    auditor: User, registrasi: User, enrolment: Any, client_for: Browser, query: str, found: bool
) -> None:
    record(Action.VIEW, by=registrasi, on=enrolment)
    assert ("membuka" in text_of(client_for(auditor), f"/jejak/?{query}")) is found


@pytest.mark.parametrize(
    "query", ["sebelum=x", "sebelum=-1", "sebelum=²", "orang=9e9", "dari=kemarin", "sebelum=" + "9" * 40]
)
def test_search_bears_nonsense(auditor: User, client_for: Browser, query: str) -> None:
    text_of(client_for(auditor), f"/jejak/?{query}")


def test_days_are_those_of_the_office(auditor: User, registrasi: User, client_for: Browser) -> None:
    with time_machine.travel(datetime(2025, 5, 1, 16, 30, tzinfo=UTC), tick=False):
        record(Action.VIEW, by=registrasi, on="buku")
    browser = client_for(auditor)
    assert "2 Mei 2025 00.30" in text_of(browser, "/jejak/?dari=2025-05-02&sampai=2025-05-02")
    assert "Tidak ada" in text_of(browser, "/jejak/?sampai=2025-05-01")


def test_pages_follow_each_other_without_gap(auditor: User, registrasi: User, client_for: Browser) -> None:
    for number in range(30):
        record(Action.VIEW, by=registrasi, on=f"lembar-{number:02d}")
    browser = client_for(auditor)
    first = browser.get("/jejak/").context["listing"]
    second = browser.get("/jejak/" + first.older_url).context["listing"]
    seen = [row.object for row in [*first.rows, *second.rows]]
    assert seen == [f"lembar-{number:02d}" for number in reversed(range(30))]
    assert second.older_url == ""


def test_trail_costs_the_same_with_many(
    auditor: User, registrasi: User, client_for: Browser, page_queries: Callable[..., int], enrolment: Any
) -> None:
    browser = client_for(auditor)
    record(Action.VIEW, by=registrasi, on=enrolment)
    few = page_queries(browser, "/jejak/")
    for _n in range(30):
        record(Action.VIEW, by=registrasi, on=enrolment)
    assert page_queries(browser, "/jejak/") == few == 5


def test_event_opens_with_what_changed(auditor: User, registrasi: User, client_for: Browser) -> None:
    event = record(Action.CHANGE, by=registrasi, on=registrasi, changes={"full_name": ["Budi", HOSTILE]})
    shown = text_of(client_for(auditor), f"/jejak/{event.pk}/")
    assert "Nama lengkap" in shown
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown


def test_export_is_text_and_leaves_one_event_a_person(
    auditor: User, registrasi: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.VIEW, by=registrasi, on=enrolment, reason="=1+1")
    record(Action.VIEW, by=registrasi, on=enrolment)
    page = client_for(auditor).post("/jejak/ekspor/?tindakan=view", {"purpose": "Permintaan PPDP"})
    sheet = zipfile.ZipFile(io.BytesIO(page.content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    event = AuditEvent.objects.get(action=Action.EXPORT)
    assert (event.reason, event.person_id) == ("Permintaan PPDP", enrolment.inmate_id)


def test_export_without_people_leaves_one_event(auditor: User, registrasi: User, client_for: Browser) -> None:
    record(Action.VIEW, by=registrasi, on="buku")
    client_for(auditor).post("/jejak/ekspor/", {"purpose": "Audit"})
    assert AuditEvent.objects.filter(action=Action.EXPORT).count() == 1


def test_export_needs_a_purpose(auditor: User, client_for: Browser) -> None:
    page = client_for(auditor).post("/jejak/ekspor/", {"purpose": " "})
    assert "Keperluan" in page.content.decode()
    assert not AuditEvent.objects.filter(action=Action.EXPORT).exists()


def test_access_report_of_a_person(
    auditor: User, registrasi: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    for by in (registrasi, asesor):
        record(Action.VIEW, by=by, on=enrolment)
    record(Action.VIEW, by=registrasi, on=InmateFactory(custodian=registrasi.agency))
    listing = client_for(auditor).get(f"/jejak/?orang={enrolment.inmate_id}").context["listing"]
    assert [row.who for row in listing.rows] == [asesor.full_name, registrasi.full_name]


def test_old_events_are_still_found(auditor: User, registrasi: User, client_for: Browser) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=900)):
        event = record(Action.VIEW, by=registrasi, on="lama")
    assert "lama" in text_of(client_for(auditor), f"/jejak/?permintaan={event.request_id}")


def test_search_by_name_leads_to_the_access_report(
    auditor: User, enrolment: Any, client_for: Browser
) -> None:
    other = InmateFactory(custodian=auditor.agency, name="Rahmat Saleh")
    InmateFactory(name="Rahmat Orang Lain")
    page = client_for(auditor).get("/jejak/?cari=rahmat&dari=2025-01-01")
    assert [each.name for each in page.context["found"]] == ["Rahmat Hidayat", "Rahmat Saleh"]
    assert page.context["found"][1].url == f"?dari=2025-01-01&orang={other.pk}"
    number = other.registrations.get().number
    assert [each.name for each in client_for(auditor).get(f"/jejak/?cari={number}").context["found"]] == [
        "Rahmat Saleh"
    ]


def test_access_report_counts_what_each_did(
    auditor: User, registrasi: User, asesor: User, enrolment: Any, client_for: Browser
) -> None:
    for action in (Action.VIEW, Action.PRINT, Action.CHANGE):
        record(action, by=registrasi, on=enrolment)
    record(Action.DENIED, by=asesor, on=enrolment)
    record(Action.VIEW, by=asesor, on=InmateFactory(custodian=auditor.agency))
    url = f"/jejak/?orang={enrolment.inmate_id}"
    page = client_for(auditor).get(url)
    report = page.context["report"]
    assert report.name == "Rahmat Hidayat"
    assert [(line.who, line.saw, line.changed, line.denied) for line in report.lines] == [
        (asesor.full_name, 0, 0, 1),
        (registrasi.full_name, 2, 1, 0),
    ]
    assert "Laporan akses: Rahmat Hidayat" in page.content.decode()
    of_one = client_for(auditor).get("/jejak/" + report.lines[1].url).context["listing"]
    assert {row.who for row in of_one.rows} == {registrasi.full_name}
    assert client_for(auditor).get(f"{url}&sampai=2020-01-01").context["report"].lines == []


def test_access_report_of_someone_elses_person_says_nothing(
    auditor: User, auditor_bnnk: User, registrasi: User, enrolment: Any, client_for: Browser
) -> None:
    record(Action.VIEW, by=registrasi, on=enrolment)
    foreign = InmateFactory(name="Orang Lain Sekali")
    page = client_for(auditor).get(f"/jejak/?orang={foreign.pk}")
    assert page.context["report"] is None
    assert "Orang Lain" not in page.content.decode()
    page = client_for(auditor_bnnk).get(f"/jejak/?orang={enrolment.inmate_id}&cari=rahmat")
    assert (page.context["report"], page.context["found"]) == (None, [])
    assert "Rahmat" not in page.content.decode().replace('value="rahmat"', "")


def test_access_report_costs_the_same_with_many(
    auditor: User, registrasi: User, client_for: Browser, page_queries: Callable[..., int], enrolment: Any
) -> None:
    browser, url = client_for(auditor), f"/jejak/?orang={enrolment.inmate_id}"
    record(Action.VIEW, by=registrasi, on=enrolment)
    few = page_queries(browser, url)
    for number in range(30):
        record(Action.VIEW, by=registrasi if number % 2 else auditor, on=enrolment)
    assert page_queries(browser, url) == few == 7
