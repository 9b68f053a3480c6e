from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts import sessions
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


def test_session_seen_by_a_clock_that_ran_ahead_does_not_outlive_its_limits(
    registrasi: User, clock: Any
) -> None:
    now = timezone.now()
    clock.move_to(now + timedelta(days=1))
    browser = sign_in(registrasi)
    clock.move_to(now)
    assert is_in(browser)
    clock.move_to(now + timedelta(minutes=16))
    assert not is_in(browser)


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
    assert page_queries(sign_in(registrasi), "/akun/") == 3


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
        ({"new": "kuda-laut-9", "again": "kuda-laut-9"}, "12"),
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
    # The errors, not the page: its help texts name the rules whatever was typed.
    assert sentence.lower() in str(page.context["form"].errors).lower()
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


def ends_of(user: User) -> list[str]:
    """Why sessions of this member ended, as the trail has it; empty for a sign-out."""
    events = AuditEvent.objects.filter(action=Action.SIGN_OUT, actor_id=user.pk).order_by("id")
    return [event.changes.get("sebab", "") for event in events]


def test_session_that_ends_by_itself_leaves_one_event(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    clock.shift(15 * 60 + 1)
    for _n in range(3):
        assert not is_in(browser)
    assert ends_of(registrasi) == ["terlalu lama tidak dipakai"]


def test_session_of_ten_hours_leaves_its_own_word(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    for _n in range(61):
        clock.shift(10 * 60)
        is_in(browser)
    assert ends_of(registrasi) == ["sudah sepuluh jam"]


def test_two_requests_that_find_it_expired_leave_one_event(registrasi: User, clock: Any) -> None:
    browser = sign_in(registrasi)
    loaded = [RequestFactory().get("/akun/") for _each in range(2)]
    clock.shift(15 * 60 + 1)
    for request in loaded:
        request.session = SessionStore(browser.cookies["sessionid"].value)
        assert request.session["seen"]
        request.user = registrasi
    assert [sessions.go_on(request) for request in loaded] == [False, False]
    assert ends_of(registrasi) == ["terlalu lama tidak dipakai"]


def test_session_that_nobody_came_back_to_ends_at_a_later_sign_in(
    registrasi: User, admin_rutan: User, clock: Any
) -> None:
    sign_in(registrasi)
    clock.shift(25 * 3600)
    sign_in(admin_rutan)
    assert ends_of(registrasi) == ["ditinggalkan tanpa keluar"]
    assert Session.objects.count() == 1
    ended = AuditEvent.objects.get(action=Action.SIGN_OUT)
    assert ended.address == ""
    assert ended.request_id != AuditEvent.objects.latest("id").request_id


def test_without_trail_an_expired_session_stays_for_the_next_request(
    registrasi: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(registrasi)
    browser.raise_request_exception = False
    clock.shift(15 * 60 + 1)
    monkeypatch.setattr(AuditEvent, "save", lambda *_args, **_kwargs: 1 / 0)
    assert browser.get("/akun/").status_code == 500
    monkeypatch.undo()
    assert not is_in(browser)
    assert ends_of(registrasi) == ["terlalu lama tidak dipakai"]
