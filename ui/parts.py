"""What the components are fed with. A tuple or a dict of the same fields will do as well."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

TONES = ("neutral", "info", "success", "warning", "danger", "muted")

Part = TypeVar("Part")


@dataclass(frozen=True)
class Check:
    """One thing that must stand before the next move."""

    label: Any
    done: bool
    detail: Any = ""
    url: str = ""
    link: Any = ""


@dataclass(frozen=True)
class Entry:
    """One moment on a timeline."""

    at: date | datetime | None
    title: Any
    who: Any = ""
    note: Any = ""
    tone: str = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Step:
    """One stage of a way: `state` is done, current or todo."""

    label: Any
    state: str
    note: Any = ""


@dataclass(frozen=True)
class Tab:
    label: Any
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Signature:
    """A place to sign on paper."""

    office: Any
    name: Any = ""
    number: Any = ""
    place_and_date: Any = ""


def parts(kind: type[Part], items: Iterable[Any]) -> list[Part]:
    """The items as parts of that kind; a missing field raises TypeError."""
    return [_part(kind, item) for item in items]


def _part(kind: type[Part], item: Any) -> Part:
    if isinstance(item, kind):
        return item
    if isinstance(item, Mapping):
        return kind(**item)
    return kind(*item)
