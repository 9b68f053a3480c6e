import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Agency
from upkeep.bulk.nation import PEOPLE, Size, build

_WIDTH = 40


class Command(BaseCommand):
    help = "Isi basis data kosong dengan seluruh negeri rekaan, untuk mengukur. Tidak pernah di kantor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=PEOPLE, help="Banyaknya orang.")
        parser.add_argument("--narcotics", type=int, default=0, help="Di antaranya dengan perkara narkotika.")
        parser.add_argument("--sessions", type=int, default=156, help="Sesi terlaksana per angkatan.")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Dunia rekaan tidak dibuat di kantor yang sebenarnya.")
        if Agency.objects.exists():
            raise CommandError("Basis data ini sudah berisi. Dunia rekaan memerlukan basis data kosong.")
        size = Size(**{name: options[name] for name in ("people", "narcotics", "sessions", "seed")})
        bar = Bar()
        made = build(size, told=bar.told)
        self.stdout.write(f"{made} ({bar.seconds:.0f} s)")


class Bar:
    """How far it is, on one line of a terminal."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def told(self, done: int, of: int) -> None:
        full = _WIDTH * done // of
        last = "\n" if done == of else ""
        sys.stderr.write(
            f"\r[{'#' * full}{'.' * (_WIDTH - full)}] {done:>7}/{of} {self.seconds:4.0f} s{last}"
        )
        sys.stderr.flush()
