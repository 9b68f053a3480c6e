"""A workbook for the office: every cell is text, so that none can become a formula (bar 14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import HttpResponse

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Page:
    """One sheet: a line for each note (purpose, who, when), the column heads, the rows."""

    title: str
    head: Sequence[Any]
    rows: Iterable[Sequence[Any]] = ()
    notes: Sequence[str] = ()


def workbook(
    *, title: str, head: Sequence[Any], rows: Iterable[Sequence[Any]], notes: Sequence[str] = ()
) -> bytes:
    """A workbook of one sheet."""
    return workbook_of([Page(title, head, rows, notes)])


def workbook_of(pages: Iterable[Page]) -> bytes:
    """A workbook with a sheet for each page, in their order."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    for page in pages:
        _write(book.add_worksheet(page.title[:31]), page, bold)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, page: Page, bold: Any) -> None:
    at = 0
    for note in page.notes:
        sheet.write_string(at, 0, note)
        at += 1
    for column, label in enumerate(page.head):
        sheet.write_string(at, column, str(label), bold)
        sheet.set_column(column, column, 22)
    sheet.freeze_panes(at + 1, 0)
    for line, row in enumerate(page.rows, start=at + 1):
        for column, value in enumerate(row):
            sheet.write_string(line, column, "" if value is None else str(value))


def download(content: bytes, name: str) -> HttpResponse:
    """As an attachment, never shown in the browser."""
    response = HttpResponse(content, content_type=_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
