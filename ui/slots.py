"""Named places on a page that a higher room fills.

A lower page says `{% slot "inmates.person.status" inmate %}`; a higher room declares,
in its `slots.py`, `@fills("inmates.person.status")` on a function that returns the name of
a template and its context, or None for nothing. `config` imports every room's `slots.py`.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

Filling = Callable[..., tuple[str, dict[str, Any]] | None]
_fillings: dict[str, list[Filling]] = defaultdict(list)


def fills(name: str) -> Callable[[Filling], Filling]:
    """Declare that the function fills the slot of that name."""

    def declare(filling: Filling) -> Filling:
        _fillings[name].append(filling)
        return filling

    return declare


def render(name: str, *, request: HttpRequest, **context: Any) -> SafeString:
    """Everything the higher rooms put into the slot, in the order they were declared."""
    parts = []
    for filling in _fillings[name]:
        filled = filling(request=request, **context)
        if filled is not None:
            template, values = filled
            parts.append(render_to_string(template, values, request=request))
    return SafeString("".join(parts))
