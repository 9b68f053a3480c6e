"""Work that outlives its session: kept for an hour, sealed, for the one who typed it."""

import secrets
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone

from accounts.models import KeptForm, User

COOKIE = "pulih-terakhir"
KEPT_FOR = timedelta(hours=1)
MOST_KEPT = 20  # forms a person: more are not typed in an hour, only sent by a machine
_NEVER_KEPT = ("csrfmiddlewaretoken", "password", "sandi")


def remember_browser(request: HttpRequest, response: HttpResponseBase) -> None:
    """A signed cookie that says whose form this browser may send when the session is gone."""
    signed = signing.Signer(salt=COOKIE).sign(str(request.user.pk))
    if request.COOKIES.get(_cookie_name()) != signed:
        response.set_cookie(
            _cookie_name(),
            signed,
            max_age=12 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def forget_browser(response: HttpResponseBase) -> None:
    """The member signed out: this browser sends no form for them any more."""
    response.delete_cookie(_cookie_name(), samesite="Lax")


def _cookie_name() -> str:
    """Behind HTTPS the prefix keeps other hosts of the domain from setting it."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE


def keep(request: HttpRequest) -> str:
    """Keep this POST and return the token that offers it again; empty when nobody knows whose it is."""
    owner = _owner(request)
    if owner is None:
        return ""
    forget_old()
    fields = [
        (name, value)
        for name, value in parse_qsl(request.POST.urlencode(), keep_blank_values=True)
        if not name.startswith(_NEVER_KEPT)
    ]
    token = secrets.token_urlsafe(24)
    KeptForm.objects.create(
        token=token, user=owner, path=request.path, body=urlencode(fields), kept_at=timezone.now()
    )
    newest = KeptForm.objects.filter(user=owner).order_by("-pk").values_list("pk", flat=True)
    KeptForm.objects.filter(user=owner).exclude(pk__in=list(newest[:MOST_KEPT])).delete()
    return token


def forget_old() -> None:
    """What nobody came back for within the hour."""
    KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()


def way_back(request: HttpRequest, token: str) -> str:
    """The address of the form, with what it was opened for, that offers the kept form again."""
    query = request.GET.copy()
    query.pop("isian", None)
    if token:
        query["isian"] = token
    return f"{request.path}?{query.urlencode()}" if query else request.path


def find(request: HttpRequest) -> QueryDict | None:
    """The form kept for this person at this address, if its hour is not over."""
    found = KeptForm.objects.filter(
        token=request.GET["isian"],
        user=request.user,
        path=request.path,
        kept_at__gte=timezone.now() - KEPT_FOR,
    ).first()
    return QueryDict(found.body) if found else None


def _owner(request: HttpRequest) -> User | None:
    pk = getattr(request, "expired_user_id", None)
    if request.user.is_authenticated:
        pk = request.user.pk
    if pk is None:
        try:
            pk = signing.Signer(salt=COOKIE).unsign(request.COOKIES.get(_cookie_name(), ""))
        except signing.BadSignature:
            return None
    return User.objects.active().filter(pk=pk).first()
