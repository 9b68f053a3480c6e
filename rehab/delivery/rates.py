"""How much of what was held a participant attended."""

from collections.abc import Iterable

from rehab.delivery import queries


def attendance_rate(enrolments: Iterable[int]) -> dict[int, int]:
    """Percent of counted sessions attended, by enrolment id; who has no counted session is not in it.

    Only sessions that were held count, and codes that are not counted (at court …) count neither way.
    """
    rates = queries.attendance_rate(enrolments)
    return {pk: rate.percent for pk, rate in rates.items() if rate.percent is not None}
