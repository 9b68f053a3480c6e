from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.context import origin
from ui.refusal import Refused
from upkeep.backup import key
from upkeep.backup.making import make
from upkeep.rows.shape import UnknownShapeError


class Command(BaseCommand):
    help = "Buat cadangan terkunci dari seluruh isi Pulih, sementara orang tetap bekerja."
    # Also just before an upgrade, when migrations wait and the checks may complain.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="Berkas tujuan; tanpa ini ke folder cadangan kantor.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, read it back, and say where it is. Exit 1 with a sentence when there is none."""
        first = key.own() is None
        try:
            with origin():
                made = make(Path(options["file"]).absolute() if options["file"] else None)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        except UnknownShapeError as newer:
            raise CommandError(f"Basis data ini milik Pulih yang lebih baru: {newer}") from newer
        self.stdout.write(f"Cadangan dibuat dan diperiksa: {made.file}")
        self.stdout.write(f"{made.rows} baris, {made.size} bita, SHA-256 {made.sha256}")
        if first:
            self.stdout.write(
                "Kunci cadangan baru dibuat. Cetak sekarang dan simpan di brankas, jauh dari komputer ini: "
                "manage.py backup_key"
            )
