"""Bar 22 and 24: many people saving at once, and the same form sent many times at once."""

import logging
import statistics
import threading
import time

import pytest

from tests.robustness.conftest import Size
from tests.robustness.desk import Desk, all_at_once
from tests.robustness.server import Browser, Office

log = logging.getLogger(__name__)
pytestmark = pytest.mark.robustness

READ = ("/peserta/", "/sesi/semua/", "/angkatan/", "/")
# The report of bar 22: the head's dashboard, counted anew at each reading.
REPORT = ("/dasbor/",)


def test_everyone_saves_while_lists_and_the_dashboard_are_read(office: Office, size: Size) -> None:
    desks = [Desk(office, sheet) for sheet in office.world["sheets"]]
    until = time.monotonic() + size.seconds

    def work(desk: Desk, begins: float) -> None:
        # People do not all begin in the same second; what that does is tried below.
        time.sleep(begins)
        while time.monotonic() < until:
            desk.save()
            time.sleep(size.think)

    lists: list[int] = []
    report: list[int] = []
    readers = [
        lambda: _read_on(office, "officer", READ, until, lists),
        lambda: _read_on(office, "head", REPORT, until, report),
    ]
    begins = [size.think * n / len(desks) for n in range(len(desks))]
    at_work = [lambda d=d, b=b: work(d, b) for d, b in zip(desks, begins, strict=True)]
    threads = all_at_once([*at_work, *readers])
    for thread in threads:
        thread.join()
    assert not [answer for desk in desks for answer in desk.refused]
    assert all(len(desk.acknowledged) == desk.sent > 0 for desk in desks)
    assert set(lists) == set(report) == {200}
    took = [each for desk in desks for each in desk.took]
    p95 = statistics.quantiles(took, n=20)[-1]
    log.info("%s sheets, %s lists, %s reports, p95 %.2f s", len(took), len(lists), len(report), p95)
    assert p95 < size.p95


def _read_on(office: Office, who: str, paths: tuple[str, ...], until: float, read: list[int]) -> None:
    reader = Browser(office, office.world[who])
    while time.monotonic() < until:
        read.extend(reader.get(path)[0] for path in paths)


def test_identical_sheets_at_once_leave_one_row_a_person(office: Office, size: Size) -> None:
    desk = Desk(office, office.world["sheets"][0])
    form = desk.form("sama")
    answers = _send_at_once(office, desk.sheet["cookie"], desk.path, form, size.identical)
    assert set(answers) == {302}
    history = office.rows("SELECT enrolment_id FROM delivery_attendancehistory WHERE note = 'sama'")
    assert sorted(pk for (pk,) in history) == sorted(office.world["members"])


@pytest.mark.parametrize("token", ["sekali-saja", ""])
def test_identical_drafts_at_once_make_one_row_a_token(office: Office, size: Size, token: str) -> None:
    """The once-only token makes one row of them all; without it each sending is an act of its own."""
    form = {
        "_once": token,
        "partner": office.world["partner"],
        "kind": "nota_kesepahaman",
        "title": f"Draf {token or 'tanpa token'}",
        "first_day": office.world["today"],
    }
    answers = _send_at_once(office, office.world["officer"], "/kerja-sama/baru/", form, size.identical)
    assert set(answers) == {302}
    made = office.rows(f"SELECT count(*) FROM agreements_agreement WHERE title = '{form['title']}'")
    assert made == [(1 if token else size.identical,)]


def _send_at_once(office: Office, cookie: str, path: str, form: dict[str, object], times: int) -> list[int]:
    ready, answers = threading.Barrier(times), []

    def work() -> None:
        browser = Browser(office, cookie)
        ready.wait()
        answers.append(browser.post(path, form)[0])

    for thread in all_at_once([work] * times):
        thread.join()
    return answers
