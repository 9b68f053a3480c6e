from django import forms
from django.utils.translation import gettext_lazy as _

from ui.forms import HouseForm


class PurposeForm(HouseForm):
    submit_label = _("Unduh Excel")
    purpose = forms.CharField(
        label=_("Keperluan"),
        max_length=300,
        help_text=_("Untuk apa berkas ini dibuat. Keperluan dicatat dalam jejak."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
