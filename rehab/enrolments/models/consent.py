from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from rehab.enrolments.models.enrolment import Enrolment, EnrolmentRecordQuerySet


class ConsentText(models.Model):
    """A version of the consent form in one language (UU 27/2022 art. 22). Comes with migrations."""

    class Language(models.TextChoices):
        INDONESIAN = "id", _("Bahasa Indonesia")
        BANJAR = "bjn", _("Bahasa Banjar (dibacakan)")

    version = models.CharField(_("versi naskah"), max_length=20)
    language = models.CharField(_("bahasa"), max_length=5, choices=Language.choices)
    title = models.CharField(max_length=200)
    body = models.TextField(help_text=_("Satu alinea per baris."))
    valid_from = models.DateField()

    class Meta:
        ordering = ["-valid_from", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                name="consent_text_once",
                violation_error_message=_("Versi naskah persetujuan ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} ({self.get_language_display()})"


class ConsentQuerySet(EnrolmentRecordQuerySet):
    def live(self) -> "ConsentQuerySet":
        """Given and not withdrawn."""
        return self.filter(given=True, withdrawn_on=None)


class Consent(models.Model):
    """What someone said to taking part: yes or no, under which text, before which witness."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("naskah"))
    given = models.BooleanField(_("bersedia"))
    given_on = models.DateField(_("tanggal pernyataan"))
    witness = models.CharField(_("saksi"), max_length=150)
    interpreter = models.CharField(_("penerjemah"), max_length=150, blank=True)
    # Photo and publicity are asked apart, and a no to them changes nothing else.
    photo_given = models.BooleanField(_("bersedia difoto dan dipublikasikan"), default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    withdrawn_on = models.DateField(_("dicabut tanggal"), null=True, blank=True)
    withdrawn_reason = models.TextField(_("alasan pencabutan"), blank=True)
    withdrawn_recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("persetujuan")
        ordering = ["-given_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(given=True, withdrawn_on=None),
                name="consent_one_live",
                violation_error_message=_("Persetujuan peserta ini sudah tercatat."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_days_in_order",
                violation_error_message=_("Tanggal pencabutan mendahului tanggal persetujuan."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_recorded_by=None)
                | Q(withdrawn_on__isnull=False, withdrawn_recorded_by__isnull=False),
                name="consent_withdrawal_names_who",
                violation_error_message=_("Penarikan persetujuan mencatat siapa yang mencatatnya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {'ya' if self.given else 'tidak'}"
