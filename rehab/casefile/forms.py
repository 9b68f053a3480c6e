from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User, on_each_date
from accounts.permissions import P
from accounts.scope import visible
from agreements.models import Agreement
from inmates.models import LegalStatus, Registration
from inmates.queries import blocks_of
from rehab.casefile.queries.participants import (
    STAGE_STATUSES,
    STAGES,
    WIDER,
    in_cohort,
    mine,
    never_asked,
    unassigned,
    without_ours,
)
from rehab.casefile.queries.queues import past_their_end, sent_back
from rehab.delivery.models import Cohort
from rehab.enrolments.forms import TickedField, grouped_reasons
from rehab.enrolments.models import Decision, Enrolment, ExitReason, OutcomeProposal, RiskBand
from rehab.enrolments.states import ENDED, Status
from rehab.programmes.models import Category, Programme
from ui.forms import HouseForm
from ui.lists import FilterForm

ANY = ("", _("Semua"))
DAYS = [
    ("30", _("paling lama 30 hari")),
    ("90", _("paling lama 90 hari")),
    ("180", _("paling lama 180 hari")),
]
NO_DATE = ("kosong", _("belum ada tanggal ekspirasi"))


def within_days(rows: Any, chosen: str, prefix: str = "") -> Any:
    """Rows with so many days left; each custodian counts on its own date."""
    if chosen == "kosong":
        return rows.filter(**{f"{prefix}expiry_date": None})
    span = timedelta(days=int(chosen))
    soon = on_each_date(
        lambda today: Q(**{f"{prefix}expiry_date__lte": today + span}), zone=f"{prefix}custodian__time_zone"
    )
    return rows.filter(soon)


class CandidateFilters(FilterForm):
    search_label = _("Cari nama, alias, atau nomor register")

    perkara = forms.ChoiceField(
        label=_("Perkara"), choices=[("", _("Narkotika")), ("semua", _("Semua perkara"))]
    )
    status_hukum = forms.ChoiceField(label=_("Status hukum"), choices=[ANY, *LegalStatus.choices])
    blok = forms.ChoiceField(label=_("Blok"))
    sisa = forms.ChoiceField(label=_("Sisa hari"), choices=[ANY, *DAYS, NO_DATE])
    riwayat = forms.ChoiceField(label=_("Riwayat program"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blok"].choices = [ANY, *((block, block) for block in blocks_of(user))]
        ended = [(str(status.value), status.label) for status in ENDED]
        self.fields["riwayat"].choices = [ANY, ("belum", _("Belum pernah diusulkan")), *ended]

    def search(self, rows: Any, text: str) -> Any:
        return rows.found_by(text)

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if chosen.get("perkara") != "semua":
            rows = rows.with_narcotics_case()
        if "status_hukum" in chosen:
            rows = rows.filter(legal_status=chosen["status_hukum"])
        if "blok" in chosen:
            rows = rows.filter(block=chosen["blok"])
        if "sisa" in chosen:
            rows = within_days(rows, chosen["sisa"])
        if "riwayat" in chosen:
            last = None if chosen["riwayat"] == "belum" else chosen["riwayat"]
            rows = rows.filter(last_status=last)
        return rows


CANDIDATE_SORTS = {
    "sisa": (_("Sisa hari"), (F("expiry_date").asc(nulls_last=True), "name")),
    "nama": (_("Nama"), ("name",)),
    "blok": (_("Blok"), (F("block").asc(nulls_last=True), "name")),
}


class ParticipantFilters(FilterForm):
    search_label = _("Cari nama, nomor peserta, atau nomor register")

    tahap = forms.ChoiceField(
        label=_("Tahap"),
        choices=[ANY, *((key, label) for key, (label, _statuses) in {**STAGES, **WIDER}.items())],
    )
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *Status.choices])
    risiko = forms.ChoiceField(label=_("Tingkat risiko"), choices=[ANY, *RiskBand.choices])
    kategori = forms.ChoiceField(label=_("Kategori"), choices=[ANY, *Category.choices])
    program = forms.ModelChoiceField(Programme.objects.none(), label=_("Program"), empty_label=_("Semua"))
    angkatan = forms.ModelChoiceField(Cohort.objects.none(), label=_("Angkatan"), empty_label=_("Semua"))
    kerja_sama = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Kerja sama"), empty_label=_("Semua")
    )
    sisa = forms.ChoiceField(label=_("Sisa hari"), choices=[ANY, *DAYS, NO_DATE])
    tugas = forms.ChoiceField(
        label=_("Penugasan"),
        choices=[
            ANY,
            ("saya", _("Ditugaskan kepada saya")),
            ("kosong", _("Belum ada")),
            ("tanpa-kami", _("Belum ada dari instansi kami")),
        ],
    )
    persetujuan = forms.ChoiceField(label=_("Persetujuan"), choices=[ANY, ("belum", _("Belum ditanyakan"))])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.agency.is_partner:
            self.fields["cari"].label = _("Cari nama atau nomor peserta")
        self.fields["program"].queryset = visible(Programme, user).order_by("code")
        self.fields["angkatan"].queryset = visible(Cohort, user).only("code").order_by("code")
        self.fields["kerja_sama"].queryset = visible(Agreement, user)
        if user.agency.is_oversight:
            self.link_only("angkatan", "kerja_sama")

    def search(self, rows: Any, text: str) -> Any:
        """By number and name; the custodian's own register number is not a partner's to search by.

        Numbers have a digit in them: a word without one is a name.
        """
        for word in text.split():
            rows = rows.filter(self._found(word))
        return rows

    def _found(self, word: str) -> Q:
        if not any(letter.isdigit() for letter in word):
            return Q(inmate__name__icontains=word)
        found = Enrolment.objects.filter(number__icontains=word).order_by().values("pk")
        named = Enrolment.objects.filter(inmate__name__icontains=word).order_by().values("pk")
        registered = Registration.objects.open().numbered_like(word)
        owned = (
            Enrolment.objects.filter(inmate__in=registered.order_by().values("inmate"))
            .order_by()
            .values("pk")
        )
        others = [named] if self.user.agency.is_partner else [named, owned]
        return Q(pk__in=found.union(*others))

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        plain = {"status": "status", "risiko": "risk_band", "kategori": "category"}
        for name, column in plain.items():
            if name in chosen:
                rows = rows.filter(**{column: chosen[name]})
        if "tahap" in chosen:
            rows = rows.filter(status__in=STAGE_STATUSES[chosen["tahap"]])
        if "program" in chosen:
            rows = rows.filter(programme_version__programme=chosen["program"])
        if "angkatan" in chosen:
            rows = in_cohort(rows, chosen["angkatan"])
        if "kerja_sama" in chosen:
            rows = rows.filter(agreement__line=chosen["kerja_sama"].line_id)
        if "sisa" in chosen:
            rows = within_days(rows, chosen["sisa"], "inmate__")
        if chosen.get("tugas") == "saya":
            rows = mine(rows, self.user)
        elif chosen.get("tugas") == "kosong":
            rows = unassigned(rows)
        elif chosen.get("tugas") == "tanpa-kami":
            rows = without_ours(rows, self.user)
        return never_asked(rows) if "persetujuan" in chosen else rows


# Whose time still runs stand first; an ended one's date has passed and presses nobody.
_ENDED_LAST = Case(When(status__in=ENDED, then=1), default=0)

PARTICIPANT_SORTS = {
    "sisa": (_("Sisa hari"), (_ENDED_LAST, F("inmate__expiry_date").asc(nulls_last=True), "inmate__name")),
    "nama": (_("Nama"), ("inmate__name",)),
    "nomor": (_("Nomor peserta"), ("number",)),
    "lama": (_("Lama menunggu"), ("status_since",)),
}


class PersonSearch(FilterForm):
    """Search of a queue: by name and number."""

    search_fields = ("inmate__name", "number")
    search_label = _("Cari nama atau nomor peserta")


class DecisionFilters(PersonSearch):
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[
            ("", _("Perlu diputuskan sekarang")),
            ("ditunda", _("Ditunda, belum waktunya ditinjau")),
            ("semua", _("Semua")),
        ],
    )
    risiko = forms.ChoiceField(label=_("Tingkat risiko"), choices=[ANY, *RiskBand.choices])
    kategori = forms.ChoiceField(label=_("Kategori"), choices=[ANY, *Category.choices])

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        state = chosen.get("keadaan", "")
        due = rows.awaiting_decision()
        if state == "":
            rows = due
        elif state == "ditunda":
            rows = rows.exclude(pk__in=due.values("pk"))
        if "risiko" in chosen:
            rows = rows.filter(risk_band=chosen["risiko"])
        if "kategori" in chosen:
            rows = rows.filter(category=chosen["kategori"])
        return rows


DECISION_SORTS = {
    "sejak": (_("Menunggu sejak"), ("status_since",)),
    "sisa": (_("Sisa hari"), (F("inmate__expiry_date").asc(nulls_last=True), "inmate__name")),
    "nama": (_("Nama"), ("inmate__name",)),
}


class ExitFilters(PersonSearch):
    sebab = forms.ChoiceField(
        label=_("Sebab"),
        choices=[ANY, ("penahanan", _("Penahanan berakhir")), ("persetujuan", _("Persetujuan"))],
    )

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "sebab" in chosen:
            rows = rows.filter(inmate__in_custody=chosen["sebab"] == "persetujuan")
        return rows


EXIT_SORTS = {
    "sejak": (_("Status sejak"), ("status_since",)),
    "nama": (_("Nama"), ("inmate__name",)),
}


class GraduationFilters(PersonSearch):
    angkatan = forms.ModelChoiceField(Cohort.objects.none(), label=_("Angkatan"), empty_label=_("Semua"))
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[
            ANY,
            ("selesai", _("Program selesai, belum diusulkan")),
            ("dikembalikan", _("Dikembalikan Kepala")),
        ],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["angkatan"].queryset = visible(Cohort, user).only("code").order_by("code")

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if chosen.get("keadaan") == "selesai":
            rows = past_their_end(rows)
        elif chosen.get("keadaan") == "dikembalikan":
            rows = sent_back(rows)
        return in_cohort(rows, chosen["angkatan"]) if "angkatan" in chosen else rows


GRADUATION_SORTS = {
    "selesai": (_("Rencana selesai"), ("ends_on", "inmate__name")),
    "nama": (_("Nama"), ("inmate__name",)),
}


class ExportForm(HouseForm):
    submit_label = _("Unduh XLSX")

    purpose = forms.CharField(
        label=_("Untuk keperluan apa"),
        max_length=300,
        help_text=_("Tertulis di lembar pertama dan di jejak setiap orang yang datanya diunduh."),
    )


class DecideForm(HouseForm):
    submit_label = _("Simpan keputusan")

    pilih = TickedField(Enrolment.objects.none(), label=_("Keputusan ini berlaku bagi"))
    outcome = forms.ChoiceField(
        label=_("Keputusan"), choices=Decision.Outcome.choices, widget=forms.RadioSelect
    )
    review_on = forms.DateField(
        label=_("Ditinjau kembali tanggal"), required=False, help_text=_("Hanya bila ditunda.")
    )
    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    decided_by = forms.ModelChoiceField(User.objects.none(), label=_("Diputuskan oleh"), required=False)
    document_number = forms.CharField(label=_("Nomor berita acara / SK"), max_length=120, required=False)
    document_date = forms.DateField(label=_("Tanggal berita acara / SK"), required=False)

    def __init__(self, *args: Any, user: User, people: Any, heads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pilih"].queryset = people
        if user.has_perm(P.CASEFILE_DECIDE):
            del self.fields["decided_by"]
            return
        self.fields["decided_by"].queryset = heads
        for name in ("decided_by", "document_number", "document_date"):
            self.fields[name].required = True


class OutcomeForm(HouseForm):
    """One choice and one reason a participant, whom the page has loaded through the scope."""

    submit_label = _("Kirim usulan kepada Kepala")

    def __init__(self, *args: Any, rows: Any, ticked: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.ticked = rows, ticked
        for row in rows:
            self.fields[f"hasil_{row.pk}"] = forms.ChoiceField(
                label=_("Usulan untuk %(name)s") % {"name": row.name},
                choices=OutcomeProposal.Outcome.choices,
                initial=row.suggested,
            )
            self.fields[f"alasan_{row.pk}"] = forms.CharField(
                label=_("Alasan untuk %(name)s") % {"name": row.name}, max_length=1000, required=False
            )

    def lines(self) -> list[tuple[Any, bool, list[forms.BoundField]]]:
        """Each participant, whether they stand ticked, and their two fields."""
        names = ("hasil", "alasan")
        return [
            (row, row.pk in self.ticked, [self[f"{name}_{row.pk}"] for name in names]) for row in self.rows
        ]


class AnswerForm(HouseForm):
    submit_label = _("Kirim jawaban")

    usulan = TickedField(OutcomeProposal.objects.none(), label=_("Jawaban ini berlaku bagi"))
    answer = forms.ChoiceField(
        label=_("Jawaban"),
        choices=[
            (OutcomeProposal.Answer.CONFIRMED, _("Tetapkan sesuai usulan")),
            (OutcomeProposal.Answer.RETURNED, _("Kembalikan kepada petugas")),
        ],
        widget=forms.RadioSelect,
    )
    document = forms.CharField(
        label=_("Nomor berita acara atau SK kelulusan"), max_length=200, required=False
    )
    reason = forms.CharField(
        label=_("Alasan bila dikembalikan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, proposals: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usulan"].queryset = proposals
        self.fields["usulan"].label_from_instance = lambda row: (
            f"{row.enrolment.inmate.name}: {row.get_outcome_display()}"
        )


class ExitsForm(HouseForm):
    """A reason, a day and a word for each participant whom the page has loaded through the scope."""

    submit_label = _("Catat keluar")

    def __init__(self, *args: Any, rows: Any, ticked: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.ticked = rows, ticked
        self._reasons = {str(reason.pk): reason for reason in ExitReason.objects.all()}
        choices = [("", _("Pilih alasan")), *grouped_reasons()]
        for row in rows:
            wanted, name = row.pk in ticked, {"name": row.name}
            self.fields[f"exit_reason_{row.pk}"] = forms.TypedChoiceField(
                label=_("Alasan keluar %(name)s") % name,
                choices=choices,
                coerce=self._reasons.get,
                empty_value=None,
                initial=row.reason_pk,
                required=wanted,
            )
            self.fields[f"on_{row.pk}"] = forms.DateField(
                label=_("Tanggal keluar %(name)s") % name,
                initial=row.on,
                required=wanted,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            )
            self.fields[f"reason_{row.pk}"] = forms.CharField(
                label=_("Keterangan untuk %(name)s") % name, max_length=1000, required=False
            )

    def lines(self) -> list[tuple[Any, bool, list[forms.BoundField]]]:
        """Each participant, whether they stand ticked, and their three fields."""
        names = ("exit_reason", "on", "reason")
        return [
            (row, row.pk in self.ticked, [self[f"{name}_{row.pk}"] for name in names]) for row in self.rows
        ]
