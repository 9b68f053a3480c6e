"""Pages that belong to no room: errors and the gallery of components."""

import sys

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from ui import gallery as samples
from ui.handed_back import in_words

# Raised by both databases when they are away, stopping, locked for too long, or out of disk.
_OUT_OF_REACH = (OperationalError, InterfaceError)
_NEVER_SENT_BACK = ("password", "sandi")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "errors/413.html", {"frame": "errors/page.html", "sent": ""}, status=413)
    return render(request, "errors/400.html", {"sent": ""}, status=400)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Asked for by the sign-in library's limiter."""
    page = render(request, "errors/429.html", {"frame": "errors/page.html", "sent": ""}, status=429)
    page["Retry-After"] = "60"
    return page


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Yours, but not for your role: the sentence of the exception says which role may."""
    context = {"sentence": str(exception or ""), "sent": _as_text(request)}
    return render(request, "errors/403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and what is not yours: it names nothing."""
    return render(request, "errors/404.html", {"sent": _as_text(request)}, status=404)


def conflict(request: HttpRequest, sentence: str, back: str = "") -> HttpResponse:
    """A refused act: why, and the way back."""
    return render(
        request,
        "errors/409.html",
        {"sentence": sentence, "back": back or _came_from(request), "sent": _as_text(request)},
        status=409,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor: any of them may be what broke."""
    if isinstance(sys.exc_info()[1], _OUT_OF_REACH):
        return out_of_reach(request)
    return HttpResponseServerError(render_to_string("errors/500.html", {"sent": _as_text(request)}))


def out_of_reach(request: HttpRequest) -> HttpResponse:
    """The records cannot be reached just now: the page holds what was typed until they can (bar 28)."""
    page = render_to_string(
        "errors/503.html",
        {"posted": request.method == "POST", "path": request.get_full_path(), "typed": _typed(request)},
    )
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form as they were sent, with the tokens it came with; never a password."""
    # What broke may have broken before there was a request.
    if getattr(request, "method", "") != "POST":
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []
    secret = any(name.startswith(_NEVER_SENT_BACK) for name, _value in fields)
    return [] if secret else [(name, str(value)) for name, value in fields]


def _as_text(request: HttpRequest) -> str:
    """What was typed into a form that was refused: nothing typed is lost (bar 4).

    The way in may have closed while the form was open, so only its sender's own words are shown.
    """
    return in_words(_typed(request))


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", samples.context(request.GET))


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours else request.path
