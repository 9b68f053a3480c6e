"""The trail as its reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import ROLES
from audit.models import Action, AuditEvent
from audit.sentences import Told, field_name, named, sentence, value_in_words
from oversight.trail.filters import TrailFilters
from oversight.trail.minimise import names_persons_to, without_names
from oversight.trail.words import WORDS
from ui.lists import Listing

BEFORE = "sebelum"
_ROLE_NAMES = {role.code: role.name for role in ROLES}
_TONES = {
    Action.DENIED: "danger",
    Action.SIGN_IN_FAILED: "warning",
    Action.ANNUL: "warning",
    Action.EXPORT: "info",
    Action.PRINT: "info",
}


@dataclass(frozen=True)
class Change:
    """One field of an event: what it was, and what it became."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class EventRow:
    """An event in words."""

    pk: int
    at: datetime
    sentence: str
    action: str
    tone: str
    who: str
    role: str
    agency: str
    person: str
    number: str
    person_id: int | None
    object: str
    reason: str
    changes: list[Change]
    address: str
    request_id: str


class TrailListing(Listing):
    """A page of the trail, found by where the last one ended: nothing is counted or skipped."""

    def __init__(self, query: QueryDict, reader: User, *, page_size: int = 25) -> None:
        super().__init__(
            query,
            AuditEvent.objects.all(),
            filters=TrailFilters,
            filter_args={"reader": reader},
            page_size=page_size,
        )
        self.reader = reader

    @cached_property
    def before(self) -> int | None:
        text = self._query.get(BEFORE, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    @cached_property
    def _found(self) -> list[AuditEvent]:
        return self.queryset.newest_within(self.reader.agency, size=self._page_size + 1, before=self.before)

    @cached_property
    def rows(self) -> list[EventRow]:
        return [row_of(event, self.reader) for event in self._found[: self._page_size]]

    @property
    def older_url(self) -> str:
        return self.query(sebelum=self.rows[-1].pk) if len(self._found) > self._page_size else ""

    @property
    def newest_url(self) -> str:
        return self.query() if self.before is not None else ""

    def query(self, **changes: Any) -> str:
        return super().query(**{BEFORE: None, **changes})


def row_of(event: AuditEvent, reader: User) -> EventRow:
    """The event in words, with no more of the person than this reader may know."""
    if not names_persons_to(reader):
        event = without_names(event)
    who = event.actor_name or (_("Pulih") if event.action == Action.COMMAND else _("Tidak diketahui"))
    told = Told(event.action, who, event.object_type, event.object_label, event.person_label, event.changes)
    return EventRow(
        pk=event.pk,
        at=event.at,
        sentence=sentence(told),
        action=event.get_action_display(),
        tone=_TONES.get(event.action, "neutral"),  # type: ignore[call-overload]
        who=who,
        role=", ".join(str(_ROLE_NAMES.get(code, code)) for code in event.role.split(", ") if code),
        agency=event.agency_name,
        person=event.person_label,
        number=event.enrolment_number,
        person_id=event.person_id if names_persons_to(reader) else None,
        object=named(event.object_type, event.object_label),
        reason=event.reason,
        changes=[_change(event.object_type, key, value) for key, value in event.changes.items()],
        address=event.address,
        request_id=event.request_id,
    )


def _change(object_type: str, key: str, value: Any) -> Change:
    old, new = value if isinstance(value, list) and len(value) == 2 else ("", value)
    texts = new if isinstance(new, list) else [new]
    said = ", ".join(value_in_words(object_type, key, str(each)) for each in texts)
    return Change(field_name(object_type, key, WORDS), value_in_words(object_type, key, str(old)), said)


def details_of(row: EventRow) -> list[tuple[Any, Any]]:
    """An opened event, field by field."""
    return [
        (_("Waktu"), row.at),
        (_("Tindakan"), row.action),
        (_("Oleh"), row.who),
        (_("Peran saat itu"), row.role),
        (_("Instansi"), row.agency),
        (_("Objek"), row.object),
        (_("Tentang"), row.person),
        (_("Nomor peserta"), row.number),
        (_("Alasan"), row.reason),
        (_("Alamat jaringan"), row.address),
        (_("Nomor permintaan"), row.request_id),
    ]
