"""Registers as offices export them, in many shapes of mess, each with the truth of every row.

    book = messy_register(seed)
    book.content, book.name     the file
    book.truths                 one Truth a person, at the sheet and line where they stand

The same seed makes the same file, and the same people in whatever format. `later=True` makes the
list of a month later of these people: most stand as they stood, some have changed, some are gone and
some have come. A truth says what the row means (`values`, `charges`), or, when the row was spoilt, the
heading of the column that must be named in its refusal (`spoilt`); and what the import must say of it
(`outcome`), of the first list into an empty register, of the later one into the register of the first.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from upkeep.intake.matching import Outcome
from upkeep.samples import workbooks

_FIRST = [
    "Ahmad",
    "Muhammad",
    "Rahmat",
    "Syahrul",
    "Hendra",
    "Junaidi",
    "Rusdi",
    "Fahmi",
    "Zainal",
    "Akhmad",
    "Supian",
    "Hairul",
    "Noor",
    "Saiful",
]
_LAST = [
    "Fauzi",
    "Hidayat",
    "Rahman",
    "Anshari",
    "Maulana",
    "Syahrani",
    "Effendi",
    "Saputra",
    "Ramadhan",
    "Hasan",
    "Arsyad",
    "Ilham",
    "Yani",
]
_PLACES = ("Barabai", "Amuntai", "Kandangan", "Hulu Sungai Tengah", "Banjarmasin", "Paringin")
_MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
_CLASSES = (("B.I", "BI"), ("B.IIa", "B.IIa"), ("A.III", "AIII"), ("A.I", "A.I"))
_ARTICLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Ps. 112 ayat (1) jo. 132 UU 35/2009", ("112", "132")),
    ("114 (1) subs 112 (1)", ("114", "112")),
    ("Pasal 127 ayat (1) huruf a UU RI No. 35 Tahun 2009", ("127 ayat (1) huruf a",)),
    ("363 ayat (1) ke-4 KUHP", ("363",)),
    ("PSL 114 AYAT (2) UU NARKOTIKA", ("114",)),
    ("Pasal 2 ayat (1) UU Darurat No. 12 Tahun 1951", ("2",)),
)
_HEADINGS: dict[str, tuple[str, ...]] = {
    "number": ("No. Registrasi", "No Reg", "Nomor Register", "No. Register Instansi", "NO. REG"),
    "name": ("Nama", "Nama Lengkap", "Nama WBP", "NAMA NARAPIDANA", "Nama Tahanan/Napi"),
    "alias": ("Alias", "Bin", "Bin/Binti"),
    "birth_place": ("Tempat Lahir", "Tmpt Lahir"),
    "birth_date": ("Tgl Lahir", "Tanggal Lahir", "TGL. LAHIR"),
    "birth": ("Tempat, Tgl Lahir", "TTL", "Tempat/Tanggal Lahir"),
    "sex": ("JK", "L/P", "Jenis Kelamin"),
    "identity_number": ("NIK", "No. KTP/NIK"),
    "religion": ("Agama",),
    "address": ("Alamat", "Alamat Tempat Tinggal"),
    "admitted_on": ("Tgl Masuk", "Tanggal Masuk", "Tgl. Masuk Rutan"),
    "articles": ("Pasal", "Perkara/Pasal", "Pasal yang dilanggar", "UU/Pasal"),
    "sentence": ("Lama Pidana", "Vonis", "Putusan", "Lama Hukuman"),
    "expiry": ("Ekspirasi", "Tgl Ekspirasi", "Tgl Bebas", "Tanggal Ekspirasi"),
    "block": ("Blok/Kamar", "Blok / Kamar"),
}
_NOISE = {"Umur": "31", "Kewarganegaraan": "WNI", "Ket": "-", "Remisi": "1 bulan", "1/3": "-"}
_UNDER: dict[str, str] = {"birth_place": "Tempat", "birth_date": "Tanggal"}


@dataclass(frozen=True)
class Truth:
    """What the row at this place of the file means."""

    sheet: str
    line: int
    values: dict[str, Any]
    charges: tuple[str, ...]
    register_class: str
    outcome: Outcome
    spoilt: str = ""
    # What changed since the first list: old and new value, by what the value is.
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class Book:
    name: str
    content: bytes
    truths: list[Truth]
    other_lines: int
    shape: str = ""
    # Numbers of people of the first list who stand on the later one no more.
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Person:
    """Who stands on the list, whatever it looks like."""

    register_class: str
    number: str
    articles: str
    charges: tuple[str, ...]
    values: dict[str, Any]


@dataclass(frozen=True)
class _Line:
    """A person on the list, what the import must say, and what has changed since the first list."""

    person: _Person
    outcome: Outcome = Outcome.NEW
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    spoilt: bool = False


@dataclass
class _Shape:
    """How this office writes."""

    random: Random
    columns: list[str]
    headings: dict[str, str]
    day: Callable[[date], Any]
    kind: str
    two_rows: bool
    separator: str = ";"
    encoding: str = "utf-8-sig"


@dataclass
class _Page:
    name: str
    grid: list[list[Any]] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)


def messy_register(
    seed: int,
    *,
    people: int = 40,
    kind: str = "",
    spoil: float = 0.15,
    start: int = 1,
    today: date | None = None,
    later: bool = False,
) -> Book:
    """A list of `people`, numbered from `start`, a share `spoil` of them with one cell that cannot be read.

    `kind` is xlsx, xls, ods or csv; without one the seed chooses. The later list is dated 30 days on.
    """
    today = today or date(2025, 6, 1)
    first = [_first(seed, serial, today, spoil) for serial in range(start, start + people)]
    lines, gone = first, []
    if later:
        lines, gone = _later(seed, first, start, today, spoil)
        today += timedelta(days=30)
    random = Random(f"{seed} {later}")
    shape = _shape(random, kind)
    sheets = 1 if shape.kind == "csv" or random.random() < 0.6 else 2
    pages = [_Page(f"Blok {letter}" if shape.kind != "csv" else "") for letter in "AB"[:sheets]]
    half = len(lines) - len(lines) // sheets
    for page, part in zip(pages, (lines[:half], lines[half:]) if sheets == 2 else (lines,), strict=True):
        _write_page(page, shape, part, today)
    return Book(
        name=f"register-{seed}{'-kemudian' if later else ''}.{shape.kind}",
        content=_file(shape, pages),
        truths=[truth for page in pages for truth in page.truths],
        other_lines=sum(sum(any(_filled(row)) for row in page.grid) - len(page.truths) for page in pages),
        shape=f"{shape.kind} {'two rows' if shape.two_rows else 'one row'} {shape.columns}",
        gone=gone,
    )


def _first(seed: int, serial: int, today: date, spoil: float) -> _Line:
    random = Random(f"{seed} {serial}")
    person = _person(random, serial, today)
    return _Line(person, spoilt=random.random() < spoil)


def _later(
    seed: int, first: list[_Line], start: int, today: date, spoil: float
) -> tuple[list[_Line], list[str]]:
    """A tenth gone, a fifth changed, a tenth come; who could not be read the first time is new now."""
    lines, gone = [], []
    for serial, line in enumerate(first, start):
        random = Random(f"{seed} {serial} later")
        fate, spoilt = random.random(), random.random() < spoil
        if fate < 0.1:
            gone += [] if line.spoilt else [line.person.number]
        elif line.spoilt:
            lines.append(_Line(line.person, spoilt=spoilt))
        elif fate < 0.3:
            lines.append(_changed(random, line.person, spoilt))
        else:
            lines.append(_Line(line.person, Outcome.UNCHANGED, spoilt=spoilt))
    end = start + len(first)
    come = [_first(seed, serial, today, spoil) for serial in range(end, end + len(first) // 10)]
    return lines + come, gone


def _changed(random: Random, person: _Person, spoilt: bool) -> _Line:
    """One thing is otherwise: another cell, another end, another address, the other names."""
    old = person.values
    wanted: dict[str, Any] = random.choice(
        (
            {"block": random.choice([each for each in "ABC" if each != old["block"]])},
            {"expiry": old["expiry"] - timedelta(random.randint(1, 90))},
            {"address": "Jl. Perintis Kemerdekaan 12, Barabai"},
            {"alias": "alias Utuh"},
            {"sentence_years": old["sentence_years"] + 1},
        )
    )
    changes = {name: (old[name], new) for name, new in wanted.items()}
    return _Line(replace(person, values={**old, **wanted}), Outcome.CHANGED, changes, spoilt)


def _filled(row: Sequence[Any]) -> list[Any]:
    return [cell for cell in row if cell is not None]


def _shape(random: Random, kind: str) -> _Shape:
    birth = ["birth"] if random.random() < 0.4 else ["birth_place", "birth_date"]
    rest = ["alias", "sex", "identity_number", "religion", "address", "admitted_on", "articles", "sentence"]
    rest += ["expiry", "block"]
    random.shuffle(rest)
    columns = ["number", "name", *birth, *rest]
    kind = kind or random.choice(("xlsx", "xlsx", "xls", "ods", "csv"))
    two_rows = "birth_place" in columns and random.random() < 0.4
    headings = {name: random.choice(_HEADINGS[name]) for name in columns}
    if random.random() < 0.3:
        headings = {name: text.upper() for name, text in headings.items()}
    return _Shape(
        random,
        columns,
        headings,
        random.choice(_DAYS if kind != "csv" else _DAYS[1:]),
        kind,
        two_rows,
        random.choice((";", ",", "\t")),
        random.choice(("utf-8", "utf-8-sig", "cp1252")),
    )


_DAYS: tuple[Callable[[date], Any], ...] = (
    lambda day: day,
    lambda day: day.strftime("%d/%m/%Y"),
    lambda day: day.strftime("%d-%m-%Y"),
    lambda day: day.isoformat(),
    lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day:02d} {_MONTHS[day.month - 1][:3].upper()} {day.year}",
)


def _write_page(page: _Page, shape: _Shape, lines: Sequence[_Line], today: date) -> None:
    random, noise = shape.random, dict(shape.random.sample(sorted(_NOISE.items()), 2))
    page.grid += [["DAFTAR WARGA BINAAN"], ["RUTAN KELAS IIB BARABAI"], [f"Per tanggal {today:%d-%m-%Y}"]]
    page.grid += [[]] * random.randint(0, 2)
    heading = ["No", *(shape.headings[name] for name in shape.columns), *noise]
    page.grid += _two_rows(shape, heading) if shape.two_rows else [heading]
    if random.random() < 0.5:
        page.grid.append([str(place + 1) for place in range(len(heading))])
    for place, line in enumerate(lines):
        if place and place % 15 == 0:
            page.grid.append(random.choice(([], list(heading), ["Sub Total", None, str(place)])))
        _write_person(page, shape, line, place + 1, list(noise.values()))
    page.grid += [
        ["Jumlah", str(len(lines))],
        [],
        [*[None] * 5, f"Barabai, {today.day} {_MONTHS[today.month - 1]} {today.year}"],
    ]
    page.grid += [[*[None] * 5, "Kepala Rutan"], [], [*[None] * 5, "NIP. 198001012005011001"]]


def _two_rows(shape: _Shape, heading: list[str]) -> list[list[Any]]:
    """ "Lahir" over "Tempat" and "Tanggal", the others over nothing, as merged cells come out."""
    top: list[Any] = list(heading)
    below: list[Any] = [None] * len(heading)
    at = 1 + shape.columns.index("birth_place")
    top[at], top[at + 1] = "Lahir", None
    below[at], below[at + 1] = _UNDER["birth_place"], _UNDER["birth_date"]
    return [top, below]


def _write_person(page: _Page, shape: _Shape, line: _Line, place: int, noise: list[str]) -> None:
    person, cells, spoilt = line.person, _cells(shape, line.person), ""
    if line.spoilt:
        spoilt = shape.random.choice([name for name in _SPOILT if name in shape.columns])
        cells[spoilt] = _SPOILT[spoilt] if spoilt != "identity_number" or shape.kind != "csv" else "6,3E+15"
    page.grid.append([str(place), *(cells[name] for name in shape.columns), *noise])
    page.truths.append(
        Truth(
            sheet=page.name,
            line=len(page.grid),
            values={**person.values, "number": person.number},
            charges=person.charges,
            register_class=person.register_class,
            outcome=Outcome.REFUSED if spoilt else line.outcome,
            spoilt=shape.headings[spoilt] if spoilt else "",
            changes={} if spoilt else line.changes,
        )
    )


_SPOILT: dict[str, Any] = {
    "name": None,
    "number": "belum ada nomor",
    "sex": "X",
    "identity_number": 6307010101900001,
    "admitted_on": "31/02/2024",
    "articles": "Pasal 999 UU 35/2009",
    "sentence": "lama",
    "expiry": "kapan-kapan",
}


def _person(random: Random, serial: int, today: date) -> _Person:
    code, written = random.choice(_CLASSES)
    article, charges = random.choice(_ARTICLES)
    months = random.choice((0, 3, 6))
    values = {
        "name": f"{random.choice(_FIRST)} {random.choice(_LAST)} {_roman(serial)}",
        "alias": "bin Salim",
        "birth_place": random.choice(_PLACES),
        "birth_date": today - timedelta(random.randint(7_000, 20_000)),
        "sex": "L",
        "identity_number": f"6307{serial:012d}",
        "religion": "Islam",
        "address": "Jl. Murakata RT 3; Barabai",
        "admitted_on": today - timedelta(random.randint(30, 900)),
        "expiry": today + timedelta(random.randint(100, 2_000)),
        "block": random.choice("ABC"),
        "cell": str(random.randint(1, 12)),
        "sentence_years": random.randint(1, 9),
        **({"sentence_months": months} if months else {}),
    }
    number = f"{written}{random.choice(('.', ' N.'))}{serial}/2024"
    return _Person(code, number, article, charges, values)


def _cells(shape: _Shape, person: _Person) -> dict[str, Any]:
    """The person as this office writes."""
    random, values = shape.random, person.values
    years, months = values["sentence_years"], values.get("sentence_months", 0)
    terms = (
        f"{years} Th {months} Bl",
        f"{years} tahun {months} bulan",
        f"{years:02d} TH {months:02d} BL 00 HR",
    )
    days = {name: shape.day(values[name]) for name in ("birth_date", "admitted_on", "expiry")}
    return {
        **{name: values[name] for name in ("alias", "birth_place", "identity_number", "religion", "address")},
        **days,
        "number": person.number,
        "name": values["name"].upper() if random.random() < 0.5 else values["name"],
        "birth": f"{values['birth_place']}, {_said(days['birth_date'])}",
        "sex": random.choice(("L", "Laki-laki", "Lk")),
        "articles": person.articles,
        "sentence": random.choice(terms),
        "block": f"{values['block']}/{values['cell']}",
    }


def _said(value: Any) -> str:
    return value.strftime("%d-%m-%Y") if isinstance(value, date) else str(value)


def _roman(serial: int) -> str:
    """A part of the name that no other person of the file has."""
    letters = "abcdefghij"
    return "".join(letters[int(digit)] for digit in str(serial)).capitalize() + "an"


def _file(shape: _Shape, pages: list[_Page]) -> bytes:
    grids = {page.name or "Data": page.grid for page in pages}
    if shape.kind == "csv":
        return workbooks.separated(pages[0].grid, shape.separator, shape.encoding)
    return getattr(workbooks, shape.kind)(grids)
