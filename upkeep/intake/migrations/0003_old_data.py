from django.db import migrations, models


class Migration(migrations.Migration):
    """An import says whether it brings the register or old data."""

    dependencies = [
        ("intake", "0002_outcome_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="kind",
            field=models.CharField(
                choices=[("register", "Register"), ("past", "Data lama")],
                db_default="register",
                default="register",
                max_length=10,
            ),
        ),
    ]
