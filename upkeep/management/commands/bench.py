from argparse import BooleanOptionalAction
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from upkeep.bench import picture, report
from upkeep.bench.run import Run
from upkeep.bench.worlds import SMALL, large
from upkeep.bulk.nation import PEOPLE
from upkeep.management.commands.bulk_nation import Bar


class Command(BaseCommand):
    help = (
        "Ukur halaman pada server yang sebenarnya, dengan seluruh negeri rekaan. Lihat docs/performance.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=PEOPLE, help="Besarnya dunia.")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--readings", type=int, default=40, help="Bacaan per halaman dan klien.")
        parser.add_argument("--only", default="", help="Hanya halaman yang kuncinya diawali ini.")
        parser.add_argument("--four", action=BooleanOptionalAction, default=True, help="Juga empat klien.")
        parser.add_argument("--home", type=Path, required=True, help="Tempat hasil dan log server.")
        parser.add_argument("--publish", action="store_true", help="Tulis hasilnya ke docs/performance.md.")
        parser.add_argument("--against", type=Path, help="Hasil yang dibandingkan; tanpa ini yang terakhir.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO or connection.vendor != "postgresql":
            raise CommandError("Jalankan lewat `make bench`: ia menyiapkan PostgreSQL dan kuncinya.")
        home: Path = options["home"]
        last = home / "last.json"
        before = report.read(options["against"] or last)
        run = Run(
            settings.DATABASES["default"],
            home,
            readings=options["readings"],
            only=options["only"],
            four=options["four"],
            told=Bar().told,
            say=self.stderr.write,
        )
        results = run.of(SMALL, large(options["people"], options["seed"]))
        rows = report.table(results, before)
        self.stdout.write(report.in_columns(rows))
        for name, value in {**results["machine"], **results["server"]}.items():
            self.stdout.write(f"{name}: {value}")
        kept = home / f"bench-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
        for file in (kept, last):
            report.write(results, file)
        kept.with_suffix(".svg").write_text(picture.drawn(results))
        self.stdout.write(f"{kept} (.svg)")
        if options["publish"]:
            docs = settings.BASE_DIR / "docs"
            report.publish(results, docs)
            report.write(results, docs / "performance.json")
            (docs / "performance.svg").write_text(picture.drawn(results))
