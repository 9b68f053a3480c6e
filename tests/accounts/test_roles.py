from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts import actions
from accounts.errors import (
    AdministratorReadsNoCases,
    AlreadyRevoked,
    InactiveAccount,
    LastAdministrator,
    NotOfThisAgency,
    RoleAlreadyHeld,
    RoleNotOfKind,
    ToOneself,
)
from accounts.models import Agency, RoleGrant, User
from accounts.roles import ROLES
from audit.models import Action, AuditEvent
from tests.factories.accounts import PartnerFactory, RoleGrantFactory, UserFactory

Browser = Callable[[User], Client]


@pytest.fixture
def colleague(rutan: Agency) -> User:
    return UserFactory(agency=rutan)


def test_grant_opens_the_role_at_once(admin_rutan: User, colleague: User) -> None:
    actions.grant_role(by=admin_rutan, user=colleague, role="registrasi")
    assert User.objects.get(pk=colleague.pk).role_codes == ["registrasi"]
    assert "Petugas registrasi" in str(AuditEvent.objects.get().changes)


def test_grant_to_oneself_is_refused(admin_rutan: User) -> None:
    with pytest.raises(ToOneself):
        actions.grant_role(by=admin_rutan, user=admin_rutan, role="auditor")


def test_grant_of_another_kind_of_agency_is_refused(admin_rutan: User, colleague: User) -> None:
    with pytest.raises(RoleNotOfKind):
        actions.grant_role(by=admin_rutan, user=colleague, role="pengawas")


def test_grant_of_unknown_role_is_refused(admin_rutan: User, colleague: User) -> None:
    with pytest.raises(RoleNotOfKind):
        actions.grant_role(by=admin_rutan, user=colleague, role="dewa")


def test_grant_by_another_agency_is_refused(admin_bnnk: User, colleague: User) -> None:
    with pytest.raises(NotOfThisAgency):
        actions.grant_role(by=admin_bnnk, user=colleague, role="registrasi")
    assert not colleague.grants.exists()


def test_grant_twice_is_refused(admin_rutan: User, colleague: User) -> None:
    actions.grant_role(by=admin_rutan, user=colleague, role="medis")
    with pytest.raises(RoleAlreadyHeld):
        actions.grant_role(by=admin_rutan, user=colleague, role="medis")


def test_grant_after_the_last_one_lapsed_is_new(admin_rutan: User, colleague: User) -> None:
    today = colleague.agency.today()
    RoleGrantFactory(
        user=colleague,
        role="medis",
        valid_from=today - timedelta(days=9),
        valid_until=today - timedelta(days=1),
    )
    actions.grant_role(by=admin_rutan, user=colleague, role="medis")
    assert colleague.grants.live().count() == 1
    assert colleague.grants.count() == 2


def test_grant_to_inactive_member_is_refused(admin_rutan: User, rutan: Agency) -> None:
    gone = UserFactory(agency=rutan, is_active=False)
    with pytest.raises(InactiveAccount):
        actions.grant_role(by=admin_rutan, user=gone, role="medis")


@pytest.mark.parametrize(
    "code", [each.code for each in ROLES if each.reads_case_data and "custodian" in each.kinds]
)
def test_administrator_gets_no_role_that_reads_cases(admin_rutan: User, rutan: Agency, code: str) -> None:
    other = UserFactory(agency=rutan, roles=["admin"])
    with pytest.raises(AdministratorReadsNoCases):
        actions.grant_role(by=admin_rutan, user=other, role=code)


def test_who_reads_cases_does_not_become_administrator(admin_rutan: User, registrasi: User) -> None:
    with pytest.raises(AdministratorReadsNoCases):
        actions.grant_role(by=admin_rutan, user=registrasi, role="admin")


def test_a_role_still_to_come_conflicts_too(admin_rutan: User, colleague: User) -> None:
    soon = colleague.agency.today() + timedelta(days=30)
    actions.grant_role(by=admin_rutan, user=colleague, role="registrasi", valid_from=soon)
    with pytest.raises(AdministratorReadsNoCases):
        actions.grant_role(by=admin_rutan, user=colleague, role="admin")


def test_auditor_goes_with_administrator(admin_rutan: User, rutan: Agency) -> None:
    other = UserFactory(agency=rutan, roles=["admin"])
    assert actions.grant_role(by=admin_rutan, user=other, role="auditor").pk


def test_revoke_takes_the_role_at_the_next_request(
    admin_rutan: User, registrasi: User, client_for: Browser
) -> None:
    browser = client_for(registrasi)
    assert "Petugas registrasi" in browser.get("/akun/").content.decode()
    grant = registrasi.grants.get()
    actions.revoke_role(by=admin_rutan, grant=grant, reason="Pindah tugas")
    assert "Petugas registrasi" not in browser.get("/akun/").content.decode()
    assert AuditEvent.objects.latest("id").reason == "Pindah tugas"


def test_revoke_twice_is_refused(admin_rutan: User, registrasi: User) -> None:
    grant = registrasi.grants.get()
    actions.revoke_role(by=admin_rutan, grant=grant, reason="x")
    with pytest.raises(AlreadyRevoked):
        actions.revoke_role(by=admin_rutan, grant=grant, reason="x")


def test_last_administrator_keeps_the_role(admin_rutan: User) -> None:
    with pytest.raises(LastAdministrator):
        actions.revoke_role(by=admin_rutan, grant=admin_rutan.grants.get(), reason="x")


def test_an_administrator_for_a_time_does_not_replace_the_last(admin_rutan: User, rutan: Agency) -> None:
    deputy = UserFactory(agency=rutan)
    RoleGrantFactory(user=deputy, role="admin", valid_until=rutan.today() + timedelta(days=7))
    with pytest.raises(LastAdministrator):
        actions.revoke_role(by=deputy, grant=admin_rutan.grants.get(), reason="x")


def test_administrator_beside_another_may_go(admin_rutan: User, rutan: Agency) -> None:
    other = UserFactory(agency=rutan, roles=["admin"])
    actions.revoke_role(by=other, grant=admin_rutan.grants.get(), reason="Pensiun")
    assert not RoleGrant.objects.live().filter(user=admin_rutan).exists()


def test_inactive_administrator_does_not_count(admin_rutan: User, rutan: Agency) -> None:
    UserFactory(agency=rutan, roles=["admin"], is_active=False)
    with pytest.raises(LastAdministrator):
        actions.revoke_role(by=admin_rutan, grant=admin_rutan.grants.get(), reason="x")


def test_administrator_of_another_agency_does_not_count(admin_rutan: User, admin_bnnk: User) -> None:
    with pytest.raises(LastAdministrator):
        actions.revoke_role(by=admin_rutan, grant=admin_rutan.grants.get(), reason="x")


def test_role_begins_on_its_first_day_and_ends_after_its_last(colleague: User) -> None:
    today = colleague.agency.today()
    RoleGrantFactory(user=colleague, role="medis", valid_from=today, valid_until=today)
    RoleGrantFactory(user=colleague, role="asesor", valid_from=today + timedelta(days=1))
    RoleGrantFactory(user=colleague, role="konselor", valid_until=today - timedelta(days=1))
    assert User.objects.get(pk=colleague.pk).role_codes == ["medis"]


def test_database_refuses_a_grant_to_oneself(admin_rutan: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrantFactory(user=admin_rutan, role="auditor", granted_by=admin_rutan)


def test_refused_page_leaves_one_event(admin_rutan: User, client_for: Browser) -> None:
    assert client_for(admin_rutan).get("/warga-binaan/").status_code == 403
    event = AuditEvent.objects.get(action=Action.DENIED)
    assert (event.actor_username, event.changes["halaman"]) == (admin_rutan.username, "inmates:register")


def test_grant_form_keeps_its_sentence(admin_rutan: User, registrasi: User, client_for: Browser) -> None:
    url = f"/instansi/pegawai/{registrasi.pk}/peran/"
    page = client_for(admin_rutan).post(url, {"role": "admin", "valid_from": date.today().isoformat()})
    assert page.status_code == 200
    assert "tidak memegang peran yang membaca data" in page.content.decode()
    assert registrasi.grants.count() == 1


def test_grant_form_ignores_extra_fields(admin_rutan: User, colleague: User, client_for: Browser) -> None:
    data = {"role": "medis", "valid_from": "2025-01-01", "user": admin_rutan.pk, "granted_by": ""}
    client_for(admin_rutan).post(f"/instansi/pegawai/{colleague.pk}/peran/", data)
    grant = colleague.grants.get()
    assert grant.granted_by == admin_rutan


def test_role_of_another_agency_is_not_there(admin_rutan: User, client_for: Browser) -> None:
    grant = UserFactory(agency=PartnerFactory(), roles=["asesor"]).grants.get()
    page = client_for(admin_rutan).post(f"/instansi/peran/{grant.pk}/cabut/", {"reason": "x"})
    assert page.status_code == 404
    grant.refresh_from_db()
    assert grant.revoked_at is None
