"""Old lists as offices really fill them in, with the truth of every row.

book = messy_past(seed, people, programmes, first)
book.content    the workbook: its sheets in any order, titles above the headings, other words for
                them, days and hours in several ways of writing, empty lines between
book.truths     (sheet, line) of each row: "baru", or the heading that must be named in its refusal
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from upkeep.intake.past.columns import COLUMNS, Part, mark_heading
from upkeep.samples import workbooks

_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_DAYS: Sequence[Callable[[date], Any]] = (
    lambda day: day,
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.day} {_MONTHS[day.month - 1][:3].lower()} {day:%y}",
)
_HOURS = ("09.00", "9:00", "Pukul 09.00 WITA", 9, 0.375, "13.30", "13:30 WITA", 13.3, 0.5625)
_CODES = ("H", "h", "Hadir", "S", "I", "A")
_SPOILT: dict[Part, Sequence[tuple[str, Any]]] = {
    Part.COHORTS: (("programme", "senam"), ("starts_on", "kapan-kapan"), ("ends_on", ""), ("code", "")),
    Part.SESSIONS: (
        ("kind", "piknik"),
        ("starts_at", "pagi"),
        ("delivered_by", "-"),
        ("nth", "satu"),
        ("day", "31/02/2024"),
    ),
    Part.PEOPLE: (
        ("outcome", "aktif"),
        ("ended_on", ""),
        ("number", "BI.990/1990"),
        ("cohort", "TAK ADA"),
        ("sesi_1", "Q"),
    ),
}


@dataclass
class Book:
    content: bytes = b""
    truths: dict[tuple[str, int], str] = field(default_factory=dict)


def messy_past(
    seed: int, people: Sequence[tuple[str, str]], programmes: Sequence[str], first: date, agreement: str
) -> Book:
    """Two cohorts of three sessions each, one after the other; `people` are numbers and names."""
    return _Writer(Random(seed), people, programmes, first, agreement).book()


class _Writer:
    def __init__(
        self,
        random: Random,
        people: Sequence[tuple[str, str]],
        programmes: Sequence[str],
        first: date,
        agreement: str,
    ) -> None:
        self.random, self.people, self.programmes = random, people, programmes
        self.first, self.agreement = first, agreement
        self.day = random.choice(_DAYS)
        self.made = Book()

    def book(self) -> Book:
        cohorts = [*map(self._cohort, range(2)), self._spoilt(Part.COHORTS, self._cohort(0, "ANGK-9"))]
        parts = {Part.COHORTS: cohorts, Part.SESSIONS: self._sessions(), Part.PEOPLE: self._people()}
        sheets = {
            self.random.choice((part.value, f"Data {part.value}")): self._grid(part, rows)
            for part, rows in parts.items()
        }
        names = list(sheets)
        self.random.shuffle(names)
        self.made.content = workbooks.xlsx({name: sheets[name][0] for name in names})
        for name in names:
            self.made.truths |= {(name, line): truth for line, truth in sheets[name][1].items()}
        return self.made

    def _cohort(self, at: int, code: str = "") -> dict[str, Any]:
        starts = self.first + timedelta(days=20 * at)
        return {
            "code": code or f"ANGK-{at}",
            "programme": self.random.choice(self.programmes).upper(),
            "starts_on": self.day(starts),
            "ends_on": self.day(starts + timedelta(days=10)),
            "agreement": self.agreement,
            "place": "Aula",
        }

    def _sessions(self) -> list[dict[str, Any]]:
        rows = [self._session(at, number) for at in range(2) for number in range(1, 4)]
        return [*rows, self._spoilt(Part.SESSIONS, self._session(0, 9))]

    def _session(self, at: int, number: int) -> dict[str, Any]:
        return {
            "cohort": f"angk-{at}",
            "nth": self.random.choice((number, str(number), f"Sesi {number}", f"ke-{number}")),
            "day": self.day(self.first + timedelta(days=20 * at + min(number, 8))),
            "starts_at": self.random.choice(_HOURS),
            "kind": self.random.choice(("MI", "mi", "Wawancara motivasional")),
            "title": f"Materi {number}",
            "delivered_by": "Ibu Ratna",
        }

    def _people(self) -> list[dict[str, Any]]:
        rows = []
        for index, (number, name) in enumerate(self.people[:-1]):
            at = index % 2
            ended = self.first + timedelta(days=20 * at + 10)
            rows.append(self._person(at, number, name, ended))
        at, (number, name) = 0, self.people[-1]
        return [
            *rows,
            self._spoilt(Part.PEOPLE, self._person(at, number, name, self.first + timedelta(days=10))),
        ]

    def _person(self, at: int, number: str, name: str, ended: date) -> dict[str, Any]:
        outcome = self.random.choice(("Lulus", "LULUS", "Tidak Lulus", "tidak  lulus"))
        marks = {
            f"sesi_{each}": self.random.choice(_CODES) for each in (1, 2, 3) if self.random.random() < 0.9
        }
        number = self.random.choice((number, number.replace(".", ". "), number.lower()))
        named = self.random.choice((name, name.upper(), f" {name} "))
        return {
            "cohort": f"ANGK-{at}",
            "number": number,
            "name": named,
            "outcome": outcome,
            "ended_on": self.day(ended),
            **marks,
        }

    def _spoilt(self, part: Part, row: dict[str, Any]) -> dict[str, Any]:
        name, value = self.random.choice(_SPOILT[part])
        extra = {"name": "Tiada Orangnya"} if name == "number" else {}
        return {**row, **extra, name: value, "!": name}

    def _grid(self, part: Part, rows: list[dict[str, Any]]) -> tuple[list[list[Any]], dict[int, str]]:
        columns = dict(COLUMNS[part])
        names = list(columns)
        if part == Part.PEOPLE:
            names += [f"sesi_{number}" for number in (1, 2, 3)]
        head = [
            self._heading(columns[name]) if name in columns else mark_heading(int(name[-1])) for name in names
        ]
        grid: list[list[Any]] = [[f"DAFTAR {part.value.upper()}"], []][: self.random.randint(0, 2)]
        grid.append(["No.", *head])
        truths = {}
        self.random.shuffle(rows)
        for index, row in enumerate(rows, start=1):
            if self.random.random() < 0.2:
                grid.append([])
            grid.append([index, *(row.get(name) for name in names)])
            truths[len(grid)] = self._truth(columns, row)
        return grid, truths

    def _heading(self, column: Any) -> str:
        words = [column.heading, column.heading.upper(), f"{column.heading} *"]
        return self.random.choice(words if column.heading == "Sesi ke" else [*words, *column.also[:1]])

    def _truth(self, columns: dict[str, Any], row: dict[str, Any]) -> str:
        name = row.get("!")
        if name is None:
            return "baru"
        return columns[name].heading if name in columns else mark_heading(int(name[-1]))
