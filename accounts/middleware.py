"""The doors: how long a session lives, what happens to a form it left behind, who may enter."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts import kept, sessions
from accounts.menu import menu_for
from accounts.models import User
from accounts.roles import roles_with, rooms_of
from accounts.routing import Access
from accounts.scope import NotYours
from audit.models import Action
from audit.trail import record

GetResponse = Callable[[HttpRequest], HttpResponseBase]
# All that a one-time password opens: the page that replaces it, and typing there.
_OPEN_TO_ONE_TIME_PASSWORD = ("accounts:change_password", "accounts:still_here")


class SessionLimits:
    """Ends a session 15 minutes after its last request, and 10 hours after its first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        member = request.user
        if member.is_authenticated and not sessions.go_on(request):
            request.expired_user_id = member.pk  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "user", None) and request.user.is_authenticated:
            kept.remember_browser(request, response)
        return response


class OwnLanguage:
    """Screens speak the language that the member chose; Indonesian to everyone else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        member: Any = request.user
        with translation.override(member.language if member.is_authenticated else settings.LANGUAGE_CODE):
            return self.get_response(request)


class KeepRefusedForm:
    """Keeps the body of a form whose session has ended, and offers it again after sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET" and "isian" in request.GET and request.user.is_authenticated:
            request.kept_form = kept.find(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access: Access | None = getattr(view, "access", None)
        if request.method != "POST" or request.user.is_authenticated or access is None or access.public:
            return None
        back = kept.way_back(request, kept.keep(request))
        return redirect_to_login(back, reverse(settings.LOGIN_URL))


class Gatekeeper:
    """Lets a request through to a view only when the route's permission is held."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.menu = SimpleLazyObject(lambda: self._menu(request))  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        # Dates and hours are those of the member's office, whatever zone the server stands in.
        with timezone.override(request.user.agency.zone):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        access: Access | None = getattr(view, "access", None)
        if access is None:
            raise PermissionDenied(_("Halaman ini belum dinyatakan untuk siapa."))
        if access.public:
            return None
        user: Any = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
        if user.must_change_password and _page(request) not in _OPEN_TO_ONE_TIME_PASSWORD:
            return HttpResponseRedirect(reverse("accounts:change_password"))
        if not access.allows(user):
            self._refuse(request, access, kwargs)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Write the denial, now that the transaction it refused has been undone."""
        if isinstance(exception, NotYours):
            _record_denial(request, exception.record)
        elif isinstance(exception, PermissionDenied):
            _record_denial(request, getattr(exception, "record", None))

    def _refuse(self, request: HttpRequest, access: Access, kwargs: dict[str, Any]) -> None:
        user: Any = request.user
        found = (
            access.of._base_manager.filter(pk=kwargs["pk"]).first() if access.of and "pk" in kwargs else None
        )
        if found is not None or not (access.of and "pk" in kwargs):
            _record_denial(request, found)
        if not access.rooms & rooms_of(user.agency.kind):
            raise Http404
        if access.of and "pk" in kwargs and not within_reach(access.of, user, kwargs["pk"]):
            raise Http404
        raise PermissionDenied(who_may(access, user.agency.kind))

    @staticmethod
    def _menu(request: HttpRequest) -> list[Any]:
        user: Any = getattr(request, "user", None)
        return menu_for(user, request.path) if user and user.is_authenticated else []


def within_reach(model: Any, user: Any, pk: Any) -> bool:
    """Whether the record is within what the member's agency reaches, whatever the member's role."""
    return model._default_manager.within(user.agency).filter(pk=pk).exists()


def who_may(access: Access, kind: str) -> str:
    """The sentence of a 403: which role of this agency opens the page."""
    names = dict.fromkeys(str(each.name) for needed in access.needs for each in roles_with(needed, kind))
    if not names:
        return _("Halaman ini tidak dibuka untuk instansi Anda.")
    return _("Halaman ini dibuka untuk peran: %(roles)s.") % {"roles": ", ".join(names)}


def _page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _record_denial(request: HttpRequest, on: Any) -> None:
    """One event: which page, asked how, and the record when there is one."""
    view, user = _page(request), request.user
    route = request.resolver_match.route if request.resolver_match else ""
    path = "/" + re.sub(r"<[^>]+>", "…", route)
    record(
        Action.DENIED,
        by=user if isinstance(user, User) else None,
        on=on or path,
        changes={"halaman": view, "cara": request.method},
    )
