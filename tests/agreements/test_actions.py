from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements import actions
from agreements.actions import Terms
from agreements.models import Agreement, Service
from agreements.refusals import (
    ChangedMeanwhile,
    DaysNotPossible,
    DaysOverlap,
    NotAPartner,
    NotComplete,
    NotPossibleNow,
    ReasonMissing,
)
from audit.models import Action, AuditEvent
from tests.factories.agreements import AgreementFactory
from ui.forms import sentence_of

pytestmark = pytest.mark.django_db
Making = Callable[..., Terms]


@pytest.fixture
def drafted(rehabilitasi: Any, bnnk: Any, terms: Making) -> Agreement:
    return actions.draft(by=rehabilitasi, partner=bnnk, terms=terms())


def days(agreement: Agreement, count: int) -> Any:
    return agreement.custodian.today() + timedelta(days=count)


def last_event() -> AuditEvent:
    event = AuditEvent.objects.first()
    assert event is not None
    return event


def test_draft_opens_nothing_and_leaves_one_event(drafted: Agreement, rehabilitasi: Any) -> None:
    assert drafted.state == Agreement.State.DRAFT
    assert not Agreement.objects.in_force().exists()
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == (Action.CREATE, rehabilitasi.pk)
    assert event.owner_agency_id == drafted.custodian_id


def test_draft_by_a_partner_is_refused(kepala_bnnk: Any, bnnk: Any, terms: Making) -> None:
    with pytest.raises(NotPossibleNow):
        actions.draft(by=kepala_bnnk, partner=bnnk, terms=terms())


def test_draft_with_another_rutan_is_refused(rehabilitasi: Any, other_rutan: Any, terms: Making) -> None:
    with pytest.raises(NotAPartner):
        actions.draft(by=rehabilitasi, partner=other_rutan, terms=terms())


def test_draft_with_days_turned_round_is_refused(
    drafted: Agreement, rehabilitasi: Any, terms: Making
) -> None:
    with pytest.raises(DaysNotPossible) as refused:
        actions.change_draft(agreement=drafted, by=rehabilitasi, terms=terms(last_day=days(drafted, -1)))
    assert refused.value.field == "last_day"


def test_change_writes_old_and_new_to_the_trail(drafted: Agreement, rehabilitasi: Any, terms: Making) -> None:
    few = list(Service.objects.filter(code="konseling"))
    actions.change_draft(
        agreement=drafted, by=rehabilitasi, terms=terms(title="PKS", services=few), version=drafted.version
    )
    changes = last_event().changes
    assert changes["title"] == ["Nota Kesepahaman Rehabilitasi", "PKS"]
    assert changes["services"][1] == "Konseling"
    assert set(changes) == {"title", "services"}


def test_change_of_the_partner_turns_the_line(
    drafted: Agreement, rehabilitasi: Any, other_bnnk: Any, terms: Making
) -> None:
    actions.change_draft(agreement=drafted, by=rehabilitasi, terms=terms(), partner=other_bnnk)
    found = Agreement.objects.get()
    assert (found.partner, found.line.partner) == (other_bnnk, other_bnnk)


def test_change_of_what_is_in_force_is_refused(
    agreement: Agreement, rehabilitasi: Any, terms: Making
) -> None:
    with pytest.raises(NotPossibleNow, match="Berlaku"):
        actions.change_draft(agreement=agreement, by=rehabilitasi, terms=terms())


def test_form_opened_before_anothers_change_is_refused(
    drafted: Agreement, rehabilitasi: Any, karutan: Any, terms: Making
) -> None:
    actions.change_draft(agreement=drafted, by=rehabilitasi, terms=terms(title="Baru"))
    with pytest.raises(ChangedMeanwhile):
        actions.put_in_force(agreement=drafted, by=karutan, version=drafted.version)
    assert not Agreement.objects.in_force().exists()


def test_put_in_force_opens_and_names_who(drafted: Agreement, karutan: Any) -> None:
    actions.put_in_force(agreement=drafted, by=karutan, reason="Sudah ditandatangani.")
    found = Agreement.objects.in_force().get()
    assert found.put_in_force_by == karutan
    event = last_event()
    assert (event.action, event.reason) == (Action.MOVE, "Sudah ditandatangani.")
    assert event.changes["state"] == ["Draf", "Berlaku"]


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"last_day": None}, "Tanpa hari terakhir"),
        ({"services": []}, "Belum ada layanan"),
        ({"signed_on": None}, "Tanggal tanda tangan"),
    ],
)
def test_put_in_force_of_an_incomplete_draft_is_refused(
    rehabilitasi: Any, karutan: Any, bnnk: Any, terms: Making, missing: dict[str, Any], sentence: str
) -> None:
    incomplete = actions.draft(by=rehabilitasi, partner=bnnk, terms=terms(**missing))
    with pytest.raises(NotComplete, match=sentence):
        actions.put_in_force(agreement=incomplete, by=karutan)


def test_put_in_force_of_days_long_past_is_refused(
    rehabilitasi: Any, karutan: Any, bnnk: Any, rutan: Any, terms: Making
) -> None:
    past = rutan.today() - timedelta(days=1)
    old = actions.draft(
        by=rehabilitasi, partner=bnnk, terms=terms(first_day=past, last_day=past, signed_on=past)
    )
    with pytest.raises(NotComplete, match="sudah lewat"):
        actions.put_in_force(agreement=old, by=karutan)


def test_put_in_force_twice_is_refused(drafted: Agreement, karutan: Any) -> None:
    actions.put_in_force(agreement=drafted, by=karutan)
    with pytest.raises(NotPossibleNow):
        actions.put_in_force(agreement=drafted, by=karutan)


def test_database_refuses_force_without_a_last_day(drafted: Agreement, karutan: Any) -> None:
    with pytest.raises(IntegrityError, match="agreement_in_force_has_last_day"), transaction.atomic():
        Agreement.objects.update(put_in_force_at=drafted.drafted_at, put_in_force_by=karutan, last_day=None)


def test_discarded_draft_keeps_its_reason_and_frees_its_number(
    rehabilitasi: Any, bnnk: Any, terms: Making
) -> None:
    numbered = terms(custodian_number="W19-1", partner_number="B-1")
    first = actions.draft(by=rehabilitasi, partner=bnnk, terms=numbered)
    discarded = actions.discard(agreement=first, by=rehabilitasi, reason="Salah mitra.")
    assert (discarded.state, discarded.discarded_reason) == (Agreement.State.DISCARDED, "Salah mitra.")
    actions.draft(by=rehabilitasi, partner=bnnk, terms=numbered)
    with pytest.raises(NotPossibleNow):
        actions.change_draft(agreement=first, by=rehabilitasi, terms=numbered)


@pytest.mark.parametrize("column", ["custodian_number", "partner_number"])
def test_number_used_twice_is_refused_with_a_sentence(
    rehabilitasi: Any, bnnk: Any, terms: Making, column: str
) -> None:
    actions.draft(by=rehabilitasi, partner=bnnk, terms=terms(**{column: "W19-1"}))
    with pytest.raises(IntegrityError) as broken:
        actions.draft(by=rehabilitasi, partner=bnnk, terms=terms(**{column: "w19-1"}))
    assert "sudah dipakai" in sentence_of(broken.value)


def test_number_of_another_custodian_is_free(
    rehabilitasi: Any, bnnk: Any, other_rutan: Any, terms: Making
) -> None:
    AgreementFactory(custodian=other_rutan, partner=bnnk, custodian_number="1/2026", partner_number="9/2026")
    both = terms(custodian_number="1/2026", partner_number="9/2026")
    assert actions.draft(by=rehabilitasi, partner=bnnk, terms=both).pk


def test_suspend_closes_today_and_lift_opens_it_again(
    agreement: Agreement, kepala_bnnk: Any, karutan: Any
) -> None:
    actions.suspend(agreement=agreement, by=kepala_bnnk, reason="Evaluasi.")
    assert not Agreement.objects.in_force().exists()
    assert last_event().changes["state"] == ["Berlaku", "Ditangguhkan"]
    actions.lift(agreement=agreement, by=karutan, reason="Selesai.")
    assert Agreement.objects.in_force().exists()
    assert last_event().reason == "Selesai."


def test_suspend_twice_is_refused(agreement: Agreement, karutan: Any) -> None:
    actions.suspend(agreement=agreement, by=karutan, reason="Evaluasi.")
    with pytest.raises(NotPossibleNow):
        actions.suspend(agreement=agreement, by=karutan, reason="Evaluasi.")
    assert agreement.suspensions.count() == 1


def test_suspend_again_on_the_day_of_lifting_closes_it(agreement: Agreement, karutan: Any) -> None:
    actions.suspend(agreement=agreement, by=karutan, reason="Satu.")
    actions.lift(agreement=agreement, by=karutan, reason="Dua.")
    actions.suspend(agreement=agreement, by=karutan, reason="Tiga.")
    assert not Agreement.objects.in_force().exists()


@pytest.mark.parametrize("verb", [actions.suspend, actions.end])
def test_closing_without_a_reason_is_refused(agreement: Agreement, karutan: Any, verb: Any) -> None:
    with pytest.raises(ReasonMissing):
        verb(agreement=agreement, by=karutan, reason="  ")
    assert Agreement.objects.in_force().exists()
    assert not AuditEvent.objects.exists()


def test_lift_of_what_is_not_suspended_is_refused(agreement: Agreement, karutan: Any) -> None:
    with pytest.raises(NotPossibleNow):
        actions.lift(agreement=agreement, by=karutan, reason="Selesai.")


def test_end_closes_today(agreement: Agreement, kepala_bnnk: Any) -> None:
    actions.end(agreement=agreement, by=kepala_bnnk, reason="Tidak dilanjutkan.")
    assert Agreement.objects.get().state == Agreement.State.ENDED
    assert not Agreement.objects.in_force().exists()


def test_end_ahead_leaves_the_days_before_open(agreement: Agreement, karutan: Any) -> None:
    actions.end(agreement=agreement, by=karutan, reason="Sebulan lagi.", from_day=days(agreement, 30))
    assert agreement in Agreement.objects.in_force(days(agreement, 29))
    assert agreement not in Agreement.objects.in_force(days(agreement, 30))


@pytest.mark.parametrize("day", [-1, 5000])
def test_end_outside_the_days_that_are_left_is_refused(agreement: Agreement, karutan: Any, day: int) -> None:
    with pytest.raises(DaysNotPossible):
        actions.end(agreement=agreement, by=karutan, reason="x", from_day=days(agreement, day))


def test_end_ahead_may_be_brought_forward_but_not_put_off(
    agreement: Agreement, karutan: Any, kepala_bnnk: Any
) -> None:
    actions.end(agreement=agreement, by=kepala_bnnk, reason="Sebulan lagi.", from_day=days(agreement, 30))
    with pytest.raises(DaysNotPossible, match="dimajukan"):
        actions.end(agreement=agreement, by=karutan, reason="Nanti.", from_day=days(agreement, 60))
    ended = actions.end(agreement=agreement, by=karutan, reason="Sekarang.", from_day=days(agreement, 10))
    assert ended.ended_on == days(agreement, 10)


def test_end_of_what_is_over_is_refused(karutan: Any, rutan: Any) -> None:
    with pytest.raises(NotPossibleNow, match="Berakhir"):
        actions.end(agreement=AgreementFactory(custodian=rutan, lapsed=True), by=karutan, reason="x")


def test_renewal_after_a_lapse_opens_the_same_line(rutan: Any, karutan: Any, terms: Making) -> None:
    lapsed = AgreementFactory(custodian=rutan, lapsed=True)
    renewal = actions.renew(agreement=lapsed, by=karutan, terms=terms(), reason="Disepakati lagi.")
    assert (renewal.line, renewal.renews, renewal.partner) == (lapsed.line, lapsed, lapsed.partner)
    actions.put_in_force(agreement=renewal, by=karutan)
    assert Agreement.objects.in_force().get().line == lapsed.line


def test_renewal_that_begins_before_the_old_one_is_over_is_refused(
    agreement: Agreement, karutan: Any, terms: Making
) -> None:
    with pytest.raises(DaysOverlap) as refused:
        actions.renew(
            agreement=agreement, by=karutan, terms=terms(first_day=agreement.last_day, last_day=None)
        )
    assert refused.value.field == "first_day"


def test_second_renewal_waits_until_the_first_is_discarded(rutan: Any, karutan: Any, terms: Making) -> None:
    lapsed = AgreementFactory(custodian=rutan, lapsed=True)
    first = actions.renew(agreement=lapsed, by=karutan, terms=terms())
    with pytest.raises(NotPossibleNow):
        actions.renew(agreement=lapsed, by=karutan, terms=terms())
    actions.discard(agreement=first, by=karutan, reason="Salah tanggal.")
    assert actions.renew(agreement=lapsed, by=karutan, terms=terms()).renews == lapsed


def test_put_in_force_over_days_of_the_same_line_is_refused(
    agreement: Agreement, karutan: Any, rutan: Any
) -> None:
    second = AgreementFactory(
        line=agreement.line,
        renews=agreement,
        draft=True,
        first_day=agreement.last_day,
        signed_on=rutan.today(),
    )
    with pytest.raises(DaysOverlap, match="bertindihan"):
        actions.put_in_force(agreement=second, by=karutan)


def test_another_line_of_the_same_parties_may_run_beside(
    agreement: Agreement, rehabilitasi: Any, karutan: Any, bnnk: Any, terms: Making
) -> None:
    beside = actions.draft(by=rehabilitasi, partner=bnnk, terms=terms(kind="pks"))
    actions.put_in_force(agreement=beside, by=karutan)
    assert Agreement.objects.in_force().count() == 2


def test_days_freed_by_an_end_may_be_taken_by_the_renewal(
    agreement: Agreement, karutan: Any, terms: Making
) -> None:
    actions.end(agreement=agreement, by=karutan, reason="Diganti.")
    renewal = actions.renew(agreement=agreement, by=karutan, terms=terms())
    assert actions.put_in_force(agreement=renewal, by=karutan).put_in_force_at
