from datetime import date

import pytest

from upkeep.intake.values.numbers import as_written, identity_number, key_of, register_class, register_number
from upkeep.intake.values.words import BadValue


@pytest.mark.parametrize(
    ("cell", "code", "key"),
    [
        ("BI.N.123/2024", "B.I", "N123/2024"),
        ("B.I 12/2025", "B.I", "12/2025"),
        ("B.I.12/2025", "B.I", "12/2025"),
        ("BI/12/2025", "B.I", "12/2025"),
        ("b.iia 045/2024", "B.IIa", "45/2024"),
        ("BIIb.7/2024", "B.IIb", "7/2024"),
        ("B.II.a.N-7/2024", "B.IIa", "N7/2024"),
        ("B III 3 / 2024", "B.III", "3/2024"),
        ("A.III.99/2025", "A.III", "99/2025"),
        ("AIV-4/2025", "A.IV", "4/2025"),
        ("A V 4/2025", "A.V", "4/2025"),
        ("BI123/2024", "B.I", "123/2024"),
        ("B1.123/2024", "B.I", "123/2024"),
        ("No. Reg. BI.5/2024", "B.I", "5/2024"),
        ("123/2024", "", "123/2024"),
        (123, "", "123"),
        ("B 1/2025", "", "B1/2025"),
        ("BII.7/2024", "", "BII7/2024"),
    ],
)
def test_class_is_found_inside_the_number(cell, code, key):
    found = register_number(cell)
    assert (found.register_class, found.key) == (code, key)
    assert found.text == str(cell)


def test_stored_number_and_number_of_a_file_find_each_other():
    spellings = [
        ("B.I", "BI.N.123/2024"),
        ("", "B.I N.123/2024"),
        ("B.I", "N 123 / 2024"),
        ("B.I", "N.0123/2024"),
    ]
    assert {key_of(code, text) for code, text in spellings} == {("B.I", "N123/2024")}


@pytest.mark.parametrize("cell", [date(2025, 12, 1), 12.5, "belum terdaftar", "B.I", "x" * 50 + "1" * 20])
def test_what_is_no_register_number_is_refused(cell):
    with pytest.raises(BadValue):
        register_number(cell)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("B.I", "B.I"),
        ("BI", "B.I"),
        ("B 1", "B.I"),
        ("b.II a", "B.IIa"),
        ("BIIB", "B.IIb"),
        ("B2a", "B.IIa"),
        ("Narapidana (B.III)", "B.III"),
        ("A-III (Hakim PN)", "A.III"),
        ("A 5", "A.V"),
        ("Tahanan", None),
        ("-", None),
        (None, None),
    ],
)
def test_class_in_a_column_of_its_own(cell, code):
    assert register_class(cell) == code


@pytest.mark.parametrize("cell", ["C.I", "B.II", "lain", "B.IV"])
def test_class_that_is_none_is_refused(cell):
    with pytest.raises(BadValue):
        register_class(cell)


def test_identity_number_is_a_text_of_sixteen_digits():
    assert identity_number("6307 0101 0190 0001") == "6307010101900001"
    assert identity_number("'6307010101900001") == "6307010101900001"
    assert identity_number("-") == identity_number(None) == ""


@pytest.mark.parametrize(
    "cell",
    [6307010101900001, 6.307e15, "6,30701E+15", "630701010190000", "63070101019000012", "6307O10101900001"],
)
def test_identity_number_that_may_have_lost_digits_is_refused(cell):
    with pytest.raises(BadValue):
        identity_number(cell)


def test_refused_identity_number_is_shown_by_its_end_only():
    assert as_written(6307010101900001) == "…0001"
    assert as_written("B.I 12/2025") == "B.I 12/2025"
