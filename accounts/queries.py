"""Read models of accounts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
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
