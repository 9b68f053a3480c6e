from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from inmates.models import CustodyKind, Inmate
from inmates.models.custody import TERMINAL
from ui.forms import HouseForm
from ui.lists import FilterForm
from upkeep.intake.fields import IGNORED, LABELS
from upkeep.intake.kept import Detail
from upkeep.intake.matching import LEAVE_OUT, NEW_PERSON, Outcome
from upkeep.intake.models import Import
from upkeep.intake.reading.container import BY_EXTENSION
from upkeep.intake.reading.limits import MOST_BYTES


class UploadForm(HouseForm):
    """A file of the register."""

    file = forms.FileField(
        label=_("Berkas"),
        help_text=_("XLSX, XLS, ODS, atau CSV; paling besar 10 MB dan 20.000 baris."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{each}" for each in BY_EXTENSION)}),
    )

    submit_label = _("Unggah dan baca kolomnya")

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent.size > MOST_BYTES:
            raise ValidationError(
                _("Berkas ini lebih besar dari 10 MB. Hapus gambar dan lembar yang tidak perlu.")
            )
        return sent


class PastUploadForm(UploadForm):
    """The filled-in template of old data."""

    submit_label = _("Unggah dan periksa")


_SEXES = [("", _("Tolak barisnya")), *Inmate.Sex.choices]


class ColumnsForm(HouseForm):
    """What each column holds. A field a column, called by its place in the file's layout."""

    sheets = forms.MultipleChoiceField(
        label=_("Lembar yang dibaca"), widget=forms.CheckboxSelectMultiple, required=False
    )
    full_list = forms.BooleanField(
        label=_("Ini daftar lengkap semua orang yang ditahan di sini"),
        required=False,
        help_text=_("Yang tidak ada di berkas diusulkan sebagai sudah keluar. Tidak ada yang dihapus."),
    )
    admitted_on = forms.DateField(
        label=_("Tanggal masuk bila selnya kosong"),
        required=False,
        help_text=_("Hanya untuk orang baru. Biarkan kosong agar baris seperti itu ditolak."),
    )
    sex = forms.ChoiceField(label=_("Jenis kelamin bila selnya kosong"), choices=_SEXES, required=False)

    submit_label = _("Periksa isinya")

    def __init__(self, *args: Any, import_: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tables = import_.found.tables
        names = [(table.sheet, table.sheet or _("Isi berkas")) for table in self.tables]
        self.fields["sheets"].choices = names  # type: ignore[attr-defined]
        self.fields["sheets"].initial = import_.sheets
        if len(names) < 2:
            del self.fields["sheets"]
        self.fields["full_list"].initial = import_.full_list
        self.fields["admitted_on"].initial = import_.admitted_on
        self.fields["sex"].initial = import_.sex
        self.places = self._places(import_)

    def _places(self, import_: Import) -> dict[str, str]:
        """A select for each heading, once, however many sheets have it."""
        choices = [(IGNORED, _("(tidak dibaca)")), *LABELS.items()]
        places: dict[str, str] = {}
        for table in self.tables:
            for column in table.columns:
                if column.key not in places:
                    name = f"kolom_{len(places)}"
                    places[column.key] = name
                    initial = import_.mapping.get(column.key, IGNORED)
                    self.fields[name] = forms.ChoiceField(
                        label=column.label,
                        choices=choices,
                        required=False,
                        initial=initial,
                        widget=forms.Select(attrs={"class": "form-select"}),
                    )
        return places

    @property
    def columns(self) -> list[tuple[forms.BoundField, tuple[str, ...]]]:
        """Each column's field with what stands in it."""
        samples: dict[str, tuple[str, ...]] = {}
        for table in self.tables:
            for column in table.columns:
                samples.setdefault(column.key, column.samples)
        return [(self[name], samples[key]) for key, name in self.places.items()]

    @property
    def mapping(self) -> dict[str, str]:
        return {key: self.cleaned_data.get(name, IGNORED) for key, name in self.places.items()}

    @property
    def chosen_sheets(self) -> list[str]:
        if "sheets" not in self.fields:
            return [table.sheet for table in self.tables]
        return list(self.cleaned_data["sheets"])


class RowFilters(FilterForm):
    """The rows of one outcome; searched by name, number and line."""

    search_label = _("Cari nama, nomor register, atau nomor baris")

    hasil = forms.ChoiceField(label=_("Hasil"), choices=[("", _("Semua")), *Outcome.choices])
    pilihan = forms.ChoiceField(
        label=_("Baris ragu"),
        choices=[("", _("Semua")), ("belum", _("Belum dipilih")), ("sudah", _("Sudah dipilih"))],
    )

    def search(self, rows: Any, text: str) -> Any:
        for word in text.split():
            found = Q(name__icontains=word) | Q(number__icontains=word)
            rows = rows.filter(found | Q(line=int(word)) if word.isdigit() and len(word) < 9 else found)
        return rows

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "hasil" in chosen:
            rows = rows.filter(outcome=chosen["hasil"])
        if "pilihan" in chosen:
            rows = rows.filter(outcome=Outcome.DOUBT)
            rows = rows.filter(choice="") if chosen["pilihan"] == "belum" else rows.exclude(choice="")
        return rows


class AnswerForm(HouseForm):
    """Which person a row in doubt means."""

    choice = forms.ChoiceField(label=_("Siapa orang ini?"), widget=forms.RadioSelect)

    submit_label = _("Simpan pilihan")

    def __init__(self, *args: Any, detail: Detail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        same = _("Orang yang sama: %(name)s (%(about)s)")
        choices = [
            (str(each.pk), same % {"name": each.name, "about": each.about or "-"})
            for each in detail.candidates
        ]
        if detail.may_be_new:
            choices.append((NEW_PERSON, str(_("Orang lain: daftarkan sebagai orang baru"))))
        choices.append((LEAVE_OUT, str(_("Lewati baris ini"))))
        self.fields["choice"].choices = choices  # type: ignore[attr-defined]


class LeftForm(HouseForm):
    """How and when the ticked people left."""

    kind = forms.ChoiceField(
        label=_("Bagaimana mereka keluar?"),
        choices=[
            ("", _("Pilih peristiwa")),
            *((each.value, each.label) for each in CustodyKind if each in TERMINAL),
        ],
    )
    on = forms.DateField(label=_("Tanggal keluar"))

    submit_label = _("Catat yang dicentang")


class CommitForm(HouseForm):
    """Nothing more to say: the page says what will happen."""

    submit_label = _("Simpan ke register")


class CommitPastForm(HouseForm):
    submit_label = _("Simpan data lama")


class UndoForm(HouseForm):
    reason = forms.CharField(
        label=_("Mengapa impor ini dibatalkan?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    submit_label = _("Batalkan impor")


class DiscardForm(HouseForm):
    submit_label = _("Hentikan impor")
