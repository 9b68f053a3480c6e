from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Agency
from upkeep.bulk.world import grow


class Command(BaseCommand):
    help = "Tambahkan banyak orang rekaan pada satu rutan, untuk mengukur kecepatan. Tidak pernah di kantor."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--custodian", default="brb", help="Kode rutan/lapas.")
        parser.add_argument("--people", type=int, default=2_007, help="Banyaknya orang yang ditambahkan.")
        parser.add_argument("--sessions", type=int, default=15, help="Sesi per angkatan.")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Dunia rekaan tidak dibuat di kantor yang sebenarnya.")
        custodian = Agency.objects.custodians().filter(code=options["custodian"]).first()
        if custodian is None:
            raise CommandError(f"Tidak ada rutan/lapas berkode {options['custodian']}.")
        made = grow(
            custodian, people=options["people"], sessions=options["sessions"], random=Random(options["seed"])
        )
        self.stdout.write(
            f"Ditambahkan: {made.people} orang, {made.enrolments} peserta, {made.marks} kehadiran."
        )
