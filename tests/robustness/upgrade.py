"""A database of the first release, a row in every table, brought up to today's: run in a process of its
own, with the database in its environment.

    python -m tests.robustness.upgrade

prints, as JSON, the rows of each table before and after, and what the migrations filled in.
"""

import json
import sys
from datetime import UTC, date, datetime, time
from typing import Any

import django

FIRST = "0001_initial"
# What a constraint asks for beyond a value of the right kind.
ASKED: dict[str, dict[str, Any]] = {
    "agreements.agreement": {"last_day": date(2025, 12, 31)},
    "agreements.suspension": {"lifted_on": None},
    "delivery.session": {"state": "planned", "planned_end": datetime(2025, 3, 26, 2, 30, tzinfo=UTC)},
}


def main() -> None:
    django.setup()
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    first = [node for node in executor.loader.graph.nodes if node[1] == FIRST]
    old = executor.migrate(first).apps
    ours = [model for model in old.get_models() if _is_ours(model)]
    made: dict[str, Any] = {}
    for model in _in_order(ours):
        made[model._meta.label_lower] = model._base_manager.create(**_row(model, made)).pk
    before = {model._meta.label_lower: model._base_manager.count() for model in ours}
    call_command("migrate", verbosity=0)
    names = before.keys() & {model._meta.label_lower for model in apps.get_models()}
    after = {name: apps.get_model(name)._base_manager.count() for name in names}
    session, agreement = apps.get_model("delivery.session"), apps.get_model("agreements.agreement")
    filled = {
        "session of its custodian": session.objects.get().custodian == session.objects.get().cohort.custodian,
        "agreement of its parties": agreement.objects.get().partner == agreement.objects.get().line.partner,
    }
    json.dump({"before": before, "after": after, "filled": filled}, sys.stdout)


def _is_ours(model: Any) -> bool:
    from pathlib import Path

    from django.apps import apps
    from django.conf import settings

    home = Path(apps.get_app_config(model._meta.app_label).path)
    return home.is_relative_to(settings.BASE_DIR) and ".venv" not in home.parts


def _in_order(models: list[Any]) -> list[Any]:
    """Whatever a row needs comes before it."""
    order: list[Any] = []
    while len(order) < len(models):
        names = {model._meta.label_lower for model in order}
        ready = [model for model in models if model not in order and _needs(model) <= names]
        assert ready, [model._meta.label for model in models if model not in order]
        order += ready
    return order


def _needs(model: Any) -> set[str]:
    own = model._meta.label_lower
    links = [each for each in model._meta.local_fields if each.is_relation and not each.null]
    return {each.related_model._meta.label_lower for each in links} - {own, "contenttypes.contenttype"}


def _row(model: Any, made: dict[str, Any]) -> dict[str, Any]:
    row = {}
    for field in model._meta.local_fields:
        if field.primary_key or field.null or (field.has_default() and not field.is_relation):
            continue
        known = field.is_relation and made.get(field.related_model._meta.label_lower)
        row[field.attname] = known if field.is_relation else _value(field)
    return {**row, **ASKED.get(model._meta.label_lower, {})}


def _value(field: Any) -> Any:
    kind = field.get_internal_type()
    if field.choices:
        return field.choices[0][0]
    if "Integer" in kind:
        return 1
    if kind in ("CharField", "SlugField", "TextField"):
        return "lama"[: field.max_length or 4]
    known = {
        "DateField": date(2025, 3, 26),
        "DateTimeField": datetime(2025, 3, 26, 1, 0, tzinfo=UTC),
        "TimeField": time(9, 0),
        "BooleanField": False,
        "JSONField": {},
        "GenericIPAddressField": "127.0.0.1",
        "DecimalField": 1,
        "BinaryField": b"lama",
    }
    return known[kind]


if __name__ == "__main__":
    main()
