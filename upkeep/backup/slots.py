"""What administrators see of the backups."""

from typing import Any

from django.http import HttpRequest

from accounts.permissions import P
from ui.slots import fills
from upkeep.backup.queries import standing

Filled = tuple[str, dict[str, Any]] | None


@fills("accounts.agency")
def backups_of_installation(*, request: HttpRequest, **_context: Any) -> Filled:
    return "backup/slots/agency.html", {"standing": standing()}


@fills("today.home")
def backup_to_worry_about(*, request: HttpRequest, **_context: Any) -> Filled:
    """For administrators, when there is no good backup of the last two days."""
    user: Any = request.user
    if not user.has_perm(P.STAFF_MANAGE):
        return None
    found = standing()
    return ("backup/slots/today.html", {"standing": found}) if found.is_bad else None
