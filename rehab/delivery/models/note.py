from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from rehab.delivery.models.session import Session
from rehab.enrolments.models import Enrolment
from rehab.enrolments.models.enrolment import EnrolmentRecordQuerySet


class SessionNoteQuerySet(models.QuerySet["SessionNote"]):
    def within(self, agency: Agency) -> "SessionNoteQuerySet":
        return self.filter(session__in=Session.objects.within(agency))

    def visible_to(self, user: User) -> "SessionNoteQuerySet":
        """The author's own notes on sessions within reach."""
        return self.filter(session__in=Session.objects.visible_to(user), author=user)


class SessionNote(models.Model):
    """What the session was about, by one who held it; a line a person stands in each one's file."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="session_notes")
    summary = models.TextField(_("ringkasan sesi"), blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = SessionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan sesi")
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "author"],
                name="session_note_one_an_author",
                violation_error_message=_("Catatan Anda untuk sesi ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session}: {self.author}"

    def trail_person(self) -> dict[str, Any]:
        return self.session.trail_person()


class SessionNoteLine(models.Model):
    """The line of a session note about one person (tier 3)."""

    note = models.ForeignKey(SessionNote, models.PROTECT, related_name="lines")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="note_lines")
    text = models.TextField(_("catatan"))

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan per orang")
        ordering = ["note", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "enrolment"],
                name="note_line_once_a_person",
                violation_error_message=_("Catatan untuk orang ini sudah ada pada sesi tersebut."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}"


class NoteTextQuerySet(models.QuerySet["NoteText"]):
    def within(self, agency: Agency) -> "NoteTextQuerySet":
        return self.filter(note__in=SessionNote.objects.within(agency))

    def visible_to(self, user: User) -> "NoteTextQuerySet":
        """Earlier texts are read by whoever reads the note."""
        return self.filter(note__in=SessionNote.objects.visible_to(user))


class NoteText(models.Model):
    """Every text that was ever sent for a note, also one refused because another was first. Append-only."""

    note = models.ForeignKey(SessionNote, models.PROTECT, related_name="texts")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The version it was written from, and whether it was taken or stood against a newer one.
    base_version = models.PositiveIntegerField()
    taken = models.BooleanField()
    content = models.JSONField()

    objects = NoteTextQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.note} v{self.base_version}"
