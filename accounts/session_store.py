"""Sessions in the database, which tell one that was deleted from one that cannot be written just now."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import InterfaceError, OperationalError


class SessionStore(db.SessionStore):
    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as error:
            # Django takes every failed write for a deleted session, and answers 400 to whoever typed.
            trouble = error.__context__
            if isinstance(trouble, (OperationalError, InterfaceError)):
                raise trouble from None
            raise
