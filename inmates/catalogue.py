"""Register classes and articles of law: national, come with migrations (domain §1.1-1.3, §3.1)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

REGISTER_CLASSES = (
    ("A.I", "Tahanan penyidik (Polri/BNN)", "tahanan"),
    ("A.II", "Tahanan penuntut umum (kejaksaan)", "tahanan"),
    ("A.III", "Tahanan hakim Pengadilan Negeri", "tahanan"),
    ("A.IV", "Tahanan Pengadilan Tinggi", "tahanan"),
    ("A.V", "Tahanan Mahkamah Agung", "tahanan"),
    ("B.I", "Narapidana, pidana lebih dari 1 tahun", "narapidana"),
    ("B.IIa", "Narapidana, pidana lebih dari 3 bulan s.d. 1 tahun", "narapidana"),
    ("B.IIb", "Narapidana, pidana 1 hari s.d. 3 bulan", "narapidana"),
    ("B.III", "Kurungan, termasuk pengganti denda", "narapidana"),
)

NARCOTICS_LAW, OLD_CODE, NEW_CODE, CHILD_LAW = "UU 35/2009", "KUHP lama", "KUHP (UU 1/2023)", "UU 17/2016"
NEW_CODE_FROM = date(2026, 1, 2)
OLD_CODE_UNTIL = NEW_CODE_FROM - timedelta(days=1)
NARCOTICS_LAW_FROM = date(2009, 10, 12)

_USER, _POSSESSION, _TRAFFICKING, _OTHER = "pengguna", "penguasaan", "peredaran", "lain"
_LETTER_UNCERTAIN = "Huruf ayat menurut golongan perlu dikonfirmasi dengan naskah KUHP."
_SUCCESSOR_UNCERTAIN = "Padanan pasal lama dan baru perlu dikonfirmasi dengan naskah KUHP."
_CHILD_UNCERTAIN = "Keberlakuan sejak 2 Januari 2026 perlu dikonfirmasi."

# Number, title, role by article, class of drug (domain §1.2).
_NARCOTICS = (
    ("111", "Menanam, memiliki, menyimpan narkotika gol. I bentuk tanaman", _POSSESSION, "I"),
    ("112", "Memiliki, menyimpan, menguasai narkotika gol. I bukan tanaman", _POSSESSION, "I"),
    ("113", "Memproduksi, mengimpor, mengekspor, menyalurkan narkotika gol. I", _TRAFFICKING, "I"),
    ("114", "Jual beli, perantara, menyerahkan, menerima narkotika gol. I", _TRAFFICKING, "I"),
    ("115", "Membawa, mengirim, mengangkut narkotika gol. I", _TRAFFICKING, "I"),
    ("116", "Memberikan kepada atau menggunakan terhadap orang lain, gol. I", _TRAFFICKING, "I"),
    ("117", "Memiliki, menyimpan, menguasai narkotika gol. II", _POSSESSION, "II"),
    ("118", "Memproduksi, mengimpor, mengekspor, menyalurkan narkotika gol. II", _TRAFFICKING, "II"),
    ("119", "Jual beli, perantara, menyerahkan, menerima narkotika gol. II", _TRAFFICKING, "II"),
    ("120", "Membawa, mengirim, mengangkut narkotika gol. II", _TRAFFICKING, "II"),
    ("121", "Memberikan kepada atau menggunakan terhadap orang lain, gol. II", _TRAFFICKING, "II"),
    ("122", "Memiliki, menyimpan, menguasai narkotika gol. III", _POSSESSION, "III"),
    ("123", "Memproduksi, mengimpor, mengekspor, menyalurkan narkotika gol. III", _TRAFFICKING, "III"),
    ("124", "Jual beli, perantara, menyerahkan, menerima narkotika gol. III", _TRAFFICKING, "III"),
    ("125", "Membawa, mengirim, mengangkut narkotika gol. III", _TRAFFICKING, "III"),
    ("126", "Memberikan kepada atau menggunakan terhadap orang lain, gol. III", _TRAFFICKING, "III"),
    ("127 ayat (1) huruf a", "Penyalah guna narkotika gol. I bagi diri sendiri", _USER, "I"),
    ("127 ayat (1) huruf b", "Penyalah guna narkotika gol. II bagi diri sendiri", _USER, "II"),
    ("127 ayat (1) huruf c", "Penyalah guna narkotika gol. III bagi diri sendiri", _USER, "III"),
    ("127", "Penyalah guna narkotika bagi diri sendiri, golongan tidak disebut", _USER, ""),
    ("129", "Prekursor narkotika", _TRAFFICKING, ""),
    ("132", "Percobaan atau permufakatan jahat", _OTHER, ""),
)

# The six that UU 1/2026 moved to the new code, with their successor there (domain §1.3).
_MOVED = {
    "112": "609 ayat (1) huruf a",
    "117": "609 ayat (1) huruf b",
    "122": "609 ayat (1) huruf c",
    "113": "610 ayat (1) huruf a",
    "118": "610 ayat (1) huruf b",
    "123": "610 ayat (1) huruf c",
}

# Old code, title, new code. Common articles of people held beside the narcotics cases.
_COMMON = (
    ("338", "Pembunuhan", "458"),
    ("351", "Penganiayaan", "466"),
    ("362", "Pencurian", "476"),
    ("363", "Pencurian dengan pemberatan", "477"),
    ("365", "Pencurian dengan kekerasan", "479"),
    ("372", "Penggelapan", "486"),
    ("378", "Penipuan", "492"),
)

# The letter is not always written down: the class of drug is then unknown, the role is not.
_WITHOUT_LETTER = (
    ("609", "Memiliki, menyimpan, menguasai narkotika, golongan tidak disebut", _POSSESSION),
    (
        "610",
        "Memproduksi, mengimpor, mengekspor, menyalurkan narkotika, golongan tidak disebut",
        _TRAFFICKING,
    ),
)

# Other articles that people are held for, by the law they are written with; no successor is claimed.
_ELSEWHERE: dict[str, tuple[tuple[str, str], ...]] = {
    OLD_CODE: (
        ("170", "Kekerasan bersama-sama terhadap orang atau barang"),
        ("187", "Pembakaran"),
        ("263", "Pemalsuan surat"),
        ("281", "Melanggar kesusilaan"),
        ("285", "Pemerkosaan"),
        ("289", "Perbuatan cabul"),
        ("303", "Perjudian"),
        ("328", "Penculikan"),
        ("333", "Perampasan kemerdekaan"),
        ("335", "Pemaksaan dengan kekerasan atau ancaman"),
        ("340", "Pembunuhan berencana"),
        ("353", "Penganiayaan berencana"),
        ("354", "Penganiayaan berat"),
        ("359", "Karena kealpaan menyebabkan kematian"),
        ("368", "Pemerasan"),
        ("369", "Pengancaman"),
        ("374", "Penggelapan dalam jabatan"),
        ("406", "Perusakan barang"),
        ("480", "Penadahan"),
    ),
    "UU 12/1951": (("2", "Senjata penikam atau penusuk tanpa hak"),),
    "UU 31/1999": (("2", "Korupsi, memperkaya diri"), ("3", "Korupsi, menyalahgunakan kewenangan")),
    "UU 23/2004": (("44", "Kekerasan fisik dalam rumah tangga"),),
    "UU 21/2007": (("2", "Perdagangan orang"),),
    "UU 22/2009": (("310", "Kecelakaan lalu lintas karena kelalaian"), ("312", "Meninggalkan kecelakaan")),
    "UU 36/2009": (
        ("196", "Sediaan farmasi tidak memenuhi standar"),
        ("197", "Sediaan farmasi tanpa izin edar"),
    ),
    "UU 17/2023": (
        ("435", "Sediaan farmasi tidak memenuhi standar"),
        ("436", "Praktik kefarmasian tanpa keahlian"),
    ),
    "UU 18/2013": (("82", "Penebangan pohon tanpa izin"), ("83", "Mengangkut hasil hutan tanpa surat")),
    "UU 3/2020": (("158", "Penambangan tanpa izin"),),
}
_TEXT_UNCERTAIN = "Perlu dicocokkan dengan naskah undang-undang."

# Attempt, participation, continued act, concurrence: never stand alone.
_MODIFIERS = (
    ("53", "Percobaan"),
    ("55", "Turut serta"),
    ("56", "Pembantuan"),
    ("64", "Perbuatan berlanjut"),
    ("65", "Perbarengan"),
)

_CHILD = (
    ("80", "Kekerasan terhadap anak"),
    ("81", "Persetubuhan terhadap anak"),
    ("82", "Perbuatan cabul terhadap anak"),
)


def load(apps: Any) -> None:
    """Bring the catalogue up to date; again changes nothing."""
    register_class = apps.get_model("inmates", "RegisterClass")
    for order, (code, name, legal_status) in enumerate(REGISTER_CLASSES, start=1):
        register_class.objects.update_or_create(
            code=code, defaults={"name": name, "legal_status": legal_status, "order": order}
        )
    article = apps.get_model("inmates", "Article")
    loaded: dict[tuple[str, str], Any] = {}
    # Successors stand first, so that what they replace can point at them.
    for (law, code), fields, successor in _articles():
        values = {**fields, "successor": loaded.get((NEW_CODE, successor))}
        loaded[law, code], _created = article.objects.update_or_create(law=law, code=code, defaults=values)


def _articles() -> Iterator[tuple[tuple[str, str], dict[str, Any], str]]:
    titles = {code: (title, role, drug) for code, title, role, drug in _NARCOTICS}
    for old, new in _MOVED.items():
        title, role, drug = titles[old]
        yield (
            (NEW_CODE, new),
            _fields(title, role, drug, valid_from=NEW_CODE_FROM, note=_LETTER_UNCERTAIN),
            "",
        )
    for _old, title, new in _COMMON:
        yield (NEW_CODE, new), _common(title, valid_from=NEW_CODE_FROM), ""
    for code, title, role, drug in _NARCOTICS:
        until = OLD_CODE_UNTIL if code in _MOVED else None
        fields = _fields(title, role, drug, valid_from=NARCOTICS_LAW_FROM, valid_until=until)
        fields["modifier"] = code == "132"
        yield (NARCOTICS_LAW, code), fields, _MOVED.get(code, "")
    for old, title, new in _COMMON:
        yield (OLD_CODE, old), _common(title, valid_until=OLD_CODE_UNTIL), new
    for code, title in _CHILD:
        yield (CHILD_LAW, code), _common(title, note=_CHILD_UNCERTAIN), ""
    yield from _more()


def _more() -> Iterator[tuple[tuple[str, str], dict[str, Any], str]]:
    for code, title, role in _WITHOUT_LETTER:
        yield (NEW_CODE, code), _fields(title, role, "", valid_from=NEW_CODE_FROM, note=_LETTER_UNCERTAIN), ""
    for law, articles in _ELSEWHERE.items():
        until = OLD_CODE_UNTIL if law == OLD_CODE else None
        for code, title in articles:
            yield (law, code), _common(title, valid_until=until, note=_TEXT_UNCERTAIN), ""
    for code, title in _MODIFIERS:
        fields = _common(title, valid_until=OLD_CODE_UNTIL, note=_TEXT_UNCERTAIN)
        yield (OLD_CODE, code), {**fields, "modifier": True}, ""


def _fields(
    title: str,
    role: str,
    drug_class: str,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = "",
) -> dict[str, Any]:
    return {
        "title": title,
        "role": role,
        "drug_class": drug_class,
        "narcotics": True,
        "modifier": False,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "unconfirmed": note,
    }


def _common(
    title: str,
    *,
    valid_from: date | None = None,
    valid_until: date | None = None,
    note: str = _SUCCESSOR_UNCERTAIN,
) -> dict[str, Any]:
    fields = _fields(title, _OTHER, "", valid_from=valid_from, valid_until=valid_until, note=note)
    return {**fields, "narcotics": False}
