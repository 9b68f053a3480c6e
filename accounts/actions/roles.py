from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import conflicting_roles, keeps_an_administrator
from accounts.actions.staff import add_staff, locked
from accounts.errors import (
    AdministratorReadsNoCases,
    AlreadyRevoked,
    InactiveAccount,
    LastAdministrator,
    RoleAlreadyHeld,
    RoleNotOfKind,
    ToOneself,
)
from accounts.models import RoleGrant, User
from accounts.roles import role as role_of
from accounts.roles import roles_for
from audit.models import Action
from audit.trail import record


@transaction.atomic
def grant_role(
    *,
    by: User | None = None,
    user: User,
    role: str,
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> RoleGrant:
    """Give a role of the agency's kind, from a day until a day inclusive.

    Nobody to themselves; who administers holds no role that reads case data (design §3).
    """
    user = locked(user, by)
    today = user.agency.today()
    if by is not None and by.pk == user.pk:
        raise ToOneself
    if not user.is_active:
        raise InactiveAccount
    if role not in {each.code for each in roles_for(user.agency.kind)}:
        raise RoleNotOfKind(field="role")
    _close_lapsed(user, role, today, by)
    if user.grants.filter(role=role, revoked_at=None).exists():
        raise RoleAlreadyHeld(field="role")
    if conflicting_roles(user, role):
        raise AdministratorReadsNoCases(field="role")
    grant = RoleGrant.objects.create(
        user=user, role=role, granted_by=by, valid_from=valid_from or today, valid_until=valid_until
    )
    until = f"{valid_until:%d-%m-%Y}" if valid_until else "tanpa tanggal akhir"
    changes = {
        "peran": ["", str(role_of(role).name)],
        "mulai": f"{grant.valid_from:%d-%m-%Y}",
        "sampai": until,
    }
    record(Action.CHANGE, by=by, on=user, within=user.agency, changes=changes)
    return grant


@transaction.atomic
def take_on(*, by: User, role: str = "", **fields: Any) -> tuple[User, str]:
    """A new member of one's own agency, with their first role when it is known, and a password shown once."""
    user, password = add_staff(by=by, agency=by.agency, **fields)
    if role:
        grant_role(by=by, user=user, role=role)
    return user, password


@transaction.atomic
def revoke_role(*, by: User, grant: RoleGrant, reason: str) -> None:
    """Take a role back: the member's next request does not have it. Never the last administrator."""
    user = locked(grant.user, by)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.revoked_at is not None:
        raise AlreadyRevoked
    if grant.role == "admin" and not keeps_an_administrator(user.agency, without=user):
        raise LastAdministrator
    grant.revoked_at, grant.revoked_by = timezone.now(), by
    grant.save(update_fields=["revoked_at", "revoked_by"])
    changes = {"peran": [str(role_of(grant.role).name), ""]}
    record(Action.CHANGE, by=by, on=user, changes=changes, reason=reason)


def _close_lapsed(user: User, role: str, today: date, by: User | None) -> None:
    """A grant past its last day makes room for a new one of the same role."""
    lapsed = user.grants.filter(role=role, revoked_at=None, valid_until__lt=today)
    lapsed.update(revoked_at=timezone.now(), revoked_by=by)
