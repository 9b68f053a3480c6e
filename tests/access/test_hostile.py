"""Sixty hostile strings in every text field of the house, on every page that later shows them (bar 11)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Agency, User
from agreements.models import Agreement
from audit.models import Action, AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.agreements import AgreementFactory
from tests.support.hostile import HOSTILE, bundles, would_run

Browser = Callable[[User], Client]
pytestmark = pytest.mark.django_db


def look(client: Client, *urls: str) -> str:
    """Open the pages, and let none of them break or run anything; their text."""
    shown = ""
    for url in urls:
        page = client.get(url)
        assert page.status_code == 200, url
        body = page.content.decode()
        assert would_run(body) == [], url
        shown += body
    return shown


def send(client: Client, url: str, data: dict[str, Any]) -> Any:
    page = client.post(url, data)
    assert page.status_code in (200, 302), (url, data)
    assert would_run(page.content.decode()) == [], (url, data)
    return page


def test_there_are_sixty_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


def test_page_on_which_something_runs_is_found() -> None:
    assert all(would_run(each) for each in HOSTILE[:4])
    assert would_run("<p>&lt;script&gt;</p><script src='/static/js/a.js'></script>") == []


def test_bundles_leave_none_out() -> None:
    assert all(len(each) <= 150 for each in bundles(150))
    together = " ".join(bundles(150))
    assert [text for text in HOSTILE if text.strip() not in together] == []


def test_names_of_staff(admin_rutan: User, client_for: Browser) -> None:
    client = client_for(admin_rutan)
    for number, text in enumerate(bundles(150)):
        typed = {"full_name": text, "staff_number": text[:30], "position": text[:120]}
        send(client, "/instansi/pegawai/baru/", {"username": f"nama{number}", **typed})
        member = User.objects.get(username=f"nama{number}")
        assert member.full_name == text
        look(client, f"/instansi/pegawai/{member.pk}/")


def test_list_of_staff(admin_rutan: User, client_for: Browser) -> None:
    for text in HOSTILE:
        UserFactory(agency=admin_rutan.agency, full_name=text, staff_number=text[:30], position=text)
    shown = look(client_for(admin_rutan), *(f"/instansi/pegawai/?hal={page}" for page in range(1, 4)))
    assert shown.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


def test_names_of_the_agency(admin_rutan: User, client_for: Browser) -> None:
    client = client_for(admin_rutan)
    for text in bundles(80):
        send(client, "/instansi/ubah/", {"short_name": text, "city": text, "letterhead": text})
        assert Agency.objects.get(pk=admin_rutan.agency_id).short_name == text
        look(client, "/instansi/")


def test_papers(rehabilitasi: User, bnnk: Agency, client_for: Browser) -> None:
    client, first_day = client_for(rehabilitasi), bnnk.today() + timedelta(days=400)
    names = ("title", "signed_at", "custodian_signatory", "partner_signatory")
    for number, text in enumerate(bundles(115)):
        paper = {"partner": bnnk.pk, "kind": "nota_kesepahaman", **dict.fromkeys(names, text)}
        paper |= {"custodian_number": f"{number} {text}", "partner_number": f"{number} {text}"}
        send(client, "/kerja-sama/baru/", {**paper, "first_day": f"{first_day:%Y-%m-%d}"})
        agreement = Agreement.objects.latest("pk")
        assert (agreement.title, agreement.partner_number) == (text, f"{number} {text}")
        look(client, f"/kerja-sama/{agreement.pk}/")
    look(client, "/kerja-sama/")


def test_reasons_of_an_agreement(karutan: User, bnnk: Agency, client_for: Browser) -> None:
    client, standing = client_for(karutan), AgreementFactory(custodian=karutan.agency, partner=bnnk)
    for text in bundles(400):
        for act in ("tangguhkan", "cabut-penangguhan"):
            send(client, f"/kerja-sama/{standing.pk}/{act}/", {"reason": text})
        assert standing.suspensions.latest("pk").reason == text
    look(client, f"/kerja-sama/{standing.pk}/")


def test_reasons_in_the_trail(auditor: User, admin_rutan: User, client_for: Browser) -> None:
    admin, reader = client_for(admin_rutan), client_for(auditor)
    member = UserFactory(agency=admin_rutan.agency)
    for text in bundles(400):
        send(admin, f"/instansi/pegawai/{member.pk}/nonaktif/", {"reason": text})
        event = AuditEvent.objects.filter(action=Action.CHANGE).latest("id")
        assert event.reason == text
        look(reader, f"/jejak/{event.pk}/")
        send(admin, f"/instansi/pegawai/{member.pk}/aktif/", {})
    look(reader, "/jejak/")


@pytest.mark.parametrize(
    ("role", "url"),
    [("auditor", "/jejak/"), ("karutan", "/kerja-sama/"), ("admin_rutan", "/instansi/pegawai/")],
)
def test_searches(role: str, url: str, request: pytest.FixtureRequest, client_for: Browser) -> None:
    client = client_for(request.getfixturevalue(role))
    for text in bundles(150):
        page = client.get(url, dict.fromkeys(("cari", "pegawai", "permintaan", "hal", "urut"), text))
        assert page.status_code == 200, text
        assert would_run(page.content.decode()) == [], text


def test_sign_in_names() -> None:
    for text in bundles(60):
        cache.clear()
        send(Client(), "/masuk/", {"login": text, "password": text, "next": text})
