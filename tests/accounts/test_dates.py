"""One moment, up to two dates: what a rule that depends on the day must be said for."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from accounts.models import TimeZone, zones_by_date


@pytest.mark.parametrize(
    ("hour", "minute", "dates"),
    [
        (14, 59, {date(2025, 3, 25): [TimeZone.WIB, TimeZone.WITA, TimeZone.WIT]}),
        (15, 0, {date(2025, 3, 25): [TimeZone.WIB, TimeZone.WITA], date(2025, 3, 26): [TimeZone.WIT]}),
        (16, 0, {date(2025, 3, 25): [TimeZone.WIB], date(2025, 3, 26): [TimeZone.WITA, TimeZone.WIT]}),
        (17, 0, {date(2025, 3, 26): [TimeZone.WIB, TimeZone.WITA, TimeZone.WIT]}),
    ],
)
def test_zones_are_grouped_by_the_date_that_is_theirs(hour, minute, dates):
    with time_machine.travel(datetime(2025, 3, 25, hour, minute, tzinfo=UTC), tick=False):
        assert zones_by_date() == dates
