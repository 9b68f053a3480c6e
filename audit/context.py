"""Who asked, from where: what an event needs to know and an action must not."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string


@dataclass
class Origin:
    """One request or command: all events written during it carry the same id."""

    address: str = ""
    request_id: str = field(default_factory=lambda: get_random_string(20))


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current_origin() -> Origin:
    return _origin.get() or Origin()


@contextmanager
def origin(address: str = "") -> Iterator[Origin]:
    now = Origin(address=address)
    token = _origin.set(now)
    try:
        yield now
    finally:
        _origin.reset(token)


def client_address(request: HttpRequest) -> str:
    """The address that asked. X-Forwarded-For is believed only from a declared proxy."""
    remote = request.META.get("REMOTE_ADDR", "")
    if not _is_trusted_proxy(remote):
        return remote
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        hop = hop.strip()
        if _is_address(hop) and not _is_trusted_proxy(hop):
            return hop
    return remote


def _is_trusted_proxy(address: str) -> bool:
    if not _is_address(address):
        return False
    return any(ip_address(address) in ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
