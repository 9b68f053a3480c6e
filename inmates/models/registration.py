from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, Replace
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from inmates.catalogue import REGISTER_CLASSES
from inmates.models.person import Inmate


class LegalStatus(models.TextChoices):
    """Follows from the class of the open registration."""

    TAHANAN = "tahanan", _("Tahanan")
    NARAPIDANA = "narapidana", _("Narapidana")


class RegisterClass(models.Model):
    """A.I … B.III (domain §3.1). National catalogue, comes with migrations."""

    code = models.CharField(_("kode"), max_length=10, unique=True)
    name = models.CharField(_("untuk"), max_length=120)
    legal_status = models.CharField(_("status hukum"), max_length=12, choices=LegalStatus.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("golongan register")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code


class PersonRecordQuerySet(models.QuerySet[Any]):
    """Rows that hang on an inmate are seen by whoever sees the inmate."""

    def within(self, agency: Agency) -> "PersonRecordQuerySet":
        return self.filter(inmate__in=Inmate.objects.within(agency))

    def visible_to(self, user: User) -> "PersonRecordQuerySet":
        return self.filter(inmate__in=Inmate.objects.visible_to(user))


def squeezed(text: str) -> str:
    """A register number as it is compared: offices write the same one with and without spaces and dots."""
    return "".join(text.split()).replace(".", "").replace("·", "")


def _squeezed(column: Any) -> Replace:
    for mark in (" ", "."):
        column = Replace(column, Value(mark), Value(""))
    return column


class RegistrationQuerySet(PersonRecordQuerySet):
    def standing(self) -> "RegistrationQuerySet":
        return self.filter(annulled_at=None)

    def numbered(self, register_class: RegisterClass, number: str) -> "RegistrationQuerySet":
        """Those with this number in this class, however it is spaced and dotted."""
        same = self.filter(register_class=register_class).annotate(squeezed=_squeezed(F("number")))
        return same.filter(squeezed__iexact=squeezed(number))

    def numbered_like(self, text: str) -> "RegistrationQuerySet":
        """Those whose class and number hold this text, however it is spaced and dotted.

        Said of the number alone, so that its trigram index answers: it holds the text, or it begins with
        what the text leaves after the end of its class.
        """
        wanted = squeezed(text)
        if not wanted:
            return self.none()
        found = Q(squeezed__icontains=wanted)
        for code, _name, _status in REGISTER_CLASSES:
            short = squeezed(code)
            for length in range(1, min(len(short), len(wanted) - 1) + 1):
                if wanted[:length].lower() == short[-length:].lower():
                    of_class = RegisterClass.objects.filter(code=code).order_by().values("pk")
                    found |= Q(squeezed__istartswith=wanted[length:], register_class__in=of_class)
        return self.annotate(squeezed=_squeezed(F("number"))).filter(found)

    def written_as(self, keys: set[str], with_class: set[str]) -> "RegistrationQuerySet":
        """Those whose squeezed small number (`key`), or class and number (`full`), is one of these."""
        code = Lower(_squeezed(F("register_class__code")))
        rows = self.annotate(key=Lower(_squeezed(F("number")))).annotate(full=Concat(code, F("key")))
        return rows.filter(Q(key__in=keys) | Q(full__in=with_class))

    def open(self) -> "RegistrationQuerySet":
        """The one registration a person has now."""
        return self.filter(until=None)


class Registration(models.Model):
    """One register number of a person: it changes with the legal status, the person does not."""

    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="registrations")
    # Repeated from the inmate so that the database can keep numbers unique within a custodian.
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    register_class = models.ForeignKey(RegisterClass, models.PROTECT, verbose_name=_("golongan register"))
    number = models.CharField(_("nomor register"), max_length=60)
    since = models.DateField(_("mulai"))
    until = models.DateField(_("sampai dengan"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # It came with the same number as another, spaced or dotted otherwise, before the database refused that.
    number_doubled = models.BooleanField(default=False, db_default=False, editable=False)
    # The change of class that opened it was annulled: the number is free again.
    annulled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registrasi")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["custodian", "number"], name="registration_by_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["inmate"],
                condition=Q(until=None),
                name="registration_one_open_a_person",
                violation_error_message=_("Orang ini masih memiliki registrasi yang terbuka."),
            ),
            models.UniqueConstraint(
                "custodian",
                "register_class",
                Lower(_squeezed(F("number"))),
                condition=Q(annulled_at=None, number_doubled=False),
                name="registration_number_once",
                violation_error_message=_("Nomor register ini sudah dipakai pada golongan yang sama."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="registration_days_in_order",
                violation_error_message=_("Tanggal akhir registrasi mendahului tanggal mulainya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register_class} {self.number}"


class KeyDates(models.Model):
    """The dates SDP gives. Never computed here as authority (domain §3.3)."""

    inmate = models.OneToOneField(Inmate, models.PROTECT, related_name="key_dates")
    detained_on = models.DateField(_("tanggal ditahan"), null=True, blank=True)
    detention_order_ends = models.DateField(_("masa penahanan habis"), null=True, blank=True)
    half = models.DateField(_("1/2 masa pidana"), null=True, blank=True)
    two_thirds = models.DateField(_("2/3 masa pidana"), null=True, blank=True)
    expiry = models.DateField(_("ekspirasi"), null=True, blank=True)
    life_sentence = models.BooleanField(_("pidana seumur hidup"), default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    objects = PersonRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("tanggal penting")
        constraints = [
            models.CheckConstraint(
                condition=Q(life_sentence=False) | Q(expiry=None),
                name="key_dates_life_has_no_expiry",
                violation_error_message=_("Pidana seumur hidup tidak memiliki tanggal ekspirasi."),
            ),
            models.CheckConstraint(
                condition=Q(half=None) | Q(two_thirds=None) | Q(half__lte=F("two_thirds")),
                name="key_dates_half_before_two_thirds",
                violation_error_message=_("Tanggal 1/2 masa pidana tidak boleh sesudah 2/3."),
            ),
            models.CheckConstraint(
                condition=Q(two_thirds=None) | Q(expiry=None) | Q(two_thirds__lte=F("expiry")),
                name="key_dates_two_thirds_before_expiry",
                violation_error_message=_("Tanggal 2/3 masa pidana tidak boleh sesudah ekspirasi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inmate}: {self.expiry or date.max}"
