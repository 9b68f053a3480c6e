"""Bar 21: killed at random moments while sheets are saved, nothing that was acknowledged is lost."""

import logging
import random
import threading
import time

import pytest

from tests.robustness.conftest import Size
from tests.robustness.desk import Desk, all_at_once
from tests.robustness.server import Office

log = logging.getLogger(__name__)
pytestmark = pytest.mark.robustness

BACK_WITHIN = 10.0  # seconds
PATIENCE = 120.0  # seconds a round may take on a slow machine


def test_killed_server_loses_no_acknowledged_sheet(office: Office, size: Size) -> None:
    desks = [Desk(office, sheet) for sheet in office.world["sheets"]]
    back = []
    for _round in range(size.kills):
        _save_until_killed(office, desks, size.saves_a_round)
        back.append(office.start())
    log.info("%s sheets acknowledged, %s kills, back in %.1f s", _acknowledged(desks), size.kills, max(back))
    assert max(back) < BACK_WITHIN
    assert _acknowledged(desks) >= size.kills * size.saves_a_round // 2
    assert not [answer for desk in desks for answer in desk.refused]
    _nothing_lost(office, desks)
    _trail_matches(office)


def _save_until_killed(office: Office, desks: list[Desk], saves: int) -> None:
    """Everyone saves without pause; at a random sheet of the round (`Size`) the power goes."""
    dead = threading.Event()

    def work(desk: Desk) -> None:
        while not dead.is_set():
            desk.save()

    threads = all_at_once([lambda desk=desk: work(desk) for desk in desks])
    last = _acknowledged(desks) + random.randint(saves // 2, saves * 3 // 2)
    until = time.monotonic() + PATIENCE
    while _acknowledged(desks) < last and time.monotonic() < until:
        time.sleep(random.uniform(0.0, 0.05))
    office.kill()
    dead.set()
    for thread in threads:
        thread.join()


def _acknowledged(desks: list[Desk]) -> int:
    return sum(len(desk.acknowledged) for desk in desks)


def _nothing_lost(office: Office, desks: list[Desk]) -> None:
    kept: dict[str, int] = dict(
        office.rows("SELECT note, count(*) FROM delivery_attendancehistory GROUP BY 1")
    )
    sent = {note for desk in desks for note in desk.acknowledged}
    assert sent <= kept.keys()
    # Also what was not acknowledged is there whole or not at all.
    assert set(kept.values()) == {len(office.world["members"])}


def _trail_matches(office: Office) -> None:
    """One event a person marked, written in the transaction that marked them."""
    marked = office.rows("SELECT session_id, count(*) FROM delivery_attendancehistory GROUP BY 1")
    told = office.rows(
        "SELECT object_id, count(*) FROM audit_auditevent WHERE action = 'change' "
        "AND object_type = 'delivery.session' AND person_id IS NOT NULL GROUP BY 1"
    )
    assert {str(pk): count for pk, count in marked} == dict(told)
