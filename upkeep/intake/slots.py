"""What the register of people shows of imports."""

from typing import Any

from django.http import HttpRequest

from accounts.permissions import P
from ui.slots import fills


@fills("inmates.register.actions")
def import_button(*, request: HttpRequest, object: Any, **_context: Any) -> tuple[str, dict[str, Any]] | None:
    """*Impor*, for whoever writes in the register."""
    user: Any = request.user
    return ("intake/slots/button.html", {}) if user.has_perm(P.INMATES_WRITE) else None
