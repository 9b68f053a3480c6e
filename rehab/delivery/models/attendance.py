from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.words import CatalogueName
from rehab.delivery.models.session import Session
from rehab.enrolments.models import Enrolment
from rehab.enrolments.models.enrolment import EnrolmentRecordQuerySet


class AttendanceCode(models.Model):
    """A code of the sheet and how it counts. National catalogue, comes with migrations."""

    class Counts(models.TextChoices):
        PRESENT = "present", _("Hadir")
        ABSENT = "absent", _("Tidak hadir")
        IGNORED = "ignored", _("Tidak dihitung")

    code = models.CharField(_("kode"), max_length=3, unique=True)
    name = CatalogueName(_("arti"), max_length=80)
    counts = models.CharField(_("dihitung sebagai"), max_length=10, choices=Counts.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("kode kehadiran")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """The current mark of one person at one session."""

    # Five million rows: no index that nothing asks for. A session's marks are found by the constraint.
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance", db_index=False)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendance")
    code = models.ForeignKey(AttendanceCode, models.PROTECT, related_name="+", db_index=False)
    note = models.CharField(_("keterangan"), max_length=200, blank=True)
    first_recorded_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # First recorded more than two days after the session.
    late = models.BooleanField(default=False)

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("kehadiran")
        ordering = ["session", "enrolment"]
        indexes = [models.Index(fields=["session", "code"], name="attendance_tally")]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                name="attendance_once_a_session",
                violation_error_message=_("Kehadiran peserta ini sudah tercatat."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.code}"


class AttendanceHistory(models.Model):
    """Every mark that was ever given. Append-only."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    code = models.CharField(max_length=3)
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.code}"
