"""From the file to the register and back."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from audit.models import Action, AuditEvent
from audit.trail import record
from inmates import actions as inmates_actions
from inmates.models import (
    CellStay,
    Charge,
    CriminalCase,
    CustodyEvent,
    Inmate,
    KeyDates,
    RegisterClass,
    Registration,
)
from tests.factories.delivery import CohortFactory, SessionFactory
from tests.intake.conftest import HEAD, check, commit, outcomes, person, undo
from upkeep.intake import actions
from upkeep.intake.actions import committing
from upkeep.intake.models import Import, ImportRow, State
from upkeep.samples import workbooks

pytestmark = pytest.mark.django_db


def test_file_becomes_people_as_if_each_had_been_typed_in(checked, registrasi):
    import_ = commit(
        checked(person(NIK="6307010101900001"), person("AIII.7/2025", "Beni", Pasal="363 KUHP")), registrasi
    )
    assert (import_.state, import_.trouble) == (State.COMMITTED, "")
    ahmad, beni = Inmate.objects.order_by("name")
    assert (ahmad.in_custody, ahmad.narcotics, str(ahmad.expiry_date)) == (True, True, "2030-04-05")
    assert Inmate.objects.with_identity_number("6307010101900001").get() == ahmad
    # A tahanan has no expiry date of his own, whatever the file says (design §3).
    assert (beni.narcotics, beni.expiry_date, str(beni.key_dates.expiry)) == (False, None, "2030-04-05")
    assert str(ahmad.registrations.get()) == "B.I BI.1/2024"
    assert [(str(each.on), each.kind) for each in ahmad.custody_events.all()] == [("2025-01-05", "admitted")]
    case = ahmad.cases.get()
    assert (case.sentence_years, case.sentence_months, case.role_by_article) == (5, 3, "penguasaan")
    assert str(ahmad.cell_stays.get()) == "A/3"
    events = AuditEvent.objects.filter(person_id=ahmad.pk)
    assert [(each.action, each.reason) for each in events] == [("create", import_.reason())]


def test_same_file_again_changes_nothing(checked, registrasi):
    rows = [
        person(),
        person("BI.2/2024", "Beni", **{"Blok/Kamar": "B"}),
        person("BI.3/2024", "Cipto", Pasal="-"),
    ]
    commit(checked(*rows), registrasi)
    events = AuditEvent.objects.filter(person_id__isnull=False).count()
    again = commit(checked(*rows), registrasi)
    assert outcomes(again) == ["tetap"] * 3
    assert Inmate.objects.count() == 3
    assert AuditEvent.objects.filter(person_id__isnull=False).count() == events


def test_change_is_told_field_by_field_and_written(checked, registrasi, rutan):
    commit(checked(person()), registrasi)
    changed = {
        "Ekspirasi": "05/03/2030",
        "Blok/Kamar": "B/1",
        "Pasal": "114 UU 35/2009",
        "Lama Pidana": "6 Th",
    }
    import_ = checked(person(**changed, NIK="6307010101900001"))
    row = ImportRow.objects.get(of=import_, outcome="berubah")
    told = {label: (old, new) for label, old, new in row.what.changes}
    assert told["Ekspirasi"] == ("5 Apr 2030", "5 Mar 2030")
    assert told["Blok"] == ("A/3", "B/1")
    assert told["Pasal"] == ("Pasal 112 UU 35/2009 (Primer)", "Pasal 114 UU 35/2009 (Primer)")
    commit(import_, registrasi)
    inmate = Inmate.objects.get()
    assert str(inmate.expiry_date) == "2030-03-05"
    assert str(inmate.cell_stays.get(until=None)) == "B/1"
    assert inmate.cases.get().role_by_article == "peredaran"
    assert [str(each) for each in Charge.objects.all()] == ["Pasal 114 UU 35/2009"]
    last = AuditEvent.objects.filter(person_id=inmate.pk).first()
    assert last.changes["identity_number"] == "NIK diubah"
    assert "6307010101900001" not in str(last.changes)


def test_new_number_of_a_known_person_is_a_change_of_class(checked, registrasi):
    commit(checked(person("AIII.7/2025")), registrasi)
    import_ = checked(person("BI.9/2025"))
    assert outcomes(import_) == ["berubah"]
    commit(import_, registrasi)
    inmate = Inmate.objects.get()
    assert [str(each) for each in inmate.registrations.order_by("pk")] == [
        "A.III AIII.7/2025",
        "B.I BI.9/2025",
    ]
    assert inmate.registrations.filter(until=None).count() == 1
    assert str(inmate.expiry_date) == "2030-04-05"
    assert CustodyEvent.objects.filter(inmate=inmate, kind="register_change").count() == 1


def test_name_alone_is_never_a_match(checked, registrasi):
    commit(checked(person()), registrasi)
    import_ = checked(
        person("BI.2/2024", **{"Tgl Lahir": "01/01/1985"}), person("BI.3/2024", **{"Tgl Lahir": None})
    )
    assert outcomes(import_) == ["ragu", "ragu"]
    first, _second = ImportRow.objects.filter(of=import_, outcome="ragu")
    actions.answer(row=first, choice="baru", by=registrasi)
    commit(import_, registrasi)
    assert Inmate.objects.count() == 2
    assert outcomes(import_) == ["baru", "ragu"]


def test_answer_takes_the_row_for_the_person_chosen(checked, registrasi):
    commit(checked(person()), registrasi)
    import_ = checked(person("BI.2/2024", **{"Tgl Lahir": "21/03/1990"}))
    row = ImportRow.objects.get(of=import_, outcome="ragu")
    actions.answer(row=row, choice=str(Inmate.objects.get().pk), by=registrasi)
    commit(import_, registrasi)
    assert str(Inmate.objects.get().birth_date) == "1990-03-21"
    assert outcomes(import_) == ["berubah"]


def test_number_of_somebody_else_is_asked_about(checked, registrasi):
    commit(checked(person()), registrasi)
    import_ = checked(person("BI.1/2024", "Zulkifli", **{"Tgl Lahir": "01/01/1985"}))
    row = ImportRow.objects.get(of=import_, outcome="ragu")
    assert "atas nama Ahmad Fauzi" in row.what.doubt
    assert not row.what.may_be_new


@pytest.mark.parametrize(
    ("cells", "label", "sentence"),
    [
        ({"NIK": 6307010101900001}, "NIK", "tersimpan sebagai angka"),
        ({"Tgl Lahir": "31/02/1990"}, "Tgl Lahir", "kalender"),
        ({"JK": "X"}, "JK", "L atau P"),
        ({"JK": None}, "Jenis kelamin (L/P)", "belum diisi"),
        ({"Tgl Masuk": None}, "Tanggal masuk", "belum diisi"),
        ({"Tgl Masuk": "05/01/2099"}, "Tgl Masuk", "belum tiba"),
        ({"Ekspirasi": "01/01/2024"}, "Ekspirasi", "mendahului"),
        ({"Pasal": "Pasal 999 UU 35/2009"}, "Pasal", "katalog"),
        ({"No Reg": "123/2024"}, "Golongan register", "tidak terbaca"),
        ({"Nama": None, "NIK": "6307010101900001"}, "Nama", "belum diisi"),
    ],
)
def test_refused_row_says_which_cell_and_why(checked, cells, label, sentence):
    import_ = checked(person(**cells), person("BI.2/2024", "Beni"))
    refused = ImportRow.objects.get(of=import_, outcome="ditolak")
    told = {each[0]: each[2] for each in refused.what.problems}
    assert refused.line == 3
    assert sentence in next(said for name, said in told.items() if name.lower() == label.lower())
    assert outcomes(import_) == ["ditolak", "baru"]


def test_same_number_twice_in_a_file_is_refused_the_second_time(checked):
    import_ = checked(person(), person(), person("BI.2/2024", "Beni", NIK="6307010101900001"),
                      person("BI.3/2024", "Cipto", NIK="6307010101900001"))  # fmt: skip
    assert outcomes(import_) == ["baru", "ditolak", "baru", "ditolak"]


def test_rest_of_the_sheet_is_accounted_for(checked):
    import_ = checked(person(), ["Jumlah", "1"], [None, "Kepala Rutan"])
    rows = ImportRow.objects.filter(of=import_)
    assert sorted(rows.values_list("line", "outcome")) == [
        (1, "dilewati"), (2, "dilewati"), (3, "baru"), (4, "dilewati"), (5, "dilewati"),
    ]  # fmt: skip


def test_missing_from_a_full_list_is_proposed_as_left_and_only_then_let_go(checked, registrasi, rutan):
    commit(checked(person(), person("BI.2/2024", "Beni")), registrasi)
    import_ = checked(person(), full_list=True)
    row = ImportRow.objects.get(of=import_, outcome="hilang")
    assert row.name == "Beni"
    actions.left(import_=import_, rows=[row.pk], kind="released", on=rutan.today(), by=registrasi)
    commit(import_, registrasi)
    beni = Inmate.objects.get(name="Beni")
    assert not beni.in_custody
    assert CellStay.objects.get(inmate=beni).until == rutan.today()
    undo(import_, registrasi)
    beni.refresh_from_db()
    assert beni.in_custody


def test_person_who_left_is_not_taken_in_again_by_a_file(checked, registrasi, rutan):
    commit(checked(person()), registrasi)
    inmates_actions.record_event(
        inmate=Inmate.objects.get(), kind="released", on=rutan.today(), by=registrasi
    )
    import_ = checked(person())
    [problem] = ImportRow.objects.get(of=import_, outcome="ditolak").what.problems
    assert "sudah keluar (Bebas murni" in problem[2]


def test_undoing_removes_who_came_and_puts_back_what_changed(checked, registrasi):
    commit(checked(person()), registrasi)
    inmate = Inmate.objects.get()
    before = snapshot()
    changed = {"Ekspirasi": "05/03/2030", "Blok/Kamar": "B/1", "Pasal": "114", "NIK": "6307010101900001"}
    import_ = checked(person("AIII.1/2024", **changed), person("BI.2/2024", "Beni"))
    commit(import_, registrasi)
    assert snapshot() != before
    undone = undo(import_, registrasi)
    assert (undone.state, undone.trouble) == (State.UNDONE, "")
    assert snapshot() == before
    assert Inmate.objects.get() == inmate
    assert ImportRow.objects.filter(of=import_, name="Beni").exists()
    assert AuditEvent.objects.filter(person_label="Beni", action="annul").count() == 1


def snapshot():
    """The register as its readers see it."""
    return [
        list(Inmate.objects.values_list("name", "identity_index", "expiry_date", "narcotics", "in_custody")),
        list(Registration.objects.standing().values_list("number", "until")),
        list(CustodyEvent.objects.standing().values_list("kind", "on")),
        list(CellStay.objects.values_list("block", "cell", "until")),
        list(KeyDates.objects.values_list("expiry", "life_sentence")),
        list(CriminalCase.objects.values_list("sentence_years", "narcotics", "role_by_article")),
        list(Charge.objects.values_list("article__code", "rank")),
    ]


def test_what_was_built_upon_is_not_undone(checked, registrasi, rutan):
    import_ = commit(checked(person(), person("BI.2/2024", "Beni")), registrasi)
    inmate = Inmate.objects.get(name="Beni")
    inmates_actions.move_cell(inmate=inmate, block="C", cell="1", since=rutan.today(), by=registrasi)
    refused = undo(import_, registrasi)
    assert refused.state == State.COMMITTED
    assert "Beni" in refused.trouble
    assert "Ahmad" not in refused.trouble
    assert Inmate.objects.count() == 2


def test_register_that_moved_since_the_dry_run_is_not_written_over(checked, registrasi, rutan):
    commit(checked(person()), registrasi)
    import_ = checked(person(Ekspirasi="05/03/2030"), person("BI.2/2024", "Beni"))
    inmate = Inmate.objects.get()
    inmates_actions.move_cell(inmate=inmate, block="C", cell="1", since=rutan.today(), by=registrasi)
    refused = commit(import_, registrasi)
    assert refused.state == State.CHECKED
    assert "Ahmad Fauzi" in refused.trouble
    assert "Beni" not in refused.trouble
    assert Inmate.objects.count() == 1
    again = commit(check(import_, registrasi), registrasi)
    assert (again.state, Inmate.objects.count()) == (State.COMMITTED, 2)


def test_change_elsewhere_in_the_register_does_not_stop_the_commit(checked, registrasi, admit, rutan):
    other = admit(name="Lain", number="BI.99/2020")
    import_ = checked(person())
    inmates_actions.move_cell(inmate=other, block="C", cell="1", since=rutan.today(), by=registrasi)
    assert commit(import_, registrasi).state == State.COMMITTED


@pytest.mark.parametrize("what", ["sheet", "register"])
def test_only_the_register_s_own_changes_disturb_the_commit(
    checked, registrasi, agreement, admit, monkeypatch, what
):
    """Someone writes each time between the last look and the lock: sheets all day, or the register."""
    if what == "sheet":
        written = SessionFactory(cohort=CohortFactory(agreement=agreement))
    else:
        written = admit(name="Lain", number="BI.99/2020")
    import_ = checked(person())
    real = committing.load

    def meanwhile(of):
        found = real(of)
        record(Action.CHANGE, by=registrasi, on=written)
        return found

    monkeypatch.setattr(committing, "load", meanwhile)
    import_ = commit(import_, registrasi)
    if what == "sheet":
        assert (import_.state, import_.trouble) == (State.COMMITTED, "")
    else:
        assert (import_.state, Inmate.objects.count()) == (State.CHECKED, 1)
        assert "sedang banyak diubah" in import_.trouble


def test_commit_that_breaks_off_leaves_nothing_and_can_be_done_again(checked, registrasi, monkeypatch):
    """As when the power goes at the last moment: the transaction is undone, the order still stands."""
    import_ = checked(person(), person("BI.2/2024", "Beni"))
    real = committing._keep

    def torn(*args):
        real(*args)
        raise OperationalError("power")

    monkeypatch.setattr(committing, "_keep", torn)
    commit(import_, registrasi)
    assert (Import.objects.get().state, Inmate.objects.count()) == (State.COMMITTING, 0)
    assert not AuditEvent.objects.filter(person_id__isnull=False).exists()
    monkeypatch.setattr(committing, "_keep", real)
    assert actions.advance()
    assert (Import.objects.get().state, Inmate.objects.count()) == (State.COMMITTED, 2)


def test_large_commit_writes_what_a_small_one_does(checked, registrasi, rutan):
    """Keys are given by hand on SQLite: the next record made one by one must not meet them."""
    rows = [person(f"BI.{n}/2024", f"Orang {chr(97 + n // 26)}{chr(97 + n % 26)}") for n in range(1, 60)]
    commit(checked(*rows), registrasi)
    typed_in = inmates_actions.register(
        custodian=rutan,
        identity={"name": "Satu Lagi", "sex": "L"},
        register_class=RegisterClass.objects.get(code="B.I"),
        number="BI.900/2024",
        admitted_on=rutan.today(),
        by=registrasi,
    )
    assert typed_in.pk > Inmate.objects.exclude(pk=typed_in.pk).order_by("-pk").first().pk
    assert Inmate.objects.count() == 60


def test_defaults_of_the_officer_fill_empty_cells_only(checked, registrasi, rutan):
    day = rutan.today() - timedelta(10)
    import_ = checked(
        person(**{"Tgl Masuk": None, "JK": "-"}),
        person("BI.2/2024", "Beni", JK="P"),
        admitted_on=day,
        sex="L",
    )
    commit(import_, registrasi)
    found = [(each.sex, each.custody_events.get().on) for each in Inmate.objects.order_by("name")]
    assert found == [("L", day), ("P", found[1][1])]
    assert str(found[1][1]) == "2025-01-05"


def test_columns_are_remembered_for_files_with_the_same_headings(uploaded, registrasi):
    import_ = uploaded(person())
    key = next(key for key, field in import_.mapping.items() if field == "expiry")
    check(import_, registrasi)
    actions.order_check(import_=import_, mapping={**import_.mapping, key: ""}, sheets=import_.sheets,
                        full_list=False, admitted_on=None, sex="", by=registrasi)  # fmt: skip
    assert "expiry" not in uploaded(person("BI.5/2024", "Lain")).mapping.values()


def test_rows_that_go_on_from_one_add_their_articles(checked, registrasi):
    more = [None] * len(HEAD)
    more[HEAD.index("Pasal")] = "jo. 132 ayat (1)"
    commit(checked(person(), more), registrasi)
    assert [each.article.code for each in Charge.objects.order_by("pk")] == ["112", "132"]


def test_file_stays_sealed(uploaded):
    import_ = uploaded(person(NIK="6307010101900001"))
    content = workbooks.xlsx({"Data": [["DAFTAR"], HEAD, person(NIK="6307010101900001")]})
    assert bytes(import_.file.sealed)[:10] != content[:10]
    assert b"PK" not in bytes(import_.file.sealed)[:4]
