from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from rehab.enrolments.models import Enrolment, RoleByAssessment
from rehab.enrolments.models.enrolment import EnrolmentRecordQuerySet
from rehab.programmes.models import Category


class ReferenceWindow(models.TextChoices):
    """Which three months an ASSIST asks about: after long detention the last ones give false zeros."""

    LAST_MONTHS = "3_bulan_terakhir", _("3 bulan terakhir")
    BEFORE_DETENTION = "3_bulan_sebelum_ditahan", _("3 bulan sebelum ditahan")


class InstrumentResultQuerySet(EnrolmentRecordQuerySet):
    def final(self) -> "InstrumentResultQuerySet":
        return self.filter(signed_at__isnull=False, superseded_by=None)

    def drafts(self) -> "InstrumentResultQuerySet":
        """Begun and neither signed nor discarded."""
        return self.filter(signed_at=None, discarded_at=None)


class InstrumentResult(models.Model):
    """Raw answers and computed scores of one interview. Final once signed; a correction is a revision."""

    class TimePoint(models.TextChoices):
        T0 = "T0", _("Awal")
        T1 = "T1", _("Tengah")
        T2 = "T2", _("Akhir")
        T3 = "T3", _("Pascaprogram")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="results")
    instrument = models.CharField(_("instrumen"), max_length=30)
    time_point = models.CharField(
        _("waktu ukur"), max_length=2, choices=TimePoint.choices, default=TimePoint.T0
    )
    reference_window = models.CharField(
        _("jendela rujukan"), max_length=30, choices=ReferenceWindow.choices, blank=True
    )
    language = models.CharField(_("bahasa wawancara"), max_length=40, default="Indonesia")
    interviewer = models.ForeignKey(
        User, models.PROTECT, related_name="interviews", verbose_name=_("pewawancara")
    )
    interviewed_on = models.DateField(_("tanggal wawancara"))
    answers = models.JSONField(default=dict)
    scores = models.JSONField(default=dict)
    scorer_version = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveSmallIntegerField(default=1)
    revises = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    revision_reason = models.TextField(blank=True)
    # A draft put aside stays, with its answers: nothing of the record is deleted.
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    discard_reason = models.TextField(_("alasan pembatalan"), blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = InstrumentResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("hasil instrumen")
        ordering = ["-interviewed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "instrument", "time_point"],
                condition=Q(signed_at=None, discarded_at=None),
                name="result_one_draft",
                violation_error_message=_("Wawancara ini sudah dimulai. Lanjutkan yang sudah ada."),
            ),
            models.UniqueConstraint(
                fields=["enrolment", "instrument", "time_point", "revision"],
                condition=Q(discarded_at=None),
                name="result_revision_once",
                violation_error_message=_("Hasil untuk waktu ukur ini sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | (
                    Q(discarded_at__isnull=False, discarded_by__isnull=False, signed_at=None)
                    & ~Q(discard_reason="")
                ),
                name="result_discard_names_who_and_why",
                violation_error_message=_("Hanya wawancara yang belum ditandatangani yang dapat dibatalkan."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="result_signature_names_who",
                violation_error_message=_("Hasil yang ditandatangani mencatat siapa yang menandatanganinya."),
            ),
            models.CheckConstraint(
                condition=Q(revises=None) | ~Q(revision_reason=""),
                name="result_revision_has_reason",
                violation_error_message=_("Perbaikan hasil memerlukan alasan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.enrolment}"

    @property
    def is_draft(self) -> bool:
        return self.signed_at is None and self.discarded_at is None

    def trail_label(self) -> str:
        return f"{self.instrument} {self.time_point}"


class AssessmentTextQuerySet(models.QuerySet["AssessmentText"]):
    """Texts are seen by whoever sees the enrolment of their assessment."""

    def within(self, agency: Agency) -> "AssessmentTextQuerySet":
        return self.filter(assessment__enrolment__in=Enrolment.objects.within(agency))

    def visible_to(self, user: User) -> "AssessmentTextQuerySet":
        return self.filter(assessment__enrolment__in=Enrolment.objects.visible_to(user))


class Assessment(models.Model):
    """The assessor's summary: role, category, recommendation (tier 2) and the text behind them (tier 3)."""

    class Recommendation(models.TextChoices):
        REHABILITATE = "rehabilitasi", _("Direkomendasikan mengikuti rehabilitasi")
        EDUCATION = "edukasi", _("Cukup edukasi")
        MEDICAL_FIRST = "medis_dahulu", _("Tangani kondisi medis terlebih dahulu")
        NOT_RECOMMENDED = "tidak", _("Tidak direkomendasikan")

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(User, models.PROTECT, related_name="assessments", verbose_name=_("asesor"))
    assessed_on = models.DateField(_("tanggal asesmen"))
    role_by_assessment = models.CharField(
        _("peran menurut asesmen"), max_length=20, choices=RoleByAssessment.choices, blank=True
    )
    category = models.CharField(
        _("kategori rehabilitasi"), max_length=3, choices=Category.choices, blank=True
    )
    recommendation = models.CharField(
        _("rekomendasi"), max_length=20, choices=Recommendation.choices, blank=True
    )
    # Tier 3.
    summary = models.TextField(_("ringkasan asesmen"), blank=True)
    category_reason = models.TextField(_("dasar penetapan kategori"), blank=True)
    diagnosis = models.CharField(_("diagnosis (ICD-10/PPDGJ)"), max_length=120, blank=True)
    saved_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("asesmen")
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(signed_at=None),
                name="assessment_one_draft",
                violation_error_message=_("Asesmen peserta ini sudah dimulai. Lanjutkan yang sudah ada."),
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None)
                | (~Q(role_by_assessment="") & ~Q(category="") & ~Q(recommendation="")),
                name="assessment_signed_is_complete",
                violation_error_message=_("Peran, kategori, dan rekomendasi diisi sebelum ditandatangani."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}"

    def trail_label(self) -> str:
        return "asesmen"


class AssessmentText(models.Model):
    """Every text sent for an assessment, also one that came second and was not taken. Append-only."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="texts")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    base_version = models.PositiveIntegerField()
    taken = models.BooleanField()
    content = models.JSONField()

    objects = AssessmentTextQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.assessment} {self.at:%Y-%m-%d %H:%M}"
