"""The database away or its disk full: a clear page, what was typed is kept, recovery by itself."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import User

pytestmark = pytest.mark.django_db
FIELD = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)


@contextmanager
def away(error: Exception) -> Iterator[None]:
    def refuse(*_args: Any) -> Any:
        raise error

    with connection.execute_wrapper(refuse):
        yield


FULL = OperationalError("database or disk is full")


@pytest.fixture
def browser(client_for, admin_rutan) -> Client:
    client = client_for(admin_rutan)
    client.raise_request_exception = False
    return client


def add_staff_form(**fields: str) -> dict[str, str]:
    return {"username": "baru", "full_name": "Siti", "staff_number": "", "position": "", **fields}


@pytest.mark.parametrize("error", [FULL, InterfaceError("connection already closed")])
def test_page_says_so_when_the_database_is_away(browser, error):
    with away(error):
        page = browser.get(reverse("accounts:staff_list"))
    assert page.status_code == 503
    assert page["Retry-After"]
    assert b"<h1>Pulih sedang tidak dapat menyimpan</h1>" in page.content
    assert browser.get(reverse("accounts:staff_list")).status_code == 200


def test_what_was_typed_is_sent_again_from_the_page(browser):
    url = reverse("accounts:add_staff")
    with away(FULL):
        page = browser.post(url, add_staff_form(full_name="Siti\n<Aminah> & 'kawan'", _once="a" * 32))
    assert page.status_code == 503
    assert f'action="{url}"' in page.content.decode()
    kept = {name: unescape(value) for name, value in FIELD.findall(page.content.decode())}
    assert kept["full_name"] == "Siti\n<Aminah> & 'kawan'"
    assert kept["_once"] == "a" * 32
    browser.post(url, kept | {"full_name": "Siti Aminah"})
    assert User.objects.filter(username="baru", full_name="Siti Aminah").count() == 1


def test_session_that_cannot_be_written_is_not_taken_for_a_deleted_one(browser):
    session = browser.session
    session["seen"] = time.time() - 120
    session.save()

    def locked(execute, sql, *rest):
        if sql.startswith('UPDATE "django_session"'):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(locked):
        page = browser.post(reverse("accounts:add_staff"), add_staff_form(full_name="Siti"))
    assert page.status_code == 503
    assert "Siti" in page.content.decode()


def test_password_is_never_on_the_page():
    client = Client(raise_request_exception=False)
    with away(FULL):
        page = client.post(reverse("accounts:sign_in"), {"login": "karutan", "password": "rahasia-sekali"})
    assert page.status_code == 503
    assert b"rahasia-sekali" not in page.content
    assert "Buka formulirnya lagi" in page.content.decode()


def test_page_of_the_outage_has_the_headers_of_every_page(browser):
    with away(FULL):
        page = browser.get(reverse("today:home"))
    assert "no-store" in page["Cache-Control"]
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_fault_of_our_own_stays_a_500(browser):
    with away(ValueError("a slip")):
        assert browser.get(reverse("accounts:staff_list")).status_code == 500
