from datetime import timedelta

import pytest

from audit.models import AuditEvent
from inmates import actions
from inmates.models import CustodyKind as K
from inmates.models import KeyDates, RegisterClass
from inmates.refusals import AlreadySo, OutOfOrder, WrongDay
from tests.inmates.conftest import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def happen(inmate, registrasi, today):
    def happen(kind, days_ago=0, **kwargs):
        return actions.record_event(
            inmate=inmate, kind=kind, on=today - timedelta(days=days_ago), by=registrasi, **kwargs
        )

    return happen


def test_ending_ends_custody_and_the_cell_stay(inmate, happen, today):
    happen(K.RELEASED)
    inmate.refresh_from_db()
    assert not inmate.in_custody
    assert inmate.cell_stays.get().until == today


def test_ending_ends_the_guardianship(inmate, happen, rutan, registrasi, today):
    wali = staff(rutan, "wali", "walipas")
    actions.assign_guardian(inmate=inmate, officer=wali, since=today, by=registrasi)
    event = happen(K.PB)
    guardian = inmate.guardians.get()
    assert (guardian.until, guardian.ended_by) == (today, event)


def test_annulled_ending_opens_what_it_ended(inmate, happen, registrasi):
    event = happen(K.RELEASED)
    actions.annul_event(event=event, reason="Salah orang", by=registrasi)
    inmate.refresh_from_db()
    assert inmate.in_custody
    assert inmate.cell_stays.get().until is None


def test_annulled_ending_leaves_a_newer_cell_alone(inmate, happen, registrasi, today):
    event = happen(K.ESCAPED, days_ago=5)
    happen(K.RECAPTURED, days_ago=3)
    actions.move_cell(inmate=inmate, block="C", cell="9", since=today, by=registrasi)
    with pytest.raises(OutOfOrder):
        actions.annul_event(event=event, reason="Salah", by=registrasi)
    assert [stay.block for stay in inmate.cell_stays.filter(until=None)] == ["C"]


def test_annulled_event_stays_with_who_and_why(happen, registrasi):
    event = happen(K.REMISSION, remission_days=30)
    actions.annul_event(event=event, reason="Belum terbit", by=registrasi)
    event.refresh_from_db()
    assert (event.annulled_by, event.annulled_reason) == (registrasi, "Belum terbit")


def test_event_annulled_twice_is_refused(happen, registrasi):
    event = happen(K.REMISSION)
    actions.annul_event(event=event, reason="x", by=registrasi)
    with pytest.raises(AlreadySo):
        actions.annul_event(event=event, reason="y", by=registrasi)


def test_admission_that_others_rest_on_cannot_be_annulled(inmate, happen, registrasi):
    happen(K.REMISSION)
    with pytest.raises(OutOfOrder):
        actions.annul_event(event=inmate.custody_events.get(kind=K.ADMITTED), reason="x", by=registrasi)


def test_who_was_registered_by_mistake_is_taken_out_again(inmate, registrasi, admit):
    actions.annul_event(event=inmate.custody_events.get(), reason="Salah ketik", by=registrasi)
    inmate.refresh_from_db()
    assert not inmate.in_custody
    assert not inmate.cell_stays.open().exists()
    assert admit(name="Orang yang benar").registrations.open().get().number == "BI.1/2026"


@pytest.fixture
def back(inmate, happen, registrasi, today):
    """Released ten days ago, in again today under a new number."""
    happen(K.RELEASED, days_ago=10)
    return actions.record_event(
        inmate=inmate,
        kind=K.ADMITTED,
        on=today,
        register_class=RegisterClass.objects.get(code="A.I"),
        number="AI.5/2026",
        by=registrasi,
    )


def test_who_comes_in_again_has_a_new_number_and_no_old_days_left(inmate, back, today):
    KeyDates.objects.create(inmate=inmate, expiry=today, recorded_by=back.recorded_by)
    first, second = inmate.registrations.order_by("since")
    inmate.refresh_from_db()
    assert (first.until, second.since, second.until) == (today - timedelta(days=10), today, None)
    assert (inmate.in_custody, inmate.expiry_date) == (True, None)


def test_annulled_return_gives_the_old_number_back(inmate, back, registrasi):
    actions.annul_event(event=back, reason="x", by=registrasi)
    inmate.refresh_from_db()
    assert not inmate.in_custody
    assert inmate.registrations.open().get().number == "BI.1/2026"


def test_return_under_the_same_number_keeps_it(inmate, happen, registrasi, today):
    happen(K.TRANSFER_OUT, days_ago=10)
    actions.record_event(
        inmate=inmate,
        kind=K.TRANSFER_IN,
        on=today,
        register_class=RegisterClass.objects.get(code="B.I"),
        number="BI 1/2026",
        by=registrasi,
    )
    assert inmate.registrations.get().until is None


@pytest.mark.parametrize("days_ago", [101, 400])
def test_cell_and_guardian_begin_when_the_person_is_here(inmate, registrasi, rutan, today, days_ago):
    since = today - timedelta(days=days_ago)
    with pytest.raises(WrongDay, match="mendahului tanggal masuknya"):
        actions.move_cell(inmate=inmate, block="B", cell="2", since=since, by=registrasi)
    walipas = staff(rutan, "walipas.uji", "walipas")
    with pytest.raises(WrongDay, match="mendahului tanggal masuknya"):
        actions.assign_guardian(inmate=inmate, officer=walipas, since=since, by=registrasi)


@pytest.mark.parametrize(("kind", "days_ago"), [(K.RELEASED, 101), (K.TEMPORARY_BACK, 3), (K.ADMITTED, 0)])
def test_event_out_of_order_is_refused(happen, kind, days_ago):
    with pytest.raises(OutOfOrder):
        happen(kind, days_ago)


def test_event_before_an_ending_may_be_written_late(inmate, happen):
    happen(K.RELEASED, days_ago=1)
    happen(K.REMISSION, days_ago=10)
    inmate.refresh_from_db()
    assert not inmate.in_custody


def test_event_tomorrow_is_refused(happen):
    with pytest.raises(WrongDay):
        happen(K.RELEASED, days_ago=-1)


def test_event_before_birth_is_refused(admit):
    from datetime import date

    with pytest.raises(WrongDay):
        admit(identity={"birth_date": date(2026, 10, 1)}, days_ago=100)


def test_register_change_is_not_an_ordinary_event(happen):
    with pytest.raises(OutOfOrder):
        happen(K.REGISTER_CHANGE)


def test_event_leaves_one_trail_row(inmate, happen):
    before = AuditEvent.objects.count()
    happen(K.RELEASED)
    assert AuditEvent.objects.count() == before + 1
    assert AuditEvent.objects.first().person_id == inmate.pk
