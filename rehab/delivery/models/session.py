from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from agreements import gate
from audit.words import CatalogueName
from rehab.delivery.constraints import NoOverlap
from rehab.delivery.models.cohort import Cohort
from rehab.enrolments.models import Enrolment
from rehab.programmes.models import SessionKind, SessionTemplate


class NotHeldReason(models.Model):
    """Why a planned session was not held; blames nobody. National catalogue."""

    code = models.SlugField(_("kode"), max_length=30, unique=True)
    name = CatalogueName(_("alasan"), max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("alasan tidak terlaksana")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def within(self, agency: Agency) -> "SessionQuerySet":
        """The custodian's own, those of the units below, or those of a service in scope of the
        agreement in force today."""
        if agency.is_custodian:
            return self.filter(custodian=agency)
        if agency.is_oversight:
            return self.filter(custodian__in=agency.custodians_below)
        scope = Q(pk__in=[])
        for opening in gate.openings(agency):
            scope |= Q(cohort__agreement__in=opening.agreements, kind__service__in=opening.services)
        return self.filter(scope)

    def visible_to(self, user: User) -> "SessionQuerySet":
        """Within reach; an individual session also needs its participant to be reached."""
        reach = self.within(user.agency)
        if user.agency.is_partner:
            # Asked of the few individual ones: as a list of all that is mine, PostgreSQL would make it
            # again for each cohort, and so rather reads the sessions of the whole country.
            mine = Enrolment.objects.visible_to(user).filter(pk=OuterRef("enrolment"))
            reach = reach.filter(Q(enrolment=None) | Exists(mine))
        return reach

    def on(self, day: date) -> "SessionQuerySet":
        return self.filter(day=day)

    def held(self) -> "SessionQuerySet":
        return self.filter(state=Session.State.HELD)


class Session(models.Model):
    """A meeting of a cohort. It counts only when it was held and its attendance recorded."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Direncanakan")
        HELD = "held", _("Terlaksana")
        NOT_HELD = "not_held", _("Tidak terlaksana")
        CANCELLED = "cancelled", _("Dibatalkan")

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="sessions")
    # Repeated from the cohort, so that the database can keep one room for one session at a time.
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+", editable=False)
    template = models.ForeignKey(SessionTemplate, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.ForeignKey(SessionKind, models.PROTECT, verbose_name=_("jenis sesi"))
    title = models.CharField(_("judul"), max_length=150)
    extra = models.BooleanField(_("sesi tambahan"), default=False)
    # Empty for a group session; whose it is for an individual one.
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="own_sessions"
    )
    # The custodian's local date and the moments themselves.
    day = models.DateField(_("tanggal"), db_index=True)
    planned_start = models.DateTimeField(_("rencana mulai"))
    planned_end = models.DateTimeField(_("rencana selesai"))
    place = models.CharField(_("tempat"), max_length=120)
    state = models.CharField(_("keadaan"), max_length=10, choices=State.choices, default=State.PLANNED)
    not_held_reason = models.ForeignKey(
        NotHeldReason, models.PROTECT, null=True, blank=True, verbose_name=_("alasan")
    )
    state_note = models.CharField(_("keterangan"), max_length=300, blank=True)
    actual_start = models.DateTimeField(_("mulai sebenarnya"), null=True, blank=True)
    actual_end = models.DateTimeField(_("selesai sebenarnya"), null=True, blank=True)
    # Who held it and who wrote it down: a session recorded from paper has two different people.
    delivered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dibawakan oleh")
    )
    # Of a session from before Pulih: the name as the old list has it, who need not have an account.
    delivered_by_name = models.CharField(
        _("dibawakan oleh menurut daftar lama"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    attendance_recorded_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Held before Pulih was there, and brought from the office's own lists.
    imported = models.BooleanField(_("dari data lama"), default=False, db_default=False, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sesi")
        ordering = ["planned_start", "pk"]
        indexes = [
            models.Index(fields=["cohort", "day"], name="session_by_cohort_day"),
            # All that a dashboard counts of a session stands in it: the sessions themselves are not read.
            models.Index(
                fields=["custodian", "day", "state", "attendance_recorded_at", "id"], name="session_tally"
            ),
            # What waits for a word is a handful among all that was held.
            models.Index(
                fields=["cohort"],
                condition=Q(state="planned") | Q(state="held", attendance_recorded_at=None),
                name="session_waiting_for_a_word",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end__gt=F("planned_start")),
                name="session_hours_in_order",
                violation_error_message=_("Jam selesai harus sesudah jam mulai."),
            ),
            models.CheckConstraint(
                condition=~Q(state="not_held") | Q(not_held_reason__isnull=False),
                name="session_not_held_has_reason",
                violation_error_message=_("Sesi yang tidak terlaksana memerlukan alasan."),
            ),
            models.CheckConstraint(
                condition=~Q(state="held")
                | (
                    Q(actual_start__isnull=False)
                    & (Q(delivered_by__isnull=False) | (Q(imported=True) & ~Q(delivered_by_name="")))
                ),
                name="session_held_names_when_and_who",
                violation_error_message=_("Sesi terlaksana memerlukan jam mulai dan nama pembawa."),
            ),
            # What is planned may not overlap; an old list may, and is kept as it says.
            NoOverlap(
                name="session_cohort_one_at_a_time",
                equal=("{row}cohort_id",),
                start="planned_start",
                end="planned_end",
                where="{row}enrolment_id IS NULL AND {row}state IN ('planned', 'held') AND NOT {row}imported",
                violation_error_message=_("Angkatan ini sudah memiliki sesi lain pada jam tersebut."),
            ),
            NoOverlap(
                name="session_person_one_at_a_time",
                equal=("{row}enrolment_id",),
                start="planned_start",
                end="planned_end",
                where="{row}enrolment_id IS NOT NULL AND NOT {row}imported "
                "AND {row}state IN ('planned', 'held')",
                violation_error_message=_("Peserta ini sudah memiliki sesi lain pada jam tersebut."),
            ),
            NoOverlap(
                name="session_place_one_at_a_time",
                equal=("{row}custodian_id", "lower({row}place)"),
                start="planned_start",
                end="planned_end",
                where="{row}state IN ('planned', 'held') AND NOT {row}imported",
                violation_error_message=_("Tempat ini sudah dipakai sesi lain pada jam tersebut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.day:%d-%m-%Y})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The custodian follows the cohort."""
        self.custodian_id = self.cohort.custodian_id
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("delivery:session", args=[self.pk])

    @property
    def is_group(self) -> bool:
        return self.enrolment_id is None

    @property
    def deliverer(self) -> User | str | None:
        """Who held it, or what an old list calls them."""
        return self.delivered_by or self.delivered_by_name or None

    def trail_person(self) -> dict[str, Any]:
        """No person, but the custodian's auditor reads it."""
        return {"owner_agency_id": self.cohort.custodian_id}


class SessionStaffQuerySet(models.QuerySet["SessionStaff"]):
    def within(self, agency: Agency) -> "SessionStaffQuerySet":
        return self.filter(session__in=Session.objects.within(agency))

    def visible_to(self, user: User) -> "SessionStaffQuerySet":
        """Who holds a session is seen by whoever sees the session."""
        return self.filter(session__in=Session.objects.visible_to(user))


class SessionStaff(models.Model):
    """A facilitator of a session; the database refuses two at the same hour (migrations)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="facilitators")
    staff = models.ForeignKey(User, models.PROTECT, related_name="sessions", verbose_name=_("fasilitator"))
    # Repeated from the session, so that the constraint can see them.
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    stands = models.BooleanField(default=True)

    objects = SessionStaffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"],
                name="session_staff_once",
                violation_error_message=_("Petugas ini sudah tercatat sebagai fasilitator sesi tersebut."),
            ),
            NoOverlap(
                name="session_staff_one_at_a_time",
                equal=("{row}staff_id",),
                start="starts_at",
                end="ends_at",
                where="{row}stands",
                violation_error_message=_(
                    "Seorang fasilitator sudah bertugas di sesi lain pada jam tersebut."
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.staff)
