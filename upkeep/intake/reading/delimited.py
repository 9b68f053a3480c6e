"""Text files with a separator, as Excel and others save them. Runs in the child: no Django here."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator

from upkeep.intake.reading.container import Unfit

_SEPARATORS = ";,\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LINES_SNIFFED = 60


def rows_of(content: bytes) -> Iterator[list[str]]:
    """Each row of the file, whatever its encoding and separator."""
    text = decoded(content)
    first, _end, rest = text.partition("\n")
    separator = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        separator, text = first.strip()[4:] or "\t", rest
    csv.field_size_limit(1_000_000)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=separator or separator_of(text))
    except csv.Error as error:
        raise Unfit("corrupt") from error


def decoded(content: bytes) -> str:
    """By its mark, else UTF-8 when it is valid UTF-8, else Windows' own cp1252."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise Unfit("corrupt") from error
    if b"\x00" in content:
        return _unmarked_utf_16(content)
    if sum(byte < 9 or 13 < byte < 32 for byte in content[:4_000]) > 4:
        raise Unfit("other")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _unmarked_utf_16(content: bytes) -> str:
    sample = content[:4_000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 4 or min(even, odd) > len(sample) // 50:
        raise Unfit("other")
    try:
        return content.decode("utf-16-be" if even > odd else "utf-16-le")
    except UnicodeDecodeError as error:
        raise Unfit("other") from error


def separator_of(text: str) -> str:
    """The separator with which most of the first lines have one and the same number of columns."""
    lines = [line for line in text.splitlines()[:_LINES_SNIFFED] if line.strip()]

    def agreement(separator: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
        except csv.Error:
            return (0, 0)
        width, rows = max(widths.items(), key=lambda each: (each[1], each[0]), default=(0, 0))
        return (rows, width)

    return max(_SEPARATORS, key=agreement)
