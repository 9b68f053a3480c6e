import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from upkeep.backup import key

PAPER = """
KUNCI CADANGAN PULIH

    {groups}

Nama kunci: {name}

Siapa pun yang memegang kertas ini dan sebuah berkas cadangan dapat membaca semua data.
Simpan di brankas, jauh dari komputer dan dari cadangannya. Tanpa kunci ini cadangan tidak
dapat dibuka oleh siapa pun, juga tidak oleh pembuat Pulih.

Memulihkan: docs/operations.md, "Komputer rusak".
"""


class Command(BaseCommand):
    help = "Tampilkan kunci cadangan kantor untuk dicetak, atau ganti dengan yang baru."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--new", action="store_true", help="Ganti kuncinya untuk cadangan berikutnya.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show the paper; an old key keeps opening the backups that it sealed."""
        if options["new"]:
            if settings.BACKUP_KEY:
                raise CommandError("Kuncinya diatur oleh BACKUP_KEY: ganti di .env.")
            key.keep(os.urandom(32))
        own = key.own_or_new()
        groups = key.on_paper(own)
        half = len(groups) // 2 + 1
        lines = f"{groups[:half].strip('-')}\n    {groups[half:].strip('-')}"
        self.stdout.write(PAPER.format(groups=lines, name=key.name_of(own)))
