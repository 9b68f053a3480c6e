import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from upkeep.doctor.examine import examine


class Command(BaseCommand):
    help = "Periksa pemasangan ini dan katakan apa yang salah serta apa yang harus dilakukan."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--certificate", type=Path, help="Sertifikat HTTPS yang dipakai proksi.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when something is wrong; advice alone leaves it at 0."""
        ill = False
        for title, findings in examine(options["certificate"]):
            if not findings:
                self.stdout.write(f"baik    {title}")
            for each in findings:
                ill = ill or not each.advice
                self.stdout.write(f"{'saran ' if each.advice else 'SALAH '}  {title}: {each.what}")
                self.stdout.write(f"        -> {each.todo}")
        if ill:
            sys.exit(1)
