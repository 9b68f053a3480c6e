"""Sealing single fields at rest, and finding a sealed value by exact match."""

import hmac
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    """Encrypt with the newest key."""
    return _fernet(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Decrypt with whichever key fits.

    Raises cryptography.fernet.InvalidToken when none does: a wrong key must be loud,
    never an empty field.
    """
    return _fernet(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode()


def seal_bytes(content: bytes) -> bytes:
    """The same for a file."""
    return _fernet(tuple(settings.FIELD_KEYS)).encrypt(content)


def unseal_bytes(sealed: bytes | memoryview) -> bytes:
    """Raises cryptography.fernet.InvalidToken when no key fits."""
    return _fernet(tuple(settings.FIELD_KEYS)).decrypt(bytes(sealed))


def blind_index(text: str) -> str:
    """A keyed digest (HMAC-SHA256, hex) by which equal values find each other and say nothing else."""
    return hmac.new(settings.INDEX_KEY.encode(), text.encode(), sha256).hexdigest() if text else ""


class SealedTextField(models.TextField):
    """Text that only this installation can read. Cannot be searched: keep a blind index beside it."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return seal(value) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only `isnull` and the empty text can be asked of a sealed column."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
