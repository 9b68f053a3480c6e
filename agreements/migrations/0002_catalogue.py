from typing import Any

from django.db import migrations

from agreements import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load(apps)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
