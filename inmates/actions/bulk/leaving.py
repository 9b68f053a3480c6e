from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record_many
from inmates.actions.custody import add_event
from inmates.models import CustodyEvent, CustodyKind, Inmate
from inmates.models.custody import TERMINAL
from inmates.refusals import OutOfOrder


@dataclass(frozen=True)
class Departure:
    """Someone who left: an officer says how and when."""

    inmate_id: int
    kind: str
    on: date


def departed(
    departures: Sequence[Departure], inmates: Mapping[int, Inmate], *, by: User, reason: str
) -> dict[int, CustodyEvent]:
    """The events that end custody, by person. Runs inside the verb's transaction."""
    events: dict[int, CustodyEvent] = {}
    told: list[tuple[Any, Any, dict[str, Any]]] = []
    for each in departures:
        if each.kind not in TERMINAL:
            raise OutOfOrder(_("Peristiwa ini tidak mengakhiri penahanan."), field="kind")
        inmate = inmates[each.inmate_id]
        event = add_event(inmate, each.kind, each.on, by=by)
        events[inmate.pk] = event
        told.append((event, inmate, {"kind": CustodyKind(each.kind).label, "on": each.on}))
    record_many(Action.CREATE, by=by, on=told, reason=reason)
    return events
