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
        migrations.AlterField(
            model_name="importrow",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("baru", "Baru"),
                    ("berubah", "Berubah"),
                    ("tetap", "Tetap"),
                    ("ragu", "Ragu"),
                    ("ditolak", "Ditolak"),
                    ("hilang", "Tidak ada di berkas"),
                    ("dilewati", "Bukan baris data"),
                ],
                max_length=10,
                verbose_name="hasil",
            ),
        ),
    ]
