"""What stands in an archive, and what never does."""

from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps

from accounts.kinds import Kind
from rehab.enrolments.models import Enrolment
from tests.archive.conftest import make, taken
from tests.conventions.source import room_of
from tests.factories.enrolments import EnrolmentFactory
from upkeep.archive import tables, writing
from upkeep.archive.columns import columns_of
from upkeep.archive.models import Archive

pytestmark = pytest.mark.both


def test_head_of_a_custodian_takes_all_but_the_clinical_part(karutan: Any, member: Any, stranger: Any):
    found = taken(karutan, make(karutan))
    assert found.tables() == {each.name for each in tables.CUSTODIAN}
    assert [row["id"] for row in found.table("inmates")] == [str(member.inmate_id)]
    assert [row["number"] for row in found.table("enrolments")] == [member.number]
    for name in ("registrations", "cases", "custody_events", "places", "sessions", "status_changes", "trail"):
        assert found.table(name), name
    assert stranger.name not in found.text
    assert "Rahasia konseling" not in found.text
    assert "instrument_results" not in found.tables()


def test_no_cell_is_a_formula_and_an_identity_number_keeps_its_digits(karutan: Any, member: Any):
    row = taken(karutan, make(karutan)).table("inmates")[0]
    assert row["name"] == "'=HYPERLINK(1)"
    assert row["identity_number"] == "'0607010101010001"
    assert row["custodian_name"] == karutan.agency.short_name


def test_passwords_and_digests_stay_here(karutan: Any, member: Any):
    found = taken(karutan, make(karutan))
    assert found.table("staff")
    assert "password" not in found.table("staff")[0]
    assert karutan.password not in found.text
    assert member.inmate.identity_index not in found.text


def test_manifest_counts_and_fingerprints_every_file(karutan: Any, member: Any):
    found = taken(karutan, make(karutan))
    said = {each["name"]: each for each in found.manifest["files"]}
    assert set(said) == set(found.book.namelist()) - {"manifest.json"}
    for name, each in said.items():
        assert each["sha256"] == sha256(found.book.read(name)).hexdigest(), name
    assert said["data/inmates.csv"]["rows"] == len(found.table("inmates")) == 1
    assert found.manifest["rows"] == sum(each.get("rows", 0) for each in said.values())


def test_everything_pointed_at_is_in_the_archive(karutan: Any, member: Any):
    found = taken(karutan, make(karutan))
    by_model = {each.model: each.name for each in tables.CUSTODIAN}
    named = {"staff", "agencies"}  # of other agencies: named beside the key
    for table in tables.CUSTODIAN:
        for each in table.model._meta.concrete_fields:
            there = by_model.get(each.related_model) if each.is_relation else None
            if there is None or there in named or each.name in table.without:
                continue
            keys = {row["id"] for row in found.table(there)}
            pointing = {row[each.attname] for row in found.table(table.name)} - {""}
            assert pointing <= keys, f"{table.name}.{each.attname}"


def test_clinical_part_is_read_by_its_clinician(karutan: Any, medis: Any, member: Any):
    found = taken(medis, make(karutan, Archive.Part.CLINICAL, medis))
    assert found.table("session_notes")[0]["summary"] == "Rahasia konseling"
    assert found.table("instrument_results")[0]["enrolment_id"] == str(member.pk)
    assert "inmates" not in found.tables()


def test_partner_takes_what_it_reaches_today(kepala_bnnk: Any, member: Any, rutan: Any):
    hidden = EnrolmentFactory(agreement=member.agreement, inmate__custodian=rutan)  # no consent yet
    found = taken(kepala_bnnk, make(kepala_bnnk))
    assert [row["number"] for row in found.table("enrolments")] == [member.number]
    assert hidden.number not in found.text
    assert {row["username"] for row in found.table("staff")} == {
        each.username for each in kepala_bnnk.agency.staff.all()
    }
    assert not {"inmates", "cases", "registrations", "guardians"} & found.tables()
    assert member.inmate.identity_number not in found.text


def test_partner_of_nobody_takes_its_own_only(other_bnnk: Any, member: Any, stranger: Any):
    from tests.factories.accounts import UserFactory

    head = UserFactory(agency=other_bnnk, roles=["kepala"])
    found = taken(head, make(head))
    assert found.table("enrolments") == found.table("agreements") == found.table("sessions") == []
    assert member.number not in found.text


def test_rows_come_in_stretches(karutan: Any, member: Any, monkeypatch: Any):
    monkeypatch.setattr(writing, "STRETCH", 2)
    for _each in range(5):
        EnrolmentFactory(agreement=member.agreement, inmate__custodian=karutan.agency)
    found = taken(karutan, make(karutan))
    numbers = [row["number"] for row in found.table("enrolments")]
    assert sorted(numbers) == sorted(Enrolment.objects.values_list("number", flat=True))


def test_every_table_is_taken_or_says_why_not():
    taken_models = {each.model._meta.label for each in (*tables.CUSTODIAN, *tables.CLINICAL)}
    ours = {each._meta.label for each in apps.get_models() if room_of(each.__module__)}
    unsaid = ours - taken_models - set(tables.NOT_TAKEN)
    assert unsaid == set(), "add to upkeep/archive/tables.py"
    assert set(tables.NOT_TAKEN) <= ours
    assert not set(tables.NOT_TAKEN) & taken_models


def test_dictionary_says_every_column_in_words():
    for table in {*tables.CUSTODIAN, *tables.PARTNER, *tables.CLINICAL}:
        for column in columns_of(table):
            plain = column.name.removesuffix("_id").replace("_", " ")
            assert column.meaning.lower() != plain or plain in _INDONESIAN, f"{table.name}.{column.name}"
            assert column.kind


# Columns whose name is the Indonesian word as well.
_INDONESIAN = {"alias"}


def test_columns_left_out_exist():
    for table in {*tables.CUSTODIAN, *tables.PARTNER, *tables.CLINICAL}:
        assert table.without <= {each.name for each in table.model._meta.concrete_fields}, table.name


def test_children_are_written_before_their_parents():
    order = [each.name for each in writing._children_first(tables.CUSTODIAN)]
    assert order.index("attendance") < order.index("sessions") < order.index("cohorts")
    assert order.index("enrolments") < order.index("inmates") < order.index("agencies")


def test_kinds_have_their_tables(rutan: Any, bnnk: Any):
    assert rutan.kind == Kind.CUSTODIAN
    assert tables.tables_of(rutan, clinical=False) is tables.CUSTODIAN
    assert tables.tables_of(bnnk, clinical=False) is tables.PARTNER
