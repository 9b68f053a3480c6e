"""What the forms of this room choose from."""

from typing import Any

from accounts.models import RoleGrant, User
from accounts.roles import role
from accounts.scope import visible
from rehab.enrolments.access import roles_for_capacity
from rehab.enrolments.models import Assignment


def staff_to_assign(user: User) -> Any:
    """Colleagues of the own agency who hold a role that fits some assignment."""
    codes = {code for each in Assignment.Capacity for code in roles_for_capacity(each)}
    members: Any = visible(User, user)
    return members.holding(*codes).order_by("full_name")


def roles_of_staff(user: User) -> dict[int, str]:
    """Names of the roles that each colleague holds today, in one query."""
    found: dict[int, list[str]] = {}
    for member, code in RoleGrant.objects.live().filter(user__agency=user.agency).values_list("user", "role"):
        found.setdefault(member, []).append(str(role(code).name))
    return {member: ", ".join(names) for member, names in found.items()}


def heads_of(user: User) -> Any:
    """Who signs for this agency."""
    members: Any = visible(User, user)
    return members.holding("kepala").order_by("full_name")
