"""The server refuses to start where it could not keep its promises (bar 29)."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit.append_only import guard, unguard
from config.checks import unfit
from config.startup import refuse_unsafe_start

KEY = "".join(chr(33 + n % 90) for n in range(64))
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def office(**other: Any) -> Any:
    fit = {
        "DEMO": False,
        "DEBUG": False,
        "PRODUCTION": True,
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": ["pulih.example.go.id"],
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": OPTIONS}},
    }
    return SimpleNamespace(**fit | other)


def test_office_with_all_it_needs_is_fit():
    assert unfit(office()) == []
    assert unfit(office(DATABASES={"default": {"ENGINE": "django.db.backends.postgresql"}})) == []


@pytest.mark.parametrize(
    ("other", "word"),
    [
        ({"DEMO": True}, "PULIH_DEMO"),
        ({"DEBUG": True}, "DEBUG"),
        ({"PRODUCTION": False}, "SECRET_KEY"),
        ({"SECRET_KEY": "pendek"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 64}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["pulih.go.id", "*"]}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": [".go.id"]}, "ALLOWED_HOSTS"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "acknowledged"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.mysql"}}}, "DATABASE_URL"),
    ],
)
def test_office_without_one_of_them_is_unfit(other, word):
    assert [sentence for sentence in unfit(office(**other)) if word in sentence]


def test_development_values_do_not_serve_an_office(db):
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        refuse_unsafe_start()


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    # The test's connection is the one whose promises are looked at.
    monkeypatch.setattr(connection, "close", lambda: None)


def test_start_is_refused_without_the_trail_s_guards(demo, transactional_db):
    unguard(connection, "audit_auditevent")
    try:
        with pytest.raises(ImproperlyConfigured, match="not guarded"):
            refuse_unsafe_start()
    finally:
        guard(connection, "audit_auditevent")


def test_start_looks_at_what_the_database_really_does(demo, transactional_db):
    if connection.vendor == "postgresql":
        statement, word, back = (
            "SET synchronous_commit = off",
            "synchronous_commit",
            "RESET synchronous_commit",
        )
    else:
        statement, word, back = "PRAGMA synchronous = OFF", "synchronous", "PRAGMA synchronous = FULL"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        with pytest.raises(ImproperlyConfigured, match=word):
            refuse_unsafe_start()
        cursor.execute(back)
