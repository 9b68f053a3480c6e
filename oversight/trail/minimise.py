"""What of an event a reader may see. A partner's auditor never reads a person's name (design §4)."""

import re
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import AuditEvent

HIDDEN = "•••"
_NAME_KEYS = {"name", "alias", "nama", "nama lengkap", "full_name"}
_SHORTEST_WORD = 3


def names_persons_to(reader: User) -> bool:
    """A custodian's auditor reads the names of its people; everyone else, enrolment numbers."""
    return reader.agency.is_custodian


def without_names(event: AuditEvent) -> AuditEvent:
    """The event with its person known by enrolment number only; never saved."""
    if event.person_id is None and not event.person_label:
        return event
    name, number = event.person_label, event.enrolment_number
    label = event.object_label
    event.object_label = number if hide(label, name) != label else label
    event.person_label = number or _("seorang peserta")
    event.reason = hide(event.reason, name)
    event.changes = {key: _hidden_change(key, value, name) for key, value in event.changes.items()}
    return event


def hide(text: str, name: str) -> str:
    """The text without the name, or any word of it."""
    words = sorted((word for word in name.split() if len(word) >= _SHORTEST_WORD), key=len, reverse=True)
    for part in [name, *words] if name else []:
        text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", HIDDEN, text, flags=re.IGNORECASE)
    return text


def _hidden_change(key: str, value: Any, name: str) -> Any:
    if key.lower() in _NAME_KEYS:
        return HIDDEN
    if isinstance(value, list):
        return [hide(str(each), name) for each in value]
    return hide(str(value), name)
