"""The trail in bulk: one event an act, as the verbs would have written it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from accounts.models import User
from audit.models import Action, AuditEvent
from inmates.models import Inmate
from rehab.enrolments.models import Enrolment

_NAMES = (
    *("at", "actor_id", "actor_name", "actor_username", "agency_id", "agency_name", "role", "action"),
    *("object_type", "object_id", "object_label", "person_id", "person_label", "enrolment_number"),
    *("owner_agency_id", "changes", "reason", "address", "request_id"),
)

# When, what, on which kind of record, its key, its label.
Act = tuple[datetime, Action, str, int, str]


class Trail:
    """Events of one member of staff."""

    def __init__(self, book: Any, by: User, role: str) -> None:
        self._book, self._role = book, role
        self._actor = (by.pk, by.full_name, by.username, by.agency_id, by.agency.short_name, role)
        self._address = f"10.{by.agency_id % 250}.{by.pk % 250}.7"

    def of_people(self, acts: Iterable[tuple[Inmate, Act]]) -> None:
        self._write((act, (each.pk, each.name, "", each.custodian_id)) for each, act in acts)

    def of_participants(self, acts: Iterable[tuple[Enrolment, Act]]) -> None:
        self._write(
            (act, (each.inmate_id, each.inmate.name, each.number, each.custodian_id)) for each, act in acts
        )

    def of_the_office(self, owner: int, acts: Iterable[Act]) -> None:
        self._write((act, (None, "", "", owner)) for act in acts)

    def _write(self, events: Iterable[tuple[Act, tuple[Any, ...]]]) -> None:
        self._book.pour(AuditEvent, _NAMES, self._rows(events))

    def _rows(self, events: Iterable[tuple[Act, tuple[Any, ...]]]) -> Iterator[tuple[Any, ...]]:
        for (at, action, kind, key, label), person in events:
            asked = f"{key:x}{at:%m%d%H%M}"
            about = (action.value, kind, str(key), label, *person)
            yield (at, *self._actor, *about, {}, "", self._address, asked)
