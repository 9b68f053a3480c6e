"""Who may do what with an archive. Each docstring is the rule; docs/adr/0012 says why."""

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import P
from upkeep.archive.models import Archive

CLINICIANS = ("medis", "psikolog")


def may_order(user: User) -> bool:
    """The whole of an agency leaves the house by its head's act alone."""
    return user.has_perm(P.ARCHIVE_ORDER)


def may_receive(user: User, archive: Archive) -> bool:
    """The named receiver, as long as they hold the role for which they were named."""
    needed = P.ARCHIVE_RECEIVE if archive.is_clinical else P.ARCHIVE_ORDER
    return archive.receiver_id == user.pk and user.has_perm(needed)


def may_discard(user: User, archive: Archive) -> bool:
    """The head, and whoever it was made for."""
    return may_order(user) or archive.receiver_id == user.pk


def clinicians_of(head: User) -> "QuerySet[User]":
    """Who may be handed the clinical part: medical staff and psychologists of the own custodian."""
    if not head.agency.is_custodian:
        return User.objects.none()
    return User.objects.staff_of(head.agency).holding(*CLINICIANS).order_by("full_name")
