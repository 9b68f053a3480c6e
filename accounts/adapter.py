from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import kept, sessions
from accounts.models import User
from audit.context import client_address
from audit.models import Action
from audit.trail import record


class Adapter(DefaultAccountAdapter):
    """Where the sign-in library meets the house: addresses, the trail, no sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Nama pengguna atau kata sandi tidak cocok."),
        "too_many_login_attempts": _("Terlalu banyak percobaan masuk. Coba lagi dalam 5 menit."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _record_failure(credentials, because="dibatasi")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _record_failure(credentials, because="kata sandi")

    def login(self, request: HttpRequest, user: Any) -> None:
        """No trail, no session: both or neither."""
        with transaction.atomic():
            super().login(request, user)
            sessions.begin(request)
            sessions.end_forgotten()
            kept.forget_old()
            record(Action.SIGN_IN, by=user, on=user)

    def logout(self, request: HttpRequest) -> None:
        if request.user.is_authenticated:
            record(Action.SIGN_OUT, by=request.user, on=request.user)
        super().logout(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The house says its own words."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counts by account alone: the library's key also holds the host name, which the sender chooses."""
        return one_spelling(credentials.get("username", ""))


def one_spelling(username: str) -> str:
    """One spelling of a user name: databases compare some letters as equal that `lower` keeps apart."""
    return username.strip().upper().lower()


def _record_failure(credentials: dict[str, Any], because: str) -> None:
    """The name as it was typed is not written: a password may have been typed in its place."""
    known = User.objects.by_username(credentials.get("username", ""))
    record(
        Action.SIGN_IN_FAILED,
        by=None,
        on=known or "masuk",
        within=known.agency if known else None,
        changes={"sebab": because},
    )
