"""Registers as offices export them, in many shapes of mess, each with the truth of every row.

    book = messy_register(seed)
    book.content, book.name     the file
    book.truths                 one Truth a person, at the sheet and line where they stand

The same seed makes the same file. A truth says what the row means (`values`, `charges`), or, when the
row was spoilt, the heading of the column that must be named in its refusal (`spoilt`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.factories import workbooks

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
    spoilt: str = ""


@dataclass
class Book:
    name: str
    content: bytes
    truths: list[Truth]
    other_lines: int
    shape: str = ""


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
) -> Book:
    random = Random(seed)
    today = today or date(2025, 6, 1)
    shape = _shape(random, kind)
    sheets = 1 if shape.kind == "csv" or random.random() < 0.6 else 2
    pages = [_Page(f"Blok {letter}" if shape.kind != "csv" else "") for letter in "AB"[:sheets]]
    serial = start
    for place, page in enumerate(pages):
        count = people // sheets + (people % sheets if place == 0 else 0)
        _write_page(page, shape, count, serial, today, spoil)
        serial += count
    return Book(
        name=f"register-{seed}.{shape.kind}",
        content=_file(shape, pages),
        truths=[truth for page in pages for truth in page.truths],
        other_lines=sum(sum(any(_filled(row)) for row in page.grid) - len(page.truths) for page in pages),
        shape=f"{shape.kind} {'two rows' if shape.two_rows else 'one row'} {shape.columns}",
    )


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


def _write_page(page: _Page, shape: _Shape, count: int, serial: int, today: date, spoil: float) -> None:
    random, noise = shape.random, dict(shape.random.sample(sorted(_NOISE.items()), 2))
    page.grid += [["DAFTAR WARGA BINAAN"], ["RUTAN KELAS IIB BARABAI"], [f"Per tanggal {today:%d-%m-%Y}"]]
    page.grid += [[]] * random.randint(0, 2)
    heading = ["No", *(shape.headings[name] for name in shape.columns), *noise]
    page.grid += _two_rows(shape, heading) if shape.two_rows else [heading]
    if random.random() < 0.5:
        page.grid.append([str(place + 1) for place in range(len(heading))])
    for place in range(count):
        if place and place % 15 == 0:
            page.grid.append(random.choice(([], list(heading), ["Sub Total", None, str(place)])))
        _write_person(page, shape, serial + place, place + 1, list(noise.values()), today, spoil)
    page.grid += [
        ["Jumlah", str(count)],
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


def _write_person(
    page: _Page, shape: _Shape, serial: int, place: int, noise: list[str], today: date, spoil: float
) -> None:
    random = shape.random
    values, code, number, charges, cells = _person(shape, serial, today)
    spoilt = ""
    if random.random() < spoil:
        spoilt = random.choice([name for name in _SPOILT if name in shape.columns])
        cells[spoilt] = _SPOILT[spoilt] if spoilt != "identity_number" or shape.kind != "csv" else "6,3E+15"
    row = [str(place), *(cells[name] for name in shape.columns), *noise]
    page.grid.append(row)
    label = _label(shape, spoilt) if spoilt else ""
    page.truths.append(Truth(page.name, len(page.grid), {**values, "number": number}, charges, code, label))


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


def _label(shape: _Shape, name: str) -> str:
    return shape.headings[name]


def _person(
    shape: _Shape, serial: int, today: date
) -> tuple[dict[str, Any], str, str, tuple[str, ...], dict[str, Any]]:
    random = shape.random
    code, written = random.choice(_CLASSES)
    number = f"{written}.{serial}/2024" if random.random() < 0.7 else f"{written} N.{serial}/2024"
    name = f"{random.choice(_FIRST)} {random.choice(_LAST)} {_roman(serial)}"
    born, admitted = (
        today - timedelta(random.randint(7_000, 20_000)),
        today - timedelta(random.randint(30, 900)),
    )
    article, charges = random.choice(_ARTICLES)
    years, months = random.randint(1, 9), random.choice((0, 3, 6))
    expiry = today + timedelta(random.randint(10, 2_000))
    block, cell, house = random.choice("ABC"), str(random.randint(1, 12)), random.choice(_PLACES)
    nik = f"6307{serial:012d}"
    values = {
        "name": name, "alias": "bin Salim", "birth_place": house, "birth_date": born, "sex": "L",
        "identity_number": nik, "religion": "Islam", "address": "Jl. Murakata RT 3; Barabai",
        "admitted_on": admitted, "expiry": expiry, "block": block, "cell": cell,
        "sentence_years": years,
        **({"sentence_months": months} if months else {}),
    }  # fmt: skip
    terms = (
        f"{years} Th {months} Bl",
        f"{years} tahun {months} bulan",
        f"{years:02d} TH {months:02d} BL 00 HR",
    )
    cells = {
        "number": number, "name": name.upper() if random.random() < 0.5 else name, "alias": "bin Salim",
        "birth_place": house, "birth_date": shape.day(born),
        "birth": f"{house}, {_said(shape.day(born))}",
        "sex": random.choice(("L", "Laki-laki", "Lk")), "identity_number": nik, "religion": "Islam",
        "address": values["address"], "admitted_on": shape.day(admitted), "articles": article,
        "sentence": random.choice(terms), "expiry": shape.day(expiry), "block": f"{block}/{cell}",
    }  # fmt: skip
    return values, code, number, charges, cells


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
