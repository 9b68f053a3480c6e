"""What an import keeps of a file and its rows, as sealed text and back."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from inmates.actions.bulk import Before, Receipt


def dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_day, separators=(",", ":"))


def loaded(text: str) -> Any:
    return json.loads(text, object_hook=_with_days) if text else {}


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return str(value)


def _with_days(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["d"]) if found.keys() == {"d"} else found


def digest(value: Any) -> str:
    return sha256(dumped(value).encode()).hexdigest()


@dataclass(frozen=True)
class KeptColumn:
    key: str
    label: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptTable:
    sheet: str
    rows: int
    heading_lines: tuple[int, ...]
    columns: tuple[KeptColumn, ...]
    hidden: bool = False


@dataclass(frozen=True)
class Layout:
    """The tables that were found; `without` are sheets in which none was."""

    tables: tuple[KeptTable, ...] = ()
    without: tuple[str, ...] = ()

    def written(self) -> str:
        return dumped(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Layout":
        found = loaded(text)
        tables = []
        for each in found.get("tables", ()):
            columns = tuple(
                KeptColumn(column["key"], column["label"], tuple(column["samples"]))
                for column in each["columns"]
            )
            tables.append(
                KeptTable(each["sheet"], each["rows"], tuple(each["heading_lines"]), columns, each["hidden"])
            )
        return cls(tuple(tables), tuple(found.get("without", ())))

    def signature(self) -> str:
        """The same for next month's file with the same headings."""
        return digest(sorted({column.key for table in self.tables for column in table.columns}))


@dataclass(frozen=True)
class Candidate:
    """Someone of the register who may be meant."""

    pk: int
    name: str
    about: str


@dataclass(frozen=True)
class Detail:
    """What stands beside a row on the screen and in the report.

    `raw` is what its cells say, `understood` what was made of them.
    """

    raw: dict[str, str] = field(default_factory=dict)
    changes: tuple[tuple[str, str, str], ...] = ()
    problems: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    doubt: str = ""
    candidates: tuple[Candidate, ...] = ()
    may_be_new: bool = False
    understood: tuple[tuple[str, str], ...] = ()

    def written(self) -> str:
        return dumped(asdict(self))

    @classmethod
    def read(cls, text: str) -> "Detail":
        found = loaded(text)
        if not found:
            return cls()
        return cls(
            found["raw"],
            _triples(found["changes"]),
            _triples(found["problems"]),
            tuple(found["notes"]),
            found["doubt"],
            tuple(Candidate(**each) for each in found["candidates"]),
            found["may_be_new"],
            tuple((label, value) for label, value in found.get("understood", ())),
        )


def _triples(found: Sequence[Sequence[str]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((first, second, third) for first, second, third in found)


def receipt_written(receipt: Receipt) -> str:
    return dumped(asdict(receipt))


def receipt_read(text: str) -> Receipt:
    found = loaded(text)
    before = found.pop("before")
    if before is not None:
        for name in ("registration", "stay"):
            before[name] = tuple(before[name]) if before[name] else None
        before = Before(**before)
    return Receipt(before=before, **found)
