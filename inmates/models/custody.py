from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from inmates.models.person import Inmate
from inmates.models.registration import PersonRecordQuerySet


class CustodyKind(models.TextChoices):
    """What happens to someone in custody (domain §3.4)."""

    ADMITTED = "admitted", _("Masuk")
    TRANSFER_IN = "transfer_in", _("Pindahan masuk")
    REGISTER_CHANGE = "register_change", _("Naik golongan")
    REMISSION = "remission", _("Remisi")
    TEMPORARY_OUT = "temporary_out", _("Bon / keluar sementara")
    TEMPORARY_BACK = "temporary_back", _("Kembali dari luar")
    HOSPITAL = "hospital", _("Dirujuk ke rumah sakit")
    TRANSFER_OUT = "transfer_out", _("Pindah ke UPT lain")
    HOME_ASSIMILATION = "home_assimilation", _("Asimilasi di rumah")
    PB = "pb", _("Pembebasan bersyarat (PB)")
    CB = "cb", _("Cuti bersyarat (CB)")
    CMB = "cmb", _("Cuti menjelang bebas (CMB)")
    RELEASED = "released", _("Bebas murni")
    RELEASED_BY_LAW = "released_by_law", _("Bebas demi hukum")
    DIED = "died", _("Meninggal dunia")
    ESCAPED = "escaped", _("Melarikan diri")
    RECAPTURED = "recaptured", _("Tertangkap kembali")


# Events after which the person is no longer in custody here.
TERMINAL = frozenset(
    {
        CustodyKind.TRANSFER_OUT,
        CustodyKind.HOME_ASSIMILATION,
        CustodyKind.PB,
        CustodyKind.CB,
        CustodyKind.CMB,
        CustodyKind.RELEASED,
        CustodyKind.RELEASED_BY_LAW,
        CustodyKind.DIED,
        CustodyKind.ESCAPED,
    }
)
# Events that (again) begin custody here.
OPENING = frozenset({CustodyKind.ADMITTED, CustodyKind.TRANSFER_IN, CustodyKind.RECAPTURED})
# What the place of an event is called, by kind; the others have none.
PLACES = {
    CustodyKind.ADMITTED: _("Asal"),
    CustodyKind.TRANSFER_IN: _("UPT asal"),
    CustodyKind.TRANSFER_OUT: _("UPT tujuan"),
    CustodyKind.TEMPORARY_OUT: _("Tujuan"),
    CustodyKind.HOSPITAL: _("Rumah sakit"),
    CustodyKind.RECAPTURED: _("Tempat tertangkap"),
    CustodyKind.HOME_ASSIMILATION: _("Alamat asimilasi"),
}


class CustodyEventQuerySet(PersonRecordQuerySet):
    def standing(self) -> "CustodyEventQuerySet":
        return self.filter(annulled_at=None)


class CustodyEvent(models.Model):
    """Something that happened to a person in custody: never edited, annulled with a reason."""

    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="custody_events")
    kind = models.CharField(_("peristiwa"), max_length=20, choices=CustodyKind.choices)
    on = models.DateField(_("tanggal"))
    destination = models.CharField(_("asal / tujuan"), max_length=150, blank=True)
    document_number = models.CharField(_("nomor surat"), max_length=120, blank=True)
    remission_days = models.PositiveSmallIntegerField(_("besar remisi (hari)"), null=True, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    annulled_reason = models.TextField(_("alasan pembatalan"), blank=True)
    # The registration that a change of class opened.
    registration = models.OneToOneField(
        "inmates.Registration", models.PROTECT, null=True, blank=True, related_name="opened_by"
    )

    objects = CustodyEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("peristiwa penahanan")
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annulled_at=None, annulled_by=None)
                | (Q(annulled_at__isnull=False, annulled_by__isnull=False) & ~Q(annulled_reason="")),
                name="custody_annulment_names_who_and_why",
                violation_error_message=_("Pembatalan memerlukan alasan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def is_terminal(self) -> bool:
        return self.kind in TERMINAL

    @property
    def place_label(self) -> Any:
        return PLACES.get(CustodyKind(self.kind), _("Asal / tujuan"))


class CellStayQuerySet(PersonRecordQuerySet):
    def open(self) -> "CellStayQuerySet":
        return self.filter(until=None)


class CellStay(models.Model):
    """Where someone sleeps: block and cell, from a day to a day."""

    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="cell_stays")
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    block = models.CharField(_("blok"), max_length=30)
    cell = models.CharField(_("kamar"), max_length=30, blank=True)
    since = models.DateField(_("mulai"))
    until = models.DateField(_("sampai dengan"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # The event that ended custody, and with it this; its annulment opens this again.
    ended_by = models.ForeignKey(CustodyEvent, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CellStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("penempatan kamar")
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["custodian", "until", "block"], name="cell_stay_by_block")]
        constraints = [
            models.UniqueConstraint(
                fields=["inmate"],
                condition=Q(until=None),
                name="cell_stay_one_open_a_person",
                violation_error_message=_("Orang ini masih tercatat di kamar lain."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="cell_stay_days_in_order",
                violation_error_message=_("Tanggal keluar kamar mendahului tanggal masuknya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block}/{self.cell}" if self.cell else self.block


class GuardianQuerySet(PersonRecordQuerySet):
    def live(self) -> "GuardianQuerySet":
        return self.filter(until=None)


class Guardian(models.Model):
    """The wali pemasyarakatan of a person."""

    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="guardians")
    officer = models.ForeignKey(User, models.PROTECT, related_name="wards", verbose_name=_("wali"))
    since = models.DateField(_("mulai"))
    until = models.DateField(_("sampai dengan"), null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    # The event that ended custody, and with it this; its annulment opens this again.
    ended_by = models.ForeignKey(CustodyEvent, models.PROTECT, null=True, blank=True, related_name="+")

    objects = GuardianQuerySet.as_manager()

    class Meta:
        verbose_name = _("wali pemasyarakatan")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inmate"],
                condition=Q(until=None),
                name="guardian_one_live_a_person",
                violation_error_message=_("Orang ini sudah memiliki wali pemasyarakatan."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="guardian_days_in_order",
                violation_error_message=_("Tanggal akhir perwalian mendahului tanggal mulainya."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer)
