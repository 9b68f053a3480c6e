"""Rows ticked on a list, as the next page receives them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

# A page of a list holds 25; a roster holds more, and a request should still be of sane length.
_MOST = 300


def ticked(request: HttpRequest, rows: "QuerySet[Any]", name: str = "pilih") -> list[Any]:
    """The ticked rows that the reader may see; others are as if they had not been ticked."""
    sent = request.POST if request.method == "POST" else request.GET
    numbers = {int(text) for text in sent.getlist(name)[:_MOST] if text.isascii() and text.isdigit()}
    # Beyond this no key exists, and the database would not take it.
    chosen = [number for number in numbers if number < 2**31]
    return list(rows.filter(pk__in=chosen)) if chosen else []
