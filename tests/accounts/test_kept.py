from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import kept
from accounts.models import KeptForm, User
from tests.factories.accounts import PASSWORD, UserFactory

URL = "/instansi/pegawai/baru/"
TYPED = {"username": "siti", "full_name": "Siti Aminah", "position": "Perawat", "password": "rahasia"}


@pytest.fixture(autouse=True)
def _empty_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(timezone.now(), tick=False) as moving:
        yield moving


def sign_in(user: User, browser: Client, wanted: str = "") -> Any:
    page = browser.get("/masuk/")
    token = page.context["csrf_token"]
    data = {"login": user.username, "password": PASSWORD, "next": wanted, "csrfmiddlewaretoken": str(token)}
    return browser.post("/masuk/", data)


@pytest.fixture
def office(admin_rutan: User) -> Client:
    client = Client()
    sign_in(admin_rutan, client)
    client.get(URL)
    return client


def wanted_after(page: Any) -> str:
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(page.url).query)["next"][0]


def test_form_that_outlives_its_session_comes_back(office: Client, admin_rutan: User, clock: Any) -> None:
    office.get(URL)
    clock.shift(20 * 60)
    page = office.post(URL + "?dari=daftar", TYPED)
    assert page.status_code == 302
    back = sign_in(admin_rutan, office, wanted_after(page)).url
    assert back.startswith(URL + "?dari=daftar&isian=")
    shown = office.get(back).content.decode()
    assert "Siti Aminah" in shown
    assert "Perawat" in shown
    assert not User.objects.filter(username="siti").exists()


def test_kept_form_can_be_sent_after_all(office: Client, admin_rutan: User, clock: Any) -> None:
    clock.shift(20 * 60)
    back = sign_in(admin_rutan, office, wanted_after(office.post(URL, TYPED))).url
    office.get(back)
    office.post(back, TYPED)
    assert User.objects.get(username="siti").full_name == "Siti Aminah"


def test_kept_form_is_for_its_owner_alone(office: Client, admin_rutan: User, clock: Any) -> None:
    other = UserFactory(agency=admin_rutan.agency, roles=["admin"])
    clock.shift(20 * 60)
    back = sign_in(other, office, wanted_after(office.post(URL, TYPED))).url
    assert "Siti Aminah" not in office.get(back).content.decode()


def test_kept_form_belongs_to_its_page(office: Client, admin_rutan: User, clock: Any) -> None:
    clock.shift(20 * 60)
    back = sign_in(admin_rutan, office, wanted_after(office.post(URL, TYPED))).url
    shown = office.get(back.replace(URL, "/instansi/ubah/")).content.decode()
    assert "Siti Aminah" not in shown


def test_kept_form_is_gone_after_an_hour(office: Client, admin_rutan: User, clock: Any) -> None:
    clock.shift(20 * 60)
    wanted = wanted_after(office.post(URL, TYPED))
    clock.shift(3601)
    back = sign_in(admin_rutan, office, wanted).url
    assert "Siti Aminah" not in office.get(back).content.decode()


def test_kept_form_is_sealed_and_holds_no_password(office: Client, clock: Any) -> None:
    clock.shift(20 * 60)
    office.post(URL, TYPED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM accounts_keptform")
        stored = cursor.fetchone()[0]
    assert "Siti" not in stored
    assert "rahasia" not in KeptForm.objects.get().body
    assert "csrfmiddlewaretoken" not in KeptForm.objects.get().body


def test_form_of_an_unknown_browser_is_not_kept(client: Client, db: None) -> None:
    assert client.post(URL, TYPED).url == f"/masuk/?next={URL}"
    client.cookies["pulih-terakhir"] = "1:palsu"
    client.post(URL, TYPED)
    assert not KeptForm.objects.exists()


def test_forms_kept_for_one_person_are_few(office: Client, clock: Any) -> None:
    clock.shift(20 * 60)
    for _n in range(kept.MOST_KEPT + 5):
        office.post(URL, TYPED)
    assert KeptForm.objects.count() == kept.MOST_KEPT


def test_after_sign_out_the_browser_keeps_nothing(office: Client) -> None:
    office.post("/keluar/")
    office.post(URL, TYPED)
    assert not KeptForm.objects.exists()


def test_form_from_before_the_last_sign_in_is_kept(admin_rutan: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(admin_rutan, browser)
    old = str(browser.get(URL).context["csrf_token"])
    del browser.cookies["sessionid"]
    sign_in(admin_rutan, browser)
    page = browser.post(URL, {**TYPED, "csrfmiddlewaretoken": old})
    assert page.status_code == 403
    assert "Isian Anda tersimpan" in page.content.decode()
    assert "Siti Aminah" in browser.get(page.context["back"]).content.decode()


def test_sign_out_from_an_old_tab_asks_again(admin_rutan: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(admin_rutan, browser)
    assert browser.post("/keluar/", {"csrfmiddlewaretoken": "x" * 64}).url == "/keluar/"
    assert browser.get("/akun/").status_code == 200
    assert not KeptForm.objects.exists()


def test_every_post_needs_its_token(admin_rutan: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(admin_rutan, browser)
    assert browser.post(URL, TYPED).status_code == 403
    assert not User.objects.filter(username="siti").exists()


def test_stale_sign_in_page_says_what_to_do(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "x", "password": "y"})
    assert page.status_code == 403
    assert "muat ulang" in page.content.decode()


def test_old_forms_are_forgotten_at_the_next_sign_in(office: Client, admin_rutan: User, clock: Any) -> None:
    clock.shift(20 * 60)
    office.post(URL, TYPED)
    clock.shift(3601)
    sign_in(admin_rutan, Client())
    assert not KeptForm.objects.exists()
