"""Who may do what with accounts and roles."""

from accounts.models import Agency, RoleGrant, User
from accounts.roles import Role, role


def conflicting_roles(user: User, code: str) -> list[Role]:
    """Roles held or still to come that do not go with this one.

    Who administers an agency holds no role that reads case data, and the other way round
    (design §3): an administrator could otherwise open any record by a role given in passing.
    """
    held = [role(grant.role) for grant in user.grants.open_on(user.agency.today())]
    if code == "admin":
        return [each for each in held if each.reads_case_data]
    return [each for each in held if each.code == "admin" and role(code).reads_case_data]


def keeps_an_administrator(agency: Agency, *, without: User) -> bool:
    """An agency always has an active administrator whose role has begun and has no last day.

    True also when the member is no administrator: nothing is lost then.
    """
    if not RoleGrant.objects.live().filter(user=without, user__is_active=True, role="admin").exists():
        return True
    others = RoleGrant.objects.live().filter(
        user__agency=agency, user__is_active=True, role="admin", valid_until=None
    )
    return others.exclude(user=without).exists()


def may_be_managed(by: User, user: User) -> bool:
    """An administrator manages the colleagues of the own agency, never the own account."""
    return by.agency_id == user.agency_id and by.pk != user.pk
