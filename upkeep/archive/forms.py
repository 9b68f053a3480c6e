from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ui.forms import HouseForm
from upkeep.archive.access import clinicians_of
from upkeep.archive.models import Archive


class OrderForm(HouseForm):
    submit_label = _("Buat arsip")

    part = forms.ChoiceField(
        label=_("Bagian"),
        choices=Archive.Part.choices,
        initial=Archive.Part.ADMINISTRATIVE,
        widget=forms.RadioSelect,
        help_text=_(
            "Administratif: semua kecuali isi klinis dan catatan sesi; Anda yang mengunduhnya. "
            "Klinis: instrumen, asesmen, dan catatan sesi; diunduh penerima yang Anda tunjuk."
        ),
    )
    clinician = forms.ModelChoiceField(
        label=_("Penerima arsip klinis"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Pilih tenaga medis atau psikolog"),
        help_text=_("Hanya untuk arsip klinis."),
    )
    purpose = forms.CharField(
        label=_("Keperluan"),
        max_length=500,
        help_text=_("Untuk apa arsip ini dibuat. Keperluan dicatat dalam jejak setiap orang di dalamnya."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, head: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if head.agency.is_custodian:
            self.fields["clinician"].queryset = clinicians_of(head)  # type: ignore[attr-defined]
        else:
            del self.fields["part"], self.fields["clinician"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data.setdefault("part", Archive.Part.ADMINISTRATIVE)
        if data["part"] == Archive.Part.CLINICAL and not data.get("clinician") and "clinician" in self.fields:
            self.add_error("clinician", _("Pilih siapa yang menerima arsip klinis."))
        return data


class DiscardForm(HouseForm):
    submit_label = _("Hapus arsip")
