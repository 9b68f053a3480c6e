"""The forms of programmes: the content of a version, and its sessions as rows."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from agreements.models import Service
from rehab.programmes.actions import Content, SessionRow
from rehab.programmes.models import Category, ProgrammeVersion, SessionKind, SessionTemplate
from ui.forms import HouseForm
from ui.lists import FilterForm

_CONTENT = (
    "name",
    "category",
    "mode",
    "length",
    "unit",
    "services",
    "minimum_attendance",
    "admits_narapidana",
    "admits_tahanan",
)
EXTRA_ROWS = 5


class ProgrammeFilters(FilterForm):
    search_fields = ("code", "versions__name")
    search_label = _("Cari nama atau kode")
    kategori = forms.ChoiceField(label=_("Kategori"), choices=[("", _("Semua")), *Category.choices])
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        choices=[("", _("Semua")), ("ditawarkan", _("Ditawarkan")), ("berhenti", _("Tidak ditawarkan lagi"))],
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def search(self, rows: Any, text: str) -> Any:
        return super().search(rows, text).distinct()

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "kategori" in chosen:
            rows = rows.filter(newest_category=chosen["kategori"])
        if chosen.get("keadaan") == "ditawarkan":
            return rows.offered(self.today)
        return rows.filter(retired_on__lte=self.today) if chosen.get("keadaan") == "berhenti" else rows


class VersionForm(HouseForm):
    """What a version says. `content` is what the action takes."""

    submit_label = _("Simpan versi")
    valid_from = forms.DateField(
        label=_("Berlaku mulai"), help_text=_("Angkatan yang sudah berjalan tetap memakai versinya.")
    )
    name = forms.CharField(label=_("Nama program"), max_length=150)
    category = forms.ChoiceField(label=_("Kategori"), choices=Category.choices)
    mode = forms.ChoiceField(
        label=_("Moda layanan"),
        choices=ProgrammeVersion.Mode.choices,
        initial=ProgrammeVersion.Mode.VISITS,
    )
    length = forms.IntegerField(
        label=_("Lama"), validators=[MinValueValidator(1), MaxValueValidator(1000)], min_value=1
    )
    unit = forms.ChoiceField(label=_("Satuan"), choices=ProgrammeVersion.Unit.choices)
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(), label=_("Layanan"), widget=forms.CheckboxSelectMultiple
    )
    minimum_attendance = forms.IntegerField(
        label=_("Kehadiran minimum (%)"), min_value=0, max_value=100, initial=80
    )
    admits_narapidana = forms.BooleanField(
        label=_("Narapidana dapat ditetapkan"), required=False, initial=True
    )
    admits_tahanan = forms.BooleanField(
        label=_("Tahanan dapat ditetapkan"),
        required=False,
        help_text=_("Skrining dan edukasi selalu terbuka bagi keduanya."),
    )

    @staticmethod
    def content_in(data: dict[str, Any]) -> Content:
        return Content(**{name: data[name] for name in _CONTENT})

    @staticmethod
    def initial_of(version: ProgrammeVersion) -> dict[str, Any]:
        return {**{name: getattr(version, name) for name in _CONTENT}, "services": version.services.all()}


class ProgrammeForm(VersionForm):
    submit_label = _("Simpan program")
    code = forms.SlugField(
        label=_("Kode"), max_length=30, help_text=_("Huruf kecil, angka, dan garis; tidak diubah kemudian.")
    )
    field_order = ("code", "name")


class ReasonForm(HouseForm):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SessionRowForm(forms.Form):
    """One row; an empty row is no session, a row ticked for removal neither."""

    order = forms.IntegerField(label=_("Urutan"), min_value=1, max_value=9999, required=False)
    kind = forms.ModelChoiceField(
        SessionKind.objects.none(), label=_("Jenis sesi"), required=False, empty_label=_("Pilih jenis")
    )
    title = forms.CharField(label=_("Judul"), max_length=150, required=False)
    minutes = forms.IntegerField(label=_("Menit"), required=False, min_value=5, max_value=600, initial=90)
    format = forms.ChoiceField(label=_("Bentuk"), choices=SessionTemplate.Format.choices, required=False)
    remove = forms.BooleanField(label=_("Hapus baris"), required=False)

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["kind"].queryset = kinds
        for name, field in self.fields.items():
            css = "form-check-input" if name == "remove" else "plain-field"
            field.widget.attrs["class"] = css

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not data.get("remove")
            and data.get("title")
            and not data.get("kind")
            and "kind" not in self.errors
        ):
            self.add_error("kind", _("Pilih jenis sesinya."))
        return data

    def row(self, place: int) -> SessionRow | None:
        """The session of this row; without a number it stands after those above it."""
        data = self.cleaned_data
        if data.get("remove") or not data.get("kind"):
            return None
        return SessionRow(
            order=data.get("order") or place,
            kind=data["kind"],
            title=data.get("title") or "",
            minutes=data.get("minutes") or 90,
            format=data.get("format") or SessionTemplate.Format.GROUP,
        )


class SessionRows(forms.BaseFormSet):  # type: ignore[type-arg]
    def rows(self) -> list[SessionRow]:
        """What the action takes, in the order of the numbers; ties stand as they were typed."""
        found = [form.row(10_000 + place) for place, form in enumerate(self.forms)]
        return sorted((row for row in found if row is not None), key=lambda row: row.order)


def session_rows(data: Any, version: ProgrammeVersion, extra: int) -> Any:
    """The rows of a version with some empty ones to add in, so that adding needs no JavaScript."""
    kinds = SessionKind.objects.filter(service__in=version.services.all())
    sessions = version.templates.order_by("order")
    initial = [
        {
            "order": row.order * 10,
            "kind": row.kind_id,
            "title": row.title,
            "minutes": row.minutes,
            "format": row.format,
        }
        for row in sessions
    ]
    factory = forms.formset_factory(
        SessionRowForm, formset=SessionRows, extra=extra, max_num=200, absolute_max=200
    )
    return factory(data, initial=initial, prefix="sesi", form_kwargs={"kinds": kinds})
