"""The forms of agreements: the paper's terms, and the reason of an act."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from agreements.actions import Terms
from agreements.models import Agreement, Service
from agreements.wording import ENDING_DAYS
from ui.forms import HouseForm
from ui.lists import FilterForm

_SENSIBLE_DAYS = [
    MinValueValidator(date(2000, 1, 1), _("Periksa tahunnya.")),
    MaxValueValidator(date(2100, 12, 31), _("Periksa tahunnya.")),
]


class VersionedForm(HouseForm):
    """Remembers which version of the agreement its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreement is None:
            del self.fields["version"]
        else:
            self.fields["version"].initial = agreement.version

    def is_behind(self, agreement: Agreement) -> bool:
        """True when another's change came between the opening of this form and its sending."""
        sent = getattr(self, "cleaned_data", {}).get("version")
        return self.is_bound and sent is not None and sent != agreement.version

    def catch_up(self, agreement: Agreement) -> None:
        """Show the typed text again, over the agreement as it stands now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(agreement.version)  # type: ignore[index]


class TermsForm(VersionedForm):
    """What the paper says. A draft may be saved half done; putting in force asks for the rest."""

    partner = forms.ModelChoiceField(
        Agency.objects.partners(), label=_("Mitra"), empty_label=_("Pilih mitra")
    )
    kind = forms.ChoiceField(label=_("Bentuk"), choices=Agreement.AgreementKind.choices)
    title = forms.CharField(label=_("Judul"), max_length=250)
    custodian_number = forms.CharField(
        label=_("Nomor pihak rutan/lapas"),
        max_length=120,
        required=False,
        help_text=_("Tulis persis seperti pada surat."),
    )
    partner_number = forms.CharField(label=_("Nomor pihak mitra"), max_length=120, required=False)
    number_unconfirmed = forms.BooleanField(label=_("Nomor belum dikonfirmasi"), required=False)
    signed_on = forms.DateField(label=_("Ditandatangani tanggal"), required=False, validators=_SENSIBLE_DAYS)
    signed_at = forms.CharField(label=_("Ditandatangani di"), max_length=150, required=False)
    custodian_signatory = forms.CharField(
        label=_("Penanda tangan rutan/lapas"), max_length=150, required=False
    )
    partner_signatory = forms.CharField(label=_("Penanda tangan mitra"), max_length=150, required=False)
    first_day = forms.DateField(label=_("Hari pertama"), validators=_SENSIBLE_DAYS)
    last_day = forms.DateField(
        label=_("Hari terakhir"),
        required=False,
        validators=_SENSIBLE_DAYS,
        help_text=_("Hari ini masih berlaku penuh. Tanpa hari terakhir, draf tidak dapat diberlakukan."),
    )
    term_unconfirmed = forms.BooleanField(label=_("Jangka waktu belum dikonfirmasi"), required=False)
    services = forms.ModelMultipleChoiceField(
        Service.objects.all(),
        label=_("Layanan dalam lingkup"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Mitra hanya melihat peserta dan sesi dari layanan yang dipilih."),
    )
    reason = forms.CharField(
        label=_("Alasan perpanjangan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    submit_label = _("Simpan draf")
    groups = (
        (_("Pihak"), ("partner", "kind", "title")),
        (_("Nomor"), ("custodian_number", "partner_number", "number_unconfirmed")),
        (_("Penandatanganan"), ("signed_on", "signed_at", "custodian_signatory", "partner_signatory")),
        (_("Jangka waktu"), ("first_day", "last_day", "term_unconfirmed")),
        (_("Lingkup"), ("services",)),
        (_("Perpanjangan"), ("reason",)),
    )

    def __init__(self, *args: Any, renewal: bool = False, renews: bool = False, **kwargs: Any) -> None:
        """`renewal`: a new one is being written; `renews`: the partner is that of the line already."""
        super().__init__(*args, **kwargs)
        if not renewal:
            del self.fields["reason"]
        if renewal or renews:
            del self.fields["partner"]

    @staticmethod
    def terms_in(data: dict[str, Any]) -> Terms:
        """The clean data as the terms that an action takes."""
        known = {name: value for name, value in data.items() if name in Terms.__dataclass_fields__}
        return Terms(**{**known, "services": list(data["services"])})


def terms_of(agreement: Agreement) -> dict[str, Any]:
    """The terms of a draft, to be changed."""
    names = [name for name in Terms.__dataclass_fields__ if name != "services"]
    return {
        **{name: getattr(agreement, name) for name in names},
        "partner": agreement.partner_id,
        "services": [service.pk for service in agreement.services.all()],
    }


def terms_after(agreement: Agreement) -> dict[str, Any]:
    """A renewal begins the day after, with the same scope and a paper of its own."""
    final_day = agreement.final_day
    return {
        "kind": agreement.kind,
        "title": agreement.title,
        "custodian_signatory": agreement.custodian_signatory,
        "partner_signatory": agreement.partner_signatory,
        "first_day": final_day + timedelta(days=1) if final_day else None,
        "services": [service.pk for service in agreement.services.all()],
    }


class ReasonForm(VersionedForm):
    """Confirms an act with its reason."""

    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any = "", submit_label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.submit_label = submit_label or self.submit_label


class EndForm(ReasonForm):
    """Ends from a day on."""

    from_day = forms.DateField(
        label=_("Diakhiri sejak"),
        validators=_SENSIBLE_DAYS,
        help_text=_("Pada hari itu kerja sama sudah tidak berlaku lagi."),
    )
    field_order = ["from_day", "reason"]


class AgreementFilters(FilterForm):
    search_fields = ("title", "custodian_number", "partner_number", "custodian__name", "partner__name")
    search_label = _("Cari judul, nomor, atau pihak")

    keadaan = forms.ChoiceField(label=_("Keadaan"), choices=())
    bentuk = forms.ChoiceField(
        label=_("Bentuk"), choices=[("", _("Semua")), *Agreement.AgreementKind.choices]
    )

    def __init__(self, *args: Any, drafts: bool = False, **kwargs: Any) -> None:
        """`drafts`: the reader's agency writes drafts, so their states are offered."""
        super().__init__(*args, **kwargs)
        unwritten = {Agreement.State.DRAFT, Agreement.State.DISCARDED}
        states = [(each.value, each.label) for each in Agreement.State if drafts or each not in unwritten]
        self.fields["keadaan"].choices = [
            ("", _("Semua")),
            *states,
            ("ending", _("Akan berakhir (paling lama 90 hari)")),
        ]

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        state = chosen.get("keadaan")
        if state == "ending":
            rows = rows.ending_within(ENDING_DAYS)
        elif state:
            rows = rows.in_state(state)
        return rows.filter(kind=chosen["bentuk"]) if chosen.get("bentuk") else rows
