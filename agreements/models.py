from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, TimeZone, User, zones_by_date
from audit.words import CatalogueName


class Service(models.Model):
    """A kind of help an agreement may cover. National catalogue, comes with migrations."""

    SCREENING = "skrining"

    code = models.SlugField(_("kode"), max_length=30, unique=True)
    name = CatalogueName(_("layanan"), max_length=100)
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
        return self.in_state("in_force", day=day)

    def in_state(self, *states: str, day: date | None = None) -> "AgreementQuerySet":
        """Agreements that stand in one of the states: `Agreement.state_on`, said to the database."""
        # Not a reduce: with an empty alternative PostgreSQL plans the gate better at national size.
        wanted = Q(pk=None)
        for state in states:
            wanted |= _on_each_date(_STATES[state], day)
        return self.filter(wanted)

    def ending_within(self, days: int) -> "AgreementQuerySet":
        """In force today, with no more than so many days left."""

        def soon(on: date) -> Q:
            until = on + timedelta(days=days)
            return Q(last_day__lte=until) | Q(ended_on__lte=until + timedelta(days=1))

        return self.in_force().filter(_on_each_date(soon, None))

    def overlapping(self, first_day: date, last_day: date) -> "AgreementQuerySet":
        """Put in force for at least one of these days; suspensions take no day away."""
        return self.filter(
            Q(ended_on=None) | (Q(ended_on__gt=first_day) & Q(ended_on__gt=F("first_day"))),
            put_in_force_at__isnull=False,
            first_day__lte=last_day,
            last_day__gte=first_day,
        )

    def standing(self) -> "AgreementQuerySet":
        """All but discarded drafts."""
        return self.filter(discarded_at=None)

    def within(self, agency: Agency) -> "AgreementQuerySet":
        """A custodian's own, drafts included. Partner and supervisor: what has been put in force.

        A closed agreement stays readable; a supervisor reads those of the units below.
        """
        if agency.is_custodian:
            return self.filter(custodian=agency)
        decided = self.exclude(put_in_force_at=None)
        if agency.is_oversight:
            below = Agency.objects.below(agency)
            return decided.filter(Q(custodian__in=below) | Q(partner__in=below))
        return decided.filter(partner=agency)

    def visible_to(self, user: User) -> "AgreementQuerySet":
        """Every member who reads agreements reads all those of the agency."""
        return self.within(user.agency)

    def with_parties(self) -> "AgreementQuerySet":
        return self.select_related("custodian", "partner", "renews")

    def with_state(self) -> "AgreementQuerySet":
        """With what `state` and `days_left` read: two queries, however many rows."""
        return self.with_parties().prefetch_related("suspensions")

    def for_page(self) -> "AgreementQuerySet":
        """With everything the agreement's own page says."""
        suspensions = Suspension.objects.select_related("by__agency", "lifted_by__agency")
        people = ("drafted_by", "put_in_force_by", "discarded_by", "ended_by")
        return (
            self.with_parties()
            .select_related(*(f"{each}__agency" for each in people))
            .prefetch_related("services", models.Prefetch("suspensions", suspensions))
        )


def _on_each_date(state: Callable[[date], Q], day: date | None) -> Q:
    """The state on that day, or today by the clock of each custodian."""
    dates = {day: TimeZone.values} if day else zones_by_date()
    if len(dates) == 1:
        return state(*dates)
    said = Q(pk=None)
    for on, zones in dates.items():
        said |= Q(custodian__time_zone__in=zones) & state(on)
    return said


def _decided() -> Q:
    return Q(put_in_force_at__isnull=False)


def _standing_on(on: date) -> Q:
    """Put in force, and neither ended nor past its last day."""
    return _decided() & (Q(ended_on=None) | Q(ended_on__gt=on)) & Q(last_day__gte=on)


def _suspended_on(on: date) -> Q:
    return Q(Exists(Suspension.objects.covering(on).filter(agreement=OuterRef("pk"))))


_STATES: dict[str, Callable[[date], Q]] = {
    "draft": lambda on: Q(put_in_force_at=None, discarded_at=None),
    "discarded": lambda on: Q(discarded_at__isnull=False),
    "coming": lambda on: _standing_on(on) & Q(first_day__gt=on) & ~_suspended_on(on),
    "in_force": lambda on: _standing_on(on) & Q(first_day__lte=on) & ~_suspended_on(on),
    "suspended": lambda on: _standing_on(on) & _suspended_on(on),
    "expired": lambda on: _decided() & Q(ended_on=None, last_day__lt=on),
    "ended": lambda on: _decided() & Q(ended_on__lte=on),
}


class Agreement(models.Model):
    """A Nota Kesepahaman or PKS between a custodian and a partner: the gate to everything under it."""

    class AgreementKind(models.TextChoices):
        NOTA = "nota_kesepahaman", _("Nota Kesepahaman")
        PKS = "pks", _("Perjanjian Kerja Sama (PKS)")

    class State(models.TextChoices):
        """Computed from the dates, never stored."""

        DRAFT = "draft", _("Draf")
        DISCARDED = "discarded", _("Draf dibatalkan")
        COMING = "coming", _("Belum mulai")
        IN_FORCE = "in_force", _("Berlaku")
        SUSPENDED = "suspended", _("Ditangguhkan")
        EXPIRED = "expired", _("Berakhir")
        ENDED = "ended", _("Diakhiri")

    line = models.ForeignKey(Line, models.PROTECT, related_name="agreements")
    # The line's own two parties, repeated so that the database can keep numbers unique a party.
    custodian = models.ForeignKey(
        Agency, models.PROTECT, related_name="agreements_as_custodian", verbose_name=_("rutan/lapas")
    )
    partner = models.ForeignKey(
        Agency, models.PROTECT, related_name="agreements_as_partner", verbose_name=_("mitra")
    )
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
    renews = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("memperpanjang"),
    )
    renewal_reason = models.TextField(_("alasan perpanjangan"), blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    put_in_force_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    put_in_force_at = models.DateTimeField(null=True, blank=True)
    put_in_force_reason = models.TextField(_("dasar pemberlakuan"), blank=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    discarded_at = models.DateTimeField(null=True, blank=True)
    discarded_reason = models.TextField(_("alasan pembatalan draf"), blank=True)
    # First day on which it no longer holds.
    ended_on = models.DateField(_("diakhiri sejak"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
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
                violation_error_message=_(
                    "Kerja sama yang diberlakukan mencatat siapa yang memberlakukannya."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None)
                | (Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="agreement_end_names_who_and_why",
                violation_error_message=_("Kerja sama yang diakhiri mencatat siapa dan alasannya."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(put_in_force_at__isnull=False, ended_on__lte=F("last_day")),
                name="agreement_end_by_last_day",
                violation_error_message=_("Pengakhiran paling lambat pada hari terakhir kerja sama."),
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None, discarded_by=None)
                | (
                    Q(discarded_at__isnull=False, discarded_by__isnull=False, put_in_force_at=None)
                    & ~Q(discarded_reason="")
                ),
                name="agreement_discard_names_who_and_why",
                violation_error_message=_("Hanya draf yang dapat dibatalkan, dengan alasan."),
            ),
            # Expressions, not plain fields: SQLite then names the broken constraint.
            models.UniqueConstraint(
                F("renews"),
                condition=Q(discarded_at=None),
                name="agreement_one_renewal",
                violation_error_message=_("Kerja sama ini sudah mempunyai perpanjangan."),
            ),
            models.UniqueConstraint(
                F("custodian"),
                Lower("custodian_number"),
                condition=Q(discarded_at=None) & ~Q(custodian_number=""),
                name="agreement_custodian_number",
                violation_error_message=_("Nomor pihak rutan/lapas sudah dipakai kerja sama lain."),
            ),
            # Within the pair only: a refusal says nothing of the partner's papers with others.
            models.UniqueConstraint(
                F("partner"),
                F("custodian"),
                Lower("partner_number"),
                condition=Q(discarded_at=None) & ~Q(partner_number=""),
                name="agreement_partner_number",
                violation_error_message=_(
                    "Nomor pihak mitra sudah dipakai kerja sama lain dengan mitra ini."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreements:page", args=[self.pk])

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.custodian_id is None:
            self.custodian_id, self.partner_id = self.line.custodian_id, self.line.partner_id
        super().save(*args, **kwargs)

    def state_on(self, day: date) -> State:
        """Where it stands on that day. `AgreementQuerySet.in_state` says the same to the database."""
        if self.discarded_at:
            return self.State.DISCARDED
        if not self.put_in_force_at or not self.last_day:
            return self.State.DRAFT
        if self.ended_on and self.ended_on <= day:
            return self.State.ENDED
        if self.last_day < day:
            return self.State.EXPIRED
        if any(each.covers(day) for each in self.suspensions.all()):
            return self.State.SUSPENDED
        return self.State.COMING if day < self.first_day else self.State.IN_FORCE

    @property
    def state(self) -> State:
        """Where it stands today at its custodian."""
        return self.state_on(self.custodian.today())

    @property
    def final_day(self) -> date | None:
        """The last day on which it can hold: its last day, or the eve of its end."""
        return self.ended_on - timedelta(days=1) if self.ended_on else self.last_day

    @property
    def days_left(self) -> int | None:
        """Days to the final day, counted on the custodian's date; None without one."""
        return (self.final_day - self.custodian.today()).days if self.final_day else None

    def trail_person(self) -> dict[str, Any]:
        """No person, but the custodian's auditor reads it."""
        return {"owner_agency_id": self.custodian_id}


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
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_reason = models.TextField(_("alasan pencabutan"), blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("penangguhan")
        ordering = ["-from_day", "-id"]
        constraints = [
            models.UniqueConstraint(
                F("agreement"),
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
                violation_error_message=_("Penangguhan yang dicabut mencatat siapa yang mencabutnya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.from_day}"

    def covers(self, day: date) -> bool:
        """From its first day on; the day it is lifted is open again."""
        return self.from_day <= day and (self.lifted_on is None or day < self.lifted_on)
