"""Writing the trail. Called by the verbs, inside their transaction: no trail, no act."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models
from django.utils import timezone

from audit.context import current_origin
from audit.models import Action, AuditEvent
from audit.words import as_written

if TYPE_CHECKING:
    from accounts.models import Agency, User


class Concerns(Protocol):
    """What the trail needs to know of the person an event concerns."""

    def trail_person(self) -> dict[str, Any]:
        """`person_id`, `person_label`, `owner_agency_id`, and `enrolment_number` when there is one."""


def record(
    action: Action,
    *,
    by: "User | None",
    on: models.Model | str,
    person: Concerns | None = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
    within: "Agency | None" = None,
) -> AuditEvent:
    """Write one event. `on` is the record acted on (or a plain label); `person` whom it concerns.

    `changes` maps a field to [old, new] or to its new value; only what the reader of
    the trail may know: no clinical text, no identity number, no password.
    `within` is the agency of an event that nobody signed in did (a failed sign-in, a command).
    """
    event = _event(action, by=by, on=on, person=person, changes=changes, reason=reason)
    if by is None and within is not None:
        event.agency_id, event.agency_name = within.pk, within.short_name
    event.save(force_insert=True)
    return event


def record_many(
    action: Action,
    *,
    by: "User | None",
    on: Iterable[tuple[models.Model | str, Concerns | None, dict[str, Any]]],
    reason: str = "",
) -> None:
    """One event a person concerned, in one insert: (record, person, changes) for each."""
    AuditEvent.objects.bulk_create(
        _event(action, by=by, on=obj, person=person, changes=changes, reason=reason)
        for obj, person, changes in on
    )


def changed_fields(instance: models.Model, data: dict[str, Any]) -> dict[str, list[str]]:
    """Old and new text of each field that `data` would change on `instance`."""
    changes: dict[str, list[str]] = {}
    for name, new in data.items():
        old = getattr(instance, name)
        if old != new:
            changes[name] = [_text(old), _text(new)]
    return changes


def _event(
    action: Action,
    *,
    by: "User | None",
    on: models.Model | str,
    person: Concerns | None,
    changes: dict[str, Any] | None,
    reason: str,
) -> AuditEvent:
    now = current_origin()
    event = AuditEvent(
        at=timezone.now(),
        action=action,
        changes={name: _plain(value) for name, value in (changes or {}).items()},
        reason=as_written(reason),
        address=now.address,
        request_id=now.request_id,
        **_of_actor(by),
        **_of_object(on),
    )
    if person is None and hasattr(on, "trail_person"):
        person = on
    for name, value in (person.trail_person() if person else {}).items():
        setattr(event, name, value)
    return event


def _of_actor(by: "User | None") -> dict[str, Any]:
    if by is None or not by.pk:
        return {}
    return {
        "actor_id": by.pk,
        "actor_name": by.full_name,
        "actor_username": by.username,
        "agency_id": by.agency_id,
        "agency_name": by.agency.short_name,
        "role": ", ".join(by.role_codes)[:200],
    }


def _of_object(on: models.Model | str) -> dict[str, Any]:
    if isinstance(on, str):
        return {"object_label": on[:300]}
    label = getattr(on, "trail_label", None)
    return {
        "object_type": on._meta.label_lower,
        "object_id": str(on.pk or ""),
        "object_label": as_written(label() if label else on)[:300],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_text(item) for item in value]
    return _text(value)


def _text(value: Any) -> str:
    return "" if value is None else as_written(value)
