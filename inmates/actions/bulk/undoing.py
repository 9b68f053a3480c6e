from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Agency, User
from audit.models import READS, Action, AuditEvent
from audit.trail import record_many
from inmates.actions.bulk.amending import restored
from inmates.actions.bulk.intake import Receipt, locked_people
from inmates.actions.custody import annul_event
from inmates.models import CellStay, Charge, CriminalCase, CustodyEvent, Inmate, KeyDates, Registration
from ui.refusal import Refused

_CHUNK = 500


class BuiltUpon(Refused):
    """Something rests on what would be undone; `people` are they."""

    sentence = gettext_lazy("Data sebagian orang sudah diubah atau dipakai sesudah impor ini")

    def __init__(self, people: Sequence[str]) -> None:
        self.people = sorted(people)
        names = ", ".join(self.people[:5])
        more = _(" dan %(n)s orang lain") % {"n": len(people) - 5} if len(people) > 5 else ""
        super().__init__(f"{self.sentence}: {names}{more}.")


def take_back(
    *, custodian: Agency, receipts: Sequence[Receipt], last_event: int, by: User, reason: str
) -> int:
    """Undo what `take_in` did to these people, as long as nothing was built on it; raises BuiltUpon.

    Who was registered leaves the register with everything that came with them; who was amended
    gets back what was replaced; who was let go is in custody again. `last_event` is the last event
    of the trail that `take_in` wrote: every later change of a person has left its own.
    """
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
        inmates = locked_people(custodian, [each.inmate_id for each in receipts])
        if changed := _changed_since(list(inmates), last_event):
            raise BuiltUpon([inmates[pk].name for pk in changed])
        _undo_amendments(receipts, inmates, by=by, reason=reason)
        arrived = [inmates[each.inmate_id] for each in receipts if each.arrived]
        record_many(Action.ANNUL, by=by, on=[(each, each, {}) for each in arrived], reason=reason)
        _remove([each.pk for each in arrived], inmates)
    return len(receipts)


def _changed_since(pks: Sequence[int], last_event: int) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(pks), _CHUNK):
        later = AuditEvent.objects.filter(person_id__in=pks[start : start + _CHUNK], pk__gt=last_event)
        people = later.exclude(action__in=READS).values_list("person_id", flat=True)
        found |= {pk for pk in people if pk is not None}
    return found


def _undo_amendments(
    receipts: Sequence[Receipt], inmates: Mapping[int, Inmate], *, by: User, reason: str
) -> None:
    told: list[tuple[Any, Any, dict[str, Any]]] = []
    for each in receipts:
        inmate = inmates[each.inmate_id]
        if each.departure is not None:
            annul_event(event=CustodyEvent.objects.get(pk=each.departure), reason=reason, by=by)
        if each.before is not None:
            _annul_change_of_class(each, by=by, reason=reason)
            restored(inmate, each.before)
            told.append((inmate, inmate, {}))
    record_many(Action.ANNUL, by=by, on=told, reason=reason)


def _annul_change_of_class(receipt: Receipt, *, by: User, reason: str) -> None:
    if receipt.before is None or receipt.before.registration is None:
        return
    CustodyEvent.objects.filter(pk=receipt.before.registration[2]).update(
        annulled_at=timezone.now(), annulled_by=by, annulled_reason=reason
    )


def _remove(pks: Sequence[int], inmates: Mapping[int, Inmate]) -> None:
    """In the order in which the rows point at each other; whatever else points there forbids it."""
    for start in range(0, len(pks), _CHUNK):
        some = pks[start : start + _CHUNK]
        Charge.objects.filter(case__inmate__in=some).delete()
        for model in (CriminalCase, KeyDates, CellStay, CustodyEvent, Registration):
            model._base_manager.filter(inmate__in=some).delete()
        try:
            Inmate.objects.filter(pk__in=some).delete()
        except ProtectedError as error:
            rests = {getattr(each, "inmate_id", 0) for each in error.protected_objects}
            raise BuiltUpon([inmates[pk].name for pk in rests if pk in inmates]) from error
