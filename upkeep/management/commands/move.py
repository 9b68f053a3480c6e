from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.context import origin
from ui.refusal import Refused
from upkeep.move.moving import move
from upkeep.rows.shape import UnknownShapeError
from upkeep.rows.writing import NotTheSameError
from upkeep.work.models import Worker


class Command(BaseCommand):
    help = "Salin seluruh isi Pulih ke basis data lain (SQLite, PostgreSQL), baris demi baris sama."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", required=True, metavar="DATABASE_URL", help="Alamat basis data tujuan, kosong."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, prove, and say what to do next; on any failure nothing is left at the target."""
        if Worker.objects.alive().exists():
            self.stderr.write("Server masih berjalan: yang dicatat mulai sekarang tidak ikut tersalin.")
        try:
            with origin():
                moved = move(to=options["to"])
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        except UnknownShapeError as newer:
            raise CommandError(f"Basis data ini milik Pulih yang lebih baru: {newer}") from newer
        except NotTheSameError as wrong:
            raise CommandError(
                f"Salinannya tidak sama ({wrong}). Tidak ada yang ditinggalkan di tujuan."
            ) from wrong
        self.stdout.write(f"Tersalin dan diperiksa: {moved.rows} baris dari {moved.tables} tabel.")
        self.stdout.write("Isi DATABASE_URL di .env dengan alamat tujuan, lalu jalankan lagi servernya.")
