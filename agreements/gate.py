"""The gate (design §3): what the agreements in force today open to a partner.

A partner has few lines; the people, sessions and files behind them are many. So the lines are read
first, once a request, and every question names them: the database plans with numbers it knows.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Agency
from agreements.models import Agreement, Service

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Opening:
    """Lines with an agreement in force today that covers the same services.

    `agreements` are all agreements of these lines, past ones too: an enrolment made under the one
    before is open under its renewal.
    """

    services: frozenset[int]
    screening: bool
    agreements: tuple[int, ...]
    custodians: tuple[int, ...]


# What was read in this request, by partner. Nothing outlives the request; outside one, each asks anew.
_asked: ContextVar[dict[int, list[Opening]] | None] = ContextVar("gate", default=None)


def openings(partner: Agency) -> list[Opening]:
    """What is open to the partner now."""
    asked = _asked.get()
    if asked is None:
        return _read(partner)
    if partner.pk not in asked:
        asked[partner.pk] = _read(partner)
    return asked[partner.pk]


def still_open(rows: Rows, agency: Agency, line: str) -> Rows:
    """Of rows taken under lock, those whose line (the path to it) stands at this moment.

    An act may have waited for its lock since the gate was read, so the question asks again itself.
    """
    if not agency.is_partner:
        return rows
    return rows.filter(Exists(Agreement.objects.in_force().filter(partner=agency, line=OuterRef(line))))


@contextmanager
def asked_once() -> Iterator[None]:
    """Within it, the gate is read once for a partner."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


class AskOnce:
    """Middleware: the gate is read once a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with asked_once():
            return self.get_response(request)


def _read(partner: Agency) -> list[Opening]:
    covered = (
        Agreement.objects.in_force()
        .filter(partner=partner)
        .values_list("line", "line__custodian", "line__agreements", "services", "services__code")
    )
    services: dict[int, set[int]] = {}
    agreements: dict[int, set[int]] = {}
    custodians: dict[int, int] = {}
    screening: set[int] = set()
    for line, custodian, agreement, service, code in covered:
        custodians[line] = custodian
        agreements.setdefault(line, set()).add(agreement)
        services.setdefault(line, set()).update([service] if service else [])
        if code == Service.SCREENING:
            screening.add(line)
    together: dict[frozenset[int], list[int]] = {}
    for line in sorted(custodians):
        together.setdefault(frozenset(services[line]), []).append(line)
    return [
        Opening(
            services=each,
            screening=lines[0] in screening,
            agreements=tuple(sorted(pk for line in lines for pk in agreements[line])),
            custodians=tuple(custodians[line] for line in lines),
        )
        for each, lines in together.items()
    ]
