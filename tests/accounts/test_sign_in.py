from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from audit.models import Action, AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory

BLOCKED = "Terlalu banyak percobaan masuk"
WRONG = "Nama pengguna atau kata sandi tidak cocok"


@pytest.fixture(autouse=True)
def _empty_counters(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def budi(rutan: Any) -> User:
    return UserFactory(agency=rutan, username="budi", full_name="Budi Santoso")


def send(client: Client, login: str = "budi", password: str = PASSWORD, **more: Any) -> Any:
    extra = {name: more.pop(name) for name in list(more) if name.isupper()}
    return client.post("/masuk/", {"login": login, "password": password, **more}, **extra)


def try_wrong(client: Client, times: int, login: str = "budi", **more: Any) -> Any:
    for _n in range(times):
        page = send(client, login, "salah sama sekali", **more)
    return page


@pytest.mark.parametrize("spelling", ["budi", "Budi", " BUDI "])
def test_sign_in_opens_home(client: Client, budi: User, spelling: str) -> None:
    assert send(client, spelling).url == "/"
    assert client.get("/").status_code == 200
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == (Action.SIGN_IN, budi.pk)


def test_wrong_password_is_one_sentence_and_one_event(client: Client, budi: User) -> None:
    page = try_wrong(client, 1)
    assert WRONG in page.content.decode()
    event = AuditEvent.objects.get()
    assert (event.action, event.agency_id, event.object_label) == (
        Action.SIGN_IN_FAILED,
        budi.agency_id,
        "Budi Santoso",
    )


def test_unknown_name_gets_the_same_answer(client: Client, budi: User) -> None:
    known = try_wrong(client, 1).content.decode().replace("budi", "")
    unknown = try_wrong(Client(), 1, "wati").content.decode().replace("wati", "")
    assert _without_token(known) == _without_token(unknown)


def test_typed_name_of_nobody_is_not_written(client: Client, db: None) -> None:
    try_wrong(client, 1, "sandi-saya-sebenarnya")
    assert "sandi-saya" not in str(AuditEvent.objects.values().get())


def test_unknown_name_costs_a_hash_too(client: Client, budi: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr(User, "set_password", lambda _self, raw: hashed.append(raw))
    try_wrong(client, 1, "wati")
    assert len(hashed) == 1


def test_sixth_attempt_is_refused_even_with_the_right_password(client: Client, budi: User) -> None:
    try_wrong(client, 5)
    page = send(client)
    assert BLOCKED in page.content.decode()
    assert "5 menit" in page.content.decode()
    assert AuditEvent.objects.filter(action=Action.SIGN_IN_FAILED).count() == 6


@pytest.mark.parametrize("name", ["wati", "BUDI", "budı", " budi"])
def test_other_spellings_and_unknown_names_are_counted_alike(client: Client, budi: User, name: str) -> None:
    try_wrong(client, 5, name)
    assert BLOCKED in try_wrong(client, 1, name).content.decode()
    if name != "wati":
        assert BLOCKED in send(client).content.decode()


def test_account_opens_again_after_five_minutes(client: Client, budi: User) -> None:
    with time_machine.travel("2025-06-01T08:00:00Z", tick=False) as clock:
        try_wrong(client, 5)
        clock.shift(301)
        assert send(client).status_code == 302


def test_attempts_count_over_all_addresses(budi: User) -> None:
    for number in range(5):
        try_wrong(Client(), 1, REMOTE_ADDR=f"10.0.0.{number}")
    assert BLOCKED in send(Client(), REMOTE_ADDR="10.0.0.99").content.decode()


def test_host_name_of_the_sender_does_not_open_a_new_count(budi: User) -> None:
    try_wrong(Client(), 5, HTTP_HOST="localhost")
    assert BLOCKED in send(Client(), HTTP_HOST="127.0.0.1").content.decode()


def test_address_is_refused_after_twenty(budi: User) -> None:
    for number in range(20):
        try_wrong(Client(), 1, f"nama{number}")
    assert BLOCKED in send(Client()).content.decode()
    assert send(Client(), REMOTE_ADDR="10.9.9.9").status_code == 302


def test_success_does_not_wipe_the_count(client: Client, budi: User) -> None:
    try_wrong(client, 4)
    assert send(Client()).status_code == 302
    try_wrong(client, 1)
    assert BLOCKED in send(Client()).content.decode()


def test_forwarded_address_is_not_believed_from_anyone(budi: User) -> None:
    for number in range(20):
        try_wrong(Client(), 1, f"nama{number}", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert BLOCKED in send(Client(), HTTP_X_FORWARDED_FOR="10.1.1.1").content.decode()


def test_forwarded_address_is_believed_from_our_proxy(budi: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["127.0.0.0/8"]
    for number in range(20):
        try_wrong(Client(), 1, f"nama{number}", HTTP_X_FORWARDED_FOR=f"9.9.9.9, 10.0.0.{number}")
    send(Client(), HTTP_X_FORWARDED_FOR="evil, 10.1.1.1")
    assert AuditEvent.objects.latest("id").address == "10.1.1.1"


def test_counters_are_shared_by_workers(settings: Any) -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
    ],
)
def test_redirect_stays_on_the_site(client: Client, budi: User, wanted: str) -> None:
    assert "evil" not in client.get("/masuk/", {"next": wanted}).content.decode()
    assert send(client, next=wanted).url == "/"
    assert client.get("/masuk/", {"next": wanted}).url == "/"


def test_redirect_goes_where_the_person_was_going(client: Client, budi: User) -> None:
    asked = client.get("/akun/").url
    assert asked == "/masuk/?next=/akun/"
    assert send(client, next="/akun/").url == "/akun/"


def test_member_without_role_is_told_so(client: Client, budi: User) -> None:
    send(client)
    assert "belum memegang peran" in client.get("/").content.decode()


def test_name_is_kept_and_password_is_not(client: Client, budi: User) -> None:
    page = try_wrong(client, 1).content.decode()
    assert 'value="budi"' in page
    assert "salah sama sekali" not in page


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "' OR 1=1 --", "\x00", "a" * 5000, "{{ 7 }}", "ı" * 60]
)
def test_hostile_names_are_a_sentence(client: Client, db: None, hostile: str) -> None:
    page = send(client, hostile)
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_demo_accounts_are_listed_in_the_demo_only(client: Client, registrasi: User, settings: Any) -> None:
    assert "pulih-demo-2025" not in client.get("/masuk/").content.decode()
    settings.DEMO = True
    shown = client.get("/masuk/").content.decode()
    assert "pulih-demo-2025" in shown
    assert "Petugas registrasi" in shown


def _without_token(page: str) -> str:
    head, _sep, rest = page.partition('name="csrfmiddlewaretoken" value="')
    return head + rest[64:]
