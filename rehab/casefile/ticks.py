"""Rows ticked on a list, kept while it is paged, and as the next page receives them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from ui.forms import typed

# A page of a list holds 25; a roster holds more, and a request should still be of sane length.
_MOST = 300
# Beyond this no key exists, and the database would not take it.
_LAST_KEY = 2**31


@dataclass(frozen=True)
class Ticks:
    """What stands ticked on a list: among the rows of this page, and on its other pages."""

    here: frozenset[int]
    elsewhere: tuple[int, ...]


def kept(request: HttpRequest, rows: Iterable[Any], name: str = "pilih") -> Ticks:
    """The ticks that the address brought along from another page, sort or search of the same list."""
    wanted = _numbers(request.GET, name)
    here = wanted & {row.pk for row in rows}
    return Ticks(here, tuple(sorted(wanted - here)))


def offered(request: HttpRequest, rows: "QuerySet[Any]", name: str = "pilih") -> "QuerySet[Any]":
    """The rows that the list sent here and this reader may see, those unticked since among them."""
    return rows.filter(pk__in=_numbers(request.GET, name) | ticked(request, name))


def ticked(request: HttpRequest, name: str = "pilih") -> frozenset[int]:
    """The keys that stand ticked: as the form says it, or as the list sent them."""
    form = typed(request)
    return _numbers(request.GET if form is None else form, name)


def _numbers(sent: QueryDict, name: str) -> frozenset[int]:
    texts = sent.getlist(name)[:_MOST]
    numbers = (int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= 10)
    return frozenset(number for number in numbers if number < _LAST_KEY)
