"""Which event may follow which (domain §3.4). Pure: knows kinds, no database."""

from collections.abc import Iterable

from inmates.models import CustodyKind
from inmates.models.custody import TERMINAL

_AWAY = frozenset({CustodyKind.TEMPORARY_OUT, CustodyKind.HOSPITAL})
# Endings after which someone may come back under the same record; after death nothing follows.
_MAY_RETURN = TERMINAL - {CustodyKind.DIED}


def followers(kinds: Iterable[str]) -> frozenset[CustodyKind]:
    """The kinds that may come next after these, given in the order in which they happened.

    Nobody leaves before coming in; after an ending only a new beginning follows, after an
    escape a recapture too, after death nothing.
    """
    last, away = None, False
    for kind in kinds:
        last = CustodyKind(kind)
        if last in _AWAY:
            away = True
        elif last == CustodyKind.TEMPORARY_BACK or last in TERMINAL:
            away = False
    return _after(last, away=away)


def is_possible(kinds: Iterable[str]) -> bool:
    """Whether events could have happened in this order."""
    before: list[str] = []
    for kind in kinds:
        if CustodyKind(kind) not in followers(before):
            return False
        before.append(kind)
    return True


def ends_in_custody(kinds: Iterable[str]) -> bool:
    """In custody = the last event that stands is not terminal."""
    last = None
    for last in kinds:  # noqa: B007
        pass
    return last is not None and CustodyKind(last) not in TERMINAL


def _after(last: CustodyKind | None, *, away: bool) -> frozenset[CustodyKind]:
    entries = frozenset({CustodyKind.ADMITTED, CustodyKind.TRANSFER_IN})
    if last is None:
        return entries
    if last in TERMINAL:
        returns = entries if last in _MAY_RETURN else frozenset()
        return returns | {CustodyKind.RECAPTURED} if last == CustodyKind.ESCAPED else returns
    inside = TERMINAL | {CustodyKind.REGISTER_CHANGE, CustodyKind.REMISSION}
    return inside | ({CustodyKind.TEMPORARY_BACK} if away else _AWAY)
