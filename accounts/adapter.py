from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from audit.context import client_address
from audit.models import Action
from audit.trail import record


class Adapter(DefaultAccountAdapter):
    """Where the sign-in library meets the house: addresses, the trail, no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        record(Action.SIGN_IN, by=user, on=user)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            record(Action.SIGN_OUT, by=request.user, on=request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The name as it was typed is not written: a password may have been typed in its place."""
        record(Action.SIGN_IN_FAILED, by=None, on="masuk")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The house says its own words."""
