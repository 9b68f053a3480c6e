from typing import Any

from django.db import migrations

from rehab.programmes import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load_kinds(apps)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("agreements", "0002_catalogue")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
