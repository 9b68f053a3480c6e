from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User, zones_by_date
from accounts.permissions import P
from agreements import gate
from agreements.models import Agreement
from audit.words import CatalogueName
from inmates.models import Inmate
from rehab.enrolments.states import IN_PROGRAMME, LIVE, TONES, Status
from rehab.programmes.models import Category, ProgrammeVersion


class RiskBand(models.TextChoices):
    """The person's ASSIST risk band: screening, not the rehabilitation category."""

    LOW = "low", _("Rendah")
    MODERATE = "moderate", _("Sedang")
    HIGH = "high", _("Tinggi")


class RoleByAssessment(models.TextChoices):
    """The assessor's finding; never derived from the article (domain §1.2)."""

    USER = "pengguna", _("Pengguna")
    USER_AND_DEALER = "pengguna_pengedar", _("Pengguna sekaligus pengedar")
    DEALER = "pengedar", _("Pengedar, bukan pengguna")


class Phase(models.TextChoices):
    """The phase of someone active in a programme (domain §2.3)."""

    ORIENTATION = "orientasi", _("Orientasi")
    PRIMARY = "primary", _("Primary")
    RE_ENTRY = "re_entry", _("Re-entry")


class ExitReason(models.Model):
    """Why someone left, on two levels (domain §2.6). National catalogue, comes with migrations."""

    class Group(models.TextChoices):
        MOTIVATION = "motivasi", _("Kemauan peserta")
        CUSTODY = "penahanan", _("Berakhirnya penahanan di sini")
        CONDUCT = "pelanggaran", _("Pelanggaran")
        HEALTH = "kesehatan", _("Kesehatan")
        OPERATIONAL = "operasional", _("Operasional")

    group = models.CharField(_("kelompok"), max_length=15, choices=Group.choices)
    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = CatalogueName(_("alasan"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("alasan keluar")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """The last running number given by a custodian in a year. Read and raised under its lock."""

    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "year"],
                name="number_series_once",
                violation_error_message=_("Deret nomor tahun ini sudah ada."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.custodian} {self.year}: {self.last}"


# Who leaves soonest, and last of all whose day nobody knows. Said so that no index holds it: PostgreSQL
# hopes to find the few first ones on its way through the register of the whole country, and seldom does.
_SOONEST_FIRST = Coalesce("inmate__expiry_date", date.max).asc()


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def live(self) -> "EnrolmentQuerySet":
        return self.filter(status__in=LIVE)

    def with_live_consent(self) -> "EnrolmentQuerySet":
        from rehab.enrolments.models.consent import Consent

        return self.filter(Exists(Consent.objects.live().filter(enrolment=OuterRef("pk"))))

    def within(self, agency: Agency) -> "EnrolmentQuerySet":
        """What an agency reaches: its own people, those of the units below, or what the gate opens."""
        if agency.is_custodian:
            return self.filter(custodian=agency)
        if agency.is_oversight:
            return self.filter(custodian__in=agency.custodians_below)
        return self.open_to_partner(agency)

    def open_to_partner(self, partner: Agency) -> "EnrolmentQuerySet":
        """The gate (design §3): line in force today, service in scope, consent live. Nothing else."""
        scope = Q(pk__in=[])
        for opening in gate.openings(partner):
            covered = Q(programme_version__in=ProgrammeVersion.objects.covered_by(opening.services))
            if opening.screening:
                covered |= Q(programme_version=None)
            scope |= Q(agreement__in=opening.agreements) & covered
        return self.filter(scope).with_live_consent()

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """Within reach; who may read only as a guardian sees their own wards' enrolments only."""
        reach = self.within(user.agency)
        if user.holds("walipas") and not user.may_beyond("walipas", P.ENROLMENTS_VIEW):
            return reach.filter(inmate__in=Inmate.objects.wards_of(user))
        return reach

    def assigned_to(self, user: User) -> "EnrolmentQuerySet":
        """Those whose clinical pages this member may open."""
        from rehab.enrolments.models.staff import Assignment

        return self.filter(Exists(Assignment.objects.live().filter(enrolment=OuterRef("pk"), staff=user)))

    def awaiting_exit(self) -> "EnrolmentQuerySet":
        """Live, but custody here has ended, or consent was refused or withdrawn and not given since."""
        from rehab.enrolments.models.consent import Consent

        said_no = Consent.objects.filter(enrolment=OuterRef("pk")).filter(
            Q(given=False) | Q(withdrawn_on__isnull=False)
        )
        said_yes = Consent.objects.live().filter(enrolment=OuterRef("pk"))
        return self.live().filter(Q(inmate__in_custody=False) | (Q(Exists(said_no)) & ~Q(Exists(said_yes))))

    def awaiting_decision(self) -> "EnrolmentQuerySet":
        """Assessed, or deferred to a day that has come."""
        due = Q()
        for today, zones in zones_by_date().items():
            due |= Q(custodian__time_zone__in=zones, deferred_until__lte=today)
        return self.filter(Q(status=Status.ASSESSED) | (Q(status=Status.DEFERRED) & due))

    def by_days_left(self) -> "EnrolmentQuerySet":
        return self.order_by(_SOONEST_FIRST, "inmate__name", "pk")


class Enrolment(models.Model):
    """A person's way through rehabilitation under one line of agreements.

    It carries the conclusions of the rooms above as its own fields, written only through
    `enrolments.actions`.
    """

    number = models.CharField(_("nomor peserta"), max_length=40, unique=True)
    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="enrolments")
    # Repeated from the inmate: who owns the record does not change.
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="enrolments")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="enrolments")
    programme_version = models.ForeignKey(
        ProgrammeVersion, models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.PROPOSED)
    status_since = models.DateTimeField(default=timezone.now)
    phase = models.CharField(_("fase"), max_length=10, choices=Phase.choices, blank=True)
    priority_note = models.TextField(_("alasan usulan"), blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_on = models.DateField(_("diusulkan tanggal"))
    # Conclusions (tier 2).
    risk_band = models.CharField(_("tingkat risiko"), max_length=10, choices=RiskBand.choices, blank=True)
    screened_on = models.DateField(_("diskrining tanggal"), null=True, blank=True)
    role_by_assessment = models.CharField(
        _("peran menurut asesmen"), max_length=20, choices=RoleByAssessment.choices, blank=True
    )
    category = models.CharField(
        _("kategori rehabilitasi"), max_length=3, choices=Category.choices, blank=True
    )
    recommendation = models.CharField(_("rekomendasi"), max_length=20, blank=True)
    assessed_on = models.DateField(_("diasesmen tanggal"), null=True, blank=True)
    deferred_until = models.DateField(_("ditinjau kembali tanggal"), null=True, blank=True)
    starts_on = models.DateField(_("mulai program"), null=True, blank=True)
    ends_on = models.DateField(_("rencana selesai"), null=True, blank=True)
    ended_on = models.DateField(_("berakhir tanggal"), null=True, blank=True)
    exit_reason = models.ForeignKey(ExitReason, models.PROTECT, null=True, blank=True, related_name="+")
    # Ended before Pulih was there, and brought from the office's own lists.
    imported = models.BooleanField(_("dari data lama"), default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("peserta")
        verbose_name_plural = _("peserta")
        ordering = ["-proposed_on", "-id"]
        indexes = [
            models.Index(fields=["custodian", "status"], name="enrolment_by_status"),
            models.Index(fields=["agreement", "status"], name="enrolment_by_agreement"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inmate"],
                condition=Q(status__in=LIVE),
                name="enrolment_one_live_a_person",
                violation_error_message=_("Orang ini masih menjadi peserta; satu orang satu kepesertaan."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IN_PROGRAMME) | Q(programme_version__isnull=False),
                name="enrolment_placed_has_programme",
                violation_error_message=_("Peserta yang ditetapkan harus memiliki program."),
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.EXITED) | Q(exit_reason__isnull=False),
                name="enrolment_exit_has_reason",
                violation_error_message=_("Keluar dari program memerlukan alasan."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("casefile:page", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def tone(self) -> str:
        """Colour of the status chip."""
        return TONES[Status(self.status)]

    def trail_label(self) -> str:
        return self.number

    def trail_person(self) -> dict[str, Any]:
        return {**self.inmate.trail_person(), "enrolment_number": self.number}


class EnrolmentRecordQuerySet(models.QuerySet[Any]):
    """Rows that hang on an enrolment are seen by whoever sees the enrolment."""

    def within(self, agency: Agency) -> "EnrolmentRecordQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.within(agency))

    def visible_to(self, user: User) -> "EnrolmentRecordQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class StatusChange(models.Model):
    """One move of an enrolment. Append-only; the screens read the way from these rows."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="changes")
    from_status = models.CharField(max_length=16, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=16, choices=Status.choices)
    # Who decided, and who wrote it down: the Karutan signs on paper, an officer records.
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The day of the act itself, when it was recorded later.
    on = models.DateField()
    reason = models.TextField(blank=True)
    exit_reason = models.ForeignKey(ExitReason, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    # Written by an import of the past: removed when the import is taken back, never changed.
    imported = models.BooleanField(_("dari data lama"), default=False, db_default=False, editable=False)

    objects = EnrolmentRecordQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["enrolment", "to_status", "on"], name="status_change_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_status=Status.EXITED) | Q(exit_reason__isnull=False),
                name="status_change_exit_has_reason",
                violation_error_message=_("Keluarnya peserta memerlukan alasan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
