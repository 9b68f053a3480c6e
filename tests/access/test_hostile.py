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
from tests.factories.agreements import AgreementFactory
from tests.support.hostile import HOSTILE, would_run

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


def test_names_of_staff(admin_rutan: User, client_for: Browser) -> None:
    client = client_for(admin_rutan)
    for number, text in enumerate(HOSTILE):
        typed = {"full_name": text, "staff_number": text[:30], "position": text}
        send(client, "/instansi/pegawai/baru/", {"username": f"pegawai{number}", **typed})
        member = User.objects.get(username=f"pegawai{number}")
        assert member.full_name == text.strip()
        look(client, f"/instansi/pegawai/{member.pk}/")
    look(client, *(f"/instansi/pegawai/?hal={page}" for page in range(1, 4)))


def test_names_of_the_agency(admin_rutan: User, client_for: Browser) -> None:
    client = client_for(admin_rutan)
    for text in HOSTILE:
        send(client, "/instansi/ubah/", {"short_name": text, "city": text, "letterhead": text})
        assert Agency.objects.get(pk=admin_rutan.agency_id).short_name == text.strip()
        look(client, "/instansi/")


def test_papers_and_reasons(rehabilitasi: User, karutan: User, bnnk: Agency, client_for: Browser) -> None:
    drafts, head = client_for(rehabilitasi), client_for(karutan)
    day = bnnk.today()
    standing = AgreementFactory(custodian=karutan.agency, partner=bnnk)
    names = ("title", "signed_at", "custodian_signatory", "partner_signatory")
    for number, text in enumerate(HOSTILE):
        paper = {"partner": bnnk.pk, "kind": "nota_kesepahaman", **dict.fromkeys(names, text)}
        paper |= {"custodian_number": f"{number} {text}", "partner_number": f"{number} {text}"}
        send(drafts, "/kerja-sama/baru/", {**paper, "first_day": f"{day + timedelta(days=400):%Y-%m-%d}"})
        agreement = Agreement.objects.latest("pk")
        assert agreement.title == text.strip()
        look(drafts, f"/kerja-sama/{agreement.pk}/")
        act = "cabut-penangguhan" if number % 2 else "tangguhkan"
        send(head, f"/kerja-sama/{standing.pk}/{act}/", {"reason": text})
    look(head, f"/kerja-sama/{standing.pk}/", *(f"/kerja-sama/?hal={page}" for page in range(1, 4)))


def test_reasons_in_the_trail(auditor: User, admin_rutan: User, client_for: Browser) -> None:
    admin, reader = client_for(admin_rutan), client_for(auditor)
    for text in HOSTILE:
        member = auditor.agency.staff.exclude(pk__in=[admin_rutan.pk, auditor.pk]).first()
        if member is None:
            send(admin, "/instansi/pegawai/baru/", {"username": "sementara", "full_name": "Sementara"})
            member = User.objects.get(username="sementara")
        send(admin, f"/instansi/pegawai/{member.pk}/nonaktif/", {"reason": text})
        event = AuditEvent.objects.filter(action=Action.CHANGE).latest("id")
        assert event.reason
        look(reader, f"/jejak/{event.pk}/")
        send(admin, f"/instansi/pegawai/{member.pk}/aktif/", {})
    look(reader, "/jejak/")


def test_searches(auditor: User, karutan: User, admin_rutan: User, client_for: Browser) -> None:
    places = [(auditor, "/jejak/"), (karutan, "/kerja-sama/"), (admin_rutan, "/instansi/pegawai/")]
    for user, url in places:
        client = client_for(user)
        for text in HOSTILE:
            page = client.get(
                url, {"cari": text, "pegawai": text, "permintaan": text, "hal": text, "urut": text}
            )
            assert page.status_code == 200, text
            assert would_run(page.content.decode()) == [], text


def test_sign_in_names() -> None:
    for text in HOSTILE:
        cache.clear()
        send(Client(), "/masuk/", {"login": text, "password": text, "next": text})
