"""The member's own screens: light or dark, and the language they speak."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, localize

from accounts.models import Language, Theme, User
from audit.models import Action, AuditEvent
from audit.trail import record

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_a_choice_is_kept_shown_and_told(client_for: Browser, karutan: User) -> None:
    browser = client_for(karutan)
    answer = browser.post(
        "/akun/tampilan/", {"theme": "dark", "language": "id", "_once": "a" * 32}, follow=True
    )
    karutan.refresh_from_db()
    assert (karutan.theme, karutan.language) == ("dark", "id")
    assert "Pilihan Anda disimpan." in answer.content.decode()
    event = AuditEvent.objects.filter(action=Action.CHANGE, object_id=str(karutan.pk)).latest("id")
    assert event.changes == {"theme": ["device", "dark"]}


def test_the_same_choice_leaves_no_event(client_for: Browser, karutan: User) -> None:
    client_for(karutan).post("/akun/tampilan/", {"theme": "device", "language": "id", "_once": "a" * 32})
    assert not AuditEvent.objects.filter(action=Action.CHANGE).exists()


def test_an_unknown_choice_is_refused(client_for: Browser, karutan: User) -> None:
    answer = client_for(karutan).post("/akun/tampilan/", {"theme": "pink", "language": "jv"})
    assert answer.status_code == 200
    karutan.refresh_from_db()
    assert (karutan.theme, karutan.language) == ("device", "id")


@pytest.fixture
def reads_english(karutan: User) -> User:
    karutan.language = Language.EN
    karutan.save(update_fields=["language"])
    return karutan


def test_screens_speak_the_language_that_was_chosen(client_for: Browser, karutan: User) -> None:
    browser = client_for(karutan)
    form = {"theme": "device", "language": "en", "_once": "a" * 32}
    page = browser.post("/akun/tampilan/", form, follow=True).content.decode()
    assert '<html lang="en"' in page
    assert "Your choices have been saved." in page
    assert "Main menu" in page


def test_the_browser_decides_nothing(client_for: Browser, karutan: User) -> None:
    for browser in (Client(), client_for(karutan)):
        page = browser.get("/akun/", HTTP_ACCEPT_LANGUAGE="en", follow=True).content.decode()
        assert '<html lang="id"' in page


def test_the_door_speaks_indonesian_again(client_for: Browser, reads_english: User) -> None:
    browser = client_for(reads_english)
    assert '<html lang="en"' in browser.get("/akun/").content.decode()
    page = browser.post("/keluar/", follow=True).content.decode()
    assert '<html lang="id"' in page
    assert "Masuk ke Pulih" in page


def test_refusals_speak_the_language_of_their_reader(client_for: Browser, reads_english: User) -> None:
    assert "Page not found" in client_for(reads_english).get("/tidak-ada/").content.decode()
    refused = client_for(reads_english).get("/instansi/")
    assert refused.status_code == 403
    assert "This page is open to the roles: Agency administrator." in refused.content.decode()


def test_what_is_kept_stays_indonesian(client_for: Browser, karutan: User) -> None:
    """The trail is read by everyone and for years: it does not change its language with its writer."""
    form = {"theme": "dark", "language": "en", "_once": "a" * 32}
    client_for(karutan).post("/akun/tampilan/", form)
    with translation.override("en"):
        event = record(Action.CHANGE, by=karutan, on=karutan, changes={"x": Theme.DARK.label}, reason="r")
    assert event.changes == {"x": "Gelap"}


def test_days_and_numbers_are_written_in_each_language() -> None:
    day = date(2025, 3, 25)
    told = {}
    for language in ("id", "en"):
        with translation.override(language):
            told[language] = (date_format(day), localize(2.5), days_of(1), days_of(3))
    assert told["id"] == ("25 Maret 2025", "2,5", "1 hari", "3 hari")
    assert told["en"] == ("25 March 2025", "2.5", "1 day", "3 days")


def days_of(n: int) -> str:
    return translation.ngettext("%(n)s hari", "%(n)s hari", n) % {"n": n}
