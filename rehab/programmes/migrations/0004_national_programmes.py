from typing import Any

from django.db import migrations

from rehab.programmes import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load_programmes(apps)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0003_unconfirmed_content")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
    ]
