"""The ground every test stands on: strictness, the people of two agencies, and their browsers."""

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.utils import CaptureQueriesContext

from tests.support.flush import flush_without_losing_the_guards
from tests.support.network import refuse_the_outside
from tests.support.templates import UndefinedVariable
from ui import catalogues

pytest_plugins = ["tests.support.people", "tests.support.installation"]


def pytest_configure() -> None:
    """Strict and fast: set once, before the first template engine or hasher is built."""
    catalogues.compile_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tempfile.mkdtemp(prefix="pulih-static-")
    settings.ARCHIVE_DIR = tempfile.mkdtemp(prefix="pulih-archives-")
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable()
    TransactionTestCase._fixture_teardown = flush_without_losing_the_guards(
        TransactionTestCase._fixture_teardown
    )


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    with refuse_the_outside():
        yield


@pytest.fixture
def client_for() -> Callable[[Any], Client]:
    """A browser in which this member is signed in."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return client

    return sign_in


@pytest.fixture
def page_queries() -> Callable[..., int]:
    """The number of queries a page costs: `assert page_queries(client, url) == 9`.

    The page is opened once before, so that what is read once a process (content types,
    the session's first touch) is not counted.
    """

    def count(client: Client, url: str) -> int:
        assert client.get(url).status_code == 200, url
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200, url
        return len(caught)

    return count
