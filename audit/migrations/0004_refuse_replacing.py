from django.db import migrations

from audit.append_only import RenewGuards


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_search_indexes")]
    operations = [RenewGuards()]
