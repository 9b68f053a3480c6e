"""Session notes: one's own, and the lines that stand in a case file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q

from accounts.models import User
from accounts.permissions import P
from rehab.delivery.models import NoteText, Session, SessionNote, SessionNoteLine
from rehab.delivery.roster import Member
from rehab.enrolments.access import is_assigned
from rehab.enrolments.models import Enrolment


@dataclass(frozen=True)
class NoteLine:
    """What one author wrote of one person at one session (tier 3)."""

    session_id: int
    session: str
    day: date
    author: str
    text: str
    changed_at: datetime


@dataclass(frozen=True)
class OwnNote:
    """A note as its author opens it; version 0 before the first writing."""

    note: SessionNote | None
    version: int = 0
    summary: str = ""
    lines: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SentText:
    at: datetime
    taken: bool
    summary: str
    lines: Sequence[tuple[Member, str]]


def note_lines(enrolment: Enrolment, user: User) -> list[NoteLine]:
    """Lines about this person, newest first: all of them to clinicians who are assigned, else only
    one's own. Sessions out of the reader's scope are left out."""
    assigned = user.has_perm(P.CLINICAL_READ) and is_assigned(user, enrolment)
    readable = Q() if assigned else Q(note__author=user)
    lines = (
        SessionNoteLine.objects.filter(
            readable, enrolment=enrolment, note__session__in=Session.objects.visible_to(user)
        )
        .select_related("note__session", "note__author")
        .order_by("-note__session__planned_start", "-pk")
    )
    return [
        NoteLine(
            session_id=line.note.session_id,
            session=line.note.session.title,
            day=line.note.session.day,
            author=line.note.author.full_name,
            text=line.text,
            changed_at=line.note.changed_at,
        )
        for line in lines
    ]


def own_note(session: Session, user: User) -> OwnNote:
    note = SessionNote.objects.visible_to(user).filter(session=session).first()
    if note is None:
        return OwnNote(None)
    reached = note.lines.visible_to(user)
    return OwnNote(note, note.version, note.summary, {line.enrolment_id: line.text for line in reached})


def sent_texts(note: SessionNote, members: Sequence[Member]) -> list[SentText]:
    """Every text its author ever sent for this note, newest first, also one that came second (bar 23).
    Lines about people out of the reader's reach are left out."""
    return [_sent(text, members) for text in note.texts.order_by("-pk")]


def _sent(text: NoteText, members: Sequence[Member]) -> SentText:
    lines = text.content.get("lines", {})
    told = [(member, lines.get(str(member.enrolment.pk), "")) for member in members]
    return SentText(
        text.at, text.taken, text.content["summary"], [(member, line) for member, line in told if line]
    )


def owed_notes(user: User) -> "list[Session]":
    """The last sessions this member held and wrote nothing about, newest first."""
    held = Session.objects.visible_to(user).held().filter(delivered_by=user)
    return list(held.exclude(notes__author=user).order_by("-planned_start")[:20])
