"""What a file is by its content, and whether it may be parsed at all. Runs in the child: no Django here."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from upkeep.intake.reading import limits

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|meta|table|body|style|script|div)", re.I
)
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
)
# In the bytes of any encoding that an XML parser would accept.
_DECLARATIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CHUNK = 1 << 16
_LINKS_OUT = re.compile(
    rb"relationships/(?:externalLink|oleObject)[^>]{0,400}TargetMode\s*=\s*[\"']External", re.I
)

BY_EXTENSION = {
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "xls": "xls",
    "ods": "ods",
    "csv": "csv",
    "tsv": "csv",
    "txt": "csv",
}


class Unfit(Exception):  # noqa: N818
    """The file is not read; `code` says why (its sentence is in `reading.workbook`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def kind_of(content: bytes, extension: str) -> str:
    """xlsx, xls, ods or csv, when the content is what the extension says; else raises Unfit."""
    if not content.strip(b"\x00 \r\n\t"):
        raise Unfit("empty")
    if len(content) > limits.MOST_BYTES:
        raise Unfit("too_big")
    if extension not in BY_EXTENSION:
        raise Unfit("extension")
    kind = _by_content(content)
    if kind != BY_EXTENSION[extension]:
        raise Unfit("mismatch")
    return kind


def _by_content(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        return _checked_zip(content)
    if content.startswith(_OLE):
        return _checked_ole(content)
    if _MARKUP.match(content[:2_000]):
        raise Unfit("html")
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise Unfit("xml")
    if content.startswith(_OTHERS):
        raise Unfit("other")
    return "csv"


def _checked_ole(content: bytes) -> str:
    """The old binary format: names in its directory are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unfit("password")
    names = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    if not any(name in content for name in names):
        raise Unfit("other")
    return "xls"


def _checked_zip(content: bytes) -> str:
    """Everything is unpacked once, and thrown away, before a parser sees any of it."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            kind = _kind_of_zip({entry.filename for entry in entries}, archive)
            _check_entries(entries)
            left = limits.MOST_UNPACKED
            for entry in entries:
                left -= _unpacked(archive, entry, left)
    except Unfit:
        raise
    except (BadZipFile, ZlibError, EOFError, NotImplementedError, OSError, ValueError, KeyError) as error:
        raise Unfit("corrupt") from error
    except RuntimeError as error:  # an encrypted entry
        raise Unfit("password") from error
    return kind


def _kind_of_zip(names: set[str], archive: ZipFile) -> str:
    if "xl/workbook.xml" in names:
        return "xlsx"
    named = "mimetype" in names and archive.getinfo("mimetype").file_size < 200
    if named and archive.read("mimetype").strip() == _ODS:
        return "ods"
    raise Unfit("other")


def _check_entries(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > limits.MOST_ENTRIES:
        raise Unfit("bomb")
    if len(set(names)) < len(names) or any(".." in name.split("/") or name[:1] == "/" for name in names):
        raise Unfit("corrupt")
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise Unfit("links")
    if sum(entry.file_size for entry in entries) > limits.MOST_UNPACKED:
        raise Unfit("bomb")
    for entry in entries:
        swollen = entry.file_size > limits.HIGHEST_RATIO * max(entry.compress_size, 1)
        if swollen and entry.file_size > limits.RATIO_MATTERS_FROM:
            raise Unfit("bomb")


def _unpacked(archive: ZipFile, entry: ZipInfo, allowed: int) -> int:
    """The real size of an entry, whatever its header says. XML that declares entities is refused."""
    marked = entry.filename.endswith((".xml", ".rels", ".vml"))
    tail, size = b"", 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > allowed:
                raise Unfit("bomb")
            if marked:
                _check_markup(tail + chunk, entry.filename)
                tail = chunk[-512:]
    return size


def _check_markup(text: bytes, name: str) -> None:
    if any(declaration in text for declaration in _DECLARATIONS):
        raise Unfit("entities")
    if name.endswith(".rels") and _LINKS_OUT.search(text):
        raise Unfit("links")
    if name == "META-INF/manifest.xml" and b"encryption-data" in text:
        raise Unfit("password")
