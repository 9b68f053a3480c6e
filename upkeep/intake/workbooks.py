"""The workbooks that an import gives: the empty template, the report, and what has to be corrected."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.sheets import workbook
from upkeep.intake.fields import LABELS, NOT_IN_TEMPLATE
from upkeep.intake.matching import Outcome
from upkeep.intake.models import Import, ImportRow
from upkeep.intake.queries import decided_words

_TEMPLATE = [name for name in LABELS if name not in NOT_IN_TEMPLATE]
_REPORT = (
    gettext_lazy("Lembar"),
    gettext_lazy("Baris"),
    gettext_lazy("Hasil"),
    gettext_lazy("Nama"),
    gettext_lazy("Nomor register"),
    gettext_lazy("Kolom"),
    gettext_lazy("Isi sel / nilai lama"),
    gettext_lazy("Nilai baru"),
    gettext_lazy("Keterangan"),
)


def template() -> bytes:
    """The headings that are always understood, above empty rows."""
    return workbook(title=_("Register"), head=[LABELS[name] for name in _TEMPLATE], rows=[])


def report(import_: Import, rows: Iterable[ImportRow]) -> bytes:
    """Every row of the file once or more: a line for each reason and each change."""
    uploaded = date_format(timezone.localtime(import_.uploaded_at), "j F Y H.i")
    notes = [
        import_.custodian.name,
        _("Impor %(file)s, diunggah %(day)s") % {"file": import_.file_name, "day": uploaded},
        _("Keadaan: %(state)s") % {"state": import_.get_state_display()},
    ]
    lines = (line for row in rows for line in _report_lines(row))
    return workbook(title=_("Laporan impor"), head=_REPORT, rows=lines, notes=notes)


def _report_lines(row: ImportRow) -> Iterator[tuple[Any, ...]]:
    detail = row.what
    start = (row.sheet, row.line or "", Outcome(row.outcome).label, row.name, row.number)
    told = False
    for label, value, sentence in detail.problems:
        told = True
        yield (*start, label, value, "", sentence)
    for label, old, new in detail.changes:
        told = True
        yield (*start, label, old, new, "")
    words = [detail.doubt, decided_words(row, detail), *detail.notes]
    rest = "; ".join(filter(None, words))
    if row.outcome == Outcome.SKIPPED:
        rest = f"{rest}: {detail.raw.get('', '')}"
    if rest or not told:
        yield (*start, "", "", "", rest)


def corrections(rows: Iterable[ImportRow]) -> bytes:
    """Rows that were refused or left undecided, in the form of the template, to be mended and sent again.

    A NIK that may have lost digits is left out, so that it cannot come back as if it were mended.
    """
    head = [*(LABELS[name] for name in LABELS), _("Alasan ditolak"), _("Baris asal")]
    return workbook(title=_("Perbaikan"), head=head, rows=map(_correction, rows))


def _correction(row: ImportRow) -> list[str]:
    detail = row.what
    cells = [detail.raw.get(name, "") for name in LABELS]
    place = list(LABELS).index("identity_number")
    if cells[place].startswith("…"):
        cells[place] = ""
    why = "; ".join(f"{label}: {sentence}" for label, _value, sentence in detail.problems) or detail.doubt
    return [*cells, why, f"{row.sheet} {row.line}".strip()]
