from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def repeat(apps: Any, schema_editor: Any) -> None:
    session = apps.get_model("delivery", "Session")
    cohort = apps.get_model("delivery", "Cohort")
    for pk, custodian in cohort.objects.values_list("pk", "custodian_id"):
        session.objects.filter(cohort_id=pk).update(custodian_id=custodian)


class Migration(migrations.Migration):
    """A session carries its custodian, so that the database can compare sessions of one house."""

    dependencies = [("accounts", "0001_initial"), ("delivery", "0002_catalogue")]

    operations = [
        migrations.AddField(
            model_name="cohort",
            name="closing_note",
            field=models.TextField(blank=True, verbose_name="alasan pembatalan"),
        ),
        migrations.AddField(
            model_name="session",
            name="custodian",
            field=models.ForeignKey(
                null=True,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
            ),
        ),
        migrations.RunPython(repeat, migrations.RunPython.noop, elidable=True),
    ]
