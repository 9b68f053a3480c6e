from typing import Any

from django.http import HttpRequest

from accounts.models import User


class MemberRequest(HttpRequest):
    """A request that the gatekeeper let through: somebody is signed in."""

    user: User
    # What the act of the form gave back (`ui.forms.submitted`).
    acted: Any
