from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.enrolments.models import Assignment, ConsentText, Enrolment, ExitReason, Phase
from ui.forms import HouseForm


class TickedField(forms.ModelMultipleChoiceField):
    """Those ticked on a list: named once more before the act, and each may still be left out."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Centang sedikitnya satu orang."),
        "invalid_choice": _("Ada yang dicentang tetapi tidak lagi di daftar Anda. Muat ulang daftarnya."),
    }

    def label_from_instance(self, row: Any) -> str:
        return f"{row.inmate.name} ({row.number})" if isinstance(row, Enrolment) else str(row)


class ProposeForm(HouseForm):
    submit_label = _("Usulkan")

    pilih = TickedField(Inmate.objects.none(), label=_("Yang diusulkan"))
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("Diusulkan menurut kerja sama"), empty_label=None
    )
    reason = forms.CharField(
        label=_("Alasan atau prioritas"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Boleh kosong. Berlaku bagi semua yang diusulkan sekaligus."),
    )

    def __init__(self, *args: Any, people: Any, agreements: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pilih"].queryset = people
        self.fields["agreement"].queryset = agreements


class ConsentForm(HouseForm):
    submit_label = _("Simpan pernyataan")

    given = forms.TypedChoiceField(
        label=_("Pernyataan peserta"),
        choices=[("ya", _("Bersedia mengikuti program")), ("tidak", _("Tidak bersedia"))],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    given_on = forms.DateField(label=_("Tanggal pernyataan"))
    # The youngest text, and of it the Indonesian one, stands chosen: the Banjar one asks for an interpreter.
    text = forms.ModelChoiceField(
        ConsentText.objects.order_by("-valid_from", "-language"), label=_("Naskah"), empty_label=None
    )
    witness = forms.CharField(label=_("Nama saksi"), max_length=150)
    interpreter = forms.CharField(
        label=_("Nama penerjemah"),
        required=False,
        max_length=150,
        help_text=_("Diisi bila naskah dibacakan dalam bahasa daerah."),
    )
    photo_given = forms.BooleanField(
        label=_("Bersedia difoto dan dipublikasikan"),
        required=False,
        help_text=_("Ditanyakan terpisah; menolak difoto tidak mengubah apa pun."),
    )


class WithdrawForm(HouseForm):
    submit_label = _("Cabut persetujuan")

    on = forms.DateField(label=_("Tanggal pencabutan"))
    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(HouseForm):
    """An act that needs nothing but a reason."""

    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class EndAssignmentForm(HouseForm):
    submit_label = _("Akhiri penugasan")

    reason = forms.CharField(
        label=_("Alasan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PhaseForm(HouseForm):
    phase = forms.ChoiceField(label=_("Fase"), choices=Phase.choices, widget=forms.RadioSelect)


def grouped_reasons() -> list[tuple[Any, list[tuple[int, str]]]]:
    """The exit reasons under their groups: the two levels (domain §2.6)."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for reason in ExitReason.objects.order_by("order"):
        groups.setdefault(reason.group, []).append((reason.pk, reason.name))
    return [(ExitReason.Group(group).label, reasons) for group, reasons in groups.items()]


class LeaveForm(HouseForm):
    submit_label = _("Catat keluar")

    exit_reason = forms.ModelChoiceField(ExitReason.objects.all(), label=_("Alasan keluar"))
    on = forms.DateField(label=_("Tanggal keluar"))
    reason = forms.CharField(
        label=_("Keterangan"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exit_reason"].widget.choices = [("", "---------"), *grouped_reasons()]


class AssignForm(HouseForm):
    submit_label = _("Tugaskan")

    pilih = TickedField(Enrolment.objects.none(), label=_("Peserta"))
    staff = forms.ModelChoiceField(User.objects.none(), label=_("Petugas"))
    capacity = forms.ChoiceField(label=_("Sebagai"), choices=Assignment.Capacity.choices)

    def __init__(self, *args: Any, people: Any, staff: Any, roles: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pilih"].queryset = people
        self.fields["staff"].queryset = staff
        self.fields["staff"].label_from_instance = lambda member: (
            f"{member.full_name} ({roles.get(member.pk, '')})"
        )
