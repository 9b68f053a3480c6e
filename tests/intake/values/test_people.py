from datetime import date

import pytest

from upkeep.intake.values.dates import Order
from upkeep.intake.values.people import block_and_cell, name, name_key, place_and_day_of_birth, room, sex
from upkeep.intake.values.words import BadValue

TODAY = date(2026, 11, 25)
BORN = date(1990, 3, 12)


@pytest.mark.parametrize("cell", ["L", "l", "Lk", "LAKI-LAKI", "Laki laki", "pria", "L."])
def test_men(cell):
    assert sex(cell) == "L"


@pytest.mark.parametrize("cell", ["P", "Pr", "PEREMPUAN", "wanita"])
def test_women(cell):
    assert sex(cell) == "P"


def test_no_sex_and_no_such_sex():
    assert sex("-") is None
    with pytest.raises(BadValue):
        sex("X")


@pytest.mark.parametrize(
    ("cell", "place", "born"),
    [
        ("Barabai, 12-03-1990", "Barabai", BORN),
        ("BARABAI / 12 Maret 1990", "BARABAI", BORN),
        ("Barabai 12/3/90", "Barabai", BORN),
        ("Hulu Sungai Tengah, tgl 12 Maret 1990", "Hulu Sungai Tengah", BORN),
        ("Barabai, Maret 12, 1990", "Barabai", BORN),
        ("Barabai", "Barabai", None),
        ("12-03-1990", "", BORN),
        (BORN, "", BORN),
        ("-", "", None),
    ],
)
def test_place_and_day_of_birth_in_one_cell(cell, place, born):
    assert place_and_day_of_birth(cell, Order.DAY_FIRST, TODAY) == (place, born)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("A/3", ("A", "3")),
        ("Blok A / Kamar 3", ("A", "3")),
        ("Blok Melati Kamar 12", ("Melati", "12")),
        ("Melati-4", ("Melati", "4")),
        ("A 3", ("A", "3")),
        ("BLOK B KMR. 07", ("B", "07")),
        ("A", ("A", "")),
        ("Blok Anggrek", ("Anggrek", "")),
        ("-", ("", "")),
    ],
)
def test_block_and_cell_in_one_cell(cell, expected):
    assert block_and_cell(cell) == expected


def test_room_alone():
    assert (room("Kamar 3"), room(3), room("-")) == ("3", "3", "")


def test_names_are_kept_as_written_and_compared_by_what_they_share():
    assert name("AHMAD  FAUZI bin RAHMAN") == "AHMAD FAUZI bin RAHMAN"
    same = ["Ahmad Fauzi", "AHMAD FAUZI", "Ahmad Fauzi bin Rahman", "ahmad fauzi Als Amat", "H. Ahmad Fauzi"]
    assert all(name_key(each).may_be(name_key("Ahmad Fauzi")) for each in same)
    assert name_key("M. Yusuf").own == name_key("Muhammad Yusuf").own == name_key("MUH YUSUF").own
    assert not name_key("Ahmad bin Ali").may_be(name_key("Ahmad bin Umar"))
    assert not name_key("Ahmad Fauzi").may_be(name_key("Ahmad Fauzan"))


@pytest.mark.parametrize("cell", [12345, "12345", "x" * 151])
def test_what_is_no_name_is_refused(cell):
    with pytest.raises(BadValue):
        name(cell)
