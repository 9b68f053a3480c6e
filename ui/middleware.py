"""Ground rules of every response: headers, refused acts, forms sent twice."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers

from ui.models import Submission
from ui.refusal import Refused
from ui.views import conflict

GetResponse = Callable[[HttpRequest], HttpResponseBase]
_WAIT_FOR_FIRST_SENDING = 2.0  # seconds


_ALWAYS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Headers:
    """Records are never stored by a browser or a proxy, and no device feature is on.

    Stands outside the framework's own guards, so that what they refuse carries headers too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        for name, value in _ALWAYS.items():
            response.setdefault(name, value)
        return response


class RefusalPages:
    """A refused act that no form caught becomes a page that says why (409)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return conflict(request, sentence=exception.sentence)
        return None


class OncePerForm:
    """The second sending of a form is led where the first one went."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        token = getattr(request, "once_token", None)
        if not token or not isinstance(response, HttpResponseRedirect):
            return response
        if not request.sent_before:  # type: ignore[attr-defined]
            Submission.objects.filter(token=token).update(location=response.url[:500])
            return response
        location = _location_of_first_sending(token)
        return HttpResponseRedirect(location) if location else response


def _location_of_first_sending(token: str) -> str:
    """Wait briefly for the first sending to finish, so that both land on the same page."""
    until = time.monotonic() + _WAIT_FOR_FIRST_SENDING
    while time.monotonic() < until:
        location = Submission.objects.filter(token=token).values_list("location", flat=True).first()
        if location:
            return location
        time.sleep(0.05)
    return ""
