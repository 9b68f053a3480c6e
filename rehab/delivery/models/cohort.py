from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from agreements import gate
from agreements.models import Agreement
from rehab.enrolments.models import Enrolment, Status
from rehab.programmes.models import ProgrammeVersion


class CohortQuerySet(models.QuerySet["Cohort"]):
    def within(self, agency: Agency) -> "CohortQuerySet":
        """The custodian's own, those of the units below, or those under a line in force today
        whose agreement covers a service of the programme."""
        if agency.is_custodian:
            return self.filter(custodian=agency)
        if agency.is_oversight:
            return self.filter(custodian__in=agency.custodians_below)
        scope = Q(pk__in=[])
        for opening in gate.openings(agency):
            covered = ProgrammeVersion.objects.covered_by(opening.services)
            scope |= Q(agreement__in=opening.agreements, programme_version__in=covered)
        return self.filter(scope)

    def visible_to(self, user: User) -> "CohortQuerySet":
        return self.within(user.agency)

    def open_for_placement(self) -> "CohortQuerySet":
        return self.filter(state=Cohort.State.OPEN)


class Cohort(models.Model):
    """An angkatan: one run of a programme version for a group of people."""

    class State(models.TextChoices):
        OPEN = "open", _("Dibuka")
        RUNNING = "running", _("Berjalan")
        FINISHED = "finished", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="cohorts")
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="cohorts", verbose_name=_("kerja sama")
    )
    programme_version = models.ForeignKey(
        ProgrammeVersion, models.PROTECT, related_name="cohorts", verbose_name=_("program")
    )
    code = models.CharField(_("kode angkatan"), max_length=40)
    state = models.CharField(_("keadaan"), max_length=10, choices=State.choices, default=State.OPEN)
    quota = models.PositiveSmallIntegerField(_("kuota"))
    place = models.CharField(_("tempat"), max_length=120)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("rencana selesai"))
    decree_number = models.CharField(_("nomor SK penetapan"), max_length=120, blank=True)
    decree_date = models.DateField(_("tanggal SK penetapan"), null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(_("alasan pembatalan"), blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    # Ended before Pulih was there, and brought from the office's own lists.
    imported = models.BooleanField(_("dari data lama"), default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("angkatan")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "code"],
                name="cohort_code_once_a_custodian",
                violation_error_message=_("Kode angkatan ini sudah dipakai."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohort_days_in_order",
                violation_error_message=_("Rencana selesai mendahului tanggal mulai."),
            ),
            models.CheckConstraint(
                condition=Q(quota__gte=1),
                name="cohort_quota_at_least_one",
                violation_error_message=_("Kuota paling sedikit satu orang."),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("delivery:cohort", args=[self.pk])

    def trail_person(self) -> dict[str, Any]:
        """No person, but the custodian's auditor reads it."""
        return {"owner_agency_id": self.custodian_id}


class CohortRecordQuerySet(models.QuerySet[Any]):
    """Rows that hang on a cohort are seen by whoever sees the cohort."""

    def within(self, agency: Agency) -> "CohortRecordQuerySet":
        return self.filter(cohort__in=Cohort.objects.within(agency))

    def visible_to(self, user: User) -> "CohortRecordQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class WeeklySlot(models.Model):
    """When a cohort meets every week."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Senin")
        TUESDAY = 1, _("Selasa")
        WEDNESDAY = 2, _("Rabu")
        THURSDAY = 3, _("Kamis")
        FRIDAY = 4, _("Jumat")
        SATURDAY = 5, _("Sabtu")
        SUNDAY = 6, _("Minggu")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday.choices)
    starts_at = models.TimeField(_("jam mulai"))

    class Meta:
        verbose_name = _("jadwal mingguan")
        ordering = ["weekday", "starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "weekday", "starts_at"],
                name="weekly_slot_once",
                violation_error_message=_("Hari dan jam yang sama ditulis dua kali."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}"


class CohortStaff(models.Model):
    """Who works with a cohort: assigned to its members when they are placed."""

    class Capacity(models.TextChoices):
        FACILITATOR = "fasilitator", _("Fasilitator")
        COUNSELLOR = "konselor", _("Konselor")
        INSTRUCTOR = "instruktur", _("Instruktur")
        MEDICAL = "medis", _("Tenaga medis")
        PSYCHOLOGIST = "psikolog", _("Psikolog")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="team")
    staff = models.ForeignKey(User, models.PROTECT, related_name="cohorts", verbose_name=_("petugas"))
    capacity = models.CharField(_("sebagai"), max_length=12, choices=Capacity.choices)
    since = models.DateField(_("mulai"))
    until = models.DateField(_("sampai dengan"), null=True, blank=True)

    objects = CohortRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("tim angkatan")
        ordering = ["capacity", "staff__full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "staff", "capacity"],
                condition=Q(until=None),
                name="cohort_staff_one_live",
                violation_error_message=_("Petugas ini sudah ada di tim angkatan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff} ({self.get_capacity_display()})"


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, agency: Agency) -> "PlaceQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.within(agency))

    def visible_to(self, user: User) -> "PlaceQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def current(self) -> "PlaceQuerySet":
        return self.filter(left_on=None)

    def on(self, day: date) -> "PlaceQuerySet":
        """Who belonged to the cohort on that day: the roster of a session held then."""
        return self.filter(taken_on__lte=day).filter(Q(left_on=None) | Q(left_on__gt=day))

    def in_roster_order(self) -> "PlaceQuerySet":
        return self.order_by("seat", "pk")


class Place(models.Model):
    """One seat of a cohort, taken by one enrolment. The database refuses a seat beyond the quota."""

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="places")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="places")
    seat = models.PositiveSmallIntegerField(_("nomor urut"))
    # Repeated from the cohort, so that the constraint can see it.
    quota = models.PositiveSmallIntegerField()
    taken_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("tempat dalam angkatan")
        ordering = ["cohort", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "seat"],
                condition=Q(left_on=None),
                name="place_one_person_a_seat",
                violation_error_message=_("Tempat ini baru saja terisi. Muat ulang halaman."),
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(left_on=None),
                name="place_one_cohort_a_person",
                violation_error_message=_("Peserta ini sudah berada di sebuah angkatan."),
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1) & Q(seat__lte=F("quota")),
                name="place_within_quota",
                violation_error_message=_("Kuota angkatan sudah penuh."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} #{self.seat}"

    @property
    def left_day(self) -> date | None:
        """The day someone left before the end; the seat may be free a day later, or never be given back."""
        if self.enrolment.status in (Status.GRADUATED, Status.NOT_GRADUATED):
            return self.left_on
        return min(filter(None, (self.left_on, self.enrolment.ended_on)), default=None)
