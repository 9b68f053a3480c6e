from typing import Any

from django.db import migrations

from audit.append_only import GuardAppendOnly
from rehab.enrolments import catalogue


def load(apps: Any, schema_editor: Any) -> None:
    catalogue.load(apps)


class Migration(migrations.Migration):
    dependencies = [("enrolments", "0001_initial")]

    operations = [
        migrations.RunPython(load, migrations.RunPython.noop, elidable=False),
        GuardAppendOnly("enrolments_statuschange"),
    ]
