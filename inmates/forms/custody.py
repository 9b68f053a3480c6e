from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inmates import pasted
from inmates.actions.ground import FIRST_YEAR
from inmates.forms.people import NumberField, VersionedForm
from inmates.models import CustodyKind as K
from inmates.models import KeyDates, RegisterClass
from inmates.models.custody import PLACES
from ui.forms import HouseForm, HouseModelForm

_reason = forms.Textarea(attrs={"rows": 3})
# What is asked beside the day and a note, by kind of event.
_WITHOUT_DOCUMENT = {K.ESCAPED, K.RECAPTURED, K.TEMPORARY_BACK}
# Who comes in again comes in under a new number.
_WITH_NUMBER = {K.ADMITTED, K.TRANSFER_IN}


class EventForm(HouseForm):
    """What is asked depends on what happened."""

    on = forms.DateField(label=_("Tanggal"))
    register_class = forms.ModelChoiceField(
        label=_("Golongan register"), queryset=RegisterClass.objects.all(), empty_label=_("Pilih golongan")
    )
    number = NumberField(label=_("Nomor register"))
    destination = forms.CharField(label=_("Asal / tujuan"), max_length=150)
    document_number = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)
    remission_days = forms.IntegerField(label=_("Besar remisi (hari)"), min_value=1, max_value=3650)
    note = forms.CharField(
        label=_("Catatan"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    submit_label = _("Catat peristiwa")

    def __init__(self, *args: Any, kind: K, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind in PLACES:
            self.fields["destination"].label = PLACES[kind]
            self.fields["destination"].required = kind != K.ADMITTED
        else:
            del self.fields["destination"]
        if kind not in _WITH_NUMBER:
            del self.fields["register_class"], self.fields["number"]
        if kind in _WITHOUT_DOCUMENT:
            del self.fields["document_number"]
        if kind != K.REMISSION:
            del self.fields["remission_days"]


class ReasonForm(HouseForm):
    """A grave act says why."""

    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=_reason)


class RegistrationForm(HouseForm):
    """The next register number of the person."""

    register_class = forms.ModelChoiceField(
        label=_("Golongan register yang baru"),
        queryset=RegisterClass.objects.all(),
        empty_label=_("Pilih golongan"),
    )
    number = NumberField(label=_("Nomor register yang baru"))
    since = forms.DateField(label=_("Mulai"))
    document_number = forms.CharField(
        label=_("Nomor surat"), max_length=120, required=False, help_text=_("Putusan atau surat penetapan.")
    )

    submit_label = _("Ubah registrasi")


class CorrectRegistrationForm(HouseForm):
    """Mend a slip of the pen; the person's history does not change."""

    register_class = forms.ModelChoiceField(
        label=_("Golongan register"), queryset=RegisterClass.objects.all(), empty_label=None
    )
    number = NumberField(label=_("Nomor register"))
    reason = forms.CharField(label=_("Alasan perbaikan"), max_length=2000, widget=_reason)

    submit_label = _("Perbaiki")


class KeyDatesForm(VersionedForm, HouseModelForm):
    """The dates as SDP gives them."""

    class Meta:
        model = KeyDates
        fields = ("detained_on", "detention_order_ends", "half", "two_thirds", "expiry", "life_sentence")

    submit_label = _("Simpan tanggal")
    groups = (
        (_("Selama menjadi tahanan"), ("detained_on", "detention_order_ends")),
        (_("Sesudah putusan"), ("life_sentence", "half", "two_thirds", "expiry")),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("life_sentence") and data.get("expiry"):
            self.add_error("expiry", _("Pidana seumur hidup tidak memiliki tanggal ekspirasi."))
        return data

    def _post_clean(self) -> None:
        """The record is not touched here: the action checks and writes it."""


class CellForm(HouseForm):
    """Where the person sleeps from that day on."""

    block = forms.CharField(label=_("Blok"), max_length=30)
    cell = forms.CharField(label=_("Kamar"), max_length=30, required=False)
    since = forms.DateField(label=_("Mulai"))

    submit_label = _("Pindahkan")


class PastedNumbersForm(HouseForm):
    """A column of a spreadsheet, looked over before anything is done with it."""

    numbers = forms.CharField(
        label=_("Nomor register"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=60_000,
        help_text=_("Tempel satu kolom dari lembar kerja, satu nomor tiap baris. Paling banyak 300 baris."),
    )

    submit_label = _("Periksa")

    def clean_numbers(self) -> str:
        text: str = self.cleaned_data["numbers"]
        lines = pasted.lines_in(text)
        if not lines:
            raise forms.ValidationError(_("Tidak ada nomor di sini."))
        if len(lines) > pasted.MOST:
            told = {"n": len(lines), "most": pasted.MOST}
            raise forms.ValidationError(_("Ada %(n)s baris; paling banyak %(most)s sekaligus.") % told)
        return text


class MoveManyForm(PastedNumbersForm):
    """The same, with where they go and from what day on."""

    block = forms.CharField(label=_("Blok"), max_length=30)
    cell = forms.CharField(label=_("Kamar"), max_length=30, required=False)
    since = forms.DateField(label=_("Mulai"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"since": today}, **kwargs)
        self.today = today

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > self.today:
            raise forms.ValidationError(_("Tanggal ini belum tiba."))
        if since.year < FIRST_YEAR:
            raise forms.ValidationError(_("Periksa tahunnya: tertulis %(year)s.") % {"year": since.year})
        return since


class GuardianForm(HouseForm):
    """Only a walipas of the own office can be chosen."""

    officer = forms.ModelChoiceField(
        label=_("Wali pemasyarakatan"), queryset=User.objects.none(), empty_label=_("Pilih pegawai")
    )
    since = forms.DateField(label=_("Mulai"))

    submit_label = _("Tetapkan wali")

    def __init__(self, *args: Any, custodian: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = User.objects.staff_of(custodian).holding("walipas")  # type: ignore[attr-defined]


class EndGuardianshipForm(HouseForm):
    """The day from which the person has no wali."""

    until = forms.DateField(label=_("Berakhir pada"))

    submit_label = _("Akhiri perwalian")


class ExportForm(HouseForm):
    """A file of people leaves the house only with a purpose that the trail keeps."""

    purpose = forms.CharField(
        label=_("Untuk keperluan apa daftar ini diekspor?"),
        max_length=300,
        min_length=5,
        help_text=_("Tercatat dalam jejak bersama nama Anda dan setiap orang dalam daftar."),
    )

    submit_label = _("Unduh daftar (XLSX)")
