"""What a session was about, written by one who was there, with a line a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agreements import gate
from audit.models import Action
from audit.trail import record, record_many
from rehab.delivery import access
from rehab.delivery.models import NoteText, Session, SessionNote, SessionNoteLine
from rehab.delivery.refusals import NoteNotPossible, NotOnRoster, NotReachable, NotYourAct
from rehab.delivery.roster import Member, members_of


@dataclass(frozen=True)
class Written:
    """`taken` is False when the note had been changed since `base_version`: the text was kept apart
    and nothing that stands was touched."""

    note: SessionNote
    taken: bool


@transaction.atomic
def write_note(
    *, by: User, session: Session, summary: str, lines: Mapping[int, str], base_version: int = 0
) -> Written:
    """Write or rewrite one's own note of a held session; `lines` are texts by enrolment id.

    Every text sent is kept, also one that came second (bar 23): this never raises for a second
    writer, so that its transaction keeps the text.
    """
    row = _lock(session, by)
    members = {member.enrolment.pk: member for member in members_of(row, by)}
    told = {pk: text.strip() for pk, text in lines.items()}
    if told.keys() - members.keys():
        raise NotOnRoster()
    note = SessionNote.objects.select_for_update(of=("self",)).filter(session=row, author=by).first()
    if note is None and not summary.strip() and not any(told.values()):
        raise NoteNotPossible(_("Tulis ringkasan sesi atau catatan untuk sedikitnya satu orang."))
    content = {"summary": summary.strip(), "lines": {str(pk): text for pk, text in told.items()}}
    if note is not None and note.version != base_version:
        return _keep_apart(note, content, base_version, by)
    fresh = note is None
    note = note or SessionNote(session=row, author=by, version=0)
    note.summary, note.changed_at = summary.strip(), timezone.now()
    note.version += 1
    note.save()
    touched = _write_lines(note, told)
    NoteText.objects.create(note=note, by=by, base_version=base_version, taken=True, content=content)
    _trail(note, [members[pk] for pk in touched], by, fresh=fresh)
    return Written(note, taken=True)


@transaction.atomic
def record_reading(*, by: User, note: SessionNote, members: Sequence[Member]) -> None:
    """A note was read: one event a person it has a line about."""
    record_many(Action.VIEW, by=by, on=[(note, member.enrolment, {}) for member in members])


def _lock(session: Session, by: User) -> Session:
    row = (
        gate.still_open(Session.objects.visible_to(by), by.agency, "cohort__agreement__line")
        .filter(pk=session.pk)
        .select_related("cohort__custodian", "kind")
        .select_for_update(of=("self",))
        .first()
    )
    if row is None:
        raise NotReachable()
    if row.state != Session.State.HELD:
        raise NoteNotPossible(_("Catatan ditulis untuk sesi yang terlaksana."))
    if not access.may_note(by, row):
        raise NotYourAct(_("Catatan sesi ditulis fasilitator, konselor, asesor, atau psikolog."))
    return row


def _keep_apart(note: SessionNote, content: dict[str, Any], base_version: int, by: User) -> Written:
    standing = {"summary": note.summary, "lines": _lines_of(note)}
    same = {**content, "lines": {pk: text for pk, text in content["lines"].items() if text}} == standing
    if same:
        return Written(note, taken=True)
    NoteText.objects.create(note=note, by=by, base_version=base_version, taken=False, content=content)
    record(
        Action.CHANGE,
        by=by,
        on=note,
        changes={"catatan": gettext_lazy("disimpan terpisah, ada yang lebih baru")},
    )
    return Written(note, taken=False)


def _lines_of(note: SessionNote) -> dict[str, str]:
    return {str(line.enrolment_id): line.text for line in note.lines.all()}


def _write_lines(note: SessionNote, told: Mapping[int, str]) -> list[int]:
    """Write the lines that differ; an emptied line is taken away, its text stays in the history."""
    standing = {line.enrolment_id: line for line in note.lines.all()}
    touched = []
    for pk, text in told.items():
        line = standing.get(pk)
        if text == (line.text if line else ""):
            continue
        touched.append(pk)
        if not text and line:
            line.delete()
        else:
            SessionNoteLine.objects.update_or_create(note=note, enrolment_id=pk, defaults={"text": text})
    return touched


def _trail(note: SessionNote, touched: list[Member], by: User, *, fresh: bool) -> None:
    """Never the text itself."""
    action = Action.CREATE if fresh else Action.CHANGE
    if touched:
        record_many(action, by=by, on=[(note, member.enrolment, {}) for member in touched])
    else:
        record(action, by=by, on=note, person=note.session.enrolment)
