from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from accounts.permissions import P
from accounts.sealing import SealedTextField, blind_index


def days_left_order() -> Case:
    """What lists by days left go by: who left has none, whatever SDP's date says."""
    return Case(When(in_custody=True, then=F("expiry_date")))


class InmateQuerySet(models.QuerySet["Inmate"]):
    def within(self, agency: Agency) -> "InmateQuerySet":
        """A custodian's own people; a supervisor's: those of the custodians below. A partner has none."""
        if agency.is_custodian:
            return self.filter(custodian=agency)
        if agency.is_oversight:
            return self.filter(custodian__in=agency.custodians_below)
        return self.none()

    def visible_to(self, user: User) -> "InmateQuerySet":
        """Within the agency's reach; who may read only as a guardian sees their own wards only."""
        reach = self.within(user.agency)
        if user.may_beyond("walipas", P.INMATES_VIEW_BLOCKS):
            return reach
        return reach.wards_of(user) if user.has_perm(P.INMATES_VIEW_BLOCKS) else reach.none()

    def wards_of(self, officer: User) -> "InmateQuerySet":
        from inmates.models.custody import Guardian

        return self.filter(Exists(Guardian.objects.live().filter(inmate=OuterRef("pk"), officer=officer)))

    def in_custody(self) -> "InmateQuerySet":
        """The last custody event that stands does not end custody (domain §3.4)."""
        return self.filter(in_custody=True)

    def with_narcotics_case(self) -> "InmateQuerySet":
        return self.filter(narcotics=True)

    def with_register(self) -> "InmateQuerySet":
        """With what the register list shows of each person's open registration and cell."""
        from inmates.models.custody import CellStay
        from inmates.models.registration import Registration

        open_registration = Registration.objects.open().filter(inmate=OuterRef("pk"))
        cell = CellStay.objects.open().filter(inmate=OuterRef("pk"))
        return self.annotate(
            register_number=Subquery(open_registration.values("number")[:1]),
            register_class=Subquery(open_registration.values("register_class__code")[:1]),
            legal_status=Subquery(open_registration.values("register_class__legal_status")[:1]),
            block=Subquery(cell.values("block")[:1]),
            cell=Subquery(cell.values("cell")[:1]),
        )

    def by_days_left(self) -> "InmateQuerySet":
        """Soonest release first; who has no expiry date stands last."""
        return self.order_by(F("expiry_date").asc(nulls_last=True), "name", "pk")

    def held_by_days_left(self) -> "InmateQuerySet":
        """Those in custody in that order: the order of the register's index."""
        return self.in_custody().order_by(days_left_order().asc(nulls_last=True), "name", "pk")

    def held_until(self, last: date, *, first: date | None = None) -> "InmateQuerySet":
        """In custody, with an expiry date from the first day (or ever) to the last: by the same index."""
        rows = self.in_custody().alias(leaves_on=days_left_order()).filter(leaves_on__lte=last)
        return rows.filter(leaves_on__gte=first) if first else rows

    def namesakes_of(self, inmate: "Inmate") -> "InmateQuerySet":
        """Others in the same care with the same name and birth date: maybe the same person."""
        return self.filter(
            custodian=inmate.custodian, name__iexact=inmate.name, birth_date=inmate.birth_date
        ).exclude(pk=inmate.pk)

    def found_by(self, text: str) -> "InmateQuerySet":
        """A register number that the person has or had; else every word in one, the name or the alias.

        A register number has a digit; without one a word is a name, and `bin` is not class B.I N. Names
        and numbers are never joined by an OR, which no index could answer.
        """
        from inmates.models.registration import Registration

        def numbered(part: str) -> Any:
            return Registration.objects.standing().numbered_like(part).order_by().values("inmate")

        def with_digit(part: str) -> bool:
            return any(sign.isdigit() for sign in part)

        words = text.split()
        spaced = len(words) > 1 and with_digit(text)
        found: InmateQuerySet = Inmate.objects.order_by() if spaced else self
        for word in words:
            named = Q(name__icontains=word) | Q(alias__icontains=word)
            if with_digit(word):
                named = Q(pk__in=Inmate.objects.filter(named).order_by().values("pk").union(numbered(word)))
            found = found.filter(named)
        return self.filter(pk__in=found.values("pk").union(numbered(text))) if spaced else found

    def with_identity_number(self, number: str) -> "InmateQuerySet":
        return self.filter(identity_index=blind_index(number))


class Inmate(models.Model):
    """A person in the care of one custodian: tahanan or warga binaan."""

    class Sex(models.TextChoices):
        MALE = "L", _("Laki-laki")
        FEMALE = "P", _("Perempuan")

    custodian = models.ForeignKey(
        Agency, models.PROTECT, related_name="inmates", verbose_name=_("rutan/lapas")
    )
    name = models.CharField(_("nama lengkap"), max_length=150)
    alias = models.CharField(_("alias / bin"), max_length=150, blank=True)
    birth_place = models.CharField(_("tempat lahir"), max_length=100, blank=True)
    birth_date = models.DateField(_("tanggal lahir"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin"), max_length=1, choices=Sex.choices)
    identity_number = SealedTextField(_("NIK"), blank=True, default="")
    identity_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    religion = models.CharField(_("agama"), max_length=40, blank=True)
    marital_status = models.CharField(_("status perkawinan"), max_length=40, blank=True)
    education = models.CharField(_("pendidikan"), max_length=60, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=100, blank=True)
    address = models.TextField(_("alamat"), blank=True)
    family_contact = models.TextField(_("kontak keluarga"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    # Conclusions kept by the verbs of this room, so that lists of 280,000 need no joins:
    # the last custody event that stands, the flags of the open cases, and SDP's expiry date.
    in_custody = models.BooleanField(_("dalam penahanan"), default=False, db_index=True)
    narcotics = models.BooleanField(_("perkara narkotika"), default=False)
    expiry_date = models.DateField(_("ekspirasi"), null=True, blank=True)

    objects = InmateQuerySet.as_manager()

    class Meta:
        verbose_name = _("warga binaan")
        verbose_name_plural = _("warga binaan")
        ordering = ["name", "pk"]
        indexes = [
            # A list in its order, of one custodian or of a whole country; UPPER(name) and UPPER(alias)
            # have trigram indexes on PostgreSQL (migration 0007).
            models.Index("custodian", days_left_order(), "name", name="inmate_by_days_left"),
            models.Index(days_left_order(), "name", "id", name="inmate_nation_by_days_left"),
            models.Index(fields=["expiry_date", "name", "id"], name="inmate_nation_by_expiry"),
            models.Index(fields=["custodian", "name"], name="inmate_by_name"),
            models.Index(fields=["name", "id"], name="inmate_nation_by_name"),
            models.Index(fields=["identity_index"], name="inmate_by_identity"),
            # How many are held, and of them with a narcotics case: counted without reading a person.
            models.Index(fields=["custodian", "narcotics"], condition=Q(in_custody=True), name="inmate_held"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "identity_index"],
                condition=~Q(identity_index=""),
                name="inmate_identity_number_once_a_custodian",
                violation_error_message=_("NIK ini sudah tercatat pada warga binaan lain di rutan ini."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The blind index follows the identity number."""
        self.identity_index = blind_index(self.identity_number)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("inmates:person", args=[self.pk])

    def days_left(self, today: date | None = None) -> int | None:
        """Days to the expiry date; None for a tahanan, a life sentence or a missing date."""
        if self.expiry_date is None:
            return None
        return (self.expiry_date - (today or self.custodian.today())).days

    def trail_person(self) -> dict[str, Any]:
        return {"person_id": self.pk, "person_label": self.name, "owner_agency_id": self.custodian_id}
