from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ui.refusal import Refused
from upkeep.certificates import issue


class Command(BaseCommand):
    help = (
        "Buat sertifikat HTTPS untuk kantor tanpa internet: otoritas kantor (sekali) dan sertifikat server."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "hosts", nargs="*", help="Nama atau alamat IP server; tanpa ini nama-nama dari ALLOWED_HOSTS."
        )
        parser.add_argument("--new-authority", action="store_true", help="Ganti juga otoritas kantornya.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Again renews the server's certificate under the same authority: nothing to do on the PCs."""
        hosts = options["hosts"] or list(settings.ALLOWED_HOSTS)
        try:
            folder = issue(
                Path(settings.VAR_DIR) / "tls", hosts=hosts, new_authority=options["new_authority"]
            )
        except (Refused, ValueError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Untuk proksi: {folder / 'server.crt'} dan {folder / 'server.key'}")
        self.stdout.write(f"Untuk setiap komputer kantor (sekali): {folder / 'office-ca.crt'}")
        self.stdout.write("Cara memasangnya di Windows: docs/operations.md, HTTPS.")
