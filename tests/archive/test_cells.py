from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.hostile import HOSTILE
from upkeep.archive.cells import cell, guarded

ZONE = ZoneInfo("Asia/Makassar")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\n=1", "  =1", "'a", "\uff1d1"])
def test_nothing_runs(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0607010101010001", "6307010101010001", "007"])
def test_digits_are_not_shortened(text: str):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ahmad", "B.I 12/2024", "2025", "", "a=1", '{"a": 1}'])
def test_plain_text_stays(text: str):
    assert guarded(text) == text


def test_guard_is_undone_by_taking_one_mark_away():
    for text in HOSTILE:
        written = guarded(text)
        back = written[1:] if written.startswith("'") else written
        assert back == text.replace("\0", "")


def test_values_are_iso():
    moment = datetime(2025, 3, 25, 1, 30, tzinfo=UTC)
    assert cell(moment, ZONE) == "2025-03-25T09:30:00+08:00"
    assert cell(date(2025, 3, 25), ZONE) == "2025-03-25"
    assert [cell(each, ZONE) for each in (True, None, -5)] == ["true", "", "-5"]
    assert cell({"b": "=1", "a": [1]}, ZONE) == '{"a": [1], "b": "=1"}'
