import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from audit.context import origin
from ui.refusal import Refused
from upkeep.backup import key
from upkeep.backup.container import key_name
from upkeep.backup.restoring import restore
from upkeep.rows.writing import NotTheSameError


class Command(BaseCommand):
    help = (
        "Pulihkan seluruh isi Pulih dari sebuah cadangan; berkas yang rusak ditolak sebelum ada yang diubah."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="Berkas cadangan.")
        parser.add_argument(
            "--key-file", help="Berkas teks berisi kunci cadangan; tanpa ini kunci kantor di sini."
        )
        parser.add_argument(
            "--replace", action="store_true", help="Ganti basis data yang berisi; yang lama disimpan."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring it back or say in a sentence why not (exit 1), with everything as it was."""
        path = Path(options["file"])
        try:
            with origin():
                done = restore(path, office=_key(path, options["key_file"]), replace=options["replace"])
        except Refused as refused:
            raise CommandError(refused.sentence) from refused
        except NotTheSameError as wrong:
            raise CommandError(
                f"Hasilnya tidak sama dengan cadangan ({wrong}). Tidak ada yang diubah."
            ) from wrong
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}. Tidak ada yang diubah.") from error
        self.stdout.write(f"Dipulihkan dari cadangan {done.made_at}: {done.rows} baris, {done.files} berkas.")
        for each in done.aside:
            self.stdout.write(f"Yang lama disimpan: {each}")


def _key(path: Path, key_file: str | None) -> bytes:
    """The key given, else whichever key of this installation sealed the file, else the one on paper."""
    if key_file:
        return key.from_paper(Path(key_file).read_text())
    with path.open("rb") as source:
        wanted = key_name(source)
    for each in key.all_own():
        if key.name_of(each) == wanted:
            return each
    if not sys.stdin.isatty():
        own = next(iter(key.all_own()), None)
        if own is None:
            raise key.NoKey
        return own
    return key.from_paper(input(f"Kunci cadangan dari kertas (nama kunci {wanted}): "))
