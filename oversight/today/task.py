"""What a task is, where it is done, and whom it concerns: members by what they may do and where they work."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.permissions import P
from oversight.rows import Kind
from oversight.scope import Scope


@dataclass(frozen=True)
class Place:
    """Where the work is done: a room's own list under the filters that leave what the task counts.

    A filter's value may be asked of the scope. `narrower` when the list cannot be filtered down to
    the task's rows, and shows more.
    """

    route: str
    filters: Mapping[str, str | Callable[[Scope], str]] = field(default_factory=dict)
    label: Any = ""
    narrower: bool = False

    def url(self, scope: Scope) -> str:
        address = reverse(self.route)
        chosen = {name: value(scope) if callable(value) else value for name, value in self.filters.items()}
        return f"{address}?{urlencode(chosen)}" if chosen else address


@dataclass(frozen=True)
class Task:
    """A list of things to do; without a `place` its rows stand on a page of Hari ini.

    `act` is the button of a row and `act_at` the page it opens; `brief` tasks stand as a number only.
    """

    key: str
    title: Any
    todo: Any
    kind: Kind
    select: Callable[[Scope], Any]
    concerns: Callable[[User], bool]
    tone: str = "info"
    act: Any = ""
    act_at: str = ""
    place: Place | None = None
    brief: bool = False

    def url(self, scope: Scope) -> str:
        return self.place.url(scope) if self.place else reverse("today:task", args=[self.key])


def may(permission: P, *, kind: str = "") -> Callable[[User], bool]:
    """Holders of the permission, maybe only at that kind of agency."""

    def concerned(user: User) -> bool:
        return user.has_perm(permission) and kind in ("", user.agency.kind)

    return concerned


def holds(*roles: str) -> Callable[[User], bool]:
    return lambda user: user.holds(*roles)


def runs_sessions(user: User) -> bool:
    return user.has_perm(P.DELIVERY_RECORD)


def leads_sessions(user: User) -> bool:
    """Works in sessions of their own, and does not run everybody's."""
    return user.has_perm(P.DELIVERY_RECORD) and not user.has_perm(P.DELIVERY_MANAGE)


def directs(user: User) -> bool:
    return user.has_perm(P.DELIVERY_MANAGE) or user.has_perm(P.AGREEMENTS_CLOSE)


registers = may(P.INMATES_WRITE)
proposes = may(P.ENROLMENTS_PROPOSE)
screens = may(P.CLINICAL_SCREEN)
decides = may(P.CASEFILE_DECIDE)
heads_partner = may(P.AGREEMENTS_CLOSE, kind="partner")
supervises = may(P.DASHBOARD_VIEW, kind="oversight")
