"""Bar 28: database away, disk full, clock jump: a clear page, what was typed is kept, recovery by itself."""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.robustness.desk import Desk
from tests.robustness.outage import Cable, database_away, disk_full
from tests.robustness.server import Browser, Office

pytestmark = pytest.mark.robustness

_FIELD = re.compile(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', re.DOTALL)
_KEPT = re.compile(r'name="ket-\d+" value="([^"]*)"')


@pytest.fixture(scope="module")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Four people, three participants; behind a cable where the database is a server."""
    opened = Office(tmp_path_factory.mktemp("outage"), people=4, members=3)
    if opened.database.startswith("postgresql"):
        opened.cable = Cable(opened.database)
        opened.env["DATABASE_URL"] = opened.cable.url
    opened.start()
    yield opened
    opened.kill()


def kept(office: Office, note: str) -> int:
    return int(office.rows(f"SELECT count(*) FROM delivery_attendance WHERE note = '{note}'")[0][0])


def _sent_into(trouble: AbstractContextManager[None], office: Office, sheet: int, note: str) -> None:
    """A sheet is sent in the middle of it: 503 with every field, and accepted from that page later."""
    desk = Desk(office, office.world["sheets"][sheet])
    form = desk.form(note)
    with trouble:
        status, page = desk.browser.post(desk.path, form)
        assert status == 503, page
        assert "sedang tidak dapat menyimpan" in page
        on_the_page = {name: unescape(value) for name, value in _FIELD.findall(page)}
        assert {name: str(value) for name, value in form.items()}.items() <= on_the_page.items()
    assert kept(office, note) == 0
    del on_the_page["csrfmiddlewaretoken"]
    assert desk.browser.post(desk.path, on_the_page)[0] == 302
    assert kept(office, note) == len(office.world["members"])


def test_database_away(small_office: Office) -> None:
    _sent_into(database_away(small_office), small_office, 0, "basis data hilang")


def test_page_while_the_database_is_away(small_office: Office) -> None:
    browser = Browser(small_office, small_office.world["officer"])
    with database_away(small_office):
        status, page = browser.get("/angkatan/")
    assert status == 503
    assert "Coba lagi" in page
    assert browser.get("/angkatan/")[0] == 200


def test_disk_full(small_office: Office) -> None:
    if small_office.cable:
        pytest.skip("PostgreSQL's disk is its own; a full one reaches the server as the same error")
    _sent_into(disk_full(small_office), small_office, 1, "cakram penuh")


@pytest.mark.parametrize(("sheet", "hours"), [(2, 26), (3, -26)])
def test_clock_jump(small_office: Office, sheet: int, hours: int) -> None:
    """Signed out by the jump, or told that the session is still ahead: the sheet as it was typed is
    there after signing in again."""
    office, note = small_office, f"jam melompat {hours}"
    desk = Desk(office, office.world["sheets"][sheet])
    form = desk.form(note)
    office.kill()
    office.start(clock=timedelta(hours=hours))
    status, page = desk.browser.post(desk.path, form)
    office.kill()
    office.start()
    if status == 200:
        assert note in page
        status, page = desk.browser.post(desk.path, form)
    assert status == 302
    if "isian" in desk.browser.led_to:
        again = Browser(office, desk.sheet["spare"])
        back = parse_qs(urlsplit(desk.browser.led_to).query)["next"][0]
        assert set(_KEPT.findall(again.get(back)[1])) == {note}
        assert again.post(desk.path, form)[0] == 302
    assert kept(office, note) == len(office.world["members"])
