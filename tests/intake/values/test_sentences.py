import pytest

from upkeep.intake.values.sentences import Term, count, money, months, term
from upkeep.intake.values.words import BadValue


@pytest.mark.parametrize(
    ("cell", "years", "months_", "days"),
    [
        ("5 Th 3 Bl", 5, 3, None),
        ("5 tahun 3 bulan", 5, 3, None),
        ("05 TH 03 BL 00 HR", 5, 3, None),
        ("5Thn3Bln", 5, 3, None),
        ("5 th. 3 bl. 15 hr.", 5, 3, 15),
        ("4 (empat) tahun dan 6 (enam) bulan", 4, 6, None),
        ("empat tahun enam bulan", 4, 6, None),
        ("dua belas tahun", 12, None, None),
        ("18 bulan", None, 18, None),
        ("20 hari", None, None, 20),
        ("2,5 tahun", 2, 6, None),
        ("5-3-0", 5, 3, None),
        ("1/6/0", 1, 6, None),
        ("Pidana penjara selama 7 tahun", 7, None, None),
        ("6 T 2 B", 6, 2, None),
    ],
)
def test_sentence_is_read_as_written(cell, years, months_, days):
    assert term(cell) == Term(years, months_, days)


def test_verdict_in_one_cell_gives_fine_and_substitute():
    whole = "4 Tahun Denda Rp 800.000.000,- Subsider 2 Bulan"
    assert term(whole) == Term(4, fine=800_000_000, subsidiary_months=2)
    assert term("5 th 3 bl / denda 1 M / subs 3 bl") == Term(5, 3, fine=10**9, subsidiary_months=3)
    assert term("10 tahun subs. 6 bln") == Term(10, subsidiary_months=6)


@pytest.mark.parametrize("cell", ["seumur hidup", "SEUMUR HIDUP", "SH", "S.H.", "Pidana seumur  hidup"])
def test_life_is_life(cell):
    assert term(cell) == Term(life=True)


def test_bare_number_counts_what_the_heading_says():
    assert term(5, "years") == Term(5)
    assert term("18", "months") == Term(months=18)
    with pytest.raises(BadValue, match="Satuannya"):
        term(5)


@pytest.mark.parametrize("cell", [None, "-", "nihil", ""])
def test_no_sentence(cell):
    assert term(cell) is None


@pytest.mark.parametrize(
    "cell", ["5 tahun 3 tahun", "lama sekali", "5 minggu", "500 tahun", "5 th 3 bl tambah", "hukuman mati"]
)
def test_what_is_no_sentence_is_refused(cell):
    with pytest.raises(BadValue):
        term(cell)


@pytest.mark.parametrize(
    ("cell", "rupiah"),
    [
        ("Rp 800.000.000,-", 800_000_000),
        ("Rp. 1.000.000.000,00", 10**9),
        ("1,000,000,000", 10**9),
        (1_000_000_000, 10**9),
        ("1 Milyar", 10**9),
        ("1,5 M", 1_500_000_000),
        ("800 juta", 800_000_000),
        ("Rp 1.000.000.000 (satu miliar rupiah)", 10**9),
        ("-", None),
        ("nihil", None),
        (0, None),
    ],
)
def test_fines(cell, rupiah):
    assert money(cell) == rupiah


@pytest.mark.parametrize("cell", ["banyak", "1.00", "1.2.3"])
def test_unreadable_fine_is_refused(cell):
    with pytest.raises(BadValue):
        money(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("3 bulan", 3), ("3", 3), (3, 3), ("1 tahun", 12), ("1 th 2 bl", 14), ("60 hari", 2), ("-", None)],
)
def test_substitute_counts_months(cell, expected):
    assert months(cell) == expected


def test_substitute_of_odd_days_is_refused():
    with pytest.raises(BadValue):
        months("20 hari")


def test_counted_columns():
    assert (count("5", "years"), count("5 Th", "years"), count(5, "years"), count("-", "days")) == (
        5,
        5,
        5,
        None,
    )
    with pytest.raises(BadValue):
        count("lima", "years")
