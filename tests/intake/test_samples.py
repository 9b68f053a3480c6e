"""The sample workbooks tell the truth: the import says of each row what their truth says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inmates.models import Inmate, Registration
from tests.intake.conftest import check, commit
from upkeep.intake import actions
from upkeep.intake.differences import shown
from upkeep.intake.models import Import, ImportRow

pytestmark = pytest.mark.django_db
# What the dry run calls a change of this value.
CALLED = {
    "block": "Blok",
    "expiry": "Ekspirasi",
    "address": "Alamat",
    "alias": "Alias / bin",
    "sentence_years": "Lama pidana: tahun",
}


def made(folder: Path, **options: Any) -> list[tuple[Path, dict[str, Any]]]:
    call_command("sample_workbook", out=folder, **options)
    told = [json.loads(path.read_text()) for path in folder.glob("*.truth.json")]
    return sorted((folder / each["file"], each) for each in told)[::-1]


def taken(path: Path, rutan: Any, registrasi: Any, **options: Any) -> Import:
    import_ = actions.upload(custodian=rutan, name=path.name, content=path.read_bytes(), by=registrasi)
    return check(import_, registrasi, **options)


def said(import_: Import) -> dict[tuple[str, int], str]:
    rows = ImportRow.objects.filter(of=import_).exclude(outcome__in=["dilewati", "hilang"])
    return {(row.sheet, row.line): row.outcome for row in rows}


def truth(told: dict[str, Any]) -> dict[tuple[str, int], str]:
    return {(row["sheet"], row["line"]): row["outcome"] for row in told["rows"]}


def as_shown(name: str, row: dict[str, Any]) -> tuple[str, str]:
    """The change as the screen says it: days in words, the cell with its block."""
    old, new = row["changes"][name]
    if name == "block":
        return f"{old}/{row['values']['cell']}", f"{new}/{row['values']['cell']}"
    if name == "expiry":
        return shown(date.fromisoformat(old)), shown(date.fromisoformat(new))
    return str(old), str(new)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_first_list_is_new_or_refused_as_its_truth_says(tmp_path, rutan, registrasi, kind):
    [(path, told)] = made(tmp_path, kind=kind, rows=60, spoil=0.3)
    assert path.suffix == f".{kind}"
    import_ = taken(path, rutan, registrasi)
    assert said(import_) == truth(told)
    assert set(truth(told).values()) == {"baru", "ditolak"}
    for row in told["rows"]:
        if row["outcome"] == "ditolak":
            found = ImportRow.objects.get(of=import_, sheet=row["sheet"], line=row["line"])
            assert row["refused_for"] in [label for label, _value, _sentence in found.what.problems]


@pytest.mark.parametrize("seed", range(1, 9))
def test_later_list_changes_what_its_truth_says_and_misses_who_is_gone(tmp_path, rutan, registrasi, seed):
    first, later = made(tmp_path, seed=seed, rows=80, later=True)
    commit(taken(first[0], rutan, registrasi), registrasi)
    numbers = {row["values"]["number"] for row in first[1]["rows"] if row["outcome"] == "baru"}
    assert Inmate.objects.count() == len(numbers)
    import_ = taken(later[0], rutan, registrasi, full_list=True)
    assert said(import_) == truth(later[1])
    assert {"baru", "berubah", "tetap", "ditolak"} == set(truth(later[1]).values())
    for row in later[1]["rows"]:
        found = ImportRow.objects.get(of=import_, sheet=row["sheet"], line=row["line"])
        if row["outcome"] == "berubah":
            told = {label: (old, new) for label, old, new in found.what.changes}
            assert told == {CALLED[name]: as_shown(name, row) for name in row["changes"]}
    gone = ImportRow.objects.filter(of=import_, outcome="hilang")
    missing = Registration.objects.filter(inmate__in=[each.person_id for each in gone])
    assert {each.number for each in missing} == set(later[1]["gone"])


def test_nothing_is_overwritten_unasked(tmp_path):
    made(tmp_path)
    with pytest.raises(CommandError, match="sudah ada"):
        call_command("sample_workbook", out=tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.json")}
    call_command("sample_workbook", out=tmp_path, force=True)
    assert {path: path.read_bytes() for path in tmp_path.glob("*.json")} == before
