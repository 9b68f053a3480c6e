"""The template of old data, and the rows of it that have to be corrected, in the same form."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Agency
from rehab.delivery.models import AttendanceCode
from rehab.enrolments.models import ExitReason
from rehab.programmes.models import ProgrammeVersion, SessionKind
from ui.sheets import Page, workbook_of
from upkeep.intake.kept import Detail
from upkeep.intake.models import Import, ImportRow
from upkeep.intake.past.columns import COLUMNS, TEMPLATE_MARKS, Part, mark_heading, part_with


def template_of_past(custodian: Agency) -> bytes:
    """Three empty sheets, and one that says how they are filled and which words this office may use."""
    pages = [Page(part.value, [*_headings(part), *_mark_headings(part, TEMPLATE_MARKS)]) for part in Part]
    return workbook_of([*pages, _instructions(custodian)])


def _headings(part: Part) -> list[str]:
    return [column.heading for column in COLUMNS[part].values()]


def _mark_headings(part: Part, count: int) -> list[str]:
    return [mark_heading(number) for number in range(1, count + 1)] if part == Part.PEOPLE else []


def _instructions(custodian: Agency) -> Page:
    lines = [
        _("Hanya rehabilitasi yang sudah berakhir. Yang masih berjalan diusulkan lewat layar biasa."),
        _("Orangnya harus sudah ada di register, termasuk yang sudah bebas."),
        _("Angkatan: satu baris tiap angkatan. Kerja sama diisi bila lebih dari satu yang berlaku saat itu."),
        _("Sesi: satu baris tiap sesi yang terlaksana. Sesi ke: 1, 2, 3 dan seterusnya di tiap angkatan."),
        _("Peserta: satu baris tiap orang. Sesi 1, Sesi 2 dan seterusnya diisi kode kehadirannya."),
        _("Kolom Sesi yang kosong berarti kehadirannya tidak tercatat."),
        _("Tanggal seperti 5 Maret 2024 atau 05/03/2024, jam seperti 09.00."),
    ]
    return Page(_("Petunjuk"), [_("Isian"), _("Kata yang dipakai"), _("Artinya")], _words(custodian), lines)


def _words(custodian: Agency) -> Iterator[tuple[Any, ...]]:
    for outcome in ("Lulus", "Tidak lulus", "Keluar"):
        yield _("Hasil"), outcome, ""
    for code in AttendanceCode.objects.all():
        yield _("Kehadiran"), code.code, code.name
    for reason in ExitReason.objects.all():
        yield _("Alasan keluar"), reason.name, reason.get_group_display()
    for kind in SessionKind.objects.all():
        yield _("Jenis sesi"), kind.code, kind.name
    versions = ProgrammeVersion.objects.within(custodian).select_related("programme")
    names = dict(versions.order_by("valid_from").values_list("programme__code", "name"))
    for programme, name in sorted(names.items()):
        yield _("Program"), programme, name


def corrections_of_past(import_: Import, told: Iterable[ImportRow], wrong: Iterable[ImportRow]) -> bytes:
    """What was refused or left undecided, with the reason beside it.

    Cohorts and sessions stand there whole: the rows of people speak of them, and what was saved of
    them is found unchanged when the file comes back.
    """
    wrong_keys = {row.pk for row in wrong}
    parts = {
        table.sheet[:100]: part_with({column.key for column in table.columns})
        for table in import_.found.tables
    }
    rows: dict[Part, list[tuple[Detail, bool]]] = {part: [] for part in Part}
    for row in told:
        part = parts.get(row.sheet)
        if part and "" not in (detail := row.what).raw and (part != Part.PEOPLE or row.pk in wrong_keys):
            rows[part].append((detail, row.pk in wrong_keys))
    return workbook_of(_corrected(part, found) for part, found in rows.items())


def _corrected(part: Part, rows: list[tuple[Detail, bool]]) -> Page:
    marks = [name for detail, _wrong in rows for name in detail.raw if name.startswith("sesi_")]
    count = max((int(name.rpartition("_")[2]) for name in marks), default=0)
    names = [*COLUMNS[part], *(f"sesi_{number}" for number in range(1, count + 1))]
    head = [*_headings(part), *_mark_headings(part, count), _("Alasan ditolak")]
    lines = [
        [*(detail.raw.get(name, "") for name in names), _why(detail) if wrong else ""]
        for detail, wrong in rows
    ]
    return Page(part.value, head, lines)


def _why(detail: Detail) -> str:
    return "; ".join(f"{label}: {sentence}" for label, _value, sentence in detail.problems) or detail.doubt
