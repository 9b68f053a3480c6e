"""Asking for an agency and its first administrator: by flag, else at the keyboard, one answer at a time."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.kinds import Kind
from accounts.models import TimeZone
from ui.refusal import Refused
from upkeep.set_up import Office, Opened, check_answer

# flag, question, field of the office, default
QUESTIONS = (
    ("code", "kode singkat (huruf kecil, angka, tanda hubung; mis. rutan-barabai)", "code", ""),
    ("name", "nama resmi", "name", ""),
    ("short-name", "nama singkat", "short_name", ""),
    ("time-zone", "zona waktu (WIB, WITA, atau WIT)", "time_zone", str(TimeZone.WITA.label)),
    ("admin", "nama pengguna admin (huruf kecil; mis. admin.rutan)", "username", ""),
    ("admin-name", "nama lengkap admin", "full_name", ""),
)
_ZONES = {str(zone.label): zone.value for zone in TimeZone}


def add_flags(parser: CommandParser, prefix: str = "", whose: str = "") -> None:
    for flag, question, _field, _default in QUESTIONS:
        parser.add_argument(f"--{prefix}{flag}", metavar="ISI", help=f"{whose}{question}")


def given(options: dict[str, Any], prefix: str = "") -> dict[str, str]:
    """What the flags say, by flag."""
    return {flag: (options[f"{prefix}{flag}".replace("-", "_")] or "").strip() for flag, *_rest in QUESTIONS}


def asks(options: dict[str, Any]) -> bool:
    """Whether somebody sits at the keyboard."""
    return not options["no_input"] and sys.stdin.isatty()


def office_of(
    command: BaseCommand, kind: Kind, told: dict[str, str], *, at_keyboard: bool, prefix: str = ""
) -> Office:
    """The answers on one agency; a wrong one at the keyboard is asked again at once."""
    fields = {}
    for flag, question, name, default in QUESTIONS:
        answer = told[flag]
        if not answer and at_keyboard:
            answer = _asked(command, f"{kind.label}, {question}", name, default)
        answer = answer or default
        if not answer:
            raise CommandError(f"{kind.label}: {question} belum diberikan (--{prefix}{flag}).")
        fields[name] = _as_stored(name, answer)
    return Office(kind=kind, **fields)


def _asked(command: BaseCommand, question: str, name: str, default: str) -> str:
    while True:
        answer = input(f"{question}{f' [{default}]' if default else ''}: ").strip() or default
        try:
            check_answer(name, _as_stored(name, answer))
        except Refused as refused:
            command.stderr.write(f"  {refused.sentence}")
        else:
            return answer


def _as_stored(name: str, answer: str) -> str:
    return _ZONES.get(answer.upper(), answer) if name == "time_zone" else answer


def refuse_unfit(command: BaseCommand) -> None:
    """Not in the demo, not on an old database; development settings are warned of."""
    if settings.DEMO:
        raise CommandError("Ini dunia contoh (PULIH_DEMO): kantor yang sebenarnya memakai basis data lain.")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("Basis data belum mutakhir: jalankan dahulu `manage.py migrate`.")
    if not settings.PRODUCTION:
        command.stderr.write(
            "Peringatan: SECRET_KEY belum diatur, jadi ini pengaturan pengembangan. "
            "Isi .env (lihat .env.example) sebelum data orang dimasukkan."
        )


def show_once(command: BaseCommand, opened: list[Opened]) -> None:
    """The one-time passwords, for the only time that anybody sees them."""
    command.stdout.write("Sampaikan sandi sekali pakai ini (berlaku 72 jam) kepada adminnya:")
    for each in opened:
        command.stdout.write(f"  {each.agency.short_name}: {each.user.username}  {each.password}")
    command.stdout.write("Sandi ini hanya ditampilkan sekali dan harus diganti saat masuk pertama.")
