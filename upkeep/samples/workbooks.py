"""Files as offices send them: one grid of cells written in each format Pulih reads.

A cell is a text, a number, a date (written as a real date where the format has them) or None.
"""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

Grid = Sequence[Sequence[object]]
Merges = Iterable[tuple[int, int, int, int]]

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def xlsx(sheets: dict[str, Grid], merges: Merges = (), hidden: Iterable[str] = ()) -> bytes:
    """`merges` are (first row, first column, last row, last column) of the first sheet."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    dated = book.add_format({"num_format": "dd/mm/yyyy"})
    for place, (name, grid) in enumerate(sheets.items()):
        sheet = book.add_worksheet(name)
        for line, row in enumerate(grid):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, datetime.combine(value, datetime.min.time()), dated)
                elif isinstance(value, int | float) and not isinstance(value, bool):
                    sheet.write_number(line, column, value)
                elif value is not None:
                    sheet.write_string(line, column, str(value))
        for top, left, bottom, right in merges if place == 0 else ():
            sheet.merge_range(top, left, bottom, right, grid[top][left])
        if name in set(hidden):
            sheet.hide()
    book.close()
    return buffer.getvalue()


def xls(sheets: dict[str, Grid]) -> bytes:
    import xlwt

    book = xlwt.Workbook()
    dated = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    for name, grid in sheets.items():
        sheet = book.add_sheet(name)
        for line, row in enumerate(grid):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write(line, column, value, dated)
                elif value is not None:
                    sheet.write(line, column, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(sheets: dict[str, Grid], before_body: str = "") -> bytes:
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, grid))}</table:table>'
        for name, grid in sheets.items()
    )
    content = _ODS_HEAD + tables + "</office:spreadsheet></office:body></office:document-content>"
    content = content.replace("?>", f"?>{before_body}", 1)
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": _ODS_MANIFEST,
            "content.xml": content,
        }
    )


def _ods_row(row: Sequence[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def separated(
    grid: Grid, separator: str = ",", encoding: str = "utf-8", quoting: int = csv.QUOTE_MINIMAL
) -> bytes:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
    for row in grid:
        writer.writerow(["" if value is None else _said(value) for value in row])
    return buffer.getvalue().encode(encoding)


def _said(value: object) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def zipped(entries: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()
