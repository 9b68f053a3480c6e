"""What the screens do when something is refused, doubled, or too late: nothing is lost, nothing halved."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from rehab.delivery.models import Session, SessionNote
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status
from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from tests.journeys.conftest import fill_sign_in

pytestmark = pytest.mark.journey


@pytest.fixture
def held(agreement: Any, fasilitator: Any) -> Session:
    """A session of two people that the facilitator held today."""
    cohort = CohortFactory(agreement=agreement, running=True)
    PlaceFactory.create_batch(2, cohort=cohort)
    return SessionFactory(cohort=cohort, held=True, delivered_by=fasilitator)


def note_of(page: Page) -> Any:
    return page.get_by_label("Ringkasan sesi")


def save_note(page: Page) -> None:
    page.get_by_role("button", name="Simpan catatan").click()


def test_placing_someone_without_consent_places_nobody(
    signed_in: Any, karutan: Any, agreement: Any, rutan: Any
) -> None:
    cohort = CohortFactory(agreement=agreement, starts_on=rutan.today() + timedelta(days=7))
    for name, consented in (("Ahmad Fauzi", True), ("Rahmat Hidayat", False)):
        inmate = InmateFactory(custodian=rutan, name=name)
        EnrolmentFactory(inmate=inmate, agreement=agreement, eligible=True, consented=consented)
    page = signed_in("karutan")
    page.goto(f"/angkatan/{cohort.pk}/tetapkan/")
    page.get_by_label("Ahmad Fauzi").check()
    page.get_by_label("Rahmat Hidayat").check()
    page.get_by_label("Nomor SK").fill("W19.PAS-7")
    page.get_by_label("Tanggal SK").fill(rutan.today().isoformat())
    page.get_by_role("button", name="Tetapkan dalam angkatan").click()
    expect(page.get_by_role("alert")).to_contain_text("Rahmat Hidayat")
    expect(page.get_by_label("Nomor SK")).to_have_value("W19.PAS-7")
    expect(page.get_by_label("Ahmad Fauzi")).to_be_checked()
    assert not cohort.places.exists()
    assert set(Enrolment.objects.values_list("status", flat=True)) == {Status.ELIGIBLE}


def test_note_written_in_two_tabs_shows_the_second_both_texts(signed_in: Any, held: Session) -> None:
    first = signed_in("fasilitator")
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"/sesi/{held.pk}/catatan/")
    note_of(first).fill("Membahas pemicu.")
    save_note(first)
    expect(first.get_by_text("Catatan sesi disimpan.")).to_be_visible()
    note_of(second).fill("Membahas keluarga.")
    save_note(second)
    expect(second.get_by_text("Catatan ini sudah diubah dari layar lain")).to_be_visible()
    expect(second.locator("blockquote", has_text="Membahas pemicu.")).to_be_visible()
    expect(note_of(second)).to_have_value("Membahas keluarga.")
    note_of(second).fill("Membahas pemicu dan keluarga.")
    save_note(second)
    expect(second.get_by_text("Catatan sesi disimpan.")).to_be_visible()
    assert SessionNote.objects.get(session=held).summary == "Membahas pemicu dan keluarga."


def test_text_typed_before_the_session_ended_comes_back(signed_in: Any, held: Session) -> None:
    page = signed_in("fasilitator")
    page.goto(f"/sesi/{held.pk}/catatan/")
    note_of(page).fill("Kelompok mulai terbuka.")
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=True):
        save_note(page)
        expect(page.get_by_role("heading", name="Masuk ke Pulih")).to_be_visible()
        assert not SessionNote.objects.exists()
        fill_sign_in(page, "fasilitator")
        expect(note_of(page)).to_have_value("Kelompok mulai terbuka.")
        save_note(page)
        expect(page.get_by_text("Catatan sesi disimpan.")).to_be_visible()
    assert SessionNote.objects.get(session=held).summary == "Kelompok mulai terbuka."


def fill_session(page: Page, cohort_id: int, kind: str, day: date) -> None:
    page.goto(f"/angkatan/{cohort_id}/sesi-baru/")
    page.get_by_label("Jenis sesi").select_option(label=kind)
    page.get_by_label("Judul").fill("Kunjungan keluarga")
    page.get_by_label("Tanggal").fill(day.isoformat())
    page.get_by_label("Jam mulai").fill("14:00")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_double_click_makes_one_session(
    signed_in: Any, rehabilitasi: Any, held: Session, rutan: Any, script: bool
) -> None:
    page = signed_in("rehabilitasi", java_script_enabled=script)
    fill_session(page, held.cohort_id, held.kind.name, rutan.today() + timedelta(days=3))
    page.get_by_role("button", name="Tambahkan sesi").dblclick()
    expect(page.get_by_role("heading", name="Kunjungan keluarga")).to_be_visible()
    assert Session.objects.filter(title="Kunjungan keluarga").count() == 1


# A hand on a slow line: the browser sends the same form twice before either is answered.
SEND_TWICE = """async () => {
    const form = document.querySelector("main form[method=post]");
    const send = () => fetch(location.href, { method: "POST", body: new FormData(form) });
    return (await Promise.all([send(), send()])).map((answer) => answer.url);
}"""


def test_form_that_arrives_twice_makes_one_session_and_one_page(
    signed_in: Any, rehabilitasi: Any, held: Session, rutan: Any
) -> None:
    page = signed_in("rehabilitasi")
    fill_session(page, held.cohort_id, held.kind.name, rutan.today() + timedelta(days=3))
    landed = page.evaluate(SEND_TWICE)
    made = Session.objects.get(title="Kunjungan keluarga")
    assert [url.endswith(made.get_absolute_url()) for url in landed] == [True, True]
