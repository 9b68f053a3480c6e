"""Declaring a route: its path, its permission, its place in the menu.

Every route of the house goes through `route`; the middleware reads what it declares,
and a test fails on a view that was reached without one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.db.models import Model
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, path

from accounts.permissions import PUBLIC, SIGNED_IN


@dataclass(frozen=True)
class Menu:
    """An entry of the navigation, shown to whoever holds the route's permission."""

    section: Any
    title: Any
    icon: str
    order: int


@dataclass(frozen=True)
class Access:
    """Who may follow a route.

    `needs` is one permission, or several of which any is enough, or PUBLIC or SIGNED_IN. `of` is
    the model that the path's `pk` belongs to: a reader without the permission gets 404 when the
    record is outside the agency's reach and 403 when it is within.
    """

    needs: tuple[str, ...]
    of: type[Model] | None = None
    menu: Menu | None = None

    @property
    def public(self) -> bool:
        return self.needs == (PUBLIC,)

    @property
    def rooms(self) -> set[str]:
        return {needed.split(".")[0] for needed in self.needs}

    def allows(self, user: Any) -> bool:
        return self.needs == (SIGNED_IN,) or any(user.has_perm(needed) for needed in self.needs)


def route(
    pattern: str,
    view: Callable[..., HttpResponseBase],
    *,
    name: str,
    needs: str | tuple[str, ...],
    of: type[Model] | None = None,
    menu: Menu | None = None,
) -> URLPattern:
    """A path that names its permission. `of` is required when the path carries a record's key.

    The key is always called `pk`: the gatekeeper looks there.
    """
    if "pk>" in pattern and of is None and needs not in (PUBLIC, SIGNED_IN):
        raise ValueError(f"route {name}: say whose `pk` this is (of=Model)")
    if of is not None and ":pk>" not in pattern:
        raise ValueError(f"route {name}: call the key of {of.__name__} `pk`")

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    guarded.access = Access((needs,) if isinstance(needs, str) else tuple(needs), of, menu)  # type: ignore[attr-defined]
    return path(pattern, guarded, name=name)


@dataclass(frozen=True)
class Route:
    """A declared route as the table of access shows it."""

    name: str
    path: str
    access: Access | None


@cache
def all_routes() -> tuple[Route, ...]:
    """Every route of the house, in the order of the URL configuration."""
    return tuple(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Route]:
    for each in patterns:
        here = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = ":".join(part for part in (namespace, each.namespace) if part)
            yield from _walk(each.url_patterns, here, inner)
        else:
            name = ":".join(part for part in (namespace, each.name or "") if part)
            yield Route(name, here, getattr(each.callback, "access", None))
