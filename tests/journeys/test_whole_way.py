"""From the list of candidates to the graduation: six people of two agencies work on one file."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Page, expect

from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.journey

NAME = "Ahmad Fauzi"
COHORT = "2026-A"
# The answers of someone at moderate risk by one substance, and of no other use.
STIMULANT = "Stimulan jenis amfetamin (sabu, ekstasi)"
ANSWERS = {
    "P2": "Tiap minggu",
    "P3": "Tiap bulan",
    "P4": "1–2 kali",
    "P5": "Tidak pernah",
    "P6": "Ya, sebelum 3 bulan itu",
    "P7": "Ya, dalam 3 bulan itu",
}


@pytest.fixture
def first_day(rutan: Any) -> date:
    return rutan.today() + timedelta(days=1)


@pytest.fixture
def at(rutan: Any) -> Any:
    """The hour on the wall clock of the rutan; it goes on from there."""

    @contextmanager
    def travel(day: date, hour: int) -> Iterator[None]:
        with time_machine.travel(datetime.combine(day, time(hour), rutan.zone), tick=True):
            yield

    return travel


def test_someone_is_proposed_treated_and_graduates(
    signed_in: Any,
    at: Any,
    first_day: date,
    rutan: Any,
    agreement: Any,
    rehabilitasi: Any,
    medis: Any,
    karutan: Any,
    kepala_bnnk: Any,
    asesor: Any,
    fasilitator: Any,
) -> None:
    InmateFactory(custodian=rutan, name=NAME)
    start, end = first_day + timedelta(days=7), first_day + timedelta(weeks=20)
    with at(first_day, 9):
        propose(signed_in("rehabilitasi"))
        record_consent(signed_in("rehabilitasi"))
        assign(signed_in("rehabilitasi"), medis, "medis")
        screen(signed_in("medis"))
        assign(signed_in("kepala.bnnk"), asesor, "asesor")
        assess(signed_in("asesor"))
        decide(signed_in("karutan"))
        open_cohort(signed_in("rehabilitasi"), start, fasilitator)
        place(signed_in("karutan"), first_day)
        plan(signed_in("rehabilitasi"))
    with at(start, 11):
        begin(signed_in("rehabilitasi"))
        mark(signed_in("fasilitator"))
    with at(end, 9):
        propose_graduation(signed_in("rehabilitasi"))
        confirm_graduation(signed_in("karutan"))
        graduated(signed_in("asesor"))
    assert Enrolment.objects.get(inmate__name=NAME).status == Status.GRADUATED


def from_menu(page: Page, entry: str) -> None:
    page.get_by_role("link", name=entry, exact=True).first.click()


def open_file(page: Page) -> None:
    from_menu(page, "Peserta")
    page.get_by_role("link", name=NAME).click()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()


def says(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


def propose(page: Page) -> None:
    from_menu(page, "Calon")
    page.get_by_label(NAME).check()
    press(page, "Usulkan yang dicentang")
    press(page, "Usulkan")
    says(page, "1 orang diusulkan.")


def record_consent(page: Page) -> None:
    open_file(page)
    follow(page, "Persetujuan")
    follow(page, "Catat pernyataan")
    page.get_by_label("Bersedia mengikuti program").check()
    page.get_by_label("Nama saksi").fill("Siti Aminah")
    press(page, "Simpan pernyataan")
    says(page, "Pernyataan peserta disimpan.")


def assign(page: Page, staff: Any, capacity: str) -> None:
    open_file(page)
    follow(page, "Penugasan")
    follow(page, "Tugaskan petugas")
    page.locator("select[name=staff]").select_option(str(staff.pk))
    page.locator("select[name=capacity]").select_option(capacity)
    press(page, "Tugaskan")
    says(page, "Penugasan disimpan untuk 1 peserta.")


def screen(page: Page) -> None:
    """ASSIST through its pages: one substance, so that each later question is asked once."""
    open_file(page)
    follow(page, "Skrining ASSIST")
    page.get_by_label("3 bulan sebelum ditahan").check()
    press(page, "Mulai wawancara")
    expect(page.get_by_role("heading", name="P1")).to_be_visible()
    for substance in page.locator("fieldset.answer").all():
        used = STIMULANT in substance.inner_text()
        substance.get_by_text("Ya" if used else "Tidak", exact=True).click()
    press(page, "Simpan dan lanjut")
    for question, answer in ANSWERS.items():
        expect(page.get_by_role("heading", name=question)).to_be_visible()
        page.get_by_role("group", name=STIMULANT).get_by_text(answer, exact=True).click()
        press(page, "Simpan dan lanjut")
    expect(page.get_by_role("heading", name="P8")).to_be_visible()
    page.locator("fieldset.answer").get_by_text("Tidak pernah", exact=True).click()
    press(page, "Simpan dan lanjut")
    press(page, "Tandatangani hasil")
    expect(page.get_by_label("Rujuk ke asesmen")).to_be_checked()
    press(page, "Simpan tindak lanjut")
    says(page, "Tindak lanjut skrining disimpan.")


def assess(page: Page) -> None:
    open_file(page)
    page.get_by_role("link", name="Asesmen", exact=True).click()
    page.get_by_label("Peran menurut asesmen").select_option("pengguna")
    page.get_by_label("Kategori rehabilitasi").select_option("I")
    page.get_by_label("Rekomendasi").select_option("rehabilitasi")
    page.get_by_label("Ringkasan asesmen").fill("Memakai sabu sejak 2021, ingin berhenti.")
    page.get_by_label("Dasar penetapan kategori").fill("Masalah ringan.")
    press(page, "Simpan, lalu tandatangani")
    press(page, "Tandatangani asesmen")
    says(page, "Asesmen ditandatangani.")


def decide(page: Page) -> None:
    from_menu(page, "Menunggu keputusan")
    page.get_by_label(NAME).check()
    press(page, "Putuskan yang dicentang")
    page.get_by_label("Layak", exact=True).check()
    page.get_by_label("Alasan").fill("Memenuhi syarat.")
    press(page, "Simpan keputusan")
    says(page, "Keputusan disimpan untuk 1 orang.")


def open_cohort(page: Page, start: date, fasilitator: Any) -> None:
    from_menu(page, "Angkatan")
    follow(page, "Buka angkatan")
    page.get_by_label("Kerja sama yang berlaku").select_option(index=1)
    page.get_by_label("Program").select_option(label="Rehabilitasi Kategori I (kategori-1)")
    page.get_by_label("Kode angkatan").fill(COHORT)
    page.get_by_label("Kuota (orang)").fill("10")
    page.get_by_label("Tempat").fill("Aula")
    page.locator("input[name=starts_on]").fill(start.isoformat())
    page.locator(f"input[name=jam_{start.weekday()}]").fill("09:00")
    page.locator(f"input[name=tim_fasilitator][value='{fasilitator.pk}']").check()
    press(page, "Buka angkatan")
    says(page, "Angkatan dibuka.")


def open_the_cohort(page: Page) -> None:
    from_menu(page, "Angkatan")
    page.get_by_role("link", name=COHORT).click()


def place(page: Page, signed: date) -> None:
    open_the_cohort(page)
    follow(page, "Tetapkan peserta")
    page.get_by_label(NAME).check()
    page.get_by_label("Nomor SK").fill("W19.PAS-12 Tahun 2026")
    page.get_by_label("Tanggal SK").fill(signed.isoformat())
    press(page, "Tetapkan dalam angkatan")
    says(page, "Peserta ditetapkan dalam angkatan.")


def plan(page: Page) -> None:
    open_the_cohort(page)
    follow(page, "Susun jadwal")
    press(page, "Susun jadwal")
    says(page, "Jadwal disusun.")


def begin(page: Page) -> None:
    open_the_cohort(page)
    follow(page, "Mulai angkatan")
    press(page, "Mulai angkatan")
    says(page, "Angkatan dimulai.")


def mark(page: Page) -> None:
    from_menu(page, "Sesi")
    page.get_by_role("link", name="Orientasi dan kontrak program").first.click()
    follow(page, "Isi daftar hadir")
    page.get_by_role("link", name="Semua hadir").click()
    expect(page.locator("[data-count]")).to_have_text("1 hadir · 0 tidak · 0 belum")
    press(page, "Simpan")
    says(page, "Daftar hadir disimpan.")


def propose_graduation(page: Page) -> None:
    from_menu(page, "Kelulusan")
    page.get_by_label(NAME).check()
    press(page, "Usulkan yang dicentang")
    press(page, "Kirim usulan kepada Kepala")
    says(page, "Usulan untuk 1 orang dikirim kepada Kepala.")


def confirm_graduation(page: Page) -> None:
    from_menu(page, "Kelulusan")
    page.get_by_label(NAME).check()
    press(page, "Jawab yang dicentang")
    page.get_by_label("Tetapkan sesuai usulan").check()
    page.get_by_label("Nomor berita acara").fill("BA-3/2026")
    press(page, "Kirim jawaban")
    says(page, "Jawaban disimpan untuk 1 orang.")


def graduated(page: Page) -> None:
    page.goto("/peserta/?tahap=selesai")
    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("Lulus", exact=True).first).to_be_visible()
