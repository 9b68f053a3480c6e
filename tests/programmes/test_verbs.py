from datetime import date, timedelta

import pytest

from agreements.models import Service
from audit.models import AuditEvent
from rehab.programmes import actions, catalogue, refusals
from rehab.programmes.models import Programme, ProgrammeVersion, SessionKind, SessionTemplate
from tests.factories.delivery import CohortFactory


@pytest.fixture
def content(db):
    return actions.Content(
        name="Rehabilitasi singkat",
        category="I",
        length=8,
        unit="pertemuan",
        services=list(Service.objects.filter(code__in=["konseling", "terapi"])),
    )


@pytest.fixture
def programme(rehabilitasi, content):
    return actions.create_programme(by=rehabilitasi, code="Singkat", content=content)


@pytest.fixture
def rows(db):
    kind = SessionKind.objects.get(code="KK")
    return [actions.SessionRow(20, kind, "Kedua"), actions.SessionRow(3, kind, "Pertama", minutes=60)]


def test_programme_belongs_to_the_custodian_of_its_maker(programme, rutan):
    assert (programme.custodian, programme.code) == (rutan, "singkat")
    assert programme.version_on(rutan.today()).name == "Rehabilitasi singkat"


def test_code_is_once_a_custodian(programme, rehabilitasi, content):
    with pytest.raises(refusals.ContentNotPossible) as refusal:
        actions.create_programme(by=rehabilitasi, code="singkat", content=content)
    assert refusal.value.field == "code"


def test_only_petugas_rehabilitasi_makes_programmes(registrasi, asesor, content):
    for user in (registrasi, asesor):
        with pytest.raises(refusals.NotYourAct):
            actions.create_programme(by=user, code="x", content=content)


def test_national_programme_is_nobodys_to_change(rehabilitasi, content, rutan):
    national = Programme.objects.get(custodian=None, code="kategori-1")
    with pytest.raises(refusals.NotYourProgramme):
        actions.new_version(by=rehabilitasi, programme=national, content=content, valid_from=rutan.today())


def test_another_custodians_programme_is_refused(programme, other_rutan):
    from tests.factories.accounts import UserFactory

    other = UserFactory(agency=other_rutan, roles=["rehabilitasi"])
    with pytest.raises(refusals.NotYourProgramme):
        actions.retire(by=other, programme=programme, reason="Bukan milik saya.")


def test_new_version_holds_from_its_day(programme, rehabilitasi, content, rutan):
    start = rutan.today() + timedelta(days=10)
    later = actions.new_version(by=rehabilitasi, programme=programme, content=content, valid_from=start)
    assert programme.version_on(start) == later
    assert programme.version_on(start - timedelta(days=1)).number == 1


def test_new_version_does_not_reach_back(programme, rehabilitasi, content, rutan):
    with pytest.raises(refusals.ContentNotPossible) as refusal:
        actions.new_version(
            by=rehabilitasi,
            programme=programme,
            content=content,
            valid_from=rutan.today() - timedelta(days=1),
        )
    assert refusal.value.field == "valid_from"


def test_sessions_are_numbered_anew_in_their_order(programme, rehabilitasi, rows):
    version = actions.set_sessions(by=rehabilitasi, version=programme.versions.get(), sessions=rows)
    assert list(version.templates.values_list("order", "title")) == [(1, "Pertama"), (2, "Kedua")]


def test_session_outside_the_services_is_refused(programme, rehabilitasi):
    row = actions.SessionRow(1, SessionKind.objects.get(code="VOK"), "Menjahit")
    with pytest.raises(refusals.ContentNotPossible, match="Pelatihan keterampilan"):
        actions.set_sessions(by=rehabilitasi, version=programme.versions.get(), sessions=[row])


def test_sessions_of_a_version_in_use_stand(programme, rehabilitasi, rows, agreement):
    version = programme.versions.get()
    actions.set_sessions(by=rehabilitasi, version=version, sessions=rows)
    CohortFactory(agreement=agreement, programme_version=version)
    with pytest.raises(refusals.VersionInUse):
        actions.set_sessions(by=rehabilitasi, version=version, sessions=[])
    assert version.templates.count() == 2


def test_content_needs_a_service_and_a_legal_status(rehabilitasi, content):
    from dataclasses import replace

    for change, field in (
        ({"services": []}, "services"),
        ({"admits_narapidana": False}, "admits_narapidana"),
    ):
        with pytest.raises(refusals.ContentNotPossible) as refusal:
            actions.create_programme(by=rehabilitasi, code="x", content=replace(content, **change))
        assert refusal.value.field == field


def test_retired_programme_is_offered_again(programme, rehabilitasi, rutan):
    assert not actions.retire(by=rehabilitasi, programme=programme, reason="Diganti.").is_offered(
        rutan.today()
    )
    with pytest.raises(refusals.AlreadyRetired):
        actions.retire(by=rehabilitasi, programme=programme, reason="Lagi.")
    assert actions.offer_again(by=rehabilitasi, programme=programme).is_offered(rutan.today())
    with pytest.raises(refusals.StillOffered):
        actions.offer_again(by=rehabilitasi, programme=programme)


def test_every_act_is_in_the_trail(programme, rehabilitasi, rutan):
    actions.retire(by=rehabilitasi, programme=programme, reason="Diganti.")
    events = AuditEvent.objects.filter(object_type="programmes.programme", object_id=str(programme.pk))
    assert sorted(events.values_list("action", flat=True)) == ["change", "create"]
    assert set(events.values_list("owner_agency_id", flat=True)) == {rutan.pk}


@pytest.mark.django_db
def test_national_programmes_come_unconfirmed_and_whole():
    national = ProgrammeVersion.objects.filter(programme__custodian=None).order_by("category")
    assert [(each.category, each.length, each.unit) for each in national] == [
        ("I", 15, "pertemuan"),
        ("II", 30, "pertemuan"),
        ("III", 60, "hari"),
    ]
    for each in national:
        assert each.unconfirmed
        assert each.valid_from == date(2025, 1, 1)
        assert {row.kind.service_id for row in each.templates.all()} == set(
            each.services.values_list("pk", flat=True)
        )


@pytest.mark.django_db
def test_meetings_of_the_national_programmes_are_all_there():
    for code, meetings in (("kategori-1", 15), ("kategori-2", 30)):
        assert SessionTemplate.objects.filter(version__programme__code=code).count() == meetings


@pytest.mark.django_db
def test_catalogue_loaded_again_changes_nothing():
    from django.apps import apps

    before = (Programme.objects.count(), SessionTemplate.objects.count())
    catalogue.load(apps)
    assert (Programme.objects.count(), SessionTemplate.objects.count()) == before
