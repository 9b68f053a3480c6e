"""What is read, cell for cell, and what is refused with a sentence."""

import resource
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from upkeep.intake.reading.workbook import Unreadable, read
from upkeep.samples import workbooks

GRID = [["Nama", "Masuk", "Umur"], ["Ahmad Fauzi", date(2024, 3, 5), 31], ["Siti O'Brien é", None, None]]
ROWS = [(1, ("Nama", "Masuk", "Umur")), (2, ("Ahmad Fauzi", date(2024, 3, 5), 31)), (3, ("Siti O'Brien é",))]
TEXT_ROWS = [ROWS[0], (2, ("Ahmad Fauzi", "05/03/2024", "31")), ROWS[2]]


def found(content: bytes, name: str) -> list:
    [sheet] = read(content, name)
    return [(row.line, row.cells) for row in sheet.rows]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_workbook_of_each_kind_is_read_cell_for_cell(kind):
    assert found(getattr(workbooks, kind)({"Data": GRID}), f"data.{kind}") == ROWS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_separated_text_of_each_kind_is_read_cell_for_cell(separator, encoding):
    assert found(workbooks.separated(GRID, separator, encoding), "data.csv") == TEXT_ROWS


def test_separator_that_the_file_names_is_taken_and_line_breaks_within_quotes_stay():
    assert found(b'sep=;\r\nNama;Alamat\r\nAli;"Jl. A, B\nRT 2"\r\n', "a.csv") == [
        (1, ("Nama", "Alamat")),
        (2, ("Ali", "Jl. A, B\nRT 2")),
    ]


def test_blank_rows_are_left_out_and_lines_keep_their_number():
    grid = [[], [None, None], ["Judul"], [], ["Nama"], [None], ["Ali"]]
    for kind in ("xlsx", "xls", "ods"):
        assert [line for line, _cells in found(getattr(workbooks, kind)({"A": grid}), f"a.{kind}")] == [
            3,
            5,
            7,
        ]


def test_cells_to_the_right_keep_their_column():
    assert found(workbooks.xlsx({"A": [[], [None, None, "Nama"]]}), "a.xlsx") == [(2, (None, None, "Nama"))]


def test_sheets_keep_their_order_and_say_which_are_hidden():
    sheets = read(workbooks.xlsx({"A": [["x"]], "B": [["y"]], "Kosong": []}, hidden=["B"]), "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("A", False), ("B", True)]


def test_macros_are_carried_by_the_file_and_ignored():
    content = BytesIO(workbooks.xlsx({"Data": GRID}))
    with ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Shell")
    assert found(content.getvalue(), "data.xlsm") == ROWS


def with_entry(name: str, text: str) -> bytes:
    content = BytesIO(workbooks.xlsx({"Data": GRID}))
    with ZipFile(content, "a", 8) as archive:
        archive.writestr(name, text)
    return content.getvalue()


def sheet_of(cells: str, dimension: str = "A1") -> bytes:
    """A workbook whose one sheet has this XML within."""
    old = BytesIO(workbooks.xlsx({"Data": GRID}))
    text = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{cells}</sheetData></worksheet>'
    )
    with ZipFile(old) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return workbooks.zipped({**entries, "xl/worksheets/sheet1.xml": text})


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MANY = {f"xl/{n}.bin": "" for n in range(3_000)} | {"xl/workbook.xml": "<a/>"}
HOSTILE = {
    "empty": (b"", "a.xlsx", "kosong"),
    "blank": (b"\r\n \r\n", "a.csv", "kosong"),
    "empty sheets": (workbooks.xlsx({"A": []}), "a.xlsx", "kosong"),
    "cut off": (workbooks.xlsx({"A": GRID})[:-600], "a.xlsx", "rusak"),
    "byte changed": (workbooks.ods({"A": GRID}).replace(b"content.xml", b"content.xmk", 1), "a.ods", "rusak"),
    "not a workbook": (workbooks.zipped({"word/document.xml": "<a/>"}), "a.xlsx", "bukan buku kerja"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(300), "a.xlsx", "bukan buku kerja"),
    "pdf as csv": (b"%PDF-1.7\n", "a.csv", "bukan buku kerja"),
    "program as csv": (b"MZ\x90\x00\x03" + bytes(range(256)) * 20, "a.csv", "bukan buku kerja"),
    "html as xls": (b"<html><body><table><tr><td>Nama</td></tr></table>", "a.xls", "HTML"),
    "xml as xls": (b'<?xml version="1.0"?><Workbook/>', "a.xls", "XML"),
    "renamed": (workbooks.xlsx({"A": GRID}), "a.xls", "Akhiran"),
    "csv as xlsx": (b"Nama;Umur\nAli;3\n", "a.xlsx", "Akhiran"),
    "unknown": (b"Nama;Umur\n", "a.exe", "tidak dikenal"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "kata sandi"),
    "old and broken": (OLE + "Workbook".encode("utf-16-le") + bytes(3_000), "a.xls", "rusak"),
    "bomb": (with_entry("xl/media/x.bin", "0" * 60_000_000), "a.xlsx", "membengkak"),
    "many entries": (workbooks.zipped(MANY), "a.xlsx", "membengkak"),
    "entities": (with_entry("xl/worksheets/sheet9.xml", LAUGHS + "<a>&b;</a>"), "a.xlsx", "XML"),
    "entities of an ods": (workbooks.ods({"A": GRID}, before_body=LAUGHS), "a.ods", "XML"),
    "links": (with_entry("xl/externalLinks/externalLink1.xml", "<a/>"), "a.xlsx", "tautannya"),
    "far cell": (sheet_of(FAR, "A1:XFD1048576"), "a.xlsx", "terlalu berat"),
    "too many rows": (b"Nama;Umur\n" * 20_001, "a.csv", "20.000 baris"),
    "too many columns": (b";".join([b"x"] * 300), "a.csv", "120 kolom"),
    "too big": (b"Nama;Umur\n" * 1_100_000, "a.csv", "10 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_or_unreadable_is_refused_with_a_sentence_and_little_work(name):
    content, file_name, sentence = HOSTILE[name]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(Unreadable) as refused:
        read(content, file_name)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert sentence in refused.value.sentence
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2.0


def test_a_sheet_that_only_says_it_is_huge_is_read():
    assert found(sheet_of('<row r="2"><c r="B2"><v>7</v></c></row>', "A1:XFD1048576"), "a.xlsx") == [
        (2, (None, 7))
    ]


def test_declared_entities_are_found_in_any_encoding():
    for encoding in ("utf-16-le", "utf-16-be"):
        content = BytesIO(workbooks.xlsx({"Data": GRID}))
        with ZipFile(content, "a", 8) as archive:
            archive.writestr("xl/worksheets/sheet9.xml", ("x" * 70_000 + LAUGHS).encode(encoding))
        with pytest.raises(Unreadable, match="XML"):
            read(content.getvalue(), "a.xlsx")


def test_a_file_that_asks_too_much_work_is_ended(monkeypatch):
    """A parser that never comes back costs its own process only."""
    monkeypatch.setattr("upkeep.intake.reading.workbook._CHILD", _BUSY)
    with pytest.raises(Unreadable, match="terlalu berat"):
        read(b"x", "a.csv")


_BUSY = (
    "import sys; sys.path.insert(0, sys.argv[1]); from upkeep.intake.reading import child; child._limit(1)\n"
    "while True: pass"
)


def test_the_child_is_given_no_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "rahasia")
    monkeypatch.setattr(
        "upkeep.intake.reading.workbook._CHILD",
        "import os, json; sheet = {'name': ' '.join(os.environ), 'hidden': 0, 'rows': []}\n"
        "print(json.dumps({'sheets': [sheet]}))",
    )
    [sheet] = read(b"x", "a.csv")
    assert "SECRET_KEY" not in sheet.name


def test_identity_number_typed_as_a_number_stays_a_number():
    [(_line, cells)] = found(workbooks.xlsx({"A": [[6307010101900001, "6307010101900001"]]}), "a.xlsx")
    assert cells == (6307010101900001, "6307010101900001")
