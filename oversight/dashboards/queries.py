"""The dashboard of a unit, in a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from oversight.dashboards import figures
from oversight.dashboards.figures import SUPPRESSED_UNDER, Figure
from oversight.rows import Row
from oversight.scope import Scope
from oversight.selections import enrolments, sessions
from oversight.selections.sessions import Became
from ui.charts import Bar, Point, Week

NAMED_ROWS = 10

# What became of the sessions of each day.
Days = dict[date, dict[Became, int]]


@dataclass(frozen=True)
class Number:
    """A figure as this reader may read it: `shown` is the number, or that it is under five."""

    figure: Figure
    value: int
    shown: Any
    url: str


@dataclass(frozen=True)
class Waiting:
    """How many stand in a state, and for how many days."""

    number: Number
    median: int | None
    longest: int | None


@dataclass(frozen=True)
class Reason:
    name: str
    number: Any
    url: str


@dataclass(frozen=True)
class Named:
    """A figure with its first rows."""

    number: Number
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Dashboard:
    people: list[Number]
    narcotics_share: int | None
    funnel: list[Bar]
    waiting: list[Waiting]
    sessions: list[Number]
    weeks: list[Week]
    reasons: list[Reason]
    rate: int | None
    # The delivered sessions at whose sheets the rate was counted.
    rate_url: str
    rates: list[Point]
    leaving: list[Named]
    agreements: Named


def dashboard_of(scope: Scope) -> Dashboard:
    people = [number_of(each, scope) for each in figures.PEOPLE if figures.shown_to(scope, each)]
    days, marks = sessions.by_day(scope), sessions.rates(scope, "day")
    return Dashboard(
        people=people,
        narcotics_share=_share(people),
        funnel=_funnel(scope),
        waiting=_waiting(scope),
        sessions=_sessions(scope, days),
        weeks=_weeks(scope, days),
        reasons=_reasons(scope),
        rate=_percent(marks.values(), scope),
        rate_url=rows_url(figures.DELIVERED, scope) if opens(figures.DELIVERED, scope) else "",
        rates=_rates(scope, marks),
        leaving=[_named(figures.LEAVING, scope), _named(figures.TOO_LATE, scope)],
        agreements=_named(figures.AGREEMENTS, scope),
    )


def number_of(figure: Figure, scope: Scope) -> Number:
    return readable(figure, figure.select(scope).count(), scope)


def readable(figure: Figure, value: int, scope: Scope) -> Number:
    """The number with its link, or as `discreet` tells it."""
    if opens(figure, scope):
        return Number(figure, value, value, rows_url(figure, scope))
    return Number(figure, *discreet(value), "")


def discreet(value: int) -> tuple[int, Any]:
    """The number to count with and the words to show, for who may not open the rows (bar 6)."""
    if 0 < value < SUPPRESSED_UNDER:
        return 0, _("kurang dari %(number)s") % {"number": SUPPRESSED_UNDER}
    return value, value


def opens(figure: Figure, scope: Scope) -> bool:
    return figure.may_open(scope.user) and not scope.counts_only


def rows_url(figure: Figure, scope: Scope, **more: str) -> str:
    """The page of exactly the rows that the figure counts."""
    query: dict[str, Any] = dict(more)
    if figure.period:
        query = {"dari": scope.first.isoformat(), "sampai": scope.last.isoformat(), **query}
    if scope.unit and scope.user.agency.is_oversight:
        query["unit"] = scope.unit.pk
    address = reverse("dashboards:rows", args=[figure.key])
    return f"{address}?{urlencode(query)}" if query else address


def _share(people: list[Number]) -> int | None:
    values = {each.figure.key: each.value for each in people}
    held = values.get("ditahan")
    return round(100 * values["narkotika"] / held) if held else None


def _funnel(scope: Scope) -> list[Bar]:
    first = figures.FIRST_OF_PARTNER if scope.seen_by_partner else figures.FIRST_OF_CUSTODIAN
    reached = enrolments.reached_by_state(scope, figures.STAGES)
    stages = (readable(each, reached.get(status, 0), scope) for status, each in figures.STAGES.items())
    return [_bar(each) for each in (number_of(first, scope), *stages)]


def _bar(number: Number) -> Bar:
    few = "" if number.shown == number.value else number.shown
    return Bar(number.figure.label, number.value, number.url, few=few)


def _waiting(scope: Scope) -> list[Waiting]:
    """Days that people have stood in each state that waits for somebody: one query for all."""
    stood: dict[str, list[int]] = defaultdict(list)
    now = timezone.now()
    standing = scope.enrolments().filter(status__in=figures.WAITING_IN).order_by()
    for status, since in standing.values_list("status", "status_since"):
        stood[status].append(max((now - since).days, 0))
    return [_waited(figure, stood[status], scope) for status, figure in figures.WAITING.items()]


def _waited(figure: Figure, days: list[int], scope: Scope) -> Waiting:
    number = readable(figure, len(days), scope)
    if not days or number.value != len(days):
        return Waiting(number, None, None)
    return Waiting(number, round(median(days)), max(days))


def _sessions(scope: Scope, days: Days) -> list[Number]:
    return [
        readable(figure, sum(counts[became] for counts in days.values()), scope)
        for became, figure in figures.SESSIONS.items()
    ]


def _weeks(scope: Scope, days: Days) -> list[Week]:
    """Planned counts what is ahead, unrecorded or without a sheet: the three never overlap."""
    counted: dict[date, Counter[Became]] = defaultdict(Counter)
    for day, counts in days.items():
        counted[_monday(day)].update(counts)
    return [_week(scope, monday, counted[monday]) for monday in _mondays(scope)]


def _week(scope: Scope, monday: date, counts: Counter[Became]) -> Week:
    label, held, not_held = date_format(monday, "j M"), counts[Became.DELIVERED], counts[Became.NOT_HELD]
    planned = counts[Became.PLANNED] - held - not_held
    if opens(figures.PLANNED, scope):
        url = _week_url(figures.PLANNED, scope, monday) if counts[Became.PLANNED] else ""
        return Week(label, planned, held, not_held, url)
    drawn, told = zip(discreet(held), discreet(not_held), discreet(planned), strict=True)
    return Week(label, drawn[2], drawn[0], drawn[1], told=told)


def _week_url(figure: Figure, scope: Scope, monday: date) -> str:
    if not opens(figure, scope):
        return ""
    first, last = max(monday, scope.first), min(monday + timedelta(days=6), scope.last)
    return rows_url(figure, scope.over(first, last))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(scope: Scope) -> list[date]:
    weeks = (scope.last - _monday(scope.first)).days // 7 + 1
    return [_monday(scope.first) + timedelta(days=7 * number) for number in range(weeks)]


def _reasons(scope: Scope) -> list[Reason]:
    """Why sessions were not held, the commonest first."""
    rows = figures.NOT_HELD.select(scope).order_by()
    summed = rows.values_list("not_held_reason__code", "not_held_reason__name").annotate(n=Count("pk"))
    open_to = opens(figures.NOT_HELD, scope)
    return [
        Reason(name, n, rows_url(figures.NOT_HELD, scope, alasan=code))
        if open_to
        else Reason(name, discreet(n)[1], "")
        for code, name, n in summed.order_by("-n", "not_held_reason__name")
    ]


def _percent(marks: Any, scope: Scope) -> int | None:
    """The share of people present; none where it would tell of a few whom the reader may not see."""
    pairs = list(marks)
    counted = sum(pair[1] for pair in pairs)
    known = counted if opens(figures.DELIVERED, scope) else discreet(counted)[0]
    return round(100 * sum(pair[0] for pair in pairs) / counted) if known else None


def _rates(scope: Scope, marks: dict[date, tuple[int, int]]) -> list[Point]:
    weeks: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for day, pair in marks.items():
        weeks[_monday(day)].append(pair)
    return [
        Point(
            date_format(monday, "j M"),
            _percent(weeks[monday], scope),
            _week_url(figures.DELIVERED, scope, monday) if weeks[monday] else "",
        )
        for monday in _mondays(scope)
    ]


def _named(figure: Figure, scope: Scope) -> Named:
    if not opens(figure, scope):
        return Named(number_of(figure, scope))
    total, rows = figure.kind.first(figure.select(scope), scope, NAMED_ROWS)
    return Named(readable(figure, total, scope), rows)
