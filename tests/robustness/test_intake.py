"""An import is taken in whole or not at all, also when the power goes; and the office works on beside it."""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.robustness.conftest import Size
from tests.robustness.desk import Desk, all_at_once
from tests.robustness.server import Office

log = logging.getLogger(__name__)
pytestmark = pytest.mark.robustness


def test_import_killed_in_the_middle_is_whole_or_not_at_all(office: Office, size: Size) -> None:
    ordered = _order(office, size.rows)
    assert ordered["judged"] == size.rows
    before = _people(office)
    for _kill in range(2):
        with _worker(office) as worker:
            _wait_until(office, ordered, "committing", claimed=True)
            time.sleep(random.uniform(0.0, size.rows / 2_000))
            if _state(office, ordered) == "committing":
                os.kill(worker.pid, signal.SIGKILL)
        if _state(office, ordered) == "committing":
            assert _people(office) == before
            # As if two minutes had passed in which nobody heard of it.
            office.write(f"UPDATE intake_import SET claimed_at = NULL WHERE id = {ordered['import']}")
    with _worker(office):
        _wait_until(office, ordered, "committed")
    assert _people(office) == before + ordered["new"]
    told = office.rows(f"SELECT count(*) FROM intake_importrow WHERE of_id = {ordered['import']} AND taken")
    assert told == [(ordered["new"],)]


def test_others_save_while_a_large_file_is_taken_in(office: Office, size: Size) -> None:
    ordered = _order(office, size.rows, seed=8)
    desks = [Desk(office, sheet) for sheet in office.world["sheets"][:5]]
    done: list[float] = []

    def save(desk: Desk) -> None:
        while not done:
            desk.save()
            time.sleep(0.5)

    begun = time.monotonic()
    with _worker(office) as worker:
        threads = all_at_once([lambda desk=desk: save(desk) for desk in desks])
        most = _wait_until(office, ordered, "committed", of=worker.pid)
        done.append(time.monotonic() - begun)
        for thread in threads:
            thread.join()
    slowest = max(each for desk in desks for each in desk.took)
    saves = sum(len(each.took) for each in desks)
    log.info(
        "%s rows: dry run %.1f s, taken in %.1f s, worker %s MB, slowest of %s saves beside it %.1f s",
        *(size.rows, ordered["dry_run"], done[0], most // 1024, saves, slowest),
    )
    assert not [answer for desk in desks for answer in desk.refused]
    assert all(len(desk.acknowledged) == desk.sent > 0 for desk in desks)
    assert ordered["dry_run"] + done[0] < size.import_within
    assert slowest < size.import_holds_up


def _order(office: Office, rows: int, seed: int = 7) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.robustness.intake", str(rows), str(seed)]
    told = subprocess.run(command, env=office.env, cwd=settings.BASE_DIR, capture_output=True, check=False)
    assert told.returncode == 0, told.stderr.decode()[-3000:]
    ordered: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return ordered


@contextmanager
def _worker(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    with (office.home / "work.log").open("ab") as log_file:
        worker = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            env=office.env,
            cwd=settings.BASE_DIR,
            stdout=log_file,
            stderr=log_file,
        )
        try:
            yield worker
        finally:
            worker.kill()
            worker.wait()


def _wait_until(
    office: Office, ordered: dict[str, Any], state: str, *, claimed: bool = False, of: int = 0
) -> int:
    """The most memory that process held meanwhile, in kB."""
    until, most = time.monotonic() + 180, 0
    while time.monotonic() < until:
        now, trouble, since = office.rows(
            f"SELECT state, trouble, claimed_at FROM intake_import WHERE id = {ordered['import']}"
        )[0]
        assert not trouble, trouble
        if now == state and (since or not claimed):
            return most
        most = max(most, _memory(of))
        time.sleep(0.05)
    raise AssertionError((office.home / "work.log").read_text()[-3000:])


def _memory(pid: int) -> int:
    if not pid or not (told := Path(f"/proc/{pid}/status")).exists():
        return 0
    lines = [line for line in told.read_text().splitlines() if line.startswith("VmRSS")]
    return int(lines[0].split()[1]) if lines else 0


def _state(office: Office, ordered: dict[str, Any]) -> str:
    found: str = office.rows(f"SELECT state FROM intake_import WHERE id = {ordered['import']}")[0][0]
    return found


def _people(office: Office) -> int:
    found: int = office.rows("SELECT count(*) FROM inmates_inmate")[0][0]
    return found
