"""Reading a file that someone sent, by way of a child process that may die of it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ui.refusal import Refused
from upkeep.intake.reading import limits

Cell = str | int | float | bool | date | None


class Unreadable(Refused):
    """The file was not read; the sentence says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One row with something in it, at the line it has in the file."""

    line: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True)
class Sheet:
    """`name` is empty for a file that has no sheets."""

    name: str
    hidden: bool
    rows: list[Row]


_SAVE_AS = _("Buka di Excel atau LibreOffice, pilih Simpan Sebagai .xlsx, lalu unggah lagi.")
_SENTENCES: dict[str, Any] = {
    "empty": _("Berkas ini kosong."),
    "too_big": _("Berkas ini lebih besar dari 10 MB. Hapus gambar dan lembar yang tidak perlu."),
    "extension": _("Jenis berkas ini tidak dikenal. Unggah XLSX, XLS, ODS, atau CSV."),
    "mismatch": _("Akhiran nama berkas tidak sesuai dengan isinya. %(save_as)s"),
    "html": _("Berkas ini sebenarnya halaman web (HTML), bukan buku kerja. %(save_as)s"),
    "xml": _("Berkas ini sebenarnya XML, bukan buku kerja. %(save_as)s"),
    "other": _("Isi berkas ini bukan buku kerja atau CSV. Unggah XLSX, XLS, ODS, atau CSV."),
    "password": _("Berkas ini berkata sandi. Hapus kata sandinya, lalu unggah lagi."),
    "corrupt": _("Berkas ini rusak atau tidak lengkap. %(save_as)s"),
    "bomb": _("Berkas ini membengkak berlebihan ketika dibuka, jadi tidak dibaca. %(save_as)s"),
    "entities": _("Berkas ini memuat deklarasi XML yang tidak diizinkan, jadi tidak dibaca. %(save_as)s"),
    "links": _(
        "Berkas ini menaut ke berkas lain. Putuskan tautannya (Data, Edit Tautan, Putuskan), "
        "lalu unggah lagi."
    ),
    "heavy": _(
        "Berkas ini terlalu berat untuk dibaca: mungkin ada sel terisi jauh di bawah atau di kanan. "
        "Salin tabelnya saja ke buku kerja baru, lalu unggah lagi."
    ),
    "too_many_rows": _("Berkas ini memuat lebih dari 20.000 baris. Bagi menjadi beberapa berkas."),
    "too_many_columns": _("Berkas ini memuat lebih dari 120 kolom. Salin tabelnya saja ke buku kerja baru."),
}
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1])\n"
    "from upkeep.intake.reading.child import main; main(sys.argv[2])"
)


def read(content: bytes, name: str) -> list[Sheet]:
    """The sheets of the file; raises Unreadable. The child gets no environment, and so no secret."""
    if len(content) > limits.MOST_BYTES:
        raise _refusal("too_big")
    extension = PurePath(name).suffix.lower().lstrip(".")
    command = [sys.executable, "-I", "-c", _CHILD, str(settings.BASE_DIR), extension]
    try:
        ended = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=3 * limits.seconds_of_cpu(len(content)) + 5,
            env={"LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("heavy") from error
    if ended.returncode != 0:
        raise _refusal("heavy" if ended.returncode < 0 else "corrupt")
    answer = json.loads(ended.stdout)
    if "unfit" in answer:
        raise _refusal(answer["unfit"])
    return [_sheet(each) for each in answer["sheets"]]


def _refusal(code: str) -> Unreadable:
    sentence = str(_SENTENCES[code])
    return Unreadable(sentence % {"save_as": _SAVE_AS} if "%(" in sentence else sentence, field="file")


def _sheet(found: dict[str, Any]) -> Sheet:
    rows = [Row(line, tuple(_cell(each) for each in cells)) for line, cells in found["rows"]]
    return Sheet(found["name"], found["hidden"], rows)


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        try:
            return date.fromisoformat(value["d"])
        except ValueError:
            return str(value["d"])
    return value
