"""Fields that a form does not have change nothing when they are sent all the same (bar 7)."""

from collections.abc import Callable
from typing import Any

from django.forms.models import model_to_dict
from django.test import Client

from accounts.models import Agency, RoleGrant, User
from agreements.models import Agreement
from tests.factories.accounts import UserFactory
from tests.factories.agreements import AgreementFactory

Browser = Callable[[User], Client]


def all_columns(record: Any) -> dict[str, Any]:
    fresh = type(record)._base_manager.get(pk=record.pk)
    return {field.name: getattr(fresh, field.attname) for field in record._meta.concrete_fields}


def changed(record: Any, act: Callable[[], Any]) -> set[str]:
    """The columns that the act changed."""
    before = all_columns(record)
    assert act().status_code == 302
    after = all_columns(record)
    return {name for name, value in after.items() if value != before[name]}


def test_new_member_is_of_the_own_agency_and_has_no_role_unasked(
    admin_rutan: User, bnnk: Agency, client_for: Browser
) -> None:
    extra = {
        "agency": bnnk.pk,
        "is_superuser": "1",
        "is_staff": "1",
        "password": "sandi pilihan sendiri",
        "must_change_password": "",
        "password_expires_at": "2099-01-01",
        "roles": "karutan",
        "id": admin_rutan.pk,
    }
    client_for(admin_rutan).post(
        "/instansi/pegawai/baru/", {"username": "baru", "full_name": "Siti", **extra}
    )
    member = User.objects.get(username="baru")
    assert (member.agency_id, member.must_change_password) == (admin_rutan.agency_id, True)
    assert not member.check_password("sandi pilihan sendiri")
    assert member.password_expires_at.year < 2099  # type: ignore[union-attr]
    assert member.role_codes == []


def test_change_of_a_member_is_three_fields(admin_rutan: User, bnnk: Agency, client_for: Browser) -> None:
    member = UserFactory(agency=admin_rutan.agency)
    extra = {"username": "lain", "agency": bnnk.pk, "is_active": "", "password": "x", "last_login": ""}
    typed = {"full_name": "Nama Baru", "staff_number": "1", "position": "Baru", **extra}
    url = f"/instansi/pegawai/{member.pk}/ubah/"
    assert changed(member, lambda: client_for(admin_rutan).post(url, typed)) == {
        "full_name",
        "staff_number",
        "position",
    }


def test_change_of_an_agency_is_three_fields(admin_rutan: User, bnnk: Agency, client_for: Browser) -> None:
    own = admin_rutan.agency
    extra = {"kind": "oversight", "code": "x", "name": "X", "parent": "", "time_zone": "Asia/Jakarta"}
    typed = {"short_name": "Baru", "city": "Baru", "letterhead": "Baru", "id": bnnk.pk, **extra}
    done = changed(own, lambda: client_for(admin_rutan).post("/instansi/ubah/", typed))
    assert done == {"short_name", "city", "letterhead"}


def test_role_goes_to_the_member_of_the_address(
    admin_rutan: User, admin_bnnk: User, client_for: Browser
) -> None:
    member = UserFactory(agency=admin_rutan.agency)
    typed = {"role": "medis", "valid_from": f"{member.agency.today():%Y-%m-%d}", "user": admin_bnnk.pk}
    typed |= {"granted_by": member.pk, "revoked_at": "2020-01-01"}
    client_for(admin_rutan).post(f"/instansi/pegawai/{member.pk}/peran/", typed)
    grant = RoleGrant.objects.latest("id")
    assert (grant.user, grant.granted_by, grant.revoked_at) == (member, admin_rutan, None)


def test_draft_is_not_put_in_force_by_a_field(
    rehabilitasi: User, other_bnnk: Agency, other_rutan: Agency, client_for: Browser
) -> None:
    draft = AgreementFactory(custodian=rehabilitasi.agency, draft=True)
    shown = model_to_dict(draft, fields=["kind", "title", "custodian_number", "partner_number"])
    extra = {
        "custodian": other_rutan.pk,
        "line": "1",
        "put_in_force_at": "2025-01-01",
        "put_in_force_by": rehabilitasi.pk,
        "state": "in_force",
        "ended_on": "2025-01-01",
        "drafted_by": "1",
    }
    typed = {**shown, "title": "Baru", "partner": draft.partner_id, "first_day": draft.first_day, **extra}
    url = f"/kerja-sama/{draft.pk}/ubah/"
    done = changed(draft, lambda: client_for(rehabilitasi).post(url, typed))
    assert {"title", "version"} <= done
    assert not done & {"line", "put_in_force_at", "put_in_force_by", "ended_on", "drafted_by"}
    assert Agreement.objects.with_state().get(pk=draft.pk).state == Agreement.State.DRAFT


def test_suspension_begins_today_whatever_is_sent(karutan: User, agreement: Any, client_for: Browser) -> None:
    typed = {"reason": "Evaluasi", "from_day": "2020-01-01", "by": "1", "lifted_on": "2020-01-01"}
    client_for(karutan).post(f"/kerja-sama/{agreement.pk}/tangguhkan/", typed)
    made = agreement.suspensions.get()
    assert (made.from_day, made.by, made.lifted_on) == (karutan.agency.today(), karutan, None)
