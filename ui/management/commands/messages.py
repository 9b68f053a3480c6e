from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ui import catalogues


class Command(BaseCommand):
    help = "Give every message a place in the second catalogue, say which lack a translation, and compile it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="Only compile what is out of date.")

    def handle(self, *args: Any, **options: Any) -> None:
        for language in catalogues.LANGUAGES:
            if not options["compile"]:
                catalogues.save(language, catalogues.renewed(language))
                for message in catalogues.missing(language):
                    self.stdout.write(f"{language}: {message}")
        catalogues.compile_stale()
