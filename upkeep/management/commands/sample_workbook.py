import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from upkeep.samples.registers import Book, Truth, messy_register

_KINDS = ("xlsx", "xls", "ods", "csv")


class Command(BaseCommand):
    help = (
        "Buat daftar warga binaan rekaan yang berantakan untuk mencoba impor, beserta kebenarannya: "
        "apa yang harus dikatakan impor tentang setiap baris."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="Benih yang sama membuat berkas yang sama.")
        parser.add_argument("--rows", type=int, default=40, help="Banyaknya orang.")
        parser.add_argument("--kind", choices=_KINDS, default="xlsx")
        parser.add_argument("--spoil", type=float, default=0.15, help="Bagian baris rusak, 0 sampai 1.")
        parser.add_argument(
            "--later", action="store_true", help="Buat juga daftar orang yang sama sebulan kemudian."
        )
        parser.add_argument("--out", type=Path, default=Path(), help="Folder tujuan.")
        parser.add_argument("--force", action="store_true", help="Timpa berkas yang sudah ada.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rows"] < 1 or not 0 <= options["spoil"] <= 1:
            raise CommandError("--rows paling sedikit 1, dan --spoil antara 0 dan 1.")
        given = {"people": options["rows"], "kind": options["kind"], "spoil": options["spoil"]}
        for later in (False, True) if options["later"] else (False,):
            book = _book(options["seed"], later=later, **given)
            path = options["out"] / book.name
            self._write(path, book.content, force=options["force"])
            truth = json.dumps(_told(book), ensure_ascii=False, indent=1, default=_written)
            self._write(path.with_name(f"{path.name}.truth.json"), truth.encode(), force=options["force"])

    def _write(self, path: Path, content: bytes, *, force: bool) -> None:
        if path.exists() and not force:
            raise CommandError(f"{path} sudah ada. Pakai --force untuk menimpanya.")
        try:
            path.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{path} tidak dapat ditulis: {error.strerror}.") from error
        self.stdout.write(f"{path}")


def _book(seed: int, **options: Any) -> Book:
    try:
        return messy_register(seed, **options)
    except ModuleNotFoundError as error:
        raise CommandError(
            "Berkas XLS lama hanya dapat dibuat dengan pustaka pengembangan: pasang dengan make install."
        ) from error


def _told(book: Book) -> dict[str, Any]:
    return {
        "file": book.name,
        "rows": [_row(truth) for truth in book.truths],
        "other_lines": book.other_lines,
        "gone": book.gone,
    }


def _row(truth: Truth) -> dict[str, Any]:
    told: dict[str, Any] = {"sheet": truth.sheet, "line": truth.line, "outcome": truth.outcome.value}
    if truth.spoilt:
        return {**told, "refused_for": truth.spoilt}
    return {
        **told,
        "register_class": truth.register_class,
        "values": truth.values,
        "articles": truth.charges,
        "changes": truth.changes,
    }


def _written(value: Any) -> str:
    assert isinstance(value, date)
    return value.isoformat()
