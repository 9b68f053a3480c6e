from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, User
from accounts.roles import roles_for
from ui.forms import HouseForm, HouseModelForm


class AgencyForm(HouseModelForm):
    class Meta:
        model = Agency
        fields = ["short_name", "city", "letterhead"]
        help_texts = {"city": _("Kota atau kabupaten yang tertulis sebelum tanggal surat.")}


class StaffForm(HouseModelForm):
    class Meta:
        model = User
        fields = ["full_name", "staff_number", "position"]


def _role_choices(agency: Agency) -> list[tuple[str, str]]:
    return [(each.code, f"{each.name}: {each.purpose}") for each in roles_for(agency.kind)]


class NewStaffForm(StaffForm):
    submit_label = _("Tambah pegawai")
    role = forms.ChoiceField(
        label=_("Peran"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Berlaku mulai hari ini. Peran lain dan tanggal akhirnya diatur di halaman pegawai."),
    )

    class Meta(StaffForm.Meta):
        fields = ["username", "full_name", "staff_number", "position"]
        help_texts = {"username": _("Huruf kecil, angka, titik, atau garis. Tidak dapat diganti kemudian.")}

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [*_role_choices(agency), ("", _("Tanpa peran dahulu"))]
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()


class ReasonForm(HouseForm):
    """Why a grave act is done."""

    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class GrantForm(HouseForm):
    submit_label = _("Beri peran")
    role = forms.ChoiceField(label=_("Peran"), widget=forms.RadioSelect)
    valid_from = forms.DateField(label=_("Mulai"))
    valid_until = forms.DateField(
        label=_("Sampai dengan"), required=False, help_text=_("Kosongkan bila tanpa tanggal akhir.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": user.agency.today()})
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _role_choices(user.agency)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("Tanggal akhir peran mendahului tanggal mulainya."))
        return cleaned
