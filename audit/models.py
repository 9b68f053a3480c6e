from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import Agency, User


class Action(models.TextChoices):
    """What an event says happened. The sentence for each is in `audit.sentences`."""

    SIGN_IN = "sign_in", _("masuk")
    SIGN_IN_FAILED = "sign_in_failed", _("gagal masuk")
    SIGN_OUT = "sign_out", _("keluar")
    DENIED = "denied", _("ditolak")
    VIEW = "view", _("melihat")
    CREATE = "create", _("membuat")
    CHANGE = "change", _("mengubah")
    MOVE = "move", _("memindahkan status")
    ANNUL = "annul", _("membatalkan")
    EXPORT = "export", _("mengekspor")
    PRINT = "print", _("mencetak")
    COMMAND = "command", _("menjalankan perintah")


# Events that leave every record as it was.
READS = (
    Action.SIGN_IN,
    Action.SIGN_IN_FAILED,
    Action.SIGN_OUT,
    Action.DENIED,
    Action.VIEW,
    Action.EXPORT,
    Action.PRINT,
)


def reaches(agency: "Agency") -> list[Q]:
    """What an agency's auditor reads, as conditions that each have an index."""
    own = [Q(agency_id=agency.pk)]
    return [*own, Q(owner_agency_id=agency.pk)] if agency.is_custodian else own


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def within(self, agency: "Agency") -> "AuditEventQuerySet":
        """Acts of the agency's own staff; a custodian also reads what was done to its people."""
        reach = Q()
        for each in reaches(agency):
            reach |= each
        return self.filter(reach)

    def visible_to(self, user: "User") -> "AuditEventQuerySet":
        return self.within(user.agency)

    def newest_within(self, agency: "Agency", *, size: int, before: int | None = None) -> list["AuditEvent"]:
        """The newest events older than `before`, each reach read along its own index.

        One question with an OR would sort the whole trail of a large agency on PostgreSQL.
        """
        found: dict[int, AuditEvent] = {}
        for reach in reaches(agency):
            rows = self.filter(reach).order_by("-id")
            rows = rows.filter(pk__lt=before) if before is not None else rows
            found |= {event.pk: event for event in rows[:size]}
        return [found[pk] for pk in sorted(found, reverse=True)[:size]]

    def about_person(self, person_id: int) -> "AuditEventQuerySet":
        return self.filter(person_id=person_id)


class AuditEvent(models.Model):
    """One thing that happened, to one person, kept for ever.

    The database refuses update, delete and truncate (`audit.append_only`). Names and
    numbers are written as they were, never as foreign keys, so that an event neither
    blocks nor changes with the record it speaks of (UU 27/2022 art. 35-39).
    """

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_username = models.CharField(max_length=150, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=20, choices=Action.choices)
    # What it was done to: "enrolments.enrolment", its id, its label as it was.
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    object_label = models.CharField(max_length=300, blank=True)
    # The inmate it concerns, whose custodian that is, and the number a partner knows them by.
    person_id = models.BigIntegerField(null=True)
    person_label = models.CharField(max_length=200, blank=True)
    enrolment_number = models.CharField(max_length=40, blank=True)
    owner_agency_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    address = models.CharField(max_length=45, blank=True)
    request_id = models.CharField(max_length=40, blank=True, db_index=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("jejak")
        verbose_name_plural = _("jejak")
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="trail_by_agency"),
            models.Index(fields=["owner_agency_id", "-id"], name="trail_by_owner"),
            models.Index(fields=["person_id", "-id"], name="trail_by_person"),
            models.Index(fields=["actor_id", "-id"], name="trail_by_actor"),
            models.Index(fields=["enrolment_number", "-id"], name="trail_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_username} {self.action} {self.object_label}"
