"""Emptying the database between two transactional tests, although some tables refuse to be emptied."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from audit.append_only import lifted


def flush_without_losing_the_guards(flush: Callable[[Any], None]) -> Callable[[Any], None]:
    """Lift the append-only triggers for the flush alone, then bring the catalogues back."""

    @wraps(flush)
    def wrapped(case: Any) -> None:
        with lifted():
            flush(case)
        load_catalogues()

    return wrapped


def load_catalogues() -> None:
    """What the migrations loaded, in the order of the rooms."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.catalogue"):
            import_module(f"{config.name}.catalogue").load(apps)
