from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from agreements import actions
from agreements.models import Agreement
from tests.agreements.test_pages import HOSTILE, text, url
from tests.factories.agreements import AgreementFactory

pytestmark = pytest.mark.django_db
Signing = Callable[[Any], Client]
Sending = Callable[..., dict[str, Any]]


def test_draft_is_saved_and_opened(client_for: Signing, rehabilitasi: Any, bnnk: Any, sent: Sending) -> None:
    response = client_for(rehabilitasi).post("/kerja-sama/baru/", sent(partner=bnnk.pk))
    agreement = Agreement.objects.get()
    assert response.url == url(agreement)
    assert (agreement.custodian, agreement.partner) == (rehabilitasi.agency, bnnk)
    assert agreement.services.count() == 9


def test_draft_sent_twice_is_saved_once(
    client_for: Signing, rehabilitasi: Any, bnnk: Any, sent: Sending
) -> None:
    client = client_for(rehabilitasi)
    form = sent(partner=bnnk.pk, _once="satu")
    first, second = (client.post("/kerja-sama/baru/", form) for _ in range(2))
    assert Agreement.objects.count() == 1
    assert first.url == second.url


def test_draft_with_a_custodian_as_partner_is_refused_beside_the_field(
    client_for: Signing, rehabilitasi: Any, other_rutan: Any, sent: Sending
) -> None:
    response = client_for(rehabilitasi).post("/kerja-sama/baru/", sent(partner=other_rutan.pk))
    assert "partner" in response.context["form"].errors
    assert not Agreement.objects.exists()


def test_extra_fields_change_nothing(
    client_for: Signing, rehabilitasi: Any, bnnk: Any, other_rutan: Any, sent: Sending
) -> None:
    extra = {"custodian": other_rutan.pk, "put_in_force_at": "2026-01-01", "version": "9"}
    client_for(rehabilitasi).post("/kerja-sama/baru/", sent(partner=bnnk.pk, **extra))
    agreement = Agreement.objects.get()
    assert (agreement.custodian, agreement.state) == (rehabilitasi.agency, Agreement.State.DRAFT)


@pytest.mark.parametrize("year", ["0001", "1999", "9999"])
def test_day_of_an_unlikely_year_is_a_sentence(
    client_for: Signing, rehabilitasi: Any, bnnk: Any, sent: Sending, year: str
) -> None:
    response = client_for(rehabilitasi).post(
        "/kerja-sama/baru/", sent(partner=bnnk.pk, first_day=f"{year}-12-31")
    )
    assert response.context["form"].errors["first_day"] == ["Periksa tahunnya."]


def test_duplicate_number_is_a_sentence_and_keeps_what_was_typed(
    client_for: Signing, rehabilitasi: Any, bnnk: Any, rutan: Any, sent: Sending
) -> None:
    AgreementFactory(custodian=rutan, custodian_number="W19-7")
    form = sent(partner=bnnk.pk, custodian_number="W19-7", title="Judul yang panjang")
    page = text(client_for(rehabilitasi).post("/kerja-sama/baru/", form))
    assert "Nomor pihak rutan/lapas sudah dipakai kerja sama lain." in page
    assert "Judul yang panjang" in page
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_and_never_run(
    client_for: Signing, rehabilitasi: Any, bnnk: Any, sent: Sending, hostile: str
) -> None:
    client = client_for(rehabilitasi)
    names = ("title", "custodian_number", "partner_number", "signed_at", "custodian_signatory")
    client.post("/kerja-sama/baru/", sent(partner=bnnk.pk, **dict.fromkeys(names, hostile)))
    for address in (url(Agreement.objects.get()), "/kerja-sama/", url(Agreement.objects.get(), "ubah")):
        page = text(client.get(address))
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_null_byte_is_a_sentence(client_for: Signing, rehabilitasi: Any, bnnk: Any, sent: Sending) -> None:
    response = client_for(rehabilitasi).post("/kerja-sama/baru/", sent(partner=bnnk.pk, title="a\x00b"))
    assert "title" in response.context["form"].errors


def test_change_opened_before_anothers_comes_back_with_both_texts(
    client_for: Signing, rehabilitasi: Any, rutan: Any, bnnk: Any, sent: Sending
) -> None:
    draft = AgreementFactory(custodian=rutan, partner=bnnk, draft=True, custodian_number="LAMA-1")
    client = client_for(rehabilitasi)
    first = sent(partner=bnnk.pk, version=draft.version, custodian_number="REKAN-2")
    assert client.post(url(draft, "ubah"), first).status_code == 302
    mine = {**first, "custodian_number": "SAYA-3"}
    refused = client.post(url(draft, "ubah"), mine)
    assert refused.status_code == 409
    assert "REKAN-2" in text(refused)
    assert "SAYA-3" in text(refused)
    again = {**mine, "version": refused.context["form"]["version"].value()}
    assert client.post(url(draft, "ubah"), again).status_code == 302
    assert Agreement.objects.get().custodian_number == "SAYA-3"


def test_confirmation_without_a_reason_changes_nothing(
    client_for: Signing, karutan: Any, agreement: Agreement
) -> None:
    response = client_for(karutan).post(url(agreement, "tangguhkan"), {"version": agreement.version})
    assert response.context["form"].errors["reason"]
    assert Agreement.objects.in_force().exists()


@pytest.mark.parametrize("act", ["tangguhkan", "akhiri"])
def test_confirmation_page_says_what_will_happen(
    client_for: Signing, kepala_bnnk: Any, agreement: Agreement, act: str
) -> None:
    page = text(client_for(kepala_bnnk).get(url(agreement, act)))
    assert "mitra tidak dapat membuka berkas siapa pun" in page
    assert Agreement.objects.in_force().exists()


@pytest.mark.parametrize(
    ("act", "state_before", "state_after"),
    [
        ("berlakukan", {"draft": True}, "in_force"),
        ("batalkan", {"draft": True}, "discarded"),
        ("tangguhkan", {}, "suspended"),
        ("cabut-penangguhan", {"suspended": True}, "in_force"),
        ("akhiri", {}, "ended"),
    ],
)
def test_confirmed_act_is_done_and_told(
    client_for: Signing, karutan: Any, rutan: Any, act: str, state_before: Any, state_after: str
) -> None:
    agreement = AgreementFactory(custodian=rutan, **state_before)
    fields = {"reason": "Sesuai kesepakatan.", "version": agreement.version, "from_day": rutan.today()}
    response = client_for(karutan).post(url(agreement, act), fields, follow=True)
    assert Agreement.objects.get().state == state_after
    assert "Sesuai kesepakatan." in text(response)
    assert response.redirect_chain[0][0] == url(agreement)


def test_act_confirmed_on_a_page_from_before_is_refused(
    client_for: Signing, karutan: Any, kepala_bnnk: Any, agreement: Agreement
) -> None:
    client = client_for(karutan)
    actions.suspend(agreement=agreement, by=kepala_bnnk, reason="Lebih dulu.")
    fields = {"reason": "Alasan saya", "version": agreement.version, "from_day": agreement.custodian.today()}
    response = client.post(url(agreement, "akhiri"), fields)
    assert response.status_code == 409
    assert "Alasan saya" in text(response)
    assert Agreement.objects.get().ended_on is None


def test_renewal_form_begins_the_day_after_with_the_same_scope(
    client_for: Signing, rehabilitasi: Any, rutan: Any
) -> None:
    lapsed = AgreementFactory(custodian=rutan, lapsed=True, services=["konseling"])
    form = client_for(rehabilitasi).get(url(lapsed, "perpanjang")).context["form"]
    assert form["first_day"].value() == lapsed.last_day + timedelta(days=1)
    assert "partner" not in form.fields
    assert len(form["services"].value()) == 1


def test_renewal_is_drafted_and_opened(
    client_for: Signing, rehabilitasi: Any, rutan: Any, sent: Sending
) -> None:
    lapsed = AgreementFactory(custodian=rutan, lapsed=True)
    today = rutan.today()
    fields = sent(first_day=today, last_day=today + timedelta(days=99), reason="Lanjut.", version=1)
    response = client_for(rehabilitasi).post(url(lapsed, "perpanjang"), fields)
    renewal = Agreement.objects.get(renews=lapsed)
    assert response.url == url(renewal)
    assert (renewal.line, renewal.renewal_reason) == (lapsed.line, "Lanjut.")


def test_renewal_over_the_old_days_is_refused_beside_the_field(
    client_for: Signing, rehabilitasi: Any, agreement: Agreement, sent: Sending
) -> None:
    fields = sent(first_day=agreement.last_day, last_day="", reason="Lanjut.", version=agreement.version)
    response = client_for(rehabilitasi).post(url(agreement, "perpanjang"), fields)
    assert "first_day" in response.context["form"].errors
    assert Agreement.objects.count() == 1
