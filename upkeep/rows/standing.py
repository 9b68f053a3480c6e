"""Letting the house stand on another database for a while: migrations and verbs know only one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

Config = dict[str, Any]


def address_of(url: str) -> Config:
    """The settings of a database from its DATABASE_URL, with the options that an office's has."""
    config: Config = dict(environ.Env.db_url_config(url))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = dict(settings.SQLITE_OPTIONS)
    return config


@contextmanager
def standing_on(config: Config) -> Iterator[BaseDatabaseWrapper]:
    """The default database is that one; afterwards it is the own one again."""
    own = connections[DEFAULT_DB_ALIAS]
    # The other settings are those that Django fills in for a database that it is told of.
    config = {**own.settings_dict, "OPTIONS": {}, **config, "CONN_MAX_AGE": 0}
    there: BaseDatabaseWrapper = load_backend(config["ENGINE"]).DatabaseWrapper(config, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = there
    try:
        yield there
    finally:
        there.close()
        connections[DEFAULT_DB_ALIAS] = own
