"""When a job falls due. A slot is the name of one turn: the same on every host."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

Slot = Callable[[datetime], str]


@dataclass(frozen=True)
class Chore:
    """Work that comes when it comes: `step` does one piece and says whether there was one.

    A step commits its own work and locks what it changes: several workers take steps at once.
    """

    name: str
    step: Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """Work that is due once a slot. `run` bears being begun twice: a worker may die in the middle."""

    name: str
    slot: Slot
    run: Callable[[], None]


def daily(at: time) -> Slot:
    """Due from that time of the day on, by the installation's clock; before it, yesterday's turn stands."""

    def slot(now: datetime) -> str:
        local = timezone.localtime(now)
        day = local.date() if local.time() >= at else local.date() - timedelta(days=1)
        return day.isoformat()

    return slot


def every(interval: timedelta) -> Slot:
    """Due once in each stretch of this length."""

    def slot(now: datetime) -> str:
        return str(int(now.timestamp() // interval.total_seconds()))

    return slot
