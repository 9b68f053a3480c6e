"""Old data: from the filled-in template to cohorts, sessions, people and marks, and back."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit.models import Action, AuditEvent
from audit.trail import record
from rehab.delivery.actions.past import PastBuiltUpon
from rehab.delivery.actions.recording import record_sheet
from rehab.delivery.models import Attendance, AttendanceHistory, Cohort, Place, Session
from rehab.delivery.refusals import NotRecordable
from rehab.enrolments.models import Enrolment, StatusChange
from rehab.enrolments.states import Status
from tests.factories.delivery import CohortFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.intake.conftest import commit, undo
from tests.intake.old_data import Old
from upkeep.intake import actions
from upkeep.intake.models import Import, ImportRow, Kind, State
from upkeep.intake.past.actions import commit as past_commit
from upkeep.intake.refusals import NotTheTemplate
from upkeep.samples import workbooks


def _outcomes(made: Import) -> dict[tuple[str, int], str]:
    rows = ImportRow.objects.filter(of=made)
    return {(row.sheet, row.line): row.outcome for row in rows}


def _sentences(made: Import) -> str:
    return " | ".join(
        f"{label}: {sentence}"
        for row in ImportRow.objects.filter(of=made)
        for label, _value, sentence in row.what.problems
    )


def _left_behind() -> tuple[int, ...]:
    kept = (Cohort, Session, Enrolment, StatusChange, Place, Attendance)
    return tuple(model.objects.count() for model in kept)


def test_writes_ended_participation_marked_as_imported(old: Old, past_committed: Any, rehabilitasi: Any):
    made = past_committed(old.file([old.person(0), old.person(1, Hasil="Tidak lulus")]))
    assert made.state == State.COMMITTED
    cohort = Cohort.objects.get(code="LAMA-1")
    assert (cohort.state, cohort.imported, cohort.quota) == (Cohort.State.FINISHED, True, 2)
    assert (cohort.starts_on, cohort.decree_number) == (old.starts, "SK-7")
    first = Session.objects.get(cohort=cohort, day=old.starts + timedelta(days=1))
    assert (first.state, first.imported, first.deliverer) == (Session.State.HELD, True, "Ustaz Rahman")
    assert first.actual_start.astimezone(cohort.custodian.zone).time() == time(9, 0)
    graduated, other = (Enrolment.objects.get(inmate=person) for person in old.people[:2])
    assert (graduated.status, other.status) == (Status.GRADUATED, Status.NOT_GRADUATED)
    assert (graduated.imported, graduated.ended_on, graduated.starts_on) == (True, old.ends, old.starts)
    way = graduated.changes.order_by("pk").values_list("to_status", "on")
    assert list(way) == [("placed", old.starts), ("active", old.starts), ("graduated", old.ends)]
    marks = Attendance.objects.filter(enrolment=graduated).order_by("session__day")
    assert [mark.code.code for mark in marks] == ["H", "S"]
    assert not AttendanceHistory.objects.exists()
    event = AuditEvent.objects.get(
        action=Action.CREATE, object_id=str(graduated.pk), person_id=graduated.inmate_id
    )
    assert (event.actor_id, event.reason) == (rehabilitasi.pk, made.reason())


def test_every_row_is_accounted_for_once(old: Old, past_checked: Any):
    made = past_checked(old.file([old.person(0), old.person(1, Hasil="mungkin")]))
    assert _outcomes(made) == {
        ("Angkatan", 1): "dilewati",
        ("Angkatan", 2): "baru",
        ("Sesi", 1): "dilewati",
        ("Sesi", 2): "baru",
        ("Sesi", 3): "baru",
        ("Peserta", 1): "dilewati",
        ("Peserta", 2): "dilewati",
        ("Peserta", 3): "baru",
        ("Peserta", 4): "ditolak",
    }
    assert not Cohort.objects.exists()


def test_the_same_file_again_changes_nothing(old: Old, past_committed: Any, past_checked: Any):
    past_committed(old.file())
    before = _left_behind()
    again = past_checked(old.file())
    assert set(_outcomes(again).values()) == {"tetap", "dilewati"}
    assert _left_behind() == before


def test_a_later_file_adds_people_sessions_and_marks(old: Old, past_committed: Any):
    past_committed(old.file([old.person(0, ("H", ""))]))
    sessions = [old.session(1), old.session(2), old.session(3)]
    later = past_committed(old.file([old.person(0, ("H", "S")), old.person(2)], sessions=sessions))
    assert later.state == State.COMMITTED
    assert later.counts["tersimpan_angkatan"] == 0
    assert (later.counts["tersimpan_sesi"], later.counts["tersimpan_peserta"]) == (1, 1)
    assert later.counts["tersimpan_kehadiran"] == 3
    cohort = Cohort.objects.get()
    assert cohort.quota == 2
    assert sorted(cohort.places.values_list("seat", flat=True)) == [1, 2]


def test_what_differs_from_an_earlier_import_is_refused(old: Old, past_committed: Any, past_checked: Any):
    past_committed(old.file())
    other = past_checked(
        old.file(
            [old.person(0, ("A", "S")), old.person(1, Hasil="Tidak lulus")],
            cohorts=[old.cohort(**{"Nomor SK": "SK-8"})],
        )
    )
    assert "Nomor SK: Berbeda dari yang sudah diimpor: SK-7." in _sentences(other)
    alone = past_checked(old.file([old.person(0, ("A", "S")), old.person(1, Hasil="Tidak lulus")]))
    assert "Sesi 1: Berbeda dari yang sudah diimpor: H." in _sentences(alone)
    assert "Hasil: Berbeda dari yang sudah diimpor: Lulus." in _sentences(alone)


def test_undo_leaves_no_row_but_the_import_and_the_trail(old: Old, past_committed: Any, rehabilitasi: Any):
    before = _left_behind()
    made = past_committed(old.file())
    assert _left_behind() != before
    undone = undo(made, rehabilitasi)
    assert (undone.state, undone.trouble) == (State.UNDONE, "")
    assert _left_behind() == before
    assert AuditEvent.objects.filter(action=Action.ANNUL, reason="Berkas bulan lalu").count() == 2 + 2 + 1
    assert undone.file.sealed


def test_undoing_a_continuation_keeps_what_was_there(old: Old, past_committed: Any, rehabilitasi: Any):
    past_committed(old.file([old.person(0, ("H", ""))]))
    before = _left_behind()
    later = past_committed(old.file([old.person(0, ("H", "S")), old.person(2)]))
    assert undo(later, rehabilitasi).state == State.UNDONE
    assert _left_behind() == before
    assert Cohort.objects.get().quota == 1


def test_undo_is_refused_once_something_rests_on_it(old: Old, past_committed: Any, rehabilitasi: Any):
    first = past_committed(old.file([old.person(0)]))
    past_committed(old.file([old.person(0), old.person(1)]))
    kept = _left_behind()
    refused = undo(first, rehabilitasi)
    assert refused.state == State.COMMITTED
    assert str(PastBuiltUpon.sentence) in refused.trouble
    assert _left_behind() == kept


def test_undo_is_refused_after_a_later_change(old: Old, past_committed: Any, rehabilitasi: Any):
    made = past_committed(old.file())
    enrolment = Enrolment.objects.first()
    record(Action.CHANGE, by=rehabilitasi, on=enrolment, changes={"note": ["", "x"]})
    refused = undo(made, rehabilitasi)
    assert refused.state == State.COMMITTED
    assert enrolment.number in refused.trouble


def test_imported_moves_may_go_and_others_never(old: Old, past_committed: Any):
    past_committed(old.file([old.person(0)]))
    own = EnrolmentFactory(eligible=True)
    for rows in (StatusChange.objects.filter(imported=True), StatusChange.objects.filter(enrolment=own)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(reason="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusChange.objects.filter(enrolment=own).delete()


def test_an_imported_sheet_is_not_edited(old: Old, past_committed: Any, rehabilitasi: Any):
    past_committed(old.file())
    session = Session.objects.first()
    mark = Attendance.objects.filter(session=session).first()
    with pytest.raises(NotRecordable, match="impor data lama"):
        record_sheet(by=rehabilitasi, session=session, marks={mark.enrolment_id: "A"})


def test_old_sessions_may_overlap_each_other(old: Old, past_committed: Any):
    two = [old.cohort("LAMA-1"), old.cohort("LAMA-2")]
    sessions = [old.session(1, "LAMA-1"), old.session(1, "LAMA-2")]
    assert past_committed(old.file([], cohorts=two, sessions=sessions)).state == State.COMMITTED
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("part", "cells", "sentence"),
    [
        ("cohort", {"Program": "tidak-ada"}, "Program: Program tidak dikenal"),
        ("cohort", {"Selesai": date(2090, 1, 1)}, "Selesai: Tanggal ini belum tiba"),
        ("cohort", {"Kerja sama": "PKS lain"}, "Kerja sama: Kerja sama tidak ditemukan"),
        ("session", {"Jam mulai": "pagi"}, "Jam mulai: Bukan jam"),
        ("session", {"Jenis sesi": "senam"}, "Jenis sesi: Tidak dikenal"),
        ("session", {"Tanggal": date(2001, 1, 1)}, "Tanggal: Di luar masa angkatan"),
        ("session", {"Dibawakan oleh": ""}, "Dibawakan oleh: Belum diisi"),
        ("person", {"Hasil": "aktif"}, "Hasil: Tulis Lulus, Tidak lulus, atau Keluar"),
        ("person", {"Hasil": "Keluar"}, "Alasan keluar: Peserta yang keluar memerlukan alasan"),
        ("person", {"Tanggal berakhir": "32/13/2020"}, "Tanggal berakhir: Tanggal ini tidak ada"),
        ("person", {"Nomor register": "BI.99/2020", "Nama": "Tak Dikenal"}, "tidak ada di register"),
        ("person", {"Angkatan": "X"}, "Angkatan: Angkatan ini tidak ada"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_of_its_row_is_kept(
    old: Old, past_checked: Any, part: str, cells: dict[str, Any], sentence: str
):
    rows = {
        "cohort": {"cohorts": [old.cohort(**cells)]},
        "session": {"sessions": [old.session(1, **cells), old.session(2)]},
        "person": {"people": [old.person(0, **cells)]},
    }[part]
    made = past_checked(old.file(**rows))
    assert sentence in _sentences(made)
    assert made.count("ditolak") >= 1


def test_marks_with_unknown_codes_or_sessions_are_refused(old: Old, past_checked: Any):
    made = past_checked(old.file([old.person(0, ("Z", "H"))], sessions=[old.session(1)]))
    assert "Sesi 1: Kode kehadiran tidak dikenal" in _sentences(made)
    assert "Sesi 2: Sesi ini tidak ada" in _sentences(made)


def test_another_name_under_the_number_is_asked_about(old: Old, past_checked: Any, rehabilitasi: Any):
    made = past_checked(old.file([old.person(0, Nama="Siti Berbeda"), old.person(1)]))
    row = ImportRow.objects.get(of=made, outcome="ragu")
    assert [each.pk for each in row.what.candidates] == [old.people[0].pk]
    assert "Orang Lama A" in row.what.doubt
    actions.answer(row=row, choice=str(old.people[0].pk), by=rehabilitasi)
    commit(made, rehabilitasi)
    assert Enrolment.objects.get(inmate=old.people[0]).imported
    row.refresh_from_db()
    assert (row.outcome, row.taken) == ("baru", True)


def test_undecided_rows_stay_out(old: Old, past_checked: Any, rehabilitasi: Any):
    made = commit(past_checked(old.file([old.person(0, Nama="Siti Berbeda"), old.person(1)])), rehabilitasi)
    assert made.state == State.COMMITTED
    assert [each.inmate for each in Enrolment.objects.all()] == [old.people[1]]


def test_nobody_is_matched_by_name_alone(old: Old, past_checked: Any):
    made = past_checked(old.file([old.person(0, **{"Nomor register": ""})]))
    row = ImportRow.objects.get(of=made, outcome="ragu")
    assert row.what.doubt == "Hanya namanya yang sama."


def test_two_ways_of_one_person_do_not_overlap(old: Old, past_checked: Any, rutan: Any):
    live = EnrolmentFactory(inmate=old.people[0], agreement=old.agreement, proposed_on=old.starts)
    made = past_checked(old.file([old.person(0)]))
    assert f"sudah tercatat sebagai peserta ({live.number})" in _sentences(made)


def test_a_code_in_use_by_a_real_cohort_is_refused(old: Old, past_checked: Any):
    CohortFactory(agreement=old.agreement, code="LAMA-1")
    assert "Kode ini dipakai angkatan yang dicatat di Pulih" in _sentences(past_checked(old.file()))


def test_what_moved_since_the_dry_run_stops_thecommit_past(old: Old, past_checked: Any, rehabilitasi: Any):
    made = past_checked(old.file())
    CohortFactory(agreement=old.agreement, code="LAMA-1")
    stopped = commit(made, rehabilitasi)
    assert stopped.state == State.CHECKED
    assert "Data berubah sejak berkas ini diperiksa" in stopped.trouble
    assert not Enrolment.objects.exists()


def test_a_file_that_is_not_the_template_is_refused(rutan: Any, rehabilitasi: Any):
    content = workbooks.xlsx({"Data": [["No", "Nama"], [1, "Ahmad"]]})
    with pytest.raises(NotTheTemplate):
        actions.upload_past(custodian=rutan, name="lain.xlsx", content=content, by=rehabilitasi)
    assert not Import.objects.exists()


def test_only_who_may_reads_either_kind(old: Old, past_checked: Any, registrasi: Any, rehabilitasi: Any):
    made = past_checked(old.file())
    assert made.kind == Kind.PAST
    assert list(Import.objects.visible_to(rehabilitasi)) == [made]
    assert not Import.objects.visible_to(registrasi).exists()


def test_a_partner_sees_the_sessions_and_not_the_people(old: Old, past_committed: Any, fasilitator: Any):
    past_committed(old.file())
    assert Session.objects.visible_to(fasilitator).count() == 2
    assert not Enrolment.objects.visible_to(fasilitator).exists()


def test_a_commit_that_was_thought_lost_stands(old: Old, past_checked: Any, rehabilitasi: Any):
    """A second worker took over from one that was only slow, and comes to the lock after it."""
    made = past_checked(old.file())
    actions.order_commit(import_=made, by=rehabilitasi)
    late = Import.objects.select_related("custodian").get(pk=made.pk)
    actions.do_now(import_=made)
    kept = _left_behind()
    past_commit(late, rehabilitasi, lambda _done, _total: None)
    made.refresh_from_db()
    assert (made.state, _left_behind()) == (State.COMMITTED, kept)
