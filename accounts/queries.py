"""Read models of accounts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Language, RoleGrant, Theme, User
from accounts.roles import role

# The demo's accounts (design §6), in the order that its year tells their story.
DEMO_ACCOUNTS = (
    "registrasi",
    "rehabilitasi",
    "keamanan",
    "walipas",
    "medis",
    "karutan",
    "admin.rutan",
    "auditor",
    "asesor",
    "fasilitator",
    "medis.bnnk",
    "kepala.bnnk",
    "admin.bnnk",
    "pengawas",
)


def details_of(user: User) -> list[tuple[Any, Any]]:
    """What the account says of its owner."""
    return [
        (_("Nama lengkap"), user.full_name),
        (_("Nama pengguna"), user.username),
        (_("NIP"), user.staff_number),
        (_("Jabatan"), user.position),
        (_("Instansi"), user.agency.name),
        (_("Tampilan layar"), Theme(user.theme).label),
        (_("Bahasa layar"), Language(user.language).label),
    ]


def roles_of(user: User) -> list[tuple[Any, Any]]:
    """The roles that a member holds today, each with what it is for."""
    return [(role(code).name, role(code).purpose) for code in user.role_codes]


def demo_accounts() -> list[tuple[str, str, str]]:
    """User name, role and agency of each demo account."""
    users = User.objects.active().filter(username__in=DEMO_ACCOUNTS).select_related("agency")
    known = {user.username: user for user in users}
    return [
        (name, ", ".join(str(each) for each in known[name].role_names), known[name].agency.short_name)
        for name in DEMO_ACCOUNTS
        if name in known
    ]


@dataclass(frozen=True)
class StaffRow:
    """A line of the staff list."""

    pk: int
    name: str
    username: str
    staff_number: str
    roles: str
    state: Any
    tone: str


@dataclass(frozen=True)
class GrantRow:
    """One line of a member's roles, past and present."""

    pk: int
    name: Any
    since: date
    until: date | None
    state: Any
    tone: str
    given_by: str
    taken_by: str
    open: bool


_GRANT_TONES = {
    RoleGrant.State.HELD: "success",
    RoleGrant.State.COMING: "info",
    RoleGrant.State.LAPSED: "muted",
    RoleGrant.State.REVOKED: "muted",
}


def agency_facts(agency: Agency) -> list[tuple[Any, Any]]:
    return [
        (_("Nama resmi"), agency.name),
        (_("Nama singkat"), agency.short_name),
        (_("Jenis"), agency.get_kind_display()),
        (_("Instansi atasan"), agency.parent.name if agency.parent else ""),
        (_("Tempat surat"), agency.city),
        (_("Zona waktu"), agency.get_time_zone_display()),
    ]


def staff_with_grants(user: User) -> "QuerySet[User]":
    """Colleagues, with the roles that they hold today."""
    live = Prefetch("grants", RoleGrant.objects.live().order_by("role"), to_attr="live_grants")
    return User.objects.visible_to(user).prefetch_related(live)


def staff_rows(users: list[User]) -> list[StaffRow]:
    return [
        StaffRow(
            user.pk,
            user.full_name,
            user.username,
            user.staff_number,
            ", ".join(str(role(grant.role).name) for grant in user.live_grants),
            *_state_of(user),
        )
        for user in users
    ]


def _state_of(user: User) -> tuple[Any, str]:
    if not user.is_active:
        return _("Nonaktif"), "muted"
    if user.must_change_password:
        return _("Kata sandi sekali pakai"), "warning"
    return _("Aktif"), "success"


def staff_facts(user: User) -> list[tuple[Any, Any]]:
    facts: list[tuple[Any, Any]] = [
        (_("Nama pengguna"), user.username),
        (_("NIP"), user.staff_number),
        (_("Jabatan"), user.position),
        (_("Terakhir masuk"), user.last_login),
        (_("Terdaftar sejak"), user.created_at),
    ]
    if user.must_change_password:
        facts.append((_("Kata sandi sekali pakai berlaku sampai"), user.password_expires_at))
    return facts


def grant_rows(user: User) -> list[GrantRow]:
    """Every role ever given to the member, the newest first."""
    today = user.agency.today()
    rows = []
    for grant in user.grants.select_related("granted_by", "revoked_by"):
        state = grant.state_on(today)
        rows.append(
            GrantRow(
                grant.pk,
                role(grant.role).name,
                grant.valid_from,
                grant.valid_until,
                state.label,
                _GRANT_TONES[state],
                grant.granted_by.full_name if grant.granted_by else "",
                grant.revoked_by.full_name if grant.revoked_by else "",
                state in (RoleGrant.State.HELD, RoleGrant.State.COMING),
            )
        )
    return rows
