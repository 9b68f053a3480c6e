from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.kinds import Kind
from accounts.models import Agency
from audit.context import origin
from ui.refusal import Refused
from upkeep import questions
from upkeep.set_up import AlreadySetUp, Office, set_up


class Command(BaseCommand):
    help = (
        "Siapkan kantor yang sebenarnya: rutan/lapas, mitra, pengawas bila ada, dan admin pertama "
        "masing-masing. Yang tidak diberikan sebagai opsi ditanyakan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for kind in Kind:
            questions.add_flags(parser, f"{kind.value}-", f"{kind.label}: ")
        parser.add_argument("--no-input", action="store_true", help="Jangan bertanya.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where it may not run, ask for what is missing, and show each password once."""
        questions.refuse_unfit(self)
        if Agency.objects.exists():
            raise CommandError(
                f"{AlreadySetUp.sentence} Instansi berikutnya ditambahkan dengan `manage.py add_agency`."
            )
        offices = [office for kind in Kind if (office := self._office(kind, options))]
        try:
            with origin():
                opened = set_up(offices=offices)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write("Kantor siap.")
        questions.show_once(self, opened)

    def _office(self, kind: Kind, options: dict[str, Any]) -> Office | None:
        """The answers on one agency; None for one that nobody wants (oversight only)."""
        prefix, at_keyboard = f"{kind.value}-", questions.asks(options)
        told = questions.given(options, prefix)
        if kind == Kind.OVERSIGHT and not any(told.values()) and not (at_keyboard and _wants(kind)):
            return None
        return questions.office_of(self, kind, told, at_keyboard=at_keyboard, prefix=prefix)


def _wants(kind: Kind) -> bool:
    return input(f"{kind.label} juga disiapkan? [y/T] ").strip().lower() in ("y", "ya")
