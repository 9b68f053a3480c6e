"""Who may read and do what with a person's record (design §4)."""

from accounts.models import User
from accounts.permissions import P
from inmates.models import Inmate


def lists_register(user: User) -> bool:
    """The whole list may be read at tier 2 by whoever reads the register by another role than that of
    guardian, or by a guardian who sees nobody but their own wards. Others see name, block and cell."""
    if user.may_beyond("walipas", P.INMATES_VIEW):
        return True
    return user.has_perm(P.INMATES_VIEW) and not user.may_beyond("walipas", P.INMATES_VIEW_BLOCKS)


def reads_register(user: User, inmate: Inmate) -> bool:
    """One person's registration, case and dates (tier 2): a reader of the register, or the own guardian."""
    if user.may_beyond("walipas", P.INMATES_VIEW):
        return True
    if not user.has_perm(P.INMATES_VIEW):
        return False
    return Inmate.objects.filter(pk=inmate.pk).wards_of(user).exists()


def may_write(user: User, inmate: Inmate) -> bool:
    """Identity, registration, cases, dates and events: registrasi of the custodian that owns the record."""
    return user.has_perm(P.INMATES_WRITE) and user.agency_id == inmate.custodian_id


def may_move(user: User, inmate: Inmate) -> bool:
    """Block and cell: keamanan or registrasi of the custodian, while the person is in custody."""
    allowed = user.has_perm(P.INMATES_MOVE_CELL) or user.has_perm(P.INMATES_WRITE)
    return allowed and user.agency_id == inmate.custodian_id and inmate.in_custody


def may_export(user: User) -> bool:
    """The register leaves the house in a file by registrasi, rehabilitasi and Kepala only."""
    return user.has_perm(P.INMATES_EXPORT)
