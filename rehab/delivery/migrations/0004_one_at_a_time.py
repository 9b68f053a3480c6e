import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

import rehab.delivery.constraints


class Migration(migrations.Migration):
    """A facilitator, a cohort, a participant and a room hold one session at a time."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("delivery", "0003_repeat_custodian"),
        ("enrolments", "0001_initial"),
        ("programmes", "0002_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Equality of numbers and texts inside an exclusion constraint; does nothing on SQLite.
        BtreeGistExtension(),
        migrations.AlterField(
            model_name="session",
            name="custodian",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=rehab.delivery.constraints.NoOverlap(
                end="planned_end",
                equal=("{row}cohort_id",),
                name="session_cohort_one_at_a_time",
                start="planned_start",
                violation_error_message="Angkatan ini sudah memiliki sesi lain pada jam tersebut.",
                where="{row}enrolment_id IS NULL AND {row}state IN ('planned', 'held')",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=rehab.delivery.constraints.NoOverlap(
                end="planned_end",
                equal=("{row}enrolment_id",),
                name="session_person_one_at_a_time",
                start="planned_start",
                violation_error_message="Peserta ini sudah memiliki sesi lain pada jam tersebut.",
                where="{row}enrolment_id IS NOT NULL AND {row}state IN ('planned', 'held')",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=rehab.delivery.constraints.NoOverlap(
                end="planned_end",
                equal=("{row}custodian_id", "lower({row}place)"),
                name="session_place_one_at_a_time",
                start="planned_start",
                violation_error_message="Tempat ini sudah dipakai sesi lain pada jam tersebut.",
                where="{row}state IN ('planned', 'held')",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionstaff",
            constraint=rehab.delivery.constraints.NoOverlap(
                end="ends_at",
                equal=("{row}staff_id",),
                name="session_staff_one_at_a_time",
                start="starts_at",
                violation_error_message="Seorang fasilitator sudah bertugas di sesi lain pada jam tersebut.",
                where="{row}stands",
            ),
        ),
    ]
