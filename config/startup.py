"""Refusing to serve an installation that does not keep its promises."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit.append_only import missing_triggers
from config.checks import unfit

# FULL is 2. What the settings ask for may still be refused by the file or the library.
_SQLITE_PROMISES = {"journal_mode": "truncate", "synchronous": 2, "foreign_keys": 1}


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every reason at once. The demo is exempt: it serves invented people."""
    wrong = [] if settings.DEMO and not settings.PRODUCTION else unfit(settings)
    wrong += _database_fails()
    if wrong:
        raise ImproperlyConfigured("Pulih does not start:\n- " + "\n- ".join(wrong))


def _database_fails() -> list[str]:
    """What the database itself does not promise: durable commits, and a trail it refuses to change."""
    wrong = [f"The trail is not guarded: {name} is missing." for name in missing_triggers(connection)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for promise in ("fsync", "full_page_writes"):
                cursor.execute(f"SHOW {promise}")
                if cursor.fetchone()[0] != "on":
                    wrong.append(f"PostgreSQL runs with {promise} off.")
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] == "off":
                wrong.append("PostgreSQL runs with synchronous_commit off.")
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for promise, kept in _SQLITE_PROMISES.items():
                cursor.execute(f"PRAGMA {promise}")
                if (found := cursor.fetchone()[0]) != kept:
                    wrong.append(f"SQLite runs with {promise} {found} instead of {kept}.")
    connection.close()
    return wrong
