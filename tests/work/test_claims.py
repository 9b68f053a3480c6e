"""One turn of a job is done once, by whichever worker is alive."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone as clock

from upkeep.work import claims
from upkeep.work.models import SILENCE, JobRun, Worker
from upkeep.work.schedule import daily, every

pytestmark = pytest.mark.django_db


def worker(name: str, *, silent: bool = False) -> str:
    now = clock.now()
    beat = now - SILENCE * 2 if silent else now
    Worker.objects.create(name=name, started_at=beat, beat_at=beat)
    return name


def claim(holder: str) -> JobRun | None:
    return claims.claim(job="backup", slot="2026-11-25", holder=holder)


def test_second_worker_finds_the_turn_taken_and_then_done():
    first, second = worker("a"), worker("b")
    run = claim(first)
    assert run is not None
    assert claim(second) is None
    claims.finish(run)
    assert claim(second) is None
    assert claims.is_settled(job="backup", slot="2026-11-25")


def test_turn_of_a_dead_worker_is_taken_over():
    run = claim(worker("a", silent=True))
    successor = claim(worker("b"))
    assert successor is not None
    assert (successor.holder, successor.attempts) == ("b", 2)
    # The dead one comes back and finds that the turn is no longer its own.
    claims.finish(run)
    successor.refresh_from_db()
    assert successor.finished_at is None


def test_turn_of_a_worker_that_left_is_taken_over():
    claim("gone")
    assert claim(worker("b")) is not None


def test_failed_turn_rests_and_is_given_up_in_the_end():
    name = worker("a")
    for attempt in range(1, claims.MOST_ATTEMPTS + 1):
        run = claim(name)
        assert run is not None
        assert run.attempts == attempt
        claims.fail(run)
        assert claim(name) is None
        JobRun.objects.update(failed_at=clock.now() - claims.PAUSE)
    assert claim(name) is None
    assert claims.is_settled(job="backup", slot="2026-11-25")


def test_daily_turn_begins_at_its_hour_of_the_installation():
    slot = daily(datetime(2000, 1, 1, 1, 30).time())
    # 01:29 and 01:30 in Barabai (WITA).
    before = datetime(2026, 11, 24, 17, 29, tzinfo=UTC)
    assert slot(before) == "2026-11-24"
    assert slot(before + timedelta(minutes=1)) == "2026-11-25"


def test_turns_of_an_interval_follow_one_another():
    slot = every(timedelta(hours=1))
    now = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert slot(now) == slot(now + timedelta(minutes=59)) != slot(now + timedelta(hours=1))
