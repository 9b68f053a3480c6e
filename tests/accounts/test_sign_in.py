import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Agency, User
from audit.models import Action, AuditEvent

PASSWORD = "kuda lari pagi hari"


@pytest.fixture
def member(db: None) -> User:
    agency = Agency.objects.create(kind="custodian", code="rutan-x", name="Rutan X", short_name="Rutan X")
    user = User(username="budi", full_name="Budi", agency=agency)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture(autouse=True)
def _empty_counters(db: None) -> None:
    cache.clear()


def send(client: Client, login: str, password: str, **extra: str) -> object:
    return client.post("/masuk/", {"login": login, "password": password, **extra})


def test_sign_in_with_right_password_opens_home(client: Client, member: User) -> None:
    response = send(client, "Budi ", PASSWORD)
    assert response.status_code == 302
    assert response.url == "/"
    assert client.get("/").status_code == 200
    assert AuditEvent.objects.get().action == Action.SIGN_IN


def test_sign_in_page_shows(client: Client) -> None:
    assert "Masuk ke Pulih" in client.get("/masuk/").content.decode()


def test_account_page_shows(client: Client, member: User) -> None:
    client.force_login(member)
    assert "Rutan X" in client.get("/akun/").content.decode()
    assert client.get("/keluar/").status_code == 200
    assert client.get("/akun/sandi/").status_code == 200
    assert client.get("/akun/masih-di-sini/").status_code == 204
