"""Writing an archive: a ZIP of CSV files with its dictionary and manifest, forwards only, in stretches.

A table that points at another is written before it: what came to be in between is in the later
one already, so that nothing in an archive points at a row that is not in it.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from inmates.models import Inmate
from rehab.enrolments.models import Enrolment
from upkeep.archive.columns import Names, columns_of, written
from upkeep.archive.dictionary import entries_of, page_of, rows_of
from upkeep.archive.models import Archive
from upkeep.archive.tables import Table, tables_of

FORMAT = "pulih-archive-1"
# Rows held in memory at a time; no lock is held between two stretches.
STRETCH = 1000


@dataclass
class Written:
    """What came of it."""

    rows: int = 0
    people: set[int] = field(default_factory=set)
    files: list[dict[str, Any]] = field(default_factory=list)


def write(archive: Archive, into: Any, tick: Callable[[int, int], None]) -> Written:
    """Write everything that the one who ordered it may order now. `tick` hears of each stretch."""
    tables = tables_of(archive.agency, clinical=archive.is_clinical)
    made, begun = Written(), timezone.now()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as book:
        for number, table in enumerate(_children_first(tables)):
            lines = _Table(archive, table, made, lambda number=number: tick(number, len(tables)))
            _put(book, f"data/{table.name}.csv", _csv(lines), made, rows=lambda lines=lines: lines.count)
            made.rows += lines.count
        entries = entries_of(tables)
        _put(book, "kamus-data.csv", _csv(rows_of(entries)), made)
        _put(book, "kamus-data.html", [page_of(archive, entries)], made)
        _put(book, "BACA-SAYA.txt", [_read_me(archive)], made)
        _put(book, "manifest.json", [_manifest(archive, made, begun)], made)
    return made


@dataclass
class _Table:
    """The lines of one table: its head, then a row at a time, counted, its people noted."""

    archive: Archive
    table: Table
    made: Written
    tick: Callable[[], None]
    count: int = 0

    def __iter__(self) -> Iterator[list[str]]:
        columns, names, zone = columns_of(self.table), Names(), self.archive.agency.zone
        yield [each.name for each in columns]
        for stretch in _stretches(self.table.rows(self._reader)):
            self.tick()
            names.learn(self.table, stretch)
            self._note_people(stretch)
            for row in stretch:
                self.count += 1
                yield written(columns, self.table.shown(row), names, zone)

    @property
    def _reader(self) -> User:
        return self.archive.ordered_by

    def _note_people(self, rows: Iterable[Any]) -> None:
        """Inmates are the people of a custodian's archive, enrolments of any other."""
        whose = Inmate if self.archive.of_inmates else Enrolment
        if self.table.model is whose:
            self.made.people.update(row.pk for row in rows)


def _stretches(rows: "QuerySet[Any]") -> Iterator[list[Any]]:
    """By key, so that each question is short and starts where the last one ended."""
    after = 0
    while found := list(rows.order_by("pk").filter(pk__gt=after)[:STRETCH]):
        yield found
        after = found[-1].pk


def _children_first(tables: Sequence[Table]) -> list[Table]:
    """The tables so ordered that whoever points stands before what is pointed at."""
    left, order = list(tables), []
    while left:
        pointed = {target for each in left for target in _targets(each)}
        free = [each for each in left if each.model not in pointed] or left[:1]
        order += free
        left = [each for each in left if each not in free]
    return order


def _targets(table: Table) -> set[Any]:
    pointed = {each.related_model for each in table.model._meta.concrete_fields if each.is_relation}
    return pointed - {table.model}


def _csv(lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """Comma-separated text (RFC 4180)."""
    line = io.StringIO()
    writer = csv.writer(line)
    for each in lines:
        writer.writerow(each)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _put(
    book: zipfile.ZipFile,
    name: str,
    texts: Iterable[str],
    made: Written,
    rows: Callable[[], int] | None = None,
) -> None:
    size, digest = 0, sha256()
    moment = timezone.localtime().timetuple()[:6]
    entry = zipfile.ZipInfo(name, moment)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    with book.open(entry, "w", force_zip64=True) as file:
        for text in texts:
            data = text.encode()
            file.write(data)
            size += len(data)
            digest.update(data)
    counted = {"rows": rows()} if rows else {}
    made.files.append({"name": name, **counted, "bytes": size, "sha256": digest.hexdigest()})


def _manifest(archive: Archive, made: Written, begun: Any) -> str:
    zone = archive.agency.zone
    said = {
        "format": FORMAT,
        "agency": {"code": archive.agency.code, "name": archive.agency.name, "kind": archive.agency.kind},
        "part": archive.part,
        "purpose": archive.purpose,
        "ordered_by": archive.ordered_by.full_name,
        "receiver": archive.receiver.full_name,
        "read_from": begun.astimezone(zone).isoformat(),
        "read_until": timezone.now().astimezone(zone).isoformat(),
        "rows": made.rows,
        "people": len(made.people),
        "files": made.files,
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _read_me(archive: Archive) -> str:
    lines = [
        str(archive),
        "",
        _("Keperluan: %(purpose)s") % {"purpose": archive.purpose},
        _("Diminta oleh: %(name)s") % {"name": archive.ordered_by.full_name},
        _("Penerima: %(name)s") % {"name": archive.receiver.full_name},
        "",
        _("data/              satu berkas CSV tiap tabel (UTF-8, dipisah koma, baris pertama nama kolom)"),
        _("kamus-data.html    arti setiap tabel, kolom, dan kode; kamus-data.csv memuat hal yang sama"),
        _("manifest.json      jumlah baris dan sidik SHA-256 setiap berkas"),
        "",
        _("Teks yang oleh program lembar kerja akan dijalankan sebagai rumus atau dibulatkan (misalnya NIK)"),
        _("diawali satu tanda petik tunggal. Hapus satu tanda itu untuk mendapat teks aslinya."),
        _("Di Excel: Data, Dari Teks/CSV, lalu pilih semua kolom sebagai teks."),
        "",
        _("Berkas ini memuat data pribadi yang bersifat spesifik (UU 27/2022). Simpan terkunci, hapus bila"),
        _("keperluannya selesai."),
    ]
    return "\n".join(lines) + "\n"
