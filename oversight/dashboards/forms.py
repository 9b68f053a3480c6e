"""The days that a dashboard looks at, and the filters of a page of rows. Both stand in the link."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from oversight.dashboards.figures import Figure
from oversight.forms import RowFilters
from oversight.rows import SESSION
from oversight.scope import Scope
from rehab.delivery.models import NotHeldReason
from ui.lists import PAGE

TERMS = (30, 90, 365)
DEFAULT_TERM = 90
# A year and a bit: what the weekly charts can show.
LONGEST = 400


_NO_DATE = {"invalid": _("Tulis tanggalnya lengkap, misalnya 2025-03-25.")}


class PeriodForm(forms.Form):
    """`masa` days up to today, or own dates."""

    masa = forms.TypedChoiceField(
        choices=[(term, term) for term in TERMS],
        coerce=int,
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": _("Masa itu tidak ada; yang dipakai 90 hari.")},
    )
    dari = forms.DateField(
        label=_("Dari tanggal"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d"),
        error_messages=_NO_DATE,
    )
    sampai = forms.DateField(
        label=_("Sampai tanggal"),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d"),
        error_messages=_NO_DATE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("dari"), given.get("sampai")
        if first and last and first > last:
            self.add_error("sampai", _("Tanggal akhir mendahului tanggal awal."))
        elif first and last and (last - first).days > LONGEST:
            self.add_error("dari", _("Pilih masa paling lama 400 hari."))
        return given

    def days(self, today: date) -> tuple[date, date]:
        """First and last day; what makes no sense is left out, and the page says so."""
        self.is_valid()
        first, last = self.cleaned_data.get("dari"), self.cleaned_data.get("sampai")
        if first or last:
            last = last or max(today, first or today)
            first = first or last - timedelta(days=DEFAULT_TERM - 1)
            return max(first, last - timedelta(days=LONGEST)), last
        term = self.cleaned_data.get("masa") or DEFAULT_TERM
        return today - timedelta(days=term - 1), today

    @property
    def own_dates(self) -> bool:
        return bool(self.cleaned_data.get("dari") or self.cleaned_data.get("sampai"))


@dataclass(frozen=True)
class Period:
    """The choice of days as the page offers it: terms and own dates, beside what is searched for."""

    form: PeriodForm
    scope: Scope
    query: QueryDict

    @property
    def terms(self) -> list[tuple[int, str, bool]]:
        """Days, the address, and whether these are the days shown."""
        days = (self.scope.last - self.scope.first).days + 1
        return [
            (term, f"?{urlencode([*self.kept, ('masa', term)])}", not self.form.own_dates and term == days)
            for term in TERMS
        ]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What other controls of the page put into the address; the list begins anew."""
        return [(name, value) for name, value in self.query.items() if name not in (*self.form.fields, PAGE)]


def period_scope(query: QueryDict, scope: Scope) -> tuple[PeriodForm, Scope]:
    form = PeriodForm(query)
    return form, scope.over(*form.days(scope.today))


class FigureFilters(RowFilters):
    """The days and the unit are in the rows already; here they are shown and can be changed."""

    dari = forms.DateField(label=_("Dari tanggal"))
    sampai = forms.DateField(label=_("Sampai tanggal"))
    unit = forms.ModelChoiceField(Agency.objects.none(), label=_("Unit"))
    alasan = forms.ModelChoiceField(
        NotHeldReason.objects.all(), to_field_name="code", label=_("Alasan tidak terlaksana")
    )

    def __init__(self, *args: Any, figure: Figure, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is not None:
            self.fields["unit"].queryset = units
        unwanted = [] if figure.period else ["dari", "sampai"]
        unwanted += [] if units is not None else ["unit"]
        unwanted += [] if figure.kind is SESSION else ["alasan"]
        for name in unwanted:
            del self.fields[name]

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        return rows.filter(not_held_reason=chosen["alasan"]) if chosen.get("alasan") else rows
