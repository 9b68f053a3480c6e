"""Living through the demo's time in order: one moment after the other, one transaction a day."""

import heapq
import itertools
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import time_machine
from django.db import transaction

Step = Callable[[], Any]


class Story:
    """Steps by the moment they happen. A step may tell further ones, never earlier than itself."""

    def __init__(self, zone: ZoneInfo, today: date) -> None:
        self.zone = zone
        self.today = today
        self._steps: list[tuple[datetime, int, Step]] = []
        self._order = itertools.count()

    def tell(self, day: date, hour: float, step: Step) -> None:
        """The step happens on that local day at that hour (9.5 is half past nine)."""
        moment = datetime.combine(day, time(int(hour), round(hour % 1 * 60)), self.zone)
        heapq.heappush(self._steps, (moment, next(self._order), step))

    def live(self, until: datetime) -> None:
        """Run every step before that moment; what lies after it has not happened yet."""
        while self._steps and self._steps[0][0] < until:
            self._live_one_day(self._steps[0][0].date(), until)

    def _live_one_day(self, day: date, until: datetime) -> None:
        with transaction.atomic():
            while self._steps and self._steps[0][0].date() == day and self._steps[0][0] < until:
                moment, _order, step = heapq.heappop(self._steps)
                with time_machine.travel(moment, tick=False):
                    step()
