"""The units below a supervisor, side by side, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import Agency
from oversight.dashboards import figures
from oversight.dashboards.figures import Figure
from oversight.dashboards.queries import Number, readable, rows_url
from oversight.scope import Scope
from oversight.selections import sessions

# The columns; each number is the count of the same rows as on the unit's own dashboard.
COLUMNS: tuple[Figure, ...] = (
    *figures.PEOPLE[:2],
    figures.PEOPLE[4],
    figures.PEOPLE[2],
    figures.PEOPLE[3],
    figures.PLANNED,
    figures.DELIVERED,
)


@dataclass(frozen=True)
class UnitRow:
    unit: Agency
    numbers: list[Number]
    rate: int | None
    rate_url: str
    days_left: int | None
    agreements_url: str

    @property
    def labelled(self) -> list[tuple[Any, Number]]:
        return [(number.figure.title, number) for number in self.numbers]


def unit_rows(units: Sequence[Agency], scope: Scope) -> list[UnitRow]:
    scope = scope.among([unit.pk for unit in units])
    counts = {figure.key: _by_unit(figure, scope) for figure in COLUMNS}
    rates, left = _rates(scope), _days_left(units, scope)
    return [_row(unit, counts, rates.get(unit.pk), left.get(unit.pk), scope.within(unit)) for unit in units]


def _row(
    unit: Agency, counts: dict[str, dict[int, int]], rate: int | None, left: int | None, scope: Scope
) -> UnitRow:
    return UnitRow(
        unit,
        [readable(figure, counts[figure.key].get(unit.pk, 0), scope) for figure in COLUMNS],
        rate,
        rows_url(figures.DELIVERED, scope),
        left,
        rows_url(figures.AGREEMENTS, scope),
    )


def _by_unit(figure: Figure, scope: Scope) -> dict[int, int]:
    owner = figure.kind.owner
    rows = figure.select(scope).order_by()
    return dict(rows.values(owner).annotate(n=Count("*")).values_list(owner, "n"))


def _rates(scope: Scope) -> dict[int, int]:
    summed = sessions.rates(scope, "custodian")
    return {unit: round(100 * present / counted) for unit, (present, counted) in summed.items()}


def _days_left(units: Sequence[Agency], scope: Scope) -> dict[int, int]:
    """Days left of the agreement in force that lasts the longest."""
    longest: dict[int, list[int]] = defaultdict(list)
    for agreement in scope.agreements().in_force().filter(custodian__in=units).with_parties():
        longest[agreement.custodian_id].append(agreement.days_left or 0)
    return {unit: max(days) for unit, days in longest.items()}
