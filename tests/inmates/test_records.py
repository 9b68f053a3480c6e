"""Registrations, cases, key dates, cells, guardians: the rules of the verbs."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from inmates import actions
from inmates.models import Article, CellStay, Registration
from inmates.models import RegisterClass as Class
from inmates.refusals import (
    AlreadySo,
    ArticleRefused,
    NotInCustody,
    NotThisOfficer,
    NumberTaken,
    OutOfOrder,
    StaleRecord,
    WrongDay,
)
from tests.inmates.conftest import staff
from ui.forms import sentence_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tahanan(admit):
    return admit("Eko", number="AIII.1/2026", register_class="A.III")


@pytest.fixture
def sentenced(tahanan, registrasi, today):
    """Dates first, then the change of class: days left begin with the sentence."""
    dates = {"expiry": today + timedelta(300)}
    actions.set_key_dates(inmate=tahanan, version=0, dates=dates, by=registrasi)
    actions.change_registration(
        inmate=tahanan,
        register_class=Class.objects.get(code="B.I"),
        number="BI.5/2026",
        since=today,
        by=registrasi,
    )
    tahanan.refresh_from_db()
    return tahanan


def article(code, law="UU 35/2009"):
    return Article.objects.get(law=law, code=code)


def test_tahanan_has_no_days_left_until_sentenced(tahanan, registrasi, today):
    dates = {"expiry": today + timedelta(300)}
    actions.set_key_dates(inmate=tahanan, version=0, dates=dates, by=registrasi)
    tahanan.refresh_from_db()
    assert tahanan.days_left() is None


def test_change_of_class_closes_the_old_number_and_starts_days_left(sentenced, today):
    old, new = sentenced.registrations.order_by("id")
    assert (old.until, new.until) == (today, None)
    assert sentenced.days_left() == 300
    assert sentenced.custody_events.get(kind="register_change").registration == new


def test_annulled_change_of_class_gives_the_old_number_back(sentenced, registrasi):
    event = sentenced.custody_events.get(kind="register_change")
    actions.annul_event(event=event, reason="Salah orang", by=registrasi)
    sentenced.refresh_from_db()
    assert Registration.objects.open().get(inmate=sentenced).number == "AIII.1/2026"
    assert sentenced.days_left() is None


def test_number_of_an_annulled_registration_is_free_again(sentenced, registrasi, admit):
    event = sentenced.custody_events.get(kind="register_change")
    actions.annul_event(event=event, reason="Salah orang", by=registrasi)
    assert admit("Fajar", number="BI.5/2026").pk


def test_number_is_used_once_a_class(inmate, admit):
    with pytest.raises(NumberTaken):
        admit("Gito", number="BI.1/2026")
    assert admit("Gito", number="BI.1/2026", register_class="A.I").pk


def test_database_refuses_a_number_twice(inmate, tahanan, registrasi):
    first = inmate.registrations.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        tahanan.registrations.update(register_class=first.register_class, number=first.number)


@pytest.mark.both
@pytest.mark.parametrize("written", ["BI.1/2026", "bi 1/2026", "B.I.1/2026", " B I1 /2026"])
def test_database_refuses_a_number_however_it_is_written(inmate, tahanan, written):
    first = inmate.registrations.get()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        tahanan.registrations.update(register_class=first.register_class, number=written)
    assert sentence_of(error.value) == "Nomor register ini sudah dipakai pada golongan yang sama."
    tahanan.registrations.update(register_class=first.register_class, number="BI.11/2026")


@pytest.mark.both
def test_upgrade_marks_numbers_written_twice_and_the_officer_mends_them(
    inmate, tahanan, registrasi, client_for
):
    rule = next(each for each in Registration._meta.constraints if each.name == "registration_number_once")
    editor, first = connection.schema_editor(), inmate.registrations.get()
    with connection.cursor() as cursor:
        cursor.execute(str(rule.remove_sql(Registration, editor)))
        tahanan.registrations.update(register_class=first.register_class, number="B I 1/2026")
        migration = import_module("inmates.migrations.0006_one_number_however_it_is_written")
        migration.mark_doubled(apps, editor)
        connection.check_constraints()
        cursor.execute(str(rule.create_sql(Registration, editor)))
    second = tahanan.registrations.get()
    assert (first.number_doubled, second.number_doubled, second.number) == (False, True, "B I 1/2026")
    officer = client_for(registrasi)
    assert tahanan.name in officer.get("/").content.decode()
    rows = officer.get("/warga-binaan/?kurang=ganda").context["listing"].rows
    assert [row.pk for row in rows] == [tahanan.pk]
    mended = {"register_class": second.register_class, "number": "BI.2/2026"}
    actions.correct_registration(registration=second, reason="Salah tulis", by=registrasi, **mended)
    assert officer.get("/warga-binaan/?kurang=ganda").context["listing"].rows == []


def test_life_sentence_has_no_days_left(sentenced, registrasi):
    dates = {"expiry": None, "life_sentence": True}
    actions.set_key_dates(inmate=sentenced, version=1, dates=dates, by=registrasi)
    sentenced.refresh_from_db()
    assert sentenced.days_left() is None


def test_life_sentence_with_an_expiry_is_refused(sentenced, registrasi):
    with pytest.raises(ValidationError, match="seumur hidup"):
        actions.set_key_dates(inmate=sentenced, version=1, dates={"life_sentence": True}, by=registrasi)


def test_stale_dates_are_refused(sentenced, registrasi):
    with pytest.raises(StaleRecord):
        actions.set_key_dates(inmate=sentenced, version=0, dates={"half": None}, by=registrasi)


@pytest.mark.parametrize(
    ("charges", "role", "narcotics"),
    [
        ([("114", "primer"), ("112", "subsider")], "peredaran", True),
        ([("127 ayat (1) huruf a", "primer"), ("112", "subsider")], "pengguna", True),
        ([("111", "primer"), ("132", "juncto")], "penguasaan", True),
    ],
)
def test_case_follows_its_articles(inmate, registrasi, charges, role, narcotics):
    chosen = [(article(code), rank) for code, rank in charges]
    case = actions.record_case(inmate=inmate, facts={}, charges=chosen, by=registrasi)
    inmate.refresh_from_db()
    assert (case.role_by_article, case.narcotics, inmate.narcotics) == (role, narcotics, narcotics)


@pytest.mark.parametrize(
    ("charges", "facts"),
    [
        ([], {}),
        ([("132", "juncto")], {}),
        ([("114", "primer"), ("132", "primer")], {}),
        ([("114", "primer"), ("114", "subsider")], {}),
        ([("112", "primer")], {"offence_on": date(2026, 3, 1)}),
    ],
)
def test_article_that_cannot_stand_is_refused(inmate, registrasi, charges, facts):
    chosen = [(article(code), rank) for code, rank in charges]
    with pytest.raises(ArticleRefused):
        actions.record_case(inmate=inmate, facts=facts, charges=chosen, by=registrasi)


def test_successor_stands_for_a_deed_since_the_new_code(inmate, registrasi):
    new = article("112").successor
    facts = {"offence_on": date(2026, 3, 1)}
    case = actions.record_case(inmate=inmate, facts=facts, charges=[(new, "primer")], by=registrasi)
    assert (new.code, case.narcotics) == ("609 ayat (1) huruf a", True)


def test_six_articles_moved_and_the_others_go_on():
    moved = Article.objects.filter(law="UU 35/2009").exclude(valid_until=None)
    assert {one.code for one in moved} == {"112", "113", "117", "118", "122", "123"}
    assert all(one.successor.valid_from == date(2026, 1, 2) for one in moved)


def test_corrected_flag_survives_a_change_of_articles(inmate, registrasi):
    case = actions.record_case(inmate=inmate, facts={}, charges=[(article("114"), "primer")], by=registrasi)
    case = actions.correct_narcotics(case=case, narcotics=False, reason="Salah pasal", by=registrasi)
    charges = [(article("112"), "primer")]
    actions.change_case(case=case, version=case.version, facts={}, charges=charges, by=registrasi)
    inmate.refresh_from_db()
    assert not inmate.narcotics


def test_closed_case_no_longer_counts_and_reopened_does(inmate, registrasi, today):
    case = actions.record_case(inmate=inmate, facts={}, charges=[(article("114"), "primer")], by=registrasi)
    actions.close_case(case=case, closed_on=today, reason="Bebas", by=registrasi)
    inmate.refresh_from_db()
    assert not inmate.narcotics
    actions.reopen_case(case=case, reason="Keliru", by=registrasi)
    inmate.refresh_from_db()
    assert inmate.narcotics


def test_cell_moves_one_open_stay_at_a_time(inmate, registrasi, today):
    actions.move_cell(inmate=inmate, block="B", cell="2", since=today, by=registrasi)
    assert [str(stay) for stay in CellStay.objects.open()] == ["B/2"]
    with pytest.raises(AlreadySo):
        actions.move_cell(inmate=inmate, block="B", cell="2", since=today, by=registrasi)


def test_cell_before_the_present_stay_is_refused(inmate, registrasi, today):
    with pytest.raises(WrongDay):
        actions.move_cell(inmate=inmate, block="B", cell="2", since=today - timedelta(200), by=registrasi)


def test_who_left_has_no_cell_and_no_guardian(inmate, registrasi, rutan, today):
    actions.record_event(inmate=inmate, kind="released", on=today, by=registrasi)
    with pytest.raises(NotInCustody):
        actions.move_cell(inmate=inmate, block="B", cell="2", since=today, by=registrasi)
    with pytest.raises(NotInCustody):
        actions.assign_guardian(
            inmate=inmate, officer=staff(rutan, "w", "walipas"), since=today, by=registrasi
        )


def test_guardian_must_be_a_walipas_of_the_own_office(inmate, registrasi, other_rutan, rutan, today):
    for officer in (staff(other_rutan, "asing", "walipas"), staff(rutan, "lain", "keamanan")):
        with pytest.raises(NotThisOfficer):
            actions.assign_guardian(inmate=inmate, officer=officer, since=today, by=registrasi)


def test_change_of_class_under_a_later_ending_is_refused(inmate, registrasi, today):
    actions.record_event(inmate=inmate, kind="escaped", on=today, by=registrasi)
    with pytest.raises((NotInCustody, OutOfOrder)):
        actions.change_registration(
            inmate=inmate,
            register_class=Class.objects.get(code="B.I"),
            number="BI.9/2026",
            since=today,
            by=registrasi,
        )
