from django.db import migrations

from audit.append_only import GuardAppendOnly


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [GuardAppendOnly("audit_auditevent")]
