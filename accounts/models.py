from collections.abc import Callable, Collection
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import _user_has_perm
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.kinds import Kind
from accounts.roles import permissions_of, role, role_choices
from accounts.sealing import SealedTextField


class TimeZone(models.TextChoices):
    """The three official times of Indonesia."""

    WIB = "Asia/Jakarta", _("WIB")
    WITA = "Asia/Makassar", _("WITA")
    WIT = "Asia/Jayapura", _("WIT")


def today_in(time_zone: str) -> date:
    """The local date of that time zone now."""
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def zones_by_date() -> dict[date, list[str]]:
    """The dates of this moment, and the time zones in which each is today.

    For 22 hours of a day there is one date only, and a rule that depends on it needs saying once.
    """
    dates: dict[date, list[str]] = {}
    for zone in TimeZone.values:
        dates.setdefault(today_in(zone), []).append(zone)
    return dates


def on_each_date(rule: Callable[[date], Q], zone: str = "custodian__time_zone") -> Q:
    """A rule about today, said for each row by the date in its own `zone`."""
    dates = zones_by_date()
    if len(dates) == 1:
        return rule(*dates)
    said = Q(pk=None)
    for today, zones in dates.items():
        said |= Q(**{f"{zone}__in": zones}) & rule(today)
    return said


class Theme(models.TextChoices):
    """How the screen looks; paper is always light."""

    DEVICE = "device", _("Ikuti perangkat")
    LIGHT = "light", _("Terang")
    DARK = "dark", _("Gelap")


class Language(models.TextChoices):
    """Each language by its own name, so that whoever reads it finds it."""

    ID = "id", "Bahasa Indonesia"
    EN = "en", "English"


class AgencyQuerySet(models.QuerySet["Agency"]):
    def custodians(self) -> "AgencyQuerySet":
        return self.filter(kind=Kind.CUSTODIAN)

    def partners(self) -> "AgencyQuerySet":
        return self.filter(kind=Kind.PARTNER)

    def below(self, agency: "Agency") -> "AgencyQuerySet":
        """Agencies that answer to this one, directly or through one in between."""
        # Not an OR across a join: the planner would take a whole country for a handful of units.
        return self.filter(parent__in=Agency.objects.filter(Q(pk=agency.pk) | Q(parent=agency)))

    def reached_by(self, user: "User") -> "AgencyQuerySet":
        """The agencies whose own records this member may read: the own, or those below."""
        if user.agency.kind == Kind.OVERSIGHT:
            return self.below(user.agency)
        return self.filter(pk=user.agency_id)

    visible_to = reached_by

    def within(self, agency: "Agency") -> "AgencyQuerySet":
        return self.filter(pk=agency.pk)


class Agency(models.Model):
    """A rutan or lapas, a BNN office, or an office above them."""

    kind = models.CharField(_("jenis"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="units", verbose_name=_("instansi atasan")
    )
    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama resmi"), max_length=200)
    short_name = models.CharField(_("nama singkat"), max_length=80)
    city = models.CharField(_("tempat surat"), max_length=80, blank=True)
    letterhead = models.TextField(_("kop surat"), blank=True, help_text=_("Satu baris kop surat per baris."))
    time_zone = models.CharField(
        _("zona waktu"), max_length=20, choices=TimeZone.choices, default=TimeZone.WITA
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("instansi")
        verbose_name_plural = _("instansi")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_custodian(self) -> bool:
        return self.kind == Kind.CUSTODIAN

    @property
    def is_partner(self) -> bool:
        return self.kind == Kind.PARTNER

    @property
    def is_oversight(self) -> bool:
        return self.kind == Kind.OVERSIGHT

    @cached_property
    def custodians_below(self) -> list[int]:
        """Keys of the custodians that answer to this office, read once a request. As a list, not as a
        question inside each question, so that the planner knows how much of the country they are."""
        return list(Agency.objects.below(self).custodians().order_by("pk").values_list("pk", flat=True))

    def seeing_only(self, units: Collection[int]) -> "Agency":
        """This office as if only these of the custodians below answered to it: what it sees of a few is
        asked without naming hundreds of others in each question."""
        narrower = copy(self)
        narrower.custodians_below = [pk for pk in self.custodians_below if pk in units]
        return narrower

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def today(self) -> date:
        """The local date of this agency now."""
        return today_in(self.time_zone)

    @property
    def letterhead_lines(self) -> list[str]:
        return [line.strip() for line in self.letterhead.splitlines() if line.strip()] or [self.name]


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class UserQuerySet(models.QuerySet["User"]):
    def staff_of(self, agency: Agency) -> "UserQuerySet":
        return self.filter(agency=agency)

    def within(self, agency: Agency) -> "UserQuerySet":
        return self.filter(agency=agency)

    def visible_to(self, user: "User") -> "UserQuerySet":
        """Colleagues of the own agency."""
        return self.within(user.agency)

    def active(self) -> "UserQuerySet":
        return self.filter(is_active=True)

    def by_username(self, username: str) -> "User | None":
        return self.select_related("agency").filter(username=username).first()

    def holding(self, *codes: str) -> "UserQuerySet":
        """Active members who hold one of the roles today."""
        live = RoleGrant.objects.live().filter(role__in=codes)
        return self.active().filter(pk__in=live.values("user"))

    def without_role(self) -> "UserQuerySet":
        """Who holds no role today: they open nothing but their own account."""
        return self.exclude(pk__in=RoleGrant.objects.live().values("user"))


class User(AbstractBaseUser):
    """A member of staff. Signs in by user name; what they may do comes from granted roles."""

    username = models.CharField(
        _("nama pengguna"),
        max_length=60,
        unique=True,
        validators=[
            RegexValidator(r"^[a-z0-9][a-z0-9._-]+$", _("Pakai huruf kecil, angka, titik, atau garis."))
        ],
        # The same for a name taken by another agency and by the own: it tells nobody who works where.
        error_messages={"unique": _("Nama pengguna ini tidak dapat dipakai. Pilih yang lain.")},
    )
    full_name = models.CharField(_("nama lengkap"), max_length=150)
    staff_number = models.CharField(_("NIP"), max_length=30, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff", verbose_name=_("instansi"))
    position = models.CharField(_("jabatan"), max_length=120, blank=True)
    is_active = models.BooleanField(_("aktif"), default=True)
    theme = models.CharField(_("tampilan"), max_length=6, choices=Theme.choices, default=Theme.DEVICE)
    language = models.CharField(_("bahasa"), max_length=2, choices=Language.choices, default=Language.ID)
    # A one-time password opens nothing but the page that replaces it.
    must_change_password = models.BooleanField(default=False)
    password_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = _("pegawai")
        verbose_name_plural = _("pegawai")
        ordering = ["full_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(username=models.functions.Lower("username")),
                name="user_username_lower_case",
                violation_error_message=_("Nama pengguna ditulis dengan huruf kecil."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def password_has_expired(self) -> bool:
        """True for a one-time password that nobody used within its term."""
        return self.password_expires_at is not None and self.password_expires_at <= timezone.now()

    @cached_property
    def role_codes(self) -> list[str]:
        """Codes of the roles held today; read once a request."""
        return list(self.grants.live().order_by("role").values_list("role", flat=True).distinct())

    @property
    def role_names(self) -> list[Any]:
        return [role(code).name for code in self.role_codes]

    @cached_property
    def all_permissions(self) -> frozenset[str]:
        return frozenset().union(*(permissions_of(code, self.agency.kind) for code in self.role_codes))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and _user_has_perm(self, perm, obj)

    def may_beyond(self, code: str, perm: str) -> bool:
        """True when the permission comes from a role other than the one named."""
        others = (other for other in self.role_codes if other != code)
        return any(perm in permissions_of(other, self.agency.kind) for other in others)

    def holds(self, *codes: str) -> bool:
        """True when one of these roles is held today."""
        return any(code in self.role_codes for code in codes)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def within(self, agency: Agency) -> "RoleGrantQuerySet":
        return self.filter(user__agency=agency)

    def visible_to(self, user: User) -> "RoleGrantQuerySet":
        return self.within(user.agency)

    def open_on(self, day: date) -> "RoleGrantQuerySet":
        """Not revoked and not past its last day: held on that day, or to be held later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), revoked_at=None)

    def live(self) -> "RoleGrantQuerySet":
        """Granted, begun, not past its last day and not revoked (dates of the member's agency)."""
        by_zone = Q()
        for today, zones in zones_by_date().items():
            begun = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
            by_zone |= Q(user__agency__time_zone__in=zones) & begun
        return self.filter(by_zone, revoked_at=None)


class RoleGrant(models.Model):
    """One role given to one member. Never edited: closed, and given anew."""

    class State(models.TextChoices):
        HELD = "held", _("Berlaku")
        COMING = "coming", _("Belum mulai")
        LAPSED = "lapsed", _("Sudah berakhir")
        REVOKED = "revoked", _("Dicabut")

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("pegawai"))
    role = models.CharField(_("peran"), max_length=20, choices=role_choices())
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="granted")
    granted_at = models.DateTimeField(default=timezone.now)
    valid_from = models.DateField(_("mulai"))
    valid_until = models.DateField(_("sampai dengan"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="revoked")

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("peran pegawai")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("user")),
                name="grant_not_to_oneself",
                violation_error_message=_("Tidak seorang pun memberi peran kepada dirinya sendiri."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="grant_until_after_from",
                violation_error_message=_("Tanggal akhir peran mendahului tanggal mulainya."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(revoked_at=None),
                name="grant_one_open_a_role",
                violation_error_message=_("Peran ini sudah dipegang pegawai tersebut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {role(self.role).name}"

    def state_on(self, day: date) -> "RoleGrant.State":
        if self.revoked_at:
            return RoleGrant.State.REVOKED
        if self.valid_until and self.valid_until < day:
            return RoleGrant.State.LAPSED
        return RoleGrant.State.COMING if self.valid_from > day else RoleGrant.State.HELD


class KeptForm(models.Model):
    """What someone typed into a form that outlived its session: sealed, theirs alone, for an hour."""

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    body = SealedTextField()
    kept_at = models.DateTimeField()
