"""What may be done to agencies, accounts and roles, each with its trail.

Whoever acts is `by`; None stands for a command of the installation (`set_up`, the demo).
"""

from accounts.actions.agency import change_agency, open_agency, place_under
from accounts.actions.roles import grant_role, revoke_role, take_on
from accounts.actions.staff import (
    add_staff,
    change_appearance,
    change_password,
    change_staff,
    deactivate,
    issue_one_time_password,
    reactivate,
)

__all__ = [
    "add_staff",
    "change_agency",
    "change_appearance",
    "change_password",
    "change_staff",
    "deactivate",
    "grant_role",
    "issue_one_time_password",
    "open_agency",
    "place_under",
    "reactivate",
    "revoke_role",
    "take_on",
]
