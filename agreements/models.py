from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, TimeZone, User, today_in


class Service(models.Model):
    """A kind of help an agreement may cover. National catalogue, comes with migrations."""

    SCREENING = "skrining"

    code = models.SlugField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("layanan"), max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("layanan")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """An agreement and its renewals: what an enrolment belongs to."""

    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="lines_as_custodian")
    partner = models.ForeignKey(Agency, models.PROTECT, related_name="lines_as_partner")

    def __str__(self) -> str:
        return f"{self.custodian} – {self.partner}"


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, day: date | None = None) -> "AgreementQuerySet":
        """Put in force, within its days (inclusive), not suspended and not ended on that day.

        Without a day it is today at each custodian. Stored nowhere: midnight at the
        custodian opens and closes (design, The gate).
        """
        covered = Q()
        for zone in TimeZone.values:
            on = day or today_in(zone)
            suspended = Suspension.objects.covering(on).filter(agreement=OuterRef("pk"))
            covered |= (
                Q(line__custodian__time_zone=zone)
                & Q(first_day__lte=on, last_day__gte=on)
                & (Q(ended_on=None) | Q(ended_on__gt=on))
                & ~Exists(suspended)
            )
        return self.filter(covered, put_in_force_at__isnull=False)

    def within(self, agency: Agency) -> "AgreementQuerySet":
        """The agreements an agency is party to; a supervisor's: those of the units below."""
        if agency.is_oversight:
            below = Agency.objects.below(agency)
            return self.filter(Q(line__custodian__in=below) | Q(line__partner__in=below))
        return self.filter(Q(line__custodian=agency) | Q(line__partner=agency))

    def visible_to(self, user: User) -> "AgreementQuerySet":
        """A partner reads an agreement once it has been put in force; drafts are the custodian's."""
        mine = self.within(user.agency)
        return mine if user.agency.is_custodian else mine.exclude(put_in_force_at=None)

    def with_parties(self) -> "AgreementQuerySet":
        return self.select_related("line__custodian", "line__partner", "renews")


class Agreement(models.Model):
    """A Nota Kesepahaman or PKS between a custodian and a partner: the gate to everything under it."""

    class AgreementKind(models.TextChoices):
        NOTA = "nota_kesepahaman", _("Nota Kesepahaman")
        PKS = "pks", _("Perjanjian Kerja Sama (PKS)")

    class State(models.TextChoices):
        """Computed from the dates, never stored."""

        DRAFT = "draft", _("Draf")
        COMING = "coming", _("Belum mulai")
        IN_FORCE = "in_force", _("Berlaku")
        SUSPENDED = "suspended", _("Ditangguhkan")
        EXPIRED = "expired", _("Berakhir")
        ENDED = "ended", _("Diakhiri")

    line = models.ForeignKey(Line, models.PROTECT, related_name="agreements")
    kind = models.CharField(
        _("bentuk"), max_length=20, choices=AgreementKind.choices, default=AgreementKind.NOTA
    )
    title = models.CharField(_("judul"), max_length=250)
    custodian_number = models.CharField(_("nomor pihak rutan/lapas"), max_length=120, blank=True)
    partner_number = models.CharField(_("nomor pihak mitra"), max_length=120, blank=True)
    number_unconfirmed = models.BooleanField(_("nomor belum dikonfirmasi"), default=False)
    signed_on = models.DateField(_("ditandatangani tanggal"), null=True, blank=True)
    signed_at = models.CharField(_("ditandatangani di"), max_length=150, blank=True)
    custodian_signatory = models.CharField(_("penanda tangan rutan/lapas"), max_length=150, blank=True)
    partner_signatory = models.CharField(_("penanda tangan mitra"), max_length=150, blank=True)
    first_day = models.DateField(_("berlaku mulai"))
    last_day = models.DateField(_("berlaku sampai dengan"), null=True, blank=True)
    term_unconfirmed = models.BooleanField(_("jangka waktu belum dikonfirmasi"), default=False)
    services = models.ManyToManyField(
        Service, related_name="agreements", verbose_name=_("layanan dalam lingkup")
    )
    renews = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewed_by",
        verbose_name=_("memperpanjang"),
    )
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    put_in_force_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_in_force_at = models.DateTimeField(null=True, blank=True)
    # First day on which it no longer holds.
    ended_on = models.DateField(_("diakhiri sejak"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.TextField(_("alasan pengakhiran"), blank=True)
    # Raised at every change, so that a form opened before another's change is noticed.
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("kerja sama")
        verbose_name_plural = _("kerja sama")
        ordering = ["-first_day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                name="agreement_days_in_order",
                violation_error_message=_("Hari terakhir mendahului hari pertama."),
            ),
            models.CheckConstraint(
                condition=Q(put_in_force_at=None) | Q(last_day__isnull=False),
                name="agreement_in_force_has_last_day",
                violation_error_message=_("Kerja sama tanpa hari terakhir tidak dapat diberlakukan."),
            ),
            models.CheckConstraint(
                condition=Q(put_in_force_at=None, put_in_force_by=None)
                | Q(put_in_force_at__isnull=False, put_in_force_by__isnull=False),
                name="agreement_in_force_names_who",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None)
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="agreement_end_names_who_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:page", args=[self.pk])

    @property
    def custodian(self) -> Agency:
        return self.line.custodian

    @property
    def partner(self) -> Agency:
        return self.line.partner

    @property
    def days_left(self) -> int | None:
        """Days to the last day, counted on the custodian's date; None without one."""
        return (self.last_day - self.custodian.today()).days if self.last_day else None

    def trail_person(self) -> dict[str, Any]:
        """No person, but the custodian's auditor reads it."""
        return {"owner_agency_id": self.line.custodian_id}


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def covering(self, day: date) -> "SuspensionQuerySet":
        """From its first day on; the day it is lifted is open again."""
        return self.filter(from_day__lte=day).filter(Q(lifted_on=None) | Q(lifted_on__gt=day))

    def open(self) -> "SuspensionQuerySet":
        return self.filter(lifted_on=None)


class Suspension(models.Model):
    """A time in which an agreement opens nothing. Lifted by closing it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="suspensions")
    from_day = models.DateField(_("mulai"))
    reason = models.TextField(_("alasan"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_on = models.DateField(_("dicabut tanggal"), null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(_("alasan pencabutan"), blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("penangguhan")
        ordering = ["-from_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(lifted_on=None),
                name="suspension_one_open",
                violation_error_message=_("Kerja sama ini sudah ditangguhkan."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=F("from_day")),
                name="suspension_days_in_order",
                violation_error_message=_("Tanggal pencabutan mendahului tanggal penangguhan."),
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_by=None)
                | Q(lifted_on__isnull=False, lifted_by__isnull=False),
                name="suspension_lift_names_who",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.from_day}"
