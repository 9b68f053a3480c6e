"""Security headers stand on every response: pages, errors, static files, refused host names (bar 12)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User

Browser = Callable[[User], Client]
POLICY = "Content-Security-Policy"
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def assert_guarded(response: Any) -> None:
    assert {name: response[name] for name in FIXED} == FIXED
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Request-Id"]
    policy = dict(part.strip().split(" ", 1) for part in response[POLICY].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/masuk/", 200),
        ("/", 302),
        ("/tidak-ada/", 404),
        ("/static/css/pulih.css", 200),
        ("/static/x.js", 404),
    ],
)
def test_headers_of_pages_errors_and_files(client: Client, url: str, status: int) -> None:
    response = client.get(url)
    response.close()
    assert response.status_code == status
    assert_guarded(response)


def test_headers_of_a_denial(admin_rutan: User, registrasi: User, client_for: Browser) -> None:
    for user, url, status in ((registrasi, "/jejak/", 403), (admin_rutan, "/warga-binaan/1/", 404)):
        response = client_for(user).get(url)
        assert response.status_code == status
        assert_guarded(response)


@pytest.mark.parametrize("https", [True, False])
def test_headers_of_a_refused_host_name(client: Client, settings: Any, https: bool) -> None:
    settings.SECURE_SSL_REDIRECT = https
    response = client.get("/masuk/", headers={"host": "jahat.example"})
    assert response.status_code == 400
    assert_guarded(response)
    assert "no-store" in response["Cache-Control"]


def test_headers_of_a_broken_page(registrasi: User, client_for: Browser, monkeypatch: Any) -> None:
    browser = client_for(registrasi)
    browser.raise_request_exception = False
    monkeypatch.setattr("accounts.queries.details_of", lambda _user: 1 / 0)
    response = browser.get("/akun/")
    assert response.status_code == 500
    assert_guarded(response)
    assert "no-store" in response["Cache-Control"]


def test_nobody_but_the_web_server_says_that_it_was_https() -> None:
    """A header that any visitor can send would switch off the redirect to HTTPS."""
    assert settings.SECURE_PROXY_SSL_HEADER is None
