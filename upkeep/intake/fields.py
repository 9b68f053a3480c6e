"""What a column of a register can hold, and the headings by which it is known (domain §3.2, §7)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from upkeep.intake.reading.workbook import Cell
from upkeep.intake.values import dates, numbers, sentences
from upkeep.intake.values.words import BadValue, plain, text_of

IGNORED = ""

# In the order of the template: key, and what it is called on screens and in the template.
LABELS: dict[str, Any] = {
    "number": _("Nomor register"),
    "register_class": _("Golongan register"),
    "name": _("Nama lengkap"),
    "alias": _("Alias / bin"),
    "identity_number": _("NIK"),
    "sex": _("Jenis kelamin (L/P)"),
    "birth_place": _("Tempat lahir"),
    "birth_date": _("Tanggal lahir"),
    "birth": _("Tempat dan tanggal lahir"),
    "religion": _("Agama"),
    "marital_status": _("Status perkawinan"),
    "education": _("Pendidikan"),
    "occupation": _("Pekerjaan"),
    "address": _("Alamat"),
    "family_contact": _("Kontak keluarga"),
    "admitted_on": _("Tanggal masuk"),
    "origin": _("Instansi penahan / asal"),
    "registered_on": _("Tanggal registrasi"),
    "block": _("Blok"),
    "cell": _("Kamar"),
    "articles": _("Pasal"),
    "law": _("Undang-undang"),
    "court": _("Pengadilan"),
    "case_number": _("Nomor perkara"),
    "verdict_number": _("Nomor putusan"),
    "verdict_on": _("Tanggal putusan"),
    "sentence": _("Lama pidana"),
    "sentence_years": _("Lama pidana: tahun"),
    "sentence_months": _("Lama pidana: bulan"),
    "sentence_days": _("Lama pidana: hari"),
    "fine": _("Denda"),
    "subsidiary_months": _("Subsider (bulan)"),
    "detained_on": _("Tanggal ditahan"),
    "detention_order_ends": _("Masa penahanan habis"),
    "half": _("1/2 masa pidana"),
    "two_thirds": _("2/3 masa pidana"),
    "expiry": _("Ekspirasi"),
}
DAYS = frozenset(
    {
        "birth_date", "birth", "admitted_on", "registered_on", "verdict_on", "detained_on",
        "detention_order_ends", "half", "two_thirds", "expiry",
    }
)  # fmt: skip
# Another way of writing what another column of the template holds.
NOT_IN_TEMPLATE = frozenset({"birth", "sentence_years", "sentence_months", "sentence_days"})

_SHORT = {
    "tgl": "tanggal", "tg": "tanggal", "tangal": "tanggal", "no": "nomor", "nmr": "nomor", "nomer": "nomor",
    "reg": "register", "registrasi": "register", "regist": "register", "gol": "golongan", "psl": "pasal",
    "ps": "pasal", "lhr": "lahir", "jns": "jenis", "kel": "kelamin", "klmn": "kelamin", "th": "tahun",
    "thn": "tahun", "bl": "bulan", "bln": "bulan", "hr": "hari", "kmr": "kamar", "blk": "blok",
    "pend": "pendidikan", "pddk": "pendidikan", "pek": "pekerjaan", "pkj": "pekerjaan", "almt": "alamat",
    "ket": "keterangan", "eksp": "ekspirasi", "expirasi": "ekspirasi", "expired": "ekspirasi",
    "exp": "ekspirasi", "expiry": "ekspirasi", "ekspirasinya": "ekspirasi", "subs": "subsider",
    "subsidair": "subsider", "subsidaire": "subsider", "subsidiair": "subsider", "tmpt": "tempat",
    "tmp": "tempat", "tpt": "tempat", "pidananya": "pidana", "undang": "uu", "telp": "telepon",
    "tlp": "telepon", "setengah": "1/2", "½": "1/2", "⅔": "2/3", "⅓": "1/3", "kejahatannya": "kejahatan",
}  # fmt: skip


def words_of(heading: str) -> frozenset[str]:
    """The words of a heading, abbreviations written out, fractions kept whole."""
    text = re.sub(r"(?<!\d)([12])\s*/\s*([23])(?!\d)", r" frac\1of\2 ", heading)
    text = re.sub("[½⅔⅓]", lambda found: f" {found[0]} ", text)
    words = (_SHORT.get(word, word) for word in plain(text).split())
    return frozenset(re.sub(r"\Afrac(\d)of(\d)\Z", r"\1/\2", word) for word in words)


@dataclass(frozen=True)
class Rule:
    """Headings with all these words and none of the others may hold one of these fields, likeliest first."""

    words: frozenset[str]
    fields: tuple[str, ...]
    without: frozenset[str] = frozenset()

    def fits(self, heading: frozenset[str]) -> bool:
        return self.words <= heading and not self.without & heading


def _rule(words: str, fields: str, without: str = "") -> Rule:
    return Rule(frozenset(words.split()), tuple(fields.split()), frozenset(without.split()))


_OTHER_PEOPLE = (
    "ayah ibu istri suami orang tua wali jaksa hakim jpu penyidik instansi upt pengadilan blok petugas rutan"
)
# The first rule that fits decides; an empty list of fields says that such a column is not read.
_RULES = (
    _rule("alasan ditolak", ""),
    _rule("baris asal", ""),
    _rule("nik", "identity_number"),
    _rule("nomor ktp", "identity_number"),
    _rule("nomor identitas", "identity_number"),
    _rule("ktp", "identity_number"),
    _rule("1/3", ""),
    _rule("2/3", "two_thirds"),
    _rule("1/2", "half"),
    _rule("tempat tanggal lahir", "birth"),
    _rule("ttl", "birth"),
    _rule("tempat lahir", "birth_place"),
    _rule("tanggal lahir", "birth_date"),
    _rule("lahir", "birth_date birth birth_place"),
    _rule("tanggal register", "registered_on"),
    _rule("golongan register", "register_class number"),
    _rule("kelas register", "register_class"),
    _rule("jenis register", "register_class"),
    _rule("golongan", "register_class", "darah narkotika narkoba"),
    _rule("register", "number register_class", "lama asal"),
    _rule("nomor induk", "number"),
    _rule("nama alias", "name", "keluarga"),
    _rule("nama ayah", "alias"),
    _rule("nama", "name", f"{_OTHER_PEOPLE} keluarga panggilan kamar bin binti samaran kecil perkara"),
    _rule("nama bin", "name alias"),
    _rule("alias", "alias"),
    _rule("bin", "alias"),
    _rule("binti", "alias"),
    _rule("panggilan", "alias"),
    _rule("kelamin", "sex"),
    _rule("jk", "sex"),
    _rule("l p", "sex"),
    _rule("lp", "sex"),
    _rule("j k", "sex"),
    _rule("gender", "sex"),
    _rule("sex", "sex"),
    _rule("agama", "religion"),
    _rule("perkawinan", "marital_status"),
    _rule("pernikahan", "marital_status"),
    _rule("kawin", "marital_status"),
    _rule("nikah", "marital_status"),
    _rule("pendidikan", "education"),
    _rule("pekerjaan", "occupation"),
    _rule("profesi", "occupation"),
    _rule("keluarga", "family_contact"),
    _rule("alamat", "address"),
    _rule("tempat tinggal", "address"),
    _rule("domisili", "address"),
    _rule("telepon", "family_contact"),
    _rule("kontak", "family_contact"),
    _rule("penjamin", "family_contact"),
    _rule("habis penahanan", "detention_order_ends"),
    _rule("habis masa", "detention_order_ends"),
    _rule("akhir penahanan", "detention_order_ends"),
    _rule("berakhir penahanan", "detention_order_ends"),
    _rule("penahanan sampai", "detention_order_ends"),
    _rule("habis tahanan", "detention_order_ends"),
    _rule("habis ditahan", "detention_order_ends"),
    _rule("tanggal habis", "detention_order_ends"),
    _rule("jatuh tempo", "detention_order_ends"),
    _rule("instansi penahan", "origin"),
    _rule("penahan", "origin"),
    _rule("ditahan", "detained_on", "oleh"),
    _rule("tanggal tahan", "detained_on"),
    _rule("tanggal penahanan", "detained_on"),
    _rule("mulai penahanan", "detained_on"),
    _rule("mulai tahan", "detained_on"),
    _rule("penahanan", "detained_on"),
    _rule("masuk", "admitted_on", "cara surat jenis"),
    _rule("tanggal terima", "admitted_on"),
    _rule("tanggal penerimaan", "admitted_on"),
    _rule("ekspirasi akhir", "expiry"),
    _rule("ekspirasi", "expiry"),
    _rule("bebas akhir", "expiry"),
    _rule("tanggal bebas", "expiry"),
    _rule("bebas", "expiry", "jenis"),
    _rule("nomor putusan", "verdict_number", "tanggal"),
    _rule("tanggal putusan", "verdict_on", "nomor"),
    _rule("tanggal vonis", "verdict_on"),
    _rule("nomor perkara", "case_number"),
    _rule("pasal", "articles"),
    _rule("uu", "law articles"),
    _rule("dasar hukum", "law articles"),
    _rule("denda", "fine sentence"),
    _rule("subsider", "subsidiary_months"),
    _rule("tindak pidana", "articles"),
    _rule("jenis pidana", "articles"),
    _rule("pidana tahun", "sentence_years", "bulan hari mulai"),
    _rule("pidana bulan", "sentence_months", "tahun hari mulai"),
    _rule("pidana hari", "sentence_days", "tahun bulan mulai"),
    _rule("hukuman tahun", "sentence_years", "bulan hari"),
    _rule("hukuman bulan", "sentence_months", "tahun hari"),
    _rule("hukuman hari", "sentence_days", "tahun bulan"),
    _rule("vonis tahun", "sentence_years", "bulan hari"),
    _rule("vonis bulan", "sentence_months", "tahun hari"),
    _rule("vonis hari", "sentence_days", "tahun bulan"),
    _rule("putusan tahun", "sentence_years", "bulan hari"),
    _rule("putusan bulan", "sentence_months", "tahun hari"),
    _rule("putusan hari", "sentence_days", "tahun bulan"),
    _rule("pidana", "sentence", "mulai sisa tanggal jenis"),
    _rule("vonis", "sentence"),
    _rule("hukuman", "sentence", "jenis"),
    _rule("putusan", "sentence verdict_on verdict_number"),
    _rule("pengadilan", "court"),
    _rule("pn", "court"),
    _rule("perkara", "articles", "nomor"),
    _rule("kejahatan", "articles"),
    _rule("kasus", "articles"),
    _rule("blok", "block"),
    _rule("wisma", "block"),
    _rule("kamar", "cell"),
    _rule("sel", "cell"),
    _rule("asal", "origin", "daerah suku"),
    _rule("penyidik", "origin"),
    _rule("status", "register_class marital_status"),
    _rule("tahun", "sentence_years", "bulan hari"),
    _rule("bulan", "sentence_months", "tahun hari"),
    _rule("hari", "sentence_days", "tahun bulan"),
)


def rule_for(heading: str) -> tuple[int, Rule] | None:
    """The first rule that fits the heading, with its place; None when nobody knows such a heading."""
    words = words_of(heading)
    return next(((at, rule) for at, rule in enumerate(_RULES) if rule.fits(words)), None)


def is_known(heading: str) -> bool:
    """Whether the heading names a field that is read."""
    found = rule_for(heading)
    return found is not None and bool(found[1].fields)


def propose(columns: Mapping[str, tuple[str, Sequence[Cell]]]) -> dict[str, str]:
    """The field of each column, by its heading and what stands in it; each field once.

    `columns` maps a key to the heading and some of the column's cells.
    """
    wishes: list[tuple[int, int, str, str]] = []
    for place, (key, (heading, cells)) in enumerate(columns.items()):
        found = rule_for(heading)
        for choice, field in enumerate(found[1].fields if found else ()):
            if _holds(field, cells):
                wishes.append((found[0] if found else 0, choice * 1_000 + place, key, field))
                break
    proposal: dict[str, str] = dict.fromkeys(columns, IGNORED)
    for _rule_place, _order, key, field in sorted(wishes):
        if field not in proposal.values():
            proposal[key] = field
    return proposal


def _holds(field: str, cells: Iterable[Cell]) -> bool:
    """Whether at least half of what stands in the column could be of that field; true when it is empty."""
    test = _TESTS.get(field)
    filled = [cell for cell in cells if text_of(cell)]
    if test is None or not filled:
        return True
    return sum(_passes(test, cell) for cell in filled) * 2 >= len(filled)


def _passes(test: Callable[[Cell], Any], cell: Cell) -> bool:
    try:
        return bool(test(cell))
    except BadValue:
        return False


def _is_day(cell: Cell) -> bool:
    if isinstance(cell, int | float):
        return False
    return dates.day(cell, dates.Order.DAY_FIRST, today=date.today()) is not None  # noqa: DTZ011


def _is_number(cell: Cell) -> bool:
    """Not a bare class: "B.I" stands in the column of classes. A spoilt number still is one."""
    return isinstance(cell, date | int | float) or bool(re.search(r"\d", text_of(cell)))


_TESTS: dict[str, Callable[[Cell], Any]] = {
    "number": _is_number,
    "register_class": numbers.register_class,
    "articles": lambda cell: re.search(r"(?<!\d)\d{2,3}(?!\d)", text_of(cell)),
    "sentence": lambda cell: isinstance(cell, int) or sentences.term(cell),
    "birth": lambda cell: (
        re.search(r"[a-z]{3}.*\d", text_of(cell), re.I | re.S) and not _passes(_is_day, cell)
    ),
    "birth_place": lambda cell: not re.search(r"\d", text_of(cell)),
    "birth_date": lambda cell: (
        re.search(r"\d", text_of(cell)) and not re.match(r"[a-z]{4,}\W+\d", text_of(cell), re.I)
    ),
    "law": lambda cell: not re.search(r"\bp(?:asal|sl|s)\b", text_of(cell), re.I),
    "marital_status": lambda cell: re.search(r"kawin|nikah|cerai|lajang|duda|janda", text_of(cell), re.I),
}
_TESTS["verdict_on"] = _is_day
_TESTS["sentence_years"] = lambda cell: sentences.term(cell, "years")
_TESTS["sentence_months"] = lambda cell: sentences.term(cell, "months")
_TESTS["sentence_days"] = lambda cell: sentences.term(cell, "days")
