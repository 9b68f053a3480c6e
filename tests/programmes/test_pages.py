import pytest
from django.urls import reverse

from agreements.models import Agreement, Service
from rehab.programmes.models import Programme, ProgrammeVersion, SessionKind
from tests.factories.delivery import CohortFactory
from tests.factories.programmes import ProgrammeFactory, ProgrammeVersionFactory, SessionTemplateFactory

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def web(client_for, rehabilitasi):
    return client_for(rehabilitasi)


@pytest.fixture
def own(rutan):
    return ProgrammeVersionFactory(
        programme__custodian=rutan, programme__code="sendiri", name="Program sendiri"
    )


@pytest.fixture
def body(rutan):
    return {
        "code": "baru",
        "valid_from": rutan.today(),
        "name": HOSTILE,
        "category": "I",
        "mode": "kunjungan",
        "length": 8,
        "unit": "pertemuan",
        "services": list(Service.objects.filter(code__in=["konseling"]).values_list("pk", flat=True)),
        "minimum_attendance": 80,
        "admits_narapidana": "on",
    }


def url(name, row):
    return reverse(f"programmes:{name}", args=[row.pk])


def rows(*sessions, **more):
    data = {"sesi-TOTAL_FORMS": len(sessions), "sesi-INITIAL_FORMS": 0, **more}
    for place, session in enumerate(sessions):
        data |= {f"sesi-{place}-{name}": value for name, value in session.items()}
    return data


def test_list_shows_national_and_own(web, own):
    names = [row.name for row in web.get(reverse("programmes:list")).context["listing"].rows]
    assert names == ["Program sendiri", *(f"Rehabilitasi Kategori {each}" for each in ("I", "II", "III"))]


@pytest.mark.parametrize(
    ("query", "found"),
    [("cari=sendiri", 1), ("kategori=II", 1), ("keadaan=berhenti", 0), ("kategori=X", 4), ("cari=%27", 0)],
)
def test_list_is_searched_and_filtered_by_link(web, own, query, found):
    assert web.get(f"{reverse('programmes:list')}?{query}").context["listing"].total == found


def test_search_in_two_versions_shows_a_programme_once(web, own):
    ProgrammeVersionFactory(programme=own.programme, name="Program sendiri lagi")
    assert web.get(f"{reverse('programmes:list')}?cari=sendiri").context["listing"].total == 1


def test_queries_of_the_list_do_not_grow(web, own, rutan, page_queries):
    few = page_queries(web, reverse("programmes:list"))
    for _each in range(15):
        ProgrammeVersionFactory(programme__custodian=rutan)
    assert page_queries(web, reverse("programmes:list")) == few
    assert few <= 9


def test_queries_of_the_page_do_not_grow(web, own, page_queries):
    few = page_queries(web, url("page", own.programme))
    for _each in range(12):
        SessionTemplateFactory(version=own)
    assert page_queries(web, url("page", own.programme)) == few


def test_national_programme_says_what_to_confirm(web):
    national = Programme.objects.get(code="kategori-1", custodian=None)
    page = web.get(url("page", national)).content.decode()
    assert "Perlu dikonfirmasi" in page
    assert "Salin menjadi program sendiri" in page
    assert "Buat versi baru" not in page


def test_partner_reads_programmes_of_agreements_in_force(agreement, own, asesor, client_for):
    web = client_for(asesor)
    assert web.get(url("page", own.programme)).status_code == 200
    Agreement.objects.filter(pk=agreement.pk).update(
        ended_on=agreement.custodian.today(), ended_by=agreement.drafted_by, ended_reason="Selesai."
    )
    assert web.get(url("page", own.programme)).status_code == 404
    assert web.get(reverse("programmes:list")).context["listing"].total == 3


def test_reader_sees_no_button_and_may_not_write(own, client_for, registrasi):
    web = client_for(registrasi)
    assert "Buat versi baru" not in web.get(url("page", own.programme)).content.decode()
    assert web.get(url("new_version", own.programme)).status_code == 403


def test_programme_is_made_with_what_was_typed(web, body, rutan):
    response = web.post(reverse("programmes:create"), body, follow=True)
    assert Programme.objects.get(code="baru").custodian == rutan
    assert b"<script>alert" not in response.content


def test_programme_is_copied_from_a_national_one(web, body):
    source = ProgrammeVersion.objects.get(programme__code="kategori-1", programme__custodian=None)
    page = f"{reverse('programmes:create')}?dari={source.pk}"
    assert web.get(page).context["form"].initial["length"] == 15
    web.post(page, {**body, "services": list(source.services.values_list("pk", flat=True))})
    copy = ProgrammeVersion.objects.get(programme__code="baru")
    assert copy.templates.count() == 15
    assert not copy.unconfirmed


@pytest.mark.parametrize("asked", ["0", "abc", "99999999999999999999", "-1", HOSTILE])
def test_copy_of_what_is_not_there_is_an_empty_form(web, asked):
    assert web.get(reverse("programmes:create"), {"dari": asked}).status_code == 200


def test_copy_of_another_custodians_programme_gives_nothing(web, other_rutan):
    foreign = ProgrammeVersionFactory(programme__custodian=other_rutan, name="Rahasia")
    page = web.get(reverse("programmes:create"), {"dari": foreign.pk})
    assert "Rahasia" not in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("length", 0),
        ("length", "1e9"),
        ("minimum_attendance", 101),
        ("category", "X"),
        ("services", [999999]),
        ("code", "ada spasi"),
    ],
)
def test_bad_value_is_refused_beside_its_field(web, body, field, value):
    response = web.post(reverse("programmes:create"), {**body, field: value})
    assert response.context["form"].errors.keys() == {field}
    assert not Programme.objects.filter(custodian__isnull=False).exists()


def test_new_version_is_prefilled_and_keeps_the_sessions(web, own, body):
    SessionTemplateFactory(version=own)
    page = url("new_version", own.programme)
    assert web.get(page).context["form"].initial["name"] == "Program sendiri"
    assert web.post(page, {**body, "name": "Versi dua"}).status_code == 302
    assert own.programme.versions.get(number=2).templates.count() == 1


def test_sessions_are_written_by_number_without_javascript(web, own):
    kind = SessionKind.objects.get(code="KK").pk
    body = rows(
        {"order": 20, "kind": kind, "title": "Kedua", "minutes": 60, "format": "kelompok"},
        {"order": 5, "kind": kind, "title": "Pertama", "minutes": 60, "format": "individu"},
        {"order": "", "kind": "", "title": "", "minutes": 90, "format": "kelompok"},
        {"order": 7, "kind": kind, "title": "Dihapus", "minutes": 60, "format": "kelompok", "remove": "on"},
        tambah="1",
    )
    response = web.post(url("sessions", own), body)
    assert response.url == url("sessions", own)
    assert list(own.templates.values_list("title", flat=True)) == ["Pertama", "Kedua"]


def test_session_row_that_does_not_fit_keeps_everything(web, own):
    body = rows({"order": 1, "kind": "", "title": HOSTILE, "minutes": 4, "format": "kelompok"})
    response = web.post(url("sessions", own), body)
    text = response.content.decode()
    assert "Pilih jenis sesinya." in text
    assert "&lt;script&gt;alert(1)" in text
    assert own.templates.count() == 0


def test_kind_outside_the_services_is_refused(web, own):
    kind = SessionKind.objects.get(code="VOK").pk
    web.post(url("sessions", own), rows({"order": 1, "kind": kind, "title": "x", "minutes": 60}))
    assert own.templates.count() == 0


def test_sessions_of_a_version_in_use_are_closed(web, own, agreement):
    CohortFactory(agreement=agreement, programme_version=own)
    assert web.get(url("sessions", own)).status_code == 409
    assert "Ubah rancangan sesi" not in web.get(url("page", own.programme)).content.decode()


def test_retire_and_offer_again(web, own, rutan):
    assert web.get(url("retire", own.programme)).status_code == 200
    assert web.post(url("retire", own.programme), {"reason": ""}).status_code == 200
    web.post(url("retire", own.programme), {"reason": "Diganti."})
    assert not Programme.objects.get(pk=own.programme_id).is_offered(rutan.today())
    web.post(url("offer_again", own.programme))
    assert Programme.objects.get(pk=own.programme_id).is_offered(rutan.today())


def test_other_custodians_programme_is_not_there(web, other_rutan):
    foreign = ProgrammeVersionFactory(programme=ProgrammeFactory(custodian=other_rutan))
    for name in ("page", "new_version", "retire", "offer_again"):
        assert web.get(url(name, foreign.programme)).status_code == 404
    assert web.post(url("sessions", foreign), rows()).status_code == 404
