"""Pages that belong to no room: errors and the gallery of components."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from ui import gallery as samples


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Yours, but not for your role: the sentence of the exception says which role may."""
    return render(request, "errors/403.html", {"sentence": str(exception or "")}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what is not there and what is not yours: it names nothing."""
    return render(request, "errors/404.html", status=404)


def conflict(request: HttpRequest, sentence: str, back: str = "") -> HttpResponse:
    """A refused act: why, and the way back."""
    return render(
        request,
        "errors/409.html",
        {"sentence": sentence, "back": back or _came_from(request)},
        status=409,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor: any of them may be what broke."""
    return HttpResponseServerError(render_to_string("errors/500.html"))


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", samples.context(request.GET))


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if ours else request.path
