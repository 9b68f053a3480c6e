from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from accounts.permissions import P
from accounts.sealing import SealedTextField

# How long a file waits for its receiver.
KEPT_FOR = timedelta(hours=24)


class ArchiveQuerySet(models.QuerySet["Archive"]):
    def within(self, agency: Agency) -> "ArchiveQuerySet":
        return self.filter(agency=agency)

    def visible_to(self, user: User) -> "ArchiveQuerySet":
        """The head sees what was ordered for the agency; a clinician what waits for them."""
        reach = self.within(user.agency)
        return reach if user.has_perm(P.ARCHIVE_ORDER) else reach.filter(receiver=user)

    def waiting_for_work(self, before: Any) -> "ArchiveQuerySet":
        """Claimed by nobody, or by someone who has not been heard of since."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=before), state=Archive.State.WAITING)

    def with_people(self) -> "ArchiveQuerySet":
        return self.select_related("agency", "ordered_by", "receiver")


class Archive(models.Model):
    """Everything an agency owns, in one file, for one receiver, for a day."""

    class Part(models.TextChoices):
        ADMINISTRATIVE = "administrative", _("Arsip administratif")
        CLINICAL = "clinical", _("Arsip klinis")

    class State(models.TextChoices):
        WAITING = "waiting", _("Sedang dibuat")
        READY = "ready", _("Siap diunduh")
        FAILED = "failed", _("Gagal dibuat")
        GONE = "gone", _("Berkas sudah dihapus")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    part = models.CharField(_("bagian"), max_length=15, choices=Part.choices)
    purpose = models.TextField(_("keperluan"))
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("diminta oleh"))
    ordered_at = models.DateTimeField(_("diminta"), default=timezone.now)
    receiver = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("penerima"))
    state = models.CharField(_("keadaan"), max_length=8, choices=State.choices, default=State.WAITING)
    # Tables written, of how many.
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveBigIntegerField(_("jumlah baris"), default=0)
    trouble = models.TextField(_("sebab gagal"), blank=True)
    # Set by whoever makes it, and again and again while they do.
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The sealed file and the key that opens it alone: without the key the file is noise.
    file_name = models.CharField(max_length=64, blank=True)
    key = SealedTextField(blank=True, default="")
    size = models.PositiveBigIntegerField(_("ukuran"), default=0)
    digest = models.CharField(_("sidik SHA-256"), max_length=64, blank=True)
    # Keys of the people in it (inmates for a custodian's, enrolments otherwise).
    people = models.JSONField(default=list)
    ready_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    expires_at = models.DateTimeField(_("disimpan sampai"), null=True, blank=True)
    gone_at = models.DateTimeField(_("dihapus"), null=True, blank=True)

    objects = ArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("arsip instansi")
        verbose_name_plural = _("arsip instansi")
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "part"],
                condition=Q(state="waiting"),
                name="archive_one_in_the_making",
                violation_error_message=_("Arsip ini sedang dibuat. Tunggu sampai selesai."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="archive_says_what_for",
                violation_error_message=_("Tuliskan keperluan arsip ini."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.agency}"

    def get_absolute_url(self) -> str:
        return reverse("archive:archive", args=[self.pk])

    @property
    def is_clinical(self) -> bool:
        return self.part == Archive.Part.CLINICAL

    @property
    def of_inmates(self) -> bool:
        """Whether `people` are inmates; else they are enrolments."""
        return self.agency.is_custodian and not self.is_clinical

    @property
    def download_name(self) -> str:
        return f"arsip-{self.agency.code}-{'klinis' if self.is_clinical else 'administratif'}-{self.pk}.zip"

    def trail_label(self) -> str:
        return f"{self.get_part_display()} {self.agency.short_name}"

    def trail_person(self) -> dict[str, Any]:
        """No person, but the agency's auditor reads it."""
        return {"owner_agency_id": self.agency_id}
