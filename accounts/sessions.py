"""How long a session lives, and the word of the trail when it ends without a sign-out."""

import time
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.context import origin
from audit.models import Action
from audit.trail import record

_TOUCH_EVERY = 60  # seconds: a session row is written at most once a minute
_MOST_AT_ONCE = 100  # forgotten sessions that one sign-in clears away


def begin(request: HttpRequest) -> None:
    """Both limits count from the sign-in."""
    request.session["started"] = request.session["seen"] = time.time()


def _never_ahead(session: Any, now: float) -> None:
    """After the clock was set back, a session seen in the future would outlive both limits."""
    for name in ("started", "seen"):
        if session.get(name, now) > now + _TOUCH_EVERY:
            session[name] = now


def go_on(request: HttpRequest) -> bool:
    """Whether the session is within its limits; a session past them ends here, with its event."""
    now, session = time.time(), request.session
    _never_ahead(session, now)
    started, seen = session.setdefault("started", now), session.setdefault("seen", now)
    if now - seen > settings.SESSION_IDLE_SECONDS:
        _end(request, because=_("terlalu lama tidak dipakai"))
    elif now - started > settings.SESSION_ABSOLUTE_SECONDS:
        _end(request, because=_("sudah sepuluh jam"))
    else:
        if now - seen > _TOUCH_EVERY:
            session["seen"] = now
        return True
    return False


def _end(request: HttpRequest, *, because: str) -> None:
    """Of several requests that find the session expired, the one that removes it writes the event."""
    member: Any = request.user
    with transaction.atomic():
        removed, _each = Session.objects.filter(pk=request.session.session_key).delete()
        if removed:
            _record_end(member, because)
    logout(request)


def end_forgotten() -> None:
    """End the sessions that nobody came back to, so that the trail has an end for every beginning."""
    expired = Session.objects.filter(expire_date__lt=timezone.now()).order_by("expire_date")
    for session in expired[:_MOST_AT_ONCE]:
        removed, _each = Session.objects.filter(pk=session.pk).delete()
        owner = _owner_of(session)
        if removed and owner is not None:
            # Nobody's request: no address, and a request id of its own.
            with origin():
                _record_end(owner, because=_("ditinggalkan tanpa keluar"))


def _owner_of(session: Session) -> User | None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    pk = store().decode(session.session_data).get(SESSION_KEY)
    return User.objects.select_related("agency").filter(pk=pk).first() if pk else None


def _record_end(member: User, because: str) -> None:
    record(Action.SIGN_OUT, by=member, on=member, changes={"sebab": because})
