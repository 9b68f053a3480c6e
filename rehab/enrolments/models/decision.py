from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from rehab.enrolments.models.enrolment import Enrolment, EnrolmentRecordQuerySet
from rehab.enrolments.states import Status


class Decision(models.Model):
    """The Karutan's decision after the assessment, with the criteria as they were seen that day.

    Nobody is refused automatically: a person decides, with a reason (UU 27/2022 art. 10).
    """

    class Outcome(models.TextChoices):
        ELIGIBLE = Status.ELIGIBLE.value, _("Layak")
        DEFERRED = Status.DEFERRED.value, _("Ditunda")
        NOT_ELIGIBLE = Status.NOT_ELIGIBLE.value, _("Tidak layak")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("keputusan"), max_length=16, choices=Outcome.choices)
    reason = models.TextField(_("alasan"))
    review_on = models.DateField(_("ditinjau kembali tanggal"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    document_number = models.CharField(_("nomor berita acara / SK"), max_length=120, blank=True)
    document_date = models.DateField(_("tanggal berita acara / SK"), null=True, blank=True)
    criteria = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Status.DEFERRED.value) | Q(review_on__isnull=False),
                name="decision_deferral_has_review_day",
                violation_error_message=_("Penundaan memerlukan tanggal peninjauan kembali."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.outcome}"


class OutcomeProposal(models.Model):
    """Graduated or not: proposed by the officer, confirmed or returned by the Karutan."""

    class Outcome(models.TextChoices):
        GRADUATED = Status.GRADUATED.value, _("Lulus")
        NOT_GRADUATED = Status.NOT_GRADUATED.value, _("Tidak lulus")

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("Ditetapkan")
        RETURNED = "returned", _("Dikembalikan")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="outcome_proposals")
    outcome = models.CharField(_("usulan"), max_length=16, choices=Outcome.choices)
    reason = models.TextField(_("alasan"), blank=True)
    # Share of counted sessions attended, in percent, as it stood that day; None without sessions.
    attendance_rate = models.PositiveSmallIntegerField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("usulan kelulusan")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(answer=""),
                name="outcome_proposal_one_open",
                violation_error_message=_("Kelulusan peserta ini sudah diusulkan dan menunggu Kepala."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.outcome}"
