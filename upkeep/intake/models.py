from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from accounts.permissions import P
from accounts.sealing import SealedTextField
from upkeep.intake import kept
from upkeep.intake.matching import Outcome


class State(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Menunggu kolom diperiksa")
    CHECKING = "checking", _("Sedang diperiksa")
    CHECKED = "checked", _("Menunggu disimpan")
    COMMITTING = "committing", _("Sedang disimpan")
    COMMITTED = "committed", _("Tersimpan")
    UNDOING = "undoing", _("Sedang dibatalkan")
    UNDONE = "undone", _("Dibatalkan")
    DISCARDED = "discarded", _("Tidak dilanjutkan")


class Kind(models.TextChoices):
    """What a file tells: who is held here, or the rehabilitation that ended before Pulih."""

    REGISTER = "register", _("Register")
    PAST = "past", _("Data lama")


# Who brings which, and reads what was brought.
NEEDS = {Kind.REGISTER: P.INMATES_WRITE, Kind.PAST: P.ENROLMENTS_IMPORT}

# Someone has to work on these: the background, or the page itself when the file is small.
WORKED_ON = (State.CHECKING, State.COMMITTING, State.UNDOING)
# Still on the way: these count against what an agency may have open at once.
OPEN = (State.UPLOADED, State.CHECKING, State.CHECKED, State.COMMITTING)


class ImportQuerySet(models.QuerySet["Import"]):
    def within(self, agency: Agency) -> "ImportQuerySet":
        """An import belongs to the custodian whose records it changes; nobody else reads the file."""
        return self.filter(custodian=agency)

    def visible_to(self, user: User) -> "ImportQuerySet":
        kinds = [kind for kind, needed in NEEDS.items() if user.has_perm(needed)]
        return self.within(user.agency).filter(kind__in=kinds)

    def waiting_for_work(self, before: Any) -> "ImportQuerySet":
        """Claimed by nobody, or by someone who has not been heard of since."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=before), state__in=WORKED_ON)


class Import(models.Model):
    """One file of an office: how it is read, what it would change, and what became of it."""

    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=10, choices=Kind.choices, default=Kind.REGISTER, db_default=Kind.REGISTER.value
    )
    file_name = models.CharField(_("berkas"), max_length=150)
    file_size = models.PositiveIntegerField(_("ukuran"))
    digest = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("diunggah oleh"))
    uploaded_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(_("keadaan"), max_length=12, choices=State.choices, default=State.UPLOADED)
    # What was found in the file, with some of its cells (kept.Layout).
    layout = SealedTextField(default="", blank=True)
    signature = models.CharField(max_length=64)
    # The field of each column, and the sheets that are read.
    mapping = models.JSONField(default=dict)
    sheets = models.JSONField(default=list)
    full_list = models.BooleanField(_("daftar lengkap"), default=False)
    admitted_on = models.DateField(_("tanggal masuk bila kosong"), null=True, blank=True)
    sex = models.CharField(_("jenis kelamin bila kosong"), max_length=1, blank=True)
    counts = models.JSONField(default=dict)
    # Why the last step was not done, in a sentence; empty when it was.
    trouble = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(null=True, blank=True)
    # Set by whoever works on it, and again and again while they do.
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    committed_at = models.DateTimeField(null=True, blank=True)
    committed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The last event that the commit left in the trail.
    last_event = models.BigIntegerField(default=0)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_reason = models.TextField(_("alasan"), blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("impor")
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["custodian", "-uploaded_at"], name="import_by_custodian")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("intake:import", args=[self.pk])

    @property
    def found(self) -> kept.Layout:
        return kept.Layout.read(self.layout)

    @property
    def rows_in_file(self) -> int:
        return sum(table.rows for table in self.found.tables)

    @property
    def is_past(self) -> bool:
        return self.kind == Kind.PAST

    @property
    def is_worked_on(self) -> bool:
        return self.state in WORKED_ON

    def count(self, outcome: str) -> int:
        return int(self.counts.get(outcome, 0))

    def reason(self) -> str:
        """What the trail of each person says of where a change came from."""
        return str(_("Impor %(number)s: %(file)s") % {"number": self.pk, "file": self.file_name})


class ImportFile(models.Model):
    """The file as it came, sealed, and kept with the import for good."""

    of = models.OneToOneField(Import, models.PROTECT, related_name="file")
    sealed = models.BinaryField()


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def within(self, agency: Agency) -> "ImportRowQuerySet":
        return self.filter(of__in=Import.objects.within(agency))

    def visible_to(self, user: User) -> "ImportRowQuerySet":
        return self.filter(of__in=Import.objects.visible_to(user))


class ImportRow(models.Model):
    """A row of the file and what becomes of it, or someone in custody who is in no row."""

    of = models.ForeignKey(Import, models.PROTECT, related_name="rows")
    sheet = models.CharField(_("lembar"), max_length=100, blank=True)
    line = models.PositiveIntegerField(_("baris"), default=0)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome.choices)
    name = models.CharField(_("nama"), max_length=200, blank=True)
    number = models.CharField(_("nomor register"), max_length=100, blank=True)
    # The officer's answer to a row in doubt, or how someone who is missing left.
    choice = models.CharField(max_length=30, blank=True)
    left_on = models.DateField(null=True, blank=True)
    # Kept as it was, like in the trail: undoing an import removes the person, not the row.
    person_id = models.BigIntegerField(null=True, blank=True)
    detail = SealedTextField(default="", blank=True)
    # Whether the commit wrote something for it, and what undoing that takes.
    taken = models.BooleanField(default=False)
    receipt = SealedTextField(default="", blank=True)
    gist = models.CharField(max_length=64, blank=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["of", "outcome"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return self.name

    @property
    def what(self) -> kept.Detail:
        return kept.Detail.read(self.detail)


class SavedColumns(models.Model):
    """The officer's columns for files with these headings, used again for next month's file."""

    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "signature"],
                name="saved_columns_once",
                violation_error_message=_("Susunan kolom ini sudah tersimpan."),
            )
        ]

    def __str__(self) -> str:
        return self.signature
