from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accounts.models import Agency, User
from accounts.roles import role
from upkeep.demo.cast import PASSWORD


class Command(BaseCommand):
    help = "Bangun dunia contoh Barabai (sekali), lalu tampilkan akunnya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Hapus dunia contoh dan bangun dari awal.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build the demo once, relative to today; a second run changes nothing."""
        if not settings.DEMO or settings.PRODUCTION:
            raise CommandError("Dunia contoh hanya dibangun dengan PULIH_DEMO=1, tidak pernah di kantor.")
        if options["reset"]:
            self._empty()
        if not Agency.objects.exists():
            # The time library is no part of a production installation.
            from upkeep.demo.build import build

            self.stdout.write("Membangun dunia contoh, sekitar satu menit …")
            build()
        self._show_accounts()

    @staticmethod
    def _empty() -> None:
        """Take every table away: the trail refuses to be emptied row by row."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
            else:
                cursor.execute("PRAGMA foreign_keys=OFF")
                for table in connection.introspection.table_names(cursor):
                    cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}")
                cursor.execute("PRAGMA foreign_keys=ON")
        call_command("migrate", verbosity=0)
        call_command("createcachetable")

    def _show_accounts(self) -> None:
        self.stdout.write(f"\nAkun contoh (sandi semuanya: {PASSWORD})")
        for user in User.objects.select_related("agency").order_by("agency__kind", "agency__name", "pk"):
            names = ", ".join(str(role(code).name) for code in user.role_codes)
            self.stdout.write(f"  {user.username:<22} {user.agency.short_name:<16} {names}")
        self.stdout.write("")
