from typing import Any

from django.db import migrations

from audit.append_only import GuardAppendOnly
from rehab.delivery import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load(apps)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0001_initial")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
        GuardAppendOnly("delivery_attendancehistory"),
        GuardAppendOnly("delivery_notetext"),
    ]
