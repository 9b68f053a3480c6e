"""Who may do what with an agreement. Whether it is possible now is said by `workflow`."""

from accounts.models import User
from accounts.permissions import P
from agreements.models import Agreement
from agreements.workflow import Act


def may_draft(user: User) -> bool:
    """The custodian's Petugas rehabilitasi writes the draft (design §3)."""
    return user.agency.is_custodian and user.has_perm(P.AGREEMENTS_DRAFT)


def may_prepare(user: User, agreement: Agreement) -> bool:
    """A draft is changed, discarded, and a renewal prepared, by the custodian's drafter or its head."""
    prepares = user.has_perm(P.AGREEMENTS_DRAFT) or user.has_perm(P.AGREEMENTS_DECIDE)
    return agreement.custodian_id == user.agency_id and prepares


def may_open(user: User, agreement: Agreement) -> bool:
    """Only the custodian's head puts in force and lifts: the partner never opens or extends."""
    return agreement.custodian_id == user.agency_id and user.has_perm(P.AGREEMENTS_DECIDE)


def may_close(user: User, agreement: Agreement) -> bool:
    """The head of either party suspends or ends."""
    party = user.agency_id in (agreement.custodian_id, agreement.partner_id)
    return party and user.has_perm(P.AGREEMENTS_CLOSE)


RULES = {
    Act.CHANGE: may_prepare,
    Act.DISCARD: may_prepare,
    Act.RENEW: may_prepare,
    Act.PUT_IN_FORCE: may_open,
    Act.LIFT: may_open,
    Act.SUSPEND: may_close,
    Act.END: may_close,
}


def may(act: Act, user: User, agreement: Agreement) -> bool:
    """The rule of that act for this member and this agreement."""
    return RULES[act](user, agreement)
