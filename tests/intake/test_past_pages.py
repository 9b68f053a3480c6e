"""The screens of old data, as the rehabilitation officer goes through them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from rehab.delivery.models import Cohort, Session
from rehab.enrolments.models import Enrolment
from tests.factories.delivery import CohortFactory
from tests.intake.old_data import Old
from upkeep.intake.models import Import, ImportRow, State
from upkeep.intake.past.columns import COLUMNS, Part
from upkeep.intake.past.reading import pages_of
from upkeep.intake.reading.workbook import read

LIST = reverse("intake:past")


@pytest.fixture
def client(rehabilitasi: Any, client_for: Any) -> Any:
    return client_for(rehabilitasi)


def _url(made: Import, name: str = "import") -> str:
    return reverse(f"intake:{name}", args=[made.pk])


def _send(client: Any, content: bytes, name: str = "lama.xlsx") -> Any:
    return client.post(LIST, {"file": SimpleUploadedFile(name, content)})


def test_from_the_file_to_the_cohort_and_back(client: Any, old: Old) -> None:
    answer = _send(client, old.file([old.person(0), old.person(1, Hasil="mungkin")]))
    made = Import.objects.get()
    assert (answer.url, made.state) == (_url(made), State.CHECKED)
    page = client.get(answer.url).content.decode()
    assert "Tulis Lulus, Tidak lulus, atau Keluar" in page
    confirm = client.get(_url(made, "commit")).content.decode()
    assert "Lembar Sesi: 2 baris baru." in confirm
    assert client.post(_url(made, "commit")).url == _url(made)
    assert "1 angkatan, 2 sesi, 1 peserta, dan 2 tanda hadir" in client.get(_url(made)).content.decode()
    cohort = client.get(reverse("delivery:cohort", args=[Cohort.objects.get().pk])).content.decode()
    assert "dari data lama" in cohort
    assert "Orang Lama A" in cohort
    session = client.get(reverse("delivery:session", args=[Session.objects.first().pk])).content.decode()
    assert "Ustaz Rahman" in session
    assert "belum dicatat" not in session
    way = client.get(reverse("casefile:page", args=[Enrolment.objects.get().pk])).content.decode()
    assert made.reason() in way
    assert client.post(_url(made, "undo"), {"reason": "Salah berkas"}).url == _url(made)
    assert not Cohort.objects.exists()
    assert "Salah berkas" in client.get(_url(made)).content.decode()


def test_template_is_what_the_import_reads(client: Any, old: Old) -> None:
    sheets = read(client.get(reverse("intake:past_template")).content, "templat.xlsx")
    pages = pages_of(sheets)
    assert [page.part for page in pages] == list(Part)
    assert all(page.places.keys() == COLUMNS[page.part].keys() for page in pages)
    assert sorted(pages[-1].marks) == list(range(1, 41))
    words = {row.cell(1) for row in sheets[-1].rows}
    assert {"Lulus", "H", old.version.programme.code} <= words


def test_corrections_come_back_as_they_are_mended(client: Any, old: Old) -> None:
    _send(client, old.file([old.person(0), old.person(1, Hasil="mungkin")]))
    made = Import.objects.get()
    client.post(_url(made, "commit"))
    sheets = read(client.get(_url(made, "corrections")).content, "perbaikan.xlsx")
    told = [each for page in pages_of(sheets) for each in page.told()]
    assert [(each.part, each.text("name")) for each in told if each.part == Part.PEOPLE] == [
        (Part.PEOPLE, "Orang Lama B")
    ]
    assert len(told) == 1 + 2 + 1
    assert "Alasan ditolak" in {cell for sheet in sheets for row in sheet.rows for cell in row.cells}
    again = client.get(_url(made, "corrections")).content
    _send(client, again, "perbaikan.xlsx")
    later = Import.objects.latest("pk")
    outcomes = (
        ImportRow.objects.filter(of=later).exclude(outcome="dilewati").values_list("outcome", flat=True)
    )
    assert sorted(outcomes) == ["ditolak", "tetap", "tetap", "tetap"]


def test_another_file_is_refused_beside_the_field(client: Any) -> None:
    answer = _send(client, b"Nama;Nomor register\nAhmad;BI.1/2024\n", "register.csv")
    assert "Ini bukan templat data lama" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_row_in_doubt_is_answered_on_its_page(client: Any, old: Old) -> None:
    _send(client, old.file([old.person(0, Nama="Siti Berbeda")]))
    row = ImportRow.objects.get(outcome="ragu")
    page = client.get(reverse("intake:row", args=[row.pk])).content.decode()
    assert "Orang yang sama: Orang Lama A" in page
    assert "Tanggal berakhir" in page
    client.post(reverse("intake:row", args=[row.pk]), {"choice": str(old.people[0].pk)})
    row.refresh_from_db()
    assert row.choice == str(old.people[0].pk)


def test_when_what_there_is_moved_the_page_offers_to_look_again(client: Any, old: Old) -> None:
    _send(client, old.file())
    made = Import.objects.get()
    taken = CohortFactory(agreement=old.agreement, code="LAMA-1")
    client.post(_url(made, "commit"))
    assert "Data berubah sejak berkas ini diperiksa" in client.get(_url(made)).content.decode()
    Cohort.objects.filter(pk=taken.pk).update(code="LAIN")
    assert client.post(_url(made, "recheck")).url == _url(made)
    made.refresh_from_db()
    assert (made.state, made.trouble) == (State.CHECKED, "")


def test_the_two_kinds_have_their_own_lists(client: Any, old: Old, registrasi: Any, client_for: Any) -> None:
    _send(client, old.file())
    made = Import.objects.get()
    register = client_for(registrasi)
    assert "lama.xlsx" in client.get(LIST).content.decode()
    assert "lama.xlsx" not in register.get(reverse("intake:imports")).content.decode()
    assert register.get(_url(made)).status_code == 404
    assert client.get(_url(made, "columns")).status_code in (403, 404)


def test_pages_cost_the_same_however_many_rows(client: Any, old: Old, page_queries: Any) -> None:
    _send(client, old.file())
    first = Import.objects.get()
    few = page_queries(client, _url(first))
    sessions = [old.session(number) for number in range(1, 13)]
    _send(client, old.file([old.person(at) for at in range(3)], sessions=sessions))
    assert page_queries(client, _url(Import.objects.latest("pk"))) == few == 7
    assert page_queries(client, LIST) == 5
