"""A real browser at a real server. A page that breaks its own rules of content fails the journey."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories.accounts import PASSWORD

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session", autouse=True)
def _beside_the_browsers_loop() -> None:
    """Playwright runs a loop in the test's own thread; the tests prepare their world beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """A file for SQLite: the server's threads each open their own connection, as in an office."""
    default, memory = connections["default"], Path("/dev/shm")
    with tempfile.TemporaryDirectory(
        prefix="pulih-journeys-", dir=memory if memory.is_dir() else None, ignore_cleanup_errors=True
    ) as folder:
        if default.vendor == "sqlite":
            default.settings_dict["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    return {**browser_type_launch_args, "executable_path": program, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    return str(live_server.url)


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Makassar"}


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What the browser complained of: broken scripts, refused content, pages of a server error."""
    found: list[str] = []
    yield found
    assert not found, found


@pytest.fixture
def browse(new_context: Any, complaints: list[str], transactional_db: None) -> Callable[..., Page]:
    """A browser of its own: `browse(viewport=…, java_script_enabled=False)`."""

    def open_browser(**wishes: Any) -> Page:
        context: BrowserContext = new_context(**wishes)
        context.on("console", lambda said: _listen(complaints, said))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("response", lambda got: complaints.append(got.url) if got.status >= 500 else None)
        return context.new_page()

    return open_browser


def _listen(complaints: list[str], said: Any) -> None:
    """A refused form answers 403 or 409; the browser calls that an error, and it is none."""
    if said.type == "error" and "Failed to load resource" not in said.text:
        complaints.append(said.text)


@pytest.fixture
def signed_in(browse: Callable[..., Page]) -> Callable[..., Page]:
    """The browser of this member, who has come in by the door."""

    def open_for(username: str, **wishes: Any) -> Page:
        page = browse(**wishes)
        sign_in(page, username)
        return page

    return open_for


def sign_in(page: Page, username: str) -> None:
    page.goto("/masuk/")
    fill_sign_in(page, username)
    expect(page).not_to_have_url(page.url.split("/masuk/")[0] + "/masuk/")


def fill_sign_in(page: Page, username: str) -> None:
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
