from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from rehab.enrolments.models.enrolment import Enrolment, EnrolmentRecordQuerySet


class AssignmentQuerySet(EnrolmentRecordQuerySet):
    def live(self) -> "AssignmentQuerySet":
        return self.filter(until=None)


class Assignment(models.Model):
    """Who works with a participant, and as what: it opens the clinical pages."""

    class Capacity(models.TextChoices):
        ASSESSOR = "asesor", _("Asesor")
        COUNSELLOR = "konselor", _("Konselor")
        MEDICAL = "medis", _("Tenaga medis")
        PSYCHOLOGIST = "psikolog", _("Psikolog")
        SUPERVISOR = "supervisor", _("Supervisor")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="assignments")
    staff = models.ForeignKey(User, models.PROTECT, related_name="assignments", verbose_name=_("petugas"))
    capacity = models.CharField(_("sebagai"), max_length=12, choices=Capacity.choices)
    since = models.DateField(_("mulai"))
    until = models.DateField(_("sampai dengan"), null=True, blank=True)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=timezone.now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        ordering = ["capacity", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "staff", "capacity"],
                condition=Q(until=None),
                name="assignment_one_live",
                violation_error_message=_("Petugas ini sudah ditugaskan untuk peserta tersebut."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="assignment_days_in_order",
                violation_error_message=_("Tanggal akhir penugasan mendahului tanggal mulainya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} ({self.get_capacity_display()})"
