"""Parsing a stranger's file in a process that may die of it. Imports no Django and knows no secret.

Reads the file from standard input, writes one JSON object to standard output:
{"sheets": [{"name", "hidden", "rows": [[line, [cell, ...]], ...]}]} or {"unfit": code}.
A cell is null, a text, a number, true or false, or {"d": "2024-01-31"}.
"""

import json
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from upkeep.intake.reading import limits
from upkeep.intake.reading.container import Unfit, kind_of
from upkeep.intake.reading.delimited import rows_of


def main(extension: str) -> None:
    content = sys.stdin.buffer.read(limits.MOST_BYTES + 1)
    _limit(len(content))
    try:
        answer: dict[str, Any] = {"sheets": read(content, extension)}
    except Unfit as unfit:
        answer = {"unfit": unfit.code}
    except MemoryError:
        answer = {"unfit": "heavy"}
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))


def _limit(size: int) -> None:
    """The system ends this process when it takes more: nothing of ours has to notice."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    signal.setitimer(signal.ITIMER_PROF, limits.seconds_of_cpu(size))


def read(content: bytes, extension: str) -> list[dict[str, Any]]:
    """The sheets that have something on them; raises Unfit."""
    kind = kind_of(content, extension)
    sheets = [sheet for sheet in (_text(content) if kind == "csv" else _workbook(content)) if sheet["rows"]]
    if not sheets:
        raise Unfit("empty")
    if sum(len(sheet["rows"]) for sheet in sheets) > limits.MOST_ROWS:
        raise Unfit("too_many_rows")
    return sheets


def _text(content: bytes) -> Iterator[dict[str, Any]]:
    yield _sheet("", enumerate(rows_of(content), start=1))


def _workbook(content: bytes) -> Iterator[dict[str, Any]]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(BytesIO(content))
        for place, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_index(place)
            top, left = sheet.start or (0, 0)
            lines = enumerate(([None] * left + row for row in sheet.to_python()), start=top + 1)
            yield _sheet(about.name, lines, hidden=about.visible != SheetVisibleEnum.Visible)
    except PasswordError as error:
        raise Unfit("password") from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unfit("corrupt") from error
    except BaseException as error:
        # A panic of the parser is no Exception.
        if type(error).__name__ == "PanicException":
            raise Unfit("corrupt") from error
        raise


def _sheet(name: str, lines: Iterable[tuple[int, list[Any]]], *, hidden: bool = False) -> dict[str, Any]:
    return {"name": name, "hidden": hidden, "rows": _kept(lines)}


def _kept(lines: Iterable[tuple[int, list[Any]]]) -> list[list[Any]]:
    """Rows with something in them, with the line they stand on in the file."""
    rows: list[list[Any]] = []
    for line, values in lines:
        cells = [_plain(value) for value in values]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.MOST_COLUMNS:
            raise Unfit("too_many_columns")
        rows.append([line, cells])
        if len(rows) > limits.MOST_ROWS:
            raise Unfit("too_many_rows")
    return rows


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = value.replace("\x00", "")[: limits.LONGEST_CELL].strip()
        return text or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return int(value) if value == value and abs(value) < 1e18 and value == int(value) else repr(value)
    if isinstance(value, datetime | date):
        return {"d": value.strftime("%Y-%m-%d") if value.year >= 1000 else f"{value.year:04d}-{value:%m-%d}"}
    return str(value)
