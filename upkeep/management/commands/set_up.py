import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.kinds import Kind
from accounts.models import Agency, TimeZone
from audit.context import origin
from ui.refusal import Refused
from upkeep.set_up import AlreadySetUp, Office, set_up

# flag, question, default
QUESTIONS = (
    ("code", "kode singkat (huruf kecil, angka, tanda hubung)", ""),
    ("name", "nama resmi", ""),
    ("short-name", "nama singkat", ""),
    ("time-zone", f"zona waktu ({', '.join(TimeZone.values)})", TimeZone.WITA.value),
    ("admin", "nama pengguna admin", ""),
    ("admin-name", "nama lengkap admin", ""),
)


class Command(BaseCommand):
    help = (
        "Siapkan kantor yang sebenarnya: rutan/lapas, mitra, pengawas bila ada, dan admin pertama "
        "masing-masing. Yang tidak diberikan sebagai opsi ditanyakan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for kind in Kind:
            for flag, question, _default in QUESTIONS:
                parser.add_argument(f"--{kind.value}-{flag}", help=f"{kind.label}: {question}")
        parser.add_argument("--no-input", action="store_true", help="Jangan bertanya.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where it may not run, ask for what is missing, and show each password once."""
        self._refuse_unfit()
        asks = not options["no_input"] and sys.stdin.isatty()
        offices = [office for kind in Kind if (office := self._office(kind, options, asks))]
        try:
            with origin():
                opened = set_up(offices=offices)
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write("Kantor siap. Sampaikan sandi sekali pakai ini (berlaku 72 jam) kepada adminnya:")
        for each in opened:
            self.stdout.write(f"  {each.agency.short_name}: {each.user.username}  {each.password}")
        self.stdout.write("Sandi ini hanya ditampilkan sekali dan harus diganti saat masuk pertama.")

    def _refuse_unfit(self) -> None:
        if settings.DEMO:
            raise CommandError(
                "Ini dunia contoh (PULIH_DEMO): kantor yang sebenarnya memakai basis data lain."
            )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("Basis data belum mutakhir: jalankan dahulu `manage.py migrate`.")
        if Agency.objects.exists():
            raise CommandError(AlreadySetUp.sentence)
        if not settings.PRODUCTION:
            self.stderr.write(
                "Peringatan: SECRET_KEY belum diatur, jadi ini pengaturan pengembangan. "
                "Isi .env (lihat .env.example) sebelum data orang dimasukkan."
            )

    def _office(self, kind: Kind, options: dict[str, Any], asks: bool) -> Office | None:
        """The answers on one agency; None for one that nobody wants (oversight only)."""
        given = {flag: options[f"{kind.value}_{flag.replace('-', '_')}"] for flag, _q, _d in QUESTIONS}
        if kind == Kind.OVERSIGHT and not any(given.values()) and not (asks and _wants(kind)):
            return None
        for flag, question, default in QUESTIONS:
            if not given[flag] and asks:
                given[flag] = input(f"{kind.label}, {question}{f' [{default}]' if default else ''}: ").strip()
            given[flag] = given[flag] or default
            if not given[flag]:
                raise CommandError(f"{kind.label}: {question} belum diberikan (--{kind.value}-{flag}).")
        return Office(
            kind=kind,
            code=given["code"],
            name=given["name"],
            short_name=given["short-name"],
            time_zone=given["time-zone"],
            username=given["admin"],
            full_name=given["admin-name"],
        )


def _wants(kind: Kind) -> bool:
    return input(f"{kind.label} juga disiapkan? [y/T] ").strip().lower() in ("y", "ya")
