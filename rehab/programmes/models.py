from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from agreements import gate
from agreements.models import Service
from audit.words import CatalogueName


class Category(models.TextChoices):
    """Rehabilitation category, set by the assessor; not the ASSIST risk band (domain §2.1)."""

    I = "I", _("Kategori I (ringan)")  # noqa: E741
    II = "II", _("Kategori II (sedang)")
    III = "III", _("Kategori III (berat)")


class SessionKind(models.Model):
    """A kind of session and the one service it belongs to (domain §2.3). National catalogue."""

    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = CatalogueName(_("jenis sesi"), max_length=100)
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="session_kinds", verbose_name=_("layanan")
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("jenis sesi")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def within(self, agency: Agency) -> "ProgrammeQuerySet":
        """The national ones, a custodian's own, and for others those of the custodians they reach."""
        if agency.is_custodian:
            return self.filter(Q(custodian=None) | Q(custodian=agency))
        if agency.is_oversight:
            return self.filter(Q(custodian=None) | Q(custodian__in=Agency.objects.below(agency)))
        opened = [each for opening in gate.openings(agency) for each in opening.custodians]
        return self.filter(Q(custodian=None) | Q(custodian__in=opened))

    def visible_to(self, user: User) -> "ProgrammeQuerySet":
        return self.within(user.agency)

    def offered(self, day: date) -> "ProgrammeQuerySet":
        """Not retired on that day."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day))

    def with_versions(self) -> "ProgrammeQuerySet":
        """With what a list shows of each: three queries, however many rows."""
        return self.select_related("custodian").prefetch_related("versions__services")


class Programme(models.Model):
    """What is offered. Its content stands in versions; a cohort keeps the one it started with."""

    custodian = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        help_text=_("Kosong: ditawarkan kepada semua rutan dan lapas."),
    )
    code = models.SlugField(_("kode"), max_length=30)
    retired_on = models.DateField(_("tidak ditawarkan lagi sejak"), null=True, blank=True)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "code"],
                name="programme_code_once_a_custodian",
                violation_error_message=_("Kode program ini sudah dipakai."),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(custodian=None),
                name="programme_code_once_nationally",
                violation_error_message=_("Kode program ini sudah dipakai."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("programmes:page", args=[self.pk])

    def version_on(self, day: date) -> "ProgrammeVersion | None":
        """The version that holds on that day."""
        return self.versions.filter(valid_from__lte=day).order_by("-valid_from", "-number").first()

    def is_offered(self, day: date) -> bool:
        return self.retired_on is None or self.retired_on > day

    def trail_label(self) -> str:
        return f"Program {self.code}"

    def trail_person(self) -> dict[str, Any]:
        """No person, but the custodian's auditor reads it."""
        return {"owner_agency_id": self.custodian_id}


class ProgrammeVersionQuerySet(models.QuerySet["ProgrammeVersion"]):
    def within(self, agency: Agency) -> "ProgrammeVersionQuerySet":
        return self.filter(programme__in=Programme.objects.within(agency))

    def visible_to(self, user: User) -> "ProgrammeVersionQuerySet":
        return self.within(user.agency)

    def covered_by(self, services: Iterable[int]) -> "ProgrammeVersionQuerySet":
        """Those with at least one of these services."""
        offers = ProgrammeVersion.services.through.objects
        return self.filter(
            Exists(offers.filter(programmeversion=OuterRef("pk"), service__in=tuple(services)))
        )


class ProgrammeVersion(models.Model):
    """The content of a programme from a day on. Never edited once a cohort has started with it."""

    class Mode(models.TextChoices):
        INTENSIVE = "intensif", _("Intensif di blok khusus")
        VISITS = "kunjungan", _("Kunjungan terjadwal (rawat jalan)")
        MEDICAL = "medis", _("Rehabilitasi medis")
        AFTERCARE = "pascarehab", _("Pascarehabilitasi")

    class Unit(models.TextChoices):
        DAYS = "hari", _("hari")
        MEETINGS = "pertemuan", _("pertemuan")
        MONTHS = "bulan", _("bulan")

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versi"), default=1)
    valid_from = models.DateField(_("berlaku mulai"))
    name = models.CharField(_("nama program"), max_length=150)
    category = models.CharField(_("kategori"), max_length=3, choices=Category.choices)
    mode = models.CharField(_("moda layanan"), max_length=12, choices=Mode.choices, default=Mode.VISITS)
    length = models.PositiveSmallIntegerField(_("lama"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("satuan"), max_length=10, choices=Unit.choices)
    services = models.ManyToManyField(Service, related_name="programme_versions", verbose_name=_("layanan"))
    minimum_attendance = models.PositiveSmallIntegerField(
        _("kehadiran minimum (%)"), default=80, validators=[MaxValueValidator(100)]
    )
    # Legal statuses admitted at placement; screening and education are open to both.
    admits_tahanan = models.BooleanField(_("menerima tahanan"), default=False)
    admits_narapidana = models.BooleanField(_("menerima narapidana"), default=True)
    # Content that comes with the system and that no office has confirmed yet (VERIFY).
    unconfirmed = models.BooleanField(_("perlu dikonfirmasi"), default=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = ProgrammeVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("versi program")
        ordering = ["-valid_from", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"],
                name="programme_version_number_once",
                violation_error_message=_("Nomor versi ini sudah ada pada program tersebut."),
            ),
            models.CheckConstraint(
                condition=Q(minimum_attendance__lte=100),
                name="programme_attendance_is_a_share",
                violation_error_message=_("Kehadiran minimum paling tinggi 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(length__gte=1),
                name="programme_has_a_length",
                violation_error_message=_("Lama program paling sedikit 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def admits(self, legal_status: str | None) -> bool:
        """Whether someone of that legal status may be placed."""
        return {"tahanan": self.admits_tahanan, "narapidana": self.admits_narapidana}.get(
            legal_status or "", False
        )

    def estimated_days(self, *, meetings_a_week: int = 3) -> int:
        """Calendar days from start to finish; meetings are spread over the weekly rhythm."""
        if self.unit == self.Unit.DAYS:
            return self.length
        if self.unit == self.Unit.MONTHS:
            return self.length * 30
        return -(-self.length * 7 // max(meetings_a_week, 1))

    def estimated_end(self, start: date, *, meetings_a_week: int = 3) -> date:
        return start + timedelta(days=self.estimated_days(meetings_a_week=meetings_a_week))


class SessionTemplate(models.Model):
    """One session of a programme version, in its order."""

    class Format(models.TextChoices):
        GROUP = "kelompok", _("Kelompok")
        INDIVIDUAL = "individu", _("Individu")

    version = models.ForeignKey(ProgrammeVersion, models.CASCADE, related_name="templates")
    order = models.PositiveSmallIntegerField(_("urutan"))
    kind = models.ForeignKey(SessionKind, models.PROTECT, verbose_name=_("jenis sesi"))
    title = models.CharField(_("judul"), max_length=150)
    minutes = models.PositiveSmallIntegerField(_("lama (menit)"), default=90)
    format = models.CharField(_("bentuk"), max_length=10, choices=Format.choices, default=Format.GROUP)

    class Meta:
        verbose_name = _("rancangan sesi")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "order"],
                name="session_template_order_once",
                violation_error_message=_("Urutan sesi ini sudah dipakai."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & Q(minutes__lte=600),
                name="session_template_length_is_sane",
                violation_error_message=_("Lama sesi antara 5 dan 600 menit."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
