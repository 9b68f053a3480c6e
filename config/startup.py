"""Refusing to serve an installation that does not keep its promises."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from audit.append_only import missing_triggers
from config.checks import unfit


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
    connection.close()
    return wrong
