"""What a task is, and whom it concerns: members by what they may do and where they work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.permissions import P
from oversight.rows import Kind
from oversight.scope import Scope


@dataclass(frozen=True)
class Task:
    """A list of things to do; `done_at` names the page where they are done.

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
    done_at: str = ""
    brief: bool = False


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
