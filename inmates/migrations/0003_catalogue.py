from typing import Any

from django.db import migrations

from inmates import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load(apps)


class Migration(migrations.Migration):
    dependencies = [("inmates", "0002_annulled_and_ended")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
