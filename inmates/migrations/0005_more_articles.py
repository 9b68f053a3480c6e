from typing import Any

from django.db import migrations

from inmates import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load(apps)


class Migration(migrations.Migration):
    """Articles that registers of rutan carry beside those of the first catalogue."""

    dependencies = [("inmates", "0004_constraint_sentences")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
