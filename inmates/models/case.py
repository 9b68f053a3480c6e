from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from inmates.models.person import Inmate
from inmates.models.registration import PersonRecordQuerySet


class RoleByArticle(models.TextChoices):
    """What the article says of the role; a filter for queueing, never a finding (domain §1.2)."""

    USER = "pengguna", _("Pengguna")
    POSSESSION = "penguasaan", _("Penguasaan")
    TRAFFICKING = "peredaran", _("Peredaran")
    OTHER = "lain", _("Lain")


class ArticleQuerySet(models.QuerySet["Article"]):
    def valid_on(self, day: date) -> "ArticleQuerySet":
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_until=None) | Q(valid_until__gte=day)
        )


class Article(models.Model):
    """An article of law with the days it was in force (domain §1.2-1.3). National catalogue."""

    code = models.CharField(_("pasal"), max_length=30)
    law = models.CharField(_("undang-undang"), max_length=40)
    title = models.CharField(_("tentang"), max_length=200)
    narcotics = models.BooleanField(_("narkotika"), default=True)
    role = models.CharField(_("peran menurut pasal"), max_length=12, choices=RoleByArticle.choices)
    drug_class = models.CharField(_("golongan narkotika"), max_length=10, blank=True)
    # A modifier (jo. 132) is never the main article.
    modifier = models.BooleanField(_("juncto"), default=False)
    valid_from = models.DateField(_("berlaku mulai"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai dengan"), null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    # What of this row still has to be checked against the text of the law; empty when nothing.
    unconfirmed = models.CharField(_("perlu dikonfirmasi"), max_length=150, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("pasal")
        ordering = ["law", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "code"],
                name="article_once",
                violation_error_message=_("Pasal ini sudah ada dalam katalog."),
            )
        ]

    def __str__(self) -> str:
        return f"Pasal {self.code} {self.law}"

    def in_force_between(self, first: date | None, last: date) -> bool:
        """Whether some day of the period was a day on which the article was in force."""
        begun = self.valid_from is None or self.valid_from <= last
        return begun and (self.valid_until is None or first is None or self.valid_until >= first)


class CriminalCaseQuerySet(PersonRecordQuerySet):
    def open(self) -> "CriminalCaseQuerySet":
        """Cases that someone is still held for."""
        return self.filter(closed_on=None)


class CriminalCase(models.Model):
    """A case someone is held for: its charges, court, verdict and sentence."""

    inmate = models.ForeignKey(Inmate, models.PROTECT, related_name="cases")
    court = models.CharField(_("pengadilan"), max_length=120, blank=True)
    case_number = models.CharField(_("nomor perkara"), max_length=120, blank=True)
    offence_on = models.DateField(_("tanggal kejadian"), null=True, blank=True)
    verdict_number = models.CharField(_("nomor putusan"), max_length=120, blank=True)
    verdict_on = models.DateField(_("tanggal putusan"), null=True, blank=True)
    sentence_years = models.PositiveSmallIntegerField(_("pidana (tahun)"), null=True, blank=True)
    sentence_months = models.PositiveSmallIntegerField(_("pidana (bulan)"), null=True, blank=True)
    sentence_days = models.PositiveSmallIntegerField(_("pidana (hari)"), null=True, blank=True)
    fine = models.PositiveBigIntegerField(_("denda (rupiah)"), null=True, blank=True)
    subsidiary_months = models.PositiveSmallIntegerField(_("subsider (bulan)"), null=True, blank=True)
    rehabilitation_ordered = models.BooleanField(_("putusan memerintahkan rehabilitasi"), default=False)
    # From the articles unless corrected with a reason.
    narcotics = models.BooleanField(_("perkara narkotika"), default=False)
    narcotics_correction = models.TextField(_("alasan koreksi penanda narkotika"), blank=True)
    role_by_article = models.CharField(
        _("peran menurut pasal"), max_length=12, choices=RoleByArticle.choices, default=RoleByArticle.OTHER
    )
    articles = models.ManyToManyField(Article, through="Charge", related_name="cases")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)
    # A case that no longer holds the person (served, acquitted, withdrawn).
    closed_on = models.DateField(_("perkara selesai"), null=True, blank=True)
    closed_reason = models.TextField(_("alasan perkara selesai"), blank=True)

    objects = CriminalCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("perkara")
        ordering = ["-recorded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(offence_on=None) | Q(verdict_on=None) | Q(offence_on__lte=F("verdict_on")),
                name="case_offence_before_verdict",
                violation_error_message=_("Tanggal kejadian tidak boleh sesudah tanggal putusan."),
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(closed_reason=""),
                name="case_closed_says_why",
                violation_error_message=_("Perkara yang selesai memerlukan alasan."),
            ),
        ]

    def __str__(self) -> str:
        return self.case_number or str(_("perkara"))


class ChargeQuerySet(models.QuerySet["Charge"]):
    def within(self, agency: Agency) -> "ChargeQuerySet":
        return self.filter(case__in=CriminalCase.objects.within(agency))

    def visible_to(self, user: User) -> "ChargeQuerySet":
        """A charge is seen by whoever sees its case."""
        return self.filter(case__in=CriminalCase.objects.visible_to(user))


class Charge(models.Model):
    """One article of a case, and how it stands in the charge."""

    class Rank(models.TextChoices):
        PRIMARY = "primer", _("Primer")
        SUBSIDIARY = "subsider", _("Subsider")
        JUNCTO = "juncto", _("Juncto")

    case = models.ForeignKey(CriminalCase, models.CASCADE, related_name="charges")
    article = models.ForeignKey(Article, models.PROTECT, related_name="charges")
    rank = models.CharField(_("kedudukan"), max_length=10, choices=Rank.choices, default=Rank.PRIMARY)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("dakwaan")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "article"],
                name="charge_article_once_a_case",
                violation_error_message=_("Pasal yang sama dicatat dua kali pada satu perkara."),
            )
        ]

    def __str__(self) -> str:
        return str(self.article)
