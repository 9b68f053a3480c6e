from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.kinds import Kind
from audit.context import origin
from ui.refusal import Refused
from upkeep import questions
from upkeep.set_up import add_agency


class Command(BaseCommand):
    help = (
        "Tambahkan satu instansi pada kantor yang sudah disiapkan: mitra atau rutan/lapas berikutnya, "
        "atau pengawas. Yang tidak diberikan sebagai opsi ditanyakan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "kind", choices=Kind.values, help="custodian: rutan/lapas; partner: mitra; oversight"
        )
        questions.add_flags(parser)
        parser.add_argument("--above", metavar="KODE", default="", help="Kode instansi pengawas di atasnya.")
        parser.add_argument(
            "--unit",
            metavar="KODE",
            action="append",
            default=[],
            help="Untuk pengawas: kode instansi yang mulai sekarang berada di bawahnya (boleh berulang).",
        )
        parser.add_argument("--no-input", action="store_true", help="Jangan bertanya.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the agency, and show its administrator's password once."""
        questions.refuse_unfit(self)
        office = questions.office_of(
            self,
            Kind(options["kind"]),
            questions.given(options),
            at_keyboard=questions.asks(options),
        )
        try:
            with origin():
                opened = add_agency(office=office, above=options["above"], units=options["unit"])
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(f"{opened.agency.name} ditambahkan.")
        questions.show_once(self, [opened])
