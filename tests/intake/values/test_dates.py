from datetime import date

import pytest

from upkeep.intake.values.dates import Order, day, order_of
from upkeep.intake.values.words import BadValue

TODAY = date(2026, 11, 25)
FIFTH = date(2024, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTH,
        45356,
        "45356",
        "45356.0",
        "05/03/2024",
        "5-3-2024",
        "5.3.2024",
        "05 03 2024",
        "5/3/24",
        "2024-03-05",
        "2024/3/5",
        "2024-03-05 00:00:00",
        "2024-03-05T08:15:00",
        "05/03/2024 08.30 WITA",
        "20240305",
        20240305,
        "5 Maret 2024",
        "05 MARET 2024",
        "5 Mar 24",
        "5-Mar-2024",
        "05-mar-24",
        "5Maret2024",
        "Maret 5, 2024",
        "Mar-5-2024",
        "Selasa, 5 Maret 2024",
        "'05/03/2024",
        " 05/03/2024. ",
    ],
)
def test_day_is_read_however_it_is_written(cell):
    assert day(cell, Order.DAY_FIRST, today=TODAY) == FIFTH


@pytest.mark.parametrize("month", ["Agustus", "Agt", "Ags", "AUG", "august"])
def test_months_go_by_many_names(month):
    assert day(f"17 {month} 2025", Order.DAY_FIRST, today=TODAY) == date(2025, 8, 17)


@pytest.mark.parametrize(
    "cell", [None, "", "-", "—", "nihil", "0000-00-00", "00-00-0000", "#N/A", "belum ada", 0]
)
def test_signs_for_nothing_are_no_day(cell):
    assert day(cell, Order.DAY_FIRST, today=TODAY) is None


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2024",
        "29-02-2023",
        "5 Marsekal 2024",
        "besok",
        "12/2024",
        "05/03/1024",
        12,
        3.5e9,
        True,
        "5/3/204",
    ],
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(BadValue):
        day(cell, Order.DAY_FIRST, today=TODAY)


def test_two_digits_of_a_year_of_birth_lie_in_the_past():
    assert day("1/2/90", Order.DAY_FIRST, today=TODAY, birth=True) == date(1990, 2, 1)
    assert day("1/2/30", Order.DAY_FIRST, today=TODAY, birth=True) == date(1930, 2, 1)
    assert day("1/2/05", Order.DAY_FIRST, today=TODAY, birth=True) == date(2005, 2, 1)
    assert day("1/2/30", Order.DAY_FIRST, today=TODAY) == date(2030, 2, 1)


def test_column_says_its_own_order():
    assert order_of(["05/03/2024", "13/03/2024"]) == Order.DAY_FIRST
    assert order_of(["05/03/2024", "03/13/2024"]) == Order.MONTH_FIRST
    assert order_of(["05/03/2024", "03/13/2024", "13/03/2024"]) == Order.MIXED
    assert order_of(["05/03/2024", "2024-03-13", date(2024, 1, 2)]) == Order.DAY_FIRST
    assert day("03/05/2024", Order.MONTH_FIRST, today=TODAY) == FIFTH


def test_mixed_column_reads_only_what_can_be_one_day():
    assert day("13/03/2024", Order.MIXED, today=TODAY) == date(2024, 3, 13)
    assert day("03/13/2024", Order.MIXED, today=TODAY) == date(2024, 3, 13)
    assert day("04/04/2024", Order.MIXED, today=TODAY) == date(2024, 4, 4)
    with pytest.raises(BadValue, match="tidak dapat dibedakan"):
        day("05/03/2024", Order.MIXED, today=TODAY)


def test_days_that_excel_swapped_are_asked_for_again():
    # A list of March to May, opened by an Excel that puts months first.
    column = ["13/03/2024", date(2024, 5, 3), "28/04/2024", date(2024, 4, 5), date(2024, 4, 4)]
    assert order_of(column) == Order.SWAPPED
    with pytest.raises(BadValue, match="03/05/2024 atau 05/03/2024"):
        day(column[1], Order.SWAPPED, today=TODAY)
    assert day(column[0], Order.SWAPPED, today=TODAY) == date(2024, 3, 13)
    assert day(column[4], Order.SWAPPED, today=TODAY) == date(2024, 4, 4)


@pytest.mark.parametrize(
    "column",
    [
        ["13/03/2024", "28/04/2024", date(2024, 5, 3), date(2024, 5, 23)],
        ["13/03/2024", "03/04/2024", "28/04/2024", date(2024, 5, 3), date(2024, 4, 5)],
        ["13/03/2024", date(2024, 5, 3), date(2024, 4, 5)],
        ["28 April 2024", "13 Maret 2024", date(2024, 5, 3), date(2024, 4, 5)],
    ],
)
def test_days_are_as_they_stand_when_nothing_says_that_they_were_swapped(column):
    assert order_of(column) == Order.DAY_FIRST
