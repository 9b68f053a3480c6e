from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from inmates.actions.people import IDENTITY_FIELDS
from inmates.models import CustodyKind, Inmate, RegisterClass
from inmates.queries import RegisterRow, lookalikes
from inmates.refusals import StaleRecord
from ui.forms import HouseForm, HouseModelForm

Groups = tuple[tuple[Any, tuple[str, ...]], ...]
_sixteen_digits = RegexValidator(r"\A[0-9]{16}\Z", _("NIK terdiri atas 16 angka."))


class NumberField(forms.CharField):
    """A register number as the office writes it, without doubled spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class VersionedForm(HouseForm):
    """A form that knows which state of the record it was opened with."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def catch_up(self, version: int) -> bool:
        """After a refusal, take the record's present version, once the reader is told that it changed."""
        if not self.is_bound or self.cleaned_data.get("version") in (None, version):
            return False
        if str(StaleRecord.sentence) not in self.non_field_errors():
            self.add_error(None, str(StaleRecord.sentence))
        renewed: Any = self.data.copy()  # type: ignore[attr-defined]
        renewed["version"] = str(version)
        self.data = renewed
        return True


class IdentityFields(HouseModelForm):
    """Who the person is."""

    class Meta:
        model = Inmate
        fields = IDENTITY_FIELDS
        widgets = {
            "identity_number": forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 16}
            ),
            "address": forms.Textarea(attrs={"rows": 3}),
            "family_contact": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "identity_number": _(
                "16 angka. Disimpan tersandi; di halaman lain hanya 4 angka terakhir tampil."
            ),
            "family_contact": _("Nama, hubungan, dan nomor telepon keluarga yang dapat dihubungi."),
        }

    groups: Groups = (
        (_("Identitas"), ("name", "alias", "sex", "birth_place", "birth_date", "identity_number")),
        (
            _("Keterangan lain"),
            ("religion", "marital_status", "education", "occupation", "address", "family_contact"),
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_number"].validators.append(_sixteen_digits)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_identity_number(self) -> str:
        return "".join(self.cleaned_data["identity_number"].split())

    def _post_clean(self) -> None:
        """The record is not touched here: the action checks and writes it."""


class IdentityForm(VersionedForm, IdentityFields):
    """Change who the person is."""

    submit_label = _("Simpan identitas")


class RegisterForm(IdentityFields):
    """Take a person in. Asks once more when the person seems to be known already."""

    register_class = forms.ModelChoiceField(
        label=_("Golongan register"), queryset=RegisterClass.objects.all(), empty_label=_("Pilih golongan")
    )
    number = NumberField(label=_("Nomor register"))
    kind = forms.ChoiceField(
        label=_("Cara masuk"),
        choices=[
            (CustodyKind.ADMITTED, CustodyKind.ADMITTED.label),
            (CustodyKind.TRANSFER_IN, CustodyKind.TRANSFER_IN.label),
        ],
    )
    admitted_on = forms.DateField(label=_("Tanggal masuk"))
    origin = forms.CharField(
        label=_("Asal"), max_length=150, required=False, help_text=_("Instansi penahan, atau UPT asal.")
    )
    document_number = forms.CharField(label=_("Nomor surat"), max_length=120, required=False)
    block = forms.CharField(label=_("Blok"), max_length=30, required=False)
    cell = forms.CharField(label=_("Kamar"), max_length=30, required=False)
    despite_duplicate = forms.BooleanField(
        label=_("Sudah diperiksa, ini orang lain: tetap daftarkan"),
        required=False,
        widget=forms.HiddenInput,
    )

    submit_label = _("Daftarkan")
    groups = (
        IdentityFields.groups[0],
        (
            _("Registrasi"),
            ("register_class", "number", "kind", "admitted_on", "origin", "document_number", "block", "cell"),
        ),
        IdentityFields.groups[1],
    )

    def __init__(self, *args: Any, custodian: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.custodian = custodian
        self.lookalikes: list[RegisterRow] = []
        self._identity_number = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("cell") and not data.get("block"):
            self.add_error("block", _("Isi juga bloknya."))
        # Kept apart: a field with an error leaves the clean data.
        self._identity_number = data.get("identity_number", "")
        return data

    def look_for_doubles(self) -> None:
        """After a refusal: show who seems to be the same person, and the box that says otherwise."""
        data = self.cleaned_data
        self.lookalikes = lookalikes(
            self.custodian,
            name=data.get("name", ""),
            birth_date=data.get("birth_date"),
            identity_number=self._identity_number,
        )
        if self.lookalikes:
            self.fields["despite_duplicate"].widget = forms.CheckboxInput()
