"""The loop takes steps, outlives their errors and says nothing of a person in the log."""

import logging
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.models import Agency
from tests.factories.accounts import PartnerFactory
from upkeep.work.loop import Loop
from upkeep.work.models import JobRun, Worker
from upkeep.work.rota import JOBS
from upkeep.work.schedule import Chore, Job, every

hourly = every(timedelta(hours=1))


@pytest.fixture(autouse=True)
def _test_s_connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop drops connections that are too old; the one of a test lies within its transaction."""
    monkeypatch.setattr("upkeep.work.loop.close_old_connections", lambda: None)


class Pile:
    """A chore with so many pieces of work."""

    def __init__(self, pieces: int) -> None:
        self.pieces, self.done = pieces, 0

    def step(self) -> bool:
        if self.done == self.pieces:
            return False
        self.done += 1
        return True


def broken() -> bool:
    raise ValueError("Rahmat bin Yusuf 6307012345678901")


def test_round_takes_one_step_of_each_chore_and_every_turn_that_is_due(db):
    pile, turns = Pile(2), []
    loop = Loop([Chore("pile", pile.step)], [Job("count", hourly, lambda: turns.append(1))])
    assert [loop.round() for _ in range(4)] == [True, True, False, False]
    assert (pile.done, len(turns)) == (2, 1)


def test_error_of_one_does_not_stop_the_others_and_names_nobody(db, caplog):
    pile = Pile(1)
    loop = Loop([Chore("broken", broken), Chore("pile", pile.step)], [])
    with caplog.at_level(logging.WARNING):
        assert loop.round()
    assert pile.done == 1
    assert "broken failed: ValueError" in caplog.text
    assert "Rahmat" not in caplog.text
    assert "6307" not in caplog.text


def test_chore_that_failed_rests_before_it_is_tried_again(db):
    tried = []
    loop = Loop([Chore("broken", lambda: tried.append(1) or broken())], [])
    for _ in range(5):
        loop.round()
    assert len(tried) == 1


def test_job_that_failed_is_marked_so(db):
    loop = Loop([], [Job("broken", hourly, lambda: broken() and None)])
    assert not loop.round()
    run = JobRun.objects.get()
    assert run.failed_at is not None
    assert run.finished_at is None


def test_half_of_a_failed_step_does_not_stay(db):
    def half() -> bool:
        with transaction.atomic():
            PartnerFactory(code="setengah")
            raise IntegrityError("setengah")

    Loop([Chore("half", half)], []).round()
    assert not Agency.objects.filter(code="setengah").exists()


def test_database_that_is_away_is_waited_for(db, monkeypatch):
    """The first heartbeat fails twice; the loop begins when it succeeds."""
    calls, real = [], Worker.objects.update_or_create

    def away(**fields: Any) -> Any:
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("server closed the connection")
        return real(**fields)

    monkeypatch.setattr(Worker.objects, "update_or_create", away)
    monkeypatch.setattr("upkeep.work.loop.IDLE", 0.01)
    pile = Pile(3)
    Loop([Chore("pile", pile.step)], []).run_once()
    assert (len(calls), pile.done) == (3, 3)
    assert not Worker.objects.exists()


def test_loop_ends_when_the_server_beside_it_is_gone(db, monkeypatch):
    monkeypatch.setattr("upkeep.work.loop.IDLE", 0.01)
    Loop([], [], gone=lambda: True).run()
    assert not Worker.objects.exists()


def test_workers_at_once_do_a_turn_once(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("threads share the one connection of the test's SQLite; tried with real processes")
    done, barrier = [], threading.Barrier(6)

    def work(number: int) -> None:
        loop = Loop([], [Job("count", hourly, lambda: done.append(number))], name=f"w{number}")
        loop._beat()
        barrier.wait()
        loop.round()
        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(done) == 1


def test_real_workers_do_what_waits_once_and_leave(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("a database of its own is a file")
    file = tmp_path / "work.sqlite3"
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{file}", "PULIH_VAR": str(tmp_path)}

    def manage(*words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "manage.py", *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, stdout=pipe, stderr=pipe, text=True)

    assert manage("migrate", "-v", "0").communicate() == ("", "")
    both = [manage("work", "--once") for _ in range(2)]
    assert [each.communicate() for each in both] == [("", ""), ("", "")]
    with closing(sqlite3.connect(file)) as held:
        runs = held.execute("SELECT job, attempts, finished_at IS NOT NULL FROM work_jobrun").fetchall()
        assert set(runs) == {(job.name, 1, 1) for job in JOBS}
        assert held.execute("SELECT count(*) FROM work_worker").fetchone() == (0,)
