"""System checks: what must be true before this installation serves anyone."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from accounts.routing import all_routes
from audit.append_only import missing_triggers


@register(Tags.urls)
def every_route_names_its_permission(**_kwargs: Any) -> list[Error]:
    """A view that no permission was declared for would be open by mistake (HMPPS prison-api)."""
    return [
        Error(
            f"{each.path} ({each.name or 'no name'}) names no permission: "
            "declare it with accounts.routing.route"
        )
        for each in all_routes()
        if each.access is None
    ]


@register(Tags.database)
def append_only_tables_are_guarded(*, databases: Sequence[str] | None = None, **_kwargs: Any) -> list[Error]:
    """The trail's triggers are there. Asked for by name: `check --database default`."""
    return [
        Error(f"Trigger {name} is missing: the trail could be rewritten. Run `manage.py migrate`.")
        for alias in databases or []
        for name in missing_triggers(connections[alias])
    ]


@register(Tags.security, deploy=True)
def installation_is_fit_to_serve(**_kwargs: Any) -> list[Error]:
    """What a real office must have (bar 29); the same list refuses the start of the web server."""
    return [Error(sentence) for sentence in unfit(settings)]


def unfit(conf: Any) -> list[str]:
    """Sentences on what makes these settings unfit for a real office; empty when fit."""
    wrong = []
    if conf.DEMO:
        wrong.append("PULIH_DEMO is set: the demo's accounts are known to everyone.")
    if conf.DEBUG:
        wrong.append("DEBUG is on.")
    if not conf.PRODUCTION or len(conf.SECRET_KEY) < 50 or len(set(conf.SECRET_KEY)) < 10:
        wrong.append("SECRET_KEY is missing or weak: give at least 50 random characters.")
    if not conf.ALLOWED_HOSTS or any("*" in host or host.startswith(".") for host in conf.ALLOWED_HOSTS):
        wrong.append("ALLOWED_HOSTS must name the host names of this installation, without wildcards.")
    return wrong + _database_promises(conf)


def _database_promises(conf: Any) -> list[str]:
    database = conf.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        options = database.get("OPTIONS", {})
        kept = ("journal_mode=TRUNCATE", "synchronous=FULL", "foreign_keys=ON")
        if options.get("transaction_mode") != "IMMEDIATE" or any(
            promise not in options.get("init_command", "") for promise in kept
        ):
            return ["The embedded database is not set to keep acknowledged writes."]
        return []
    if database["ENGINE"] != "django.db.backends.postgresql":
        return ["DATABASE_URL must be SQLite or PostgreSQL."]
    return []
