from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from audit.models import Action, AuditEvent
from tests.factories.accounts import PASSWORD

Browser = Callable[[User], Client]
NEW = "gunung tinggi berkabut"


@pytest.fixture(autouse=True)
def _empty_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


def sign_in(user: User) -> Client:
    browser = Client()
    browser.post("/masuk/", {"login": user.username, "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/akun/").status_code == 200


def test_session_ends_after_fifteen_idle_minutes(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    assert is_in(browser)
    clock.shift(15 * 60 + 1)
    assert not is_in(browser)


def test_session_lives_while_it_is_used(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    for _n in range(5):
        clock.shift(14 * 60)
        assert is_in(browser)


def test_typing_counts_as_use(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    is_in(browser)
    for _n in range(3):
        clock.shift(10 * 60)
        assert browser.get("/akun/masih-di-sini/").status_code == 204
    assert is_in(browser)


def test_session_ends_after_ten_hours_of_use(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    for _n in range(60):
        clock.shift(10 * 60)
        assert is_in(browser)
    clock.shift(2)
    assert not is_in(browser)


def test_session_counts_from_the_sign_in(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    clock.shift(15 * 60 + 1)
    assert not is_in(browser)


def test_session_is_not_written_at_every_request(
    registrasi: User, clock: Any, page_queries: Callable[..., int]
) -> None:
    assert page_queries(sign_in(registrasi), "/akun/") == 4


def test_cookies_are_out_of_reach_of_scripts(registrasi: User) -> None:
    browser = sign_in(registrasi)
    is_in(browser)
    assert {"sessionid", "csrftoken", "pulih-terakhir"} <= set(browser.cookies)
    for cookie in browser.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_new_password_ends_every_other_session(registrasi: User) -> None:
    here, elsewhere = sign_in(registrasi), sign_in(registrasi)
    here.post("/akun/sandi/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)
    assert AuditEvent.objects.filter(action=Action.CHANGE, actor_id=registrasi.pk).count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "salah"}, "Kata sandi sekarang tidak cocok"),
        ({"new": "pendek", "again": "pendek"}, "12"),
        ({"new": "rutanbarabai2025", "again": "rutanbarabai2025"}, "mudah ditebak"),
        ({"new": "password1234", "again": "password1234"}, "umum"),
        ({"new": "918273645546372", "again": "918273645546372"}, "angka"),
        ({"again": "lain sama sekali"}, "tidak sama"),
        ({"new": PASSWORD, "again": PASSWORD}, "harus berbeda"),
    ],
)
def test_password_rules(registrasi: User, fields: dict[str, str], sentence: str) -> None:
    browser = sign_in(registrasi)
    page = browser.post("/akun/sandi/", {"current": PASSWORD, "new": NEW, "again": NEW, **fields})
    assert sentence.lower() in page.content.decode().lower()
    registrasi.refresh_from_db()
    assert registrasi.check_password(PASSWORD)


def test_current_password_cannot_be_guessed_for_long(registrasi: User) -> None:
    browser = sign_in(registrasi)
    for _n in range(5):
        browser.post("/akun/sandi/", {"current": "salah", "new": NEW, "again": NEW})
    page = browser.post("/akun/sandi/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert "Terlalu banyak percobaan" in page.content.decode()


def test_sign_out_asks_and_then_leaves_nothing(registrasi: User) -> None:
    browser = sign_in(registrasi)
    assert "Keluar dari Pulih" in browser.get("/keluar/").content.decode()
    assert is_in(browser)
    page = browser.post("/keluar/")
    assert page.url == "/masuk/"
    assert page["Clear-Site-Data"] == '"cache"'
    assert not is_in(browser)
    assert browser.cookies["pulih-terakhir"].value == ""
    assert AuditEvent.objects.filter(action=Action.SIGN_OUT).count() == 1


def test_sign_out_without_session_is_harmless(client: Client, db: None) -> None:
    assert client.post("/keluar/").url == "/masuk/"
    assert client.get("/keluar/").url == "/masuk/"
    assert not AuditEvent.objects.exists()


def test_pages_of_records_are_never_stored(registrasi: User) -> None:
    browser = sign_in(registrasi)
    for url in ("/", "/akun/", "/instansi/", "/tidak-ada/", "/masuk/"):
        assert "no-store" in browser.get(url)["Cache-Control"]


def test_old_session_key_is_useless_after_sign_out(registrasi: User) -> None:
    browser = sign_in(registrasi)
    thief = Client()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert is_in(thief)
    browser.post("/keluar/")
    assert not is_in(thief)
