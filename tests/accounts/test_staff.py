from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import actions
from accounts.errors import LastAdministrator, NotOfThisAgency, ToOneself
from accounts.models import Agency, User
from audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[[User], Client]
NEW = {"username": "Siti.A", "full_name": "Siti Aminah", "staff_number": "1987", "position": "Perawat"}


@pytest.fixture(autouse=True)
def _empty_counters(db: None) -> None:
    cache.clear()


def shown_password(page: object) -> str:
    return page.content.decode().split("<code>")[1].split("</code>")[0]  # type: ignore[attr-defined]


def test_added_member_gets_a_password_that_is_shown_once(admin_rutan: User, client_for: Browser) -> None:
    browser = client_for(admin_rutan)
    page = browser.post("/instansi/pegawai/baru/", NEW, follow=True)
    added = User.objects.get(username="siti.a")
    assert added.check_password(shown_password(page))
    assert added.must_change_password
    assert "sudah pernah ditampilkan" in browser.get(page.request["PATH_INFO"]).content.decode()


def test_password_never_reaches_the_trail_or_the_address(admin_rutan: User, client_for: Browser) -> None:
    page = client_for(admin_rutan).post("/instansi/pegawai/baru/", NEW, follow=True)
    password = shown_password(page)
    assert all(password not in str(vars(event)) for event in AuditEvent.objects.all())
    assert password not in str(page.redirect_chain)


def test_adding_belongs_to_the_own_agency(admin_rutan: User, bnnk: Agency, client_for: Browser) -> None:
    client_for(admin_rutan).post("/instansi/pegawai/baru/", {**NEW, "agency": bnnk.pk, "is_active": ""})
    added = User.objects.get(username="siti.a")
    assert added.agency == admin_rutan.agency
    assert added.is_active
    with pytest.raises(NotOfThisAgency):
        actions.add_staff(by=admin_rutan, agency=bnnk, username="x.y", full_name="X")


def test_member_may_begin_with_a_role_of_the_agency(admin_rutan: User, client_for: Browser) -> None:
    browser = client_for(admin_rutan)
    browser.post("/instansi/pegawai/baru/", {**NEW, "role": "registrasi"})
    grant = User.objects.get(username="siti.a").grants.get()
    assert (grant.role, grant.granted_by) == ("registrasi", admin_rutan)
    browser.post("/instansi/pegawai/baru/", {**NEW, "username": "siti.b", "role": "pengawas"})
    assert not User.objects.filter(username="siti.b").exists()


def test_taken_user_name_is_a_sentence(admin_rutan: User, asesor: User, client_for: Browser) -> None:
    page = client_for(admin_rutan).post("/instansi/pegawai/baru/", {**NEW, "username": asesor.username})
    assert "tidak dapat dipakai" in page.content.decode()
    assert "Siti Aminah" in page.content.decode()


def test_one_time_password_opens_only_the_page_that_replaces_it(rutan: Agency, client: Client) -> None:
    user, password = actions.add_staff(agency=rutan, username="siti.a", full_name="Siti")
    client.post("/masuk/", {"login": "siti.a", "password": password})
    assert client.get("/").url == "/akun/sandi/"
    assert client.get("/akun/").url == "/akun/sandi/"
    data = {"current": password, "new": "gunung tinggi biru", "again": "gunung tinggi biru"}
    assert client.post("/akun/sandi/", data).url == "/"
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert user.password_expires_at is None


def test_one_time_password_is_refused_after_72_hours(rutan: Agency, client: Client) -> None:
    _user, password = actions.add_staff(agency=rutan, username="siti.a", full_name="Siti")
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1)):
        page = client.post("/masuk/", {"login": "siti.a", "password": password})
    assert "lewat masa berlakunya" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_new_one_time_password_ends_open_sessions(
    admin_rutan: User, registrasi: User, client_for: Browser
) -> None:
    browser = client_for(registrasi)
    assert browser.get("/akun/").status_code == 200
    page = client_for(admin_rutan).post(f"/instansi/pegawai/{registrasi.pk}/sandi/", follow=True)
    assert browser.get("/akun/").status_code == 302
    registrasi.refresh_from_db()
    assert registrasi.check_password(shown_password(page))


def test_deactivated_member_is_out_at_the_next_request(
    admin_rutan: User, registrasi: User, client_for: Browser, client: Client
) -> None:
    browser = client_for(registrasi)
    client_for(admin_rutan).post(f"/instansi/pegawai/{registrasi.pk}/nonaktif/", {"reason": "Mutasi"})
    assert browser.get("/akun/").url.startswith("/masuk/")
    page = client.post("/masuk/", {"login": registrasi.username, "password": PASSWORD})
    assert "dinonaktifkan" in page.content.decode()
    assert AuditEvent.objects.filter(reason="Mutasi").count() == 1


def test_reactivated_member_needs_a_new_password(admin_rutan: User, registrasi: User) -> None:
    actions.deactivate(by=admin_rutan, user=registrasi, reason="x")
    password = actions.reactivate(by=admin_rutan, user=registrasi)
    registrasi.refresh_from_db()
    assert registrasi.is_active
    assert registrasi.check_password(password)


def test_nobody_closes_or_resets_their_own_account(admin_rutan: User, rutan: Agency) -> None:
    UserFactory(agency=rutan, roles=["admin"])
    with pytest.raises(ToOneself):
        actions.deactivate(by=admin_rutan, user=admin_rutan, reason="x")
    with pytest.raises(ToOneself):
        actions.issue_one_time_password(by=admin_rutan, user=admin_rutan)


def test_last_administrator_stays_active(admin_rutan: User, rutan: Agency) -> None:
    deputy = UserFactory(agency=rutan)
    with pytest.raises(LastAdministrator):
        actions.deactivate(by=deputy, user=admin_rutan, reason="x")


def test_staff_list_finds_and_filters(admin_rutan: User, rutan: Agency, client_for: Browser) -> None:
    UserFactory(agency=rutan, full_name="Dewi Lestari", roles=["medis"])
    UserFactory(agency=rutan, full_name="Joko Susilo", is_active=False)
    browser = client_for(admin_rutan)
    assert "Joko" not in browser.get("/instansi/pegawai/?peran=medis").content.decode()
    assert "Dewi" not in browser.get("/instansi/pegawai/?akun=nonaktif").content.decode()
    assert "Dewi" in browser.get("/instansi/pegawai/?cari=lestari").content.decode()


def test_staff_list_costs_the_same_with_many(
    admin_rutan: User, rutan: Agency, client_for: Browser, page_queries: Callable[..., int]
) -> None:
    browser = client_for(admin_rutan)
    few = page_queries(browser, "/instansi/pegawai/")
    UserFactory.create_batch(20, agency=rutan, roles=["medis", "asesor"])
    assert page_queries(browser, "/instansi/pegawai/") == few == 6


def test_member_page_costs_the_same_with_many_grants(
    admin_rutan: User, registrasi: User, client_for: Browser, page_queries: Callable[..., int]
) -> None:
    browser, url = client_for(admin_rutan), f"/instansi/pegawai/{registrasi.pk}/"
    few = page_queries(browser, url)
    for code in ("medis", "psikolog", "asesor", "konselor"):
        actions.grant_role(by=admin_rutan, user=registrasi, role=code)
    assert page_queries(browser, url) == few == 6


def test_agency_data_is_changed_by_its_own_administrator(admin_rutan: User, client_for: Browser) -> None:
    data = {"short_name": "Rutan Baru", "city": "Barabai", "letterhead": "KEMENTERIAN", "kind": "oversight"}
    client_for(admin_rutan).post("/instansi/ubah/", data)
    agency = Agency.objects.get(pk=admin_rutan.agency_id)
    assert agency.letterhead_lines == ["KEMENTERIAN"]
    assert agency.kind == "custodian"


def test_hostile_names_run_nowhere(admin_rutan: User, client_for: Browser) -> None:
    browser = client_for(admin_rutan)
    hostile = "<script>alert(1)</script>"
    browser.post("/instansi/pegawai/baru/", {**NEW, "full_name": hostile, "position": "{{ 7|add:7 }}"})
    added = User.objects.get(username="siti.a")
    for url in (
        "/instansi/pegawai/",
        f"/instansi/pegawai/{added.pk}/",
        f"/instansi/pegawai/{added.pk}/nonaktif/",
    ):
        assert hostile not in browser.get(url).content.decode()
