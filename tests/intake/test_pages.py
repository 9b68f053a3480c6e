"""The screens of the import, as the officer of registrasi goes through them."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from inmates.models import Inmate
from tests.intake.conftest import HEAD, commit, person
from upkeep.intake import actions
from upkeep.intake.models import Import, ImportRow, State
from upkeep.intake.reading.workbook import read
from upkeep.samples import workbooks

pytestmark = pytest.mark.django_db
LIST = reverse("intake:imports")


@pytest.fixture
def client(registrasi, client_for):
    return client_for(registrasi)


def url(import_, name="import"):
    return reverse(f"intake:{name}", args=[import_.pk])


def send(client, content, name="register.xlsx"):
    return client.post(LIST, {"file": SimpleUploadedFile(name, content)})


def test_from_the_button_to_the_register(client, registrasi):
    assert LIST in client.get(reverse("inmates:register")).content.decode()
    content = workbooks.xlsx({"Data": [HEAD, person(), person("BI.2/2024", "Beni", JK="X")]})
    answer = send(client, content)
    import_ = Import.objects.get()
    assert answer.url == url(import_, "columns")
    form = client.get(answer.url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "full_list"}
    assert client.post(answer.url, typed).url == url(import_)
    page = client.get(url(import_))
    assert [(each.key, each.count) for each in page.context["counts"]][:5] == [
        ("baru", 1), ("berubah", 0), ("ditolak", 1), ("dilewati", 1),
    ]  # fmt: skip
    rows = client.get(f"{url(import_)}?hasil=ditolak").context["listing"].rows
    assert [(row.name, row.line) for row in rows] == [("Beni", 3)]
    assert "Jenis kelamin tidak dikenal" in client.get(f"{url(import_)}?cari=beni").content.decode()
    assert "1 orang baru" in client.get(url(import_, "commit")).content.decode()
    assert client.post(url(import_, "commit")).url == url(import_)
    assert Inmate.objects.get().name == "Ahmad Fauzi"
    assert "1 orang didaftarkan" in client.get(url(import_)).content.decode()
    assert client.post(url(import_, "undo"), {"reason": "Salah berkas"}).url == url(import_)
    assert not Inmate.objects.exists()
    assert "Salah berkas" in client.get(url(import_)).content.decode()


def test_every_step_leaves_its_event(client, checked, registrasi):
    import_ = checked(person())
    client.get(url(import_, "report"))
    commit(import_, registrasi)
    told = AuditEvent.objects.filter(object_type="intake.import").order_by("id")
    assert [each.action for each in told] == ["create", "move", "move", "export", "move", "move"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "kosong"),
        (b"<html><table>", "a.xls", "HTML"),
        (b"a;b\n1;2\n", "a.csv", "Judul kolom tidak ditemukan"),
        (b"PK\x03\x04", "a.xlsx", "rusak"),
    ],
)
def test_unreadable_file_is_refused_beside_its_field(client, content, name, sentence):
    answer = send(client, content, name)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_body_that_no_file_can_have_is_not_read(client):
    answer = send(client, b"Nama;No Reg\n" * 1_000_000)
    assert answer.status_code == 413
    assert "10 MB" in send(client, b"Nama;No Reg\n" * 900_000, "a.csv").content.decode()
    assert not Import.objects.exists()


def test_columns_that_cannot_be_are_refused_with_what_was_chosen(client, uploaded):
    import_ = uploaded(person())
    form = client.get(url(import_, "columns")).context["form"]
    typed = dict.fromkeys(form.places.values(), "expiry")
    answer = client.post(url(import_, "columns"), typed)
    assert "Pilih kolom yang berisi nama" in answer.content.decode()
    twice = {**typed, form.places["nama"]: "name"}
    assert "dipilih untuk dua kolom" in client.post(url(import_, "columns"), twice).content.decode()
    assert answer.context["form"]["kolom_0"].value() == "expiry"


def test_row_in_doubt_is_decided_on_its_page(client, checked, registrasi):
    commit(checked(person()), registrasi)
    import_ = checked(person("BI.2/2024", **{"Tgl Lahir": "01/01/1985"}))
    row = ImportRow.objects.get(of=import_, outcome="ragu")
    assert (
        "Ahmad Fauzi (B.I · BI.1/2024, 12 Mar 1990)"
        in client.get(reverse("intake:row", args=[row.pk])).content.decode()
    )
    client.post(reverse("intake:row", args=[row.pk]), {"choice": "baru"})
    row.refresh_from_db()
    assert row.choice == "baru"
    refused = client.post(reverse("intake:row", args=[row.pk]), {"choice": "999999"})
    assert refused.status_code == 200
    commit(import_, registrasi)
    counts = {each.key: each.count for each in client.get(url(import_)).context["counts"]}
    assert (counts["baru"], counts.get("ragu", 0)) == (1, 0), "the row is counted as what it became"


def test_the_same_file_again_has_nothing_to_save(client, checked, registrasi):
    commit(checked(person()), registrasi)
    page = client.get(url(checked(person()))).content.decode()
    assert "Tidak ada yang baru di berkas ini" in page
    assert reverse("intake:commit", args=[Import.objects.latest("pk").pk]) not in page


def test_row_tells_how_its_cells_were_read(client, checked):
    """A day written 03/04/2024 is shown as the day that will be saved, before it is saved."""
    import_ = checked(person(**{"Tgl Masuk": "03/04/2024", "Pasal": "112 (1) jo 132 (1) UU 35/2009"}))
    row = ImportRow.objects.get(of=import_, outcome="baru")
    page = client.get(reverse("intake:row", args=[row.pk]))
    told = dict(page.context["row"].detail.understood)
    assert told["Tanggal masuk"] == "3 Apr 2024"
    assert told["Nomor register"] == "B.I · BI.1/2024"
    assert "(Primer)" in told["Pasal"]
    assert "3 Apr 2024" in page.content.decode()


def test_missing_people_are_ticked_and_may_be_unticked(client, checked, registrasi, rutan):
    commit(checked(person(), person("BI.2/2024", "Beni")), registrasi)
    import_ = checked(person(), full_list=True)
    row = ImportRow.objects.get(of=import_, outcome="hilang")
    typed = {"rows": [row.pk], "kind": "released", "on": rutan.today().isoformat()}
    assert client.post(url(import_, "left"), {**typed, "kind": ""}).status_code == 200
    client.post(url(import_, "left"), typed)
    row.refresh_from_db()
    assert (row.choice, row.left_on) == ("released", rutan.today())
    assert "1 orang dicatat keluar" in client.get(url(import_, "commit")).content.decode()
    client.post(reverse("intake:stays", args=[row.pk]))
    row.refresh_from_db()
    assert (row.choice, row.left_on) == ("", None)


def test_corrections_come_back_as_a_file_that_is_understood(client, checked, registrasi):
    import_ = checked(
        person(), person("BI.2/2024", "=1+1", JK="X"), person("BI.3/2024", "Cipto", NIK=6307010101900001)
    )
    content = client.get(url(import_, "corrections")).content
    [sheet] = read(content, "perbaikan.xlsx")
    again = actions.upload(custodian=import_.custodian, name="perbaikan.xlsx", content=content, by=registrasi)
    mapped = {field for field in again.mapping.values() if field}
    assert {"number", "name", "sex", "birth_date", "articles", "sentence", "expiry", "block"} <= mapped
    cells = [cell for row in sheet.rows for cell in row.cells if cell]
    assert "=1+1" in cells
    assert not [cell for cell in cells if "630701010190000" in str(cell)]
    with ZipFile(BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_report_names_every_row(client, checked):
    import_ = checked(person(), person("BI.2/2024", "Beni", JK="X"), ["Jumlah", "2"])
    [sheet] = read(client.get(url(import_, "report")).content, "laporan.xlsx")
    lines = {row.cells[1] for row in sheet.rows if len(row.cells) > 2 and str(row.cells[1]).isdigit()}
    assert lines == {"1", "2", "3", "4", "5"}


def test_template_is_understood_as_it_is(client):
    [sheet] = read(client.get(reverse("intake:template")).content, "templat.xlsx")
    content = workbooks.xlsx({"Register": [list(sheet.rows[0].cells), ["BI.1/2024", "B.I", "Ali"]]})
    send(client, content)
    assert len({field for field in Import.objects.get().mapping.values() if field}) >= 30


def test_file_comes_back_as_it_was_sent_and_only_as_an_attachment(client, uploaded):
    content = workbooks.xlsx({"Data": [HEAD, person()]})
    import_ = uploaded(content=content)
    answer = client.get(url(import_, "original"))
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")


def test_large_file_waits_for_the_background(client, uploaded, monkeypatch):
    monkeypatch.setattr(actions, "SMALL", 0)
    import_ = uploaded(person())
    form = client.get(url(import_, "columns")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if name != "full_list"}
    client.post(url(import_, "columns"), typed)
    assert Import.objects.get().state == State.CHECKING
    assert "Menunggu giliran" in client.get(url(import_)).content.decode()
    Import.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    assert "Pekerja latar belum berjalan" in client.get(url(import_)).content.decode()
    assert actions.advance()
    assert Import.objects.get().state == State.CHECKED
    assert not actions.advance()


def test_work_that_nobody_does_is_done_by_the_page(client, uploaded, registrasi):
    import_ = uploaded(person())
    actions.order_check(
        import_=import_, mapping=import_.mapping, sheets=import_.sheets, full_list=False, admitted_on=None,
        sex="", by=registrasi,
    )  # fmt: skip
    client.post(url(import_, "work"))
    assert Import.objects.get().state == State.CHECKED


def test_worker_that_was_killed_is_succeeded_and_one_at_work_is_left_alone(uploaded, registrasi):
    import_ = uploaded(person())
    actions.order_check(
        import_=import_, mapping=import_.mapping, sheets=import_.sheets, full_list=False, admitted_on=None,
        sex="", by=registrasi,
    )  # fmt: skip
    Import.objects.update(claimed_at=timezone.now())
    assert not actions.advance()
    ImportRow.objects.create(of=import_, outcome="baru", name="Separuh")
    Import.objects.update(claimed_at=timezone.now() - timedelta(minutes=5))
    assert actions.advance()
    assert not ImportRow.objects.filter(name="Separuh").exists()
    assert Import.objects.get().state == State.CHECKED


def test_work_is_not_done_for_someone_who_lost_the_role(checked, registrasi):
    import_ = checked(person())
    actions.order_commit(import_=import_, by=registrasi)
    registrasi.grants.all().delete()
    assert actions.advance()
    import_.refresh_from_db()
    assert (import_.state, Inmate.objects.count()) == (State.CHECKED, 0)
    assert "tidak lagi berwenang" in import_.trouble


def test_another_custodian_sees_nothing_of_it(checked, other_rutan, client_for):
    from tests.factories.accounts import UserFactory

    import_ = checked(person())
    stranger = client_for(UserFactory(agency=other_rutan, roles=["registrasi"]))
    for name in ("import", "columns", "report", "corrections", "original", "commit", "undo", "left"):
        assert stranger.get(url(import_, name)).status_code == 404, name
    row = ImportRow.objects.filter(of=import_).first()
    assert stranger.get(reverse("intake:row", args=[row.pk])).status_code == 404


def test_pages_ask_a_fixed_number_of_questions(client, checked, registrasi, page_queries):
    commit(checked(person()), registrasi)
    rows = [person(f"BI.{n}/2024", f"Orang {chr(65 + n)}") for n in range(2, 20)]
    import_ = checked(*rows, full_list=True)
    assert page_queries(client, LIST) == 5
    assert page_queries(client, url(import_)) == 7
    assert page_queries(client, url(import_, "columns")) == 4
    assert page_queries(client, url(import_, "left")) == 7
