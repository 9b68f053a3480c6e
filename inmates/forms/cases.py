from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from inmates.forms.people import VersionedForm
from inmates.models import Article, Charge, CriminalCase
from ui.forms import HouseForm, HouseModelForm

ADD_ROW = "tambah_baris"
_MAX_CHARGES = 20
# Beyond these a number is a slip of the pen, and no column has to hold it.
_MOST = {
    "sentence_years": 60,
    "sentence_months": 99,
    "sentence_days": 999,
    "fine": 10**12,
    "subsidiary_months": 99,
}


class ChargeForm(forms.Form):
    article = forms.ChoiceField(label=_("Pasal"), required=False)
    rank = forms.ChoiceField(label=_("Kedudukan"), choices=Charge.Rank.choices, required=False)

    def __init__(self, *args: Any, articles: dict[str, Article], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.articles = articles
        self.fields["article"].choices = _by_law(articles)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        article = self.articles.get(data.get("article") or "")
        rank = data.get("rank") or Charge.Rank.PRIMARY
        if article and article.modifier:
            rank = Charge.Rank.JUNCTO
        data["charge"] = (article, rank) if article else None
        return data


def _by_law(articles: dict[str, Article]) -> list[tuple[Any, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, article in articles.items():
        until = f" (s.d. {article.valid_until:%d-%m-%Y})" if article.valid_until else ""
        groups.setdefault(article.law, []).append((key, f"{article.code} — {article.title}{until}"))
    return [("", _("Pilih pasal")), *groups.items()]


class BaseChargeFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": True, "use_required_attribute": False}


ChargeFormSet = forms.formset_factory(
    ChargeForm, formset=BaseChargeFormSet, extra=3, max_num=_MAX_CHARGES, absolute_max=_MAX_CHARGES
)


class CaseFields(HouseModelForm):
    """A case and, in rows of their own, its charges."""

    class Meta:
        model = CriminalCase
        fields = (
            "offence_on",
            "court",
            "case_number",
            "verdict_number",
            "verdict_on",
            "sentence_years",
            "sentence_months",
            "sentence_days",
            "fine",
            "subsidiary_months",
            "rehabilitation_ordered",
        )
        help_texts = {
            "rehabilitation_ordered": _("Pasal 103 UU 35/2009 atau tindakan menurut KUHP."),
        }

    # Nothing is typed here: what is wrong with the rows of articles is said beside them.
    articles = forms.Field(label=_("Pasal"), required=False, widget=forms.HiddenInput)

    submit_label = _("Simpan perkara")
    groups = (
        (_("Perkara"), ("offence_on", "court", "case_number")),
        (
            _("Putusan"),
            (
                "verdict_number",
                "verdict_on",
                "sentence_years",
                "sentence_months",
                "sentence_days",
                "fine",
                "subsidiary_months",
                "rehabilitation_ordered",
            ),
        ),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        for name, most in _MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))
        articles = {
            str(article.pk): article
            for article in Article.objects.select_related("successor").order_by("-law", "pk")
        }
        charges = []
        if self.instance.pk:
            charges = [
                {"article": str(charge.article_id), "rank": charge.rank}
                for charge in self.instance.charges.all()
            ]
        self.charges = ChargeFormSet(
            data, prefix="pasal", initial=charges, form_kwargs={"articles": articles}
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.charges.is_valid():
            self.add_error("articles", _("Periksa kembali daftar pasalnya."))
            return data
        rows = [row.cleaned_data.get("charge") for row in self.charges.forms]
        data["charges"] = [charge for charge in rows if charge]
        if not data["charges"]:
            self.add_error("articles", _("Isi sedikitnya satu pasal."))
        return data

    def _post_clean(self) -> None:
        """The record is not touched here: the action checks and writes it."""


class NewCaseForm(CaseFields):
    """A case that was not recorded yet."""


class CaseForm(VersionedForm, CaseFields):
    """A case as it stands, to be mended."""


def with_one_more_row(data: QueryDict) -> QueryDict:
    """What was typed, with room for one more article."""
    more = data.copy()
    try:
        rows = int(more.get("pasal-TOTAL_FORMS", ""))
    except ValueError:
        rows = 0
    more["pasal-TOTAL_FORMS"] = str(min(max(rows, 0) + 1, _MAX_CHARGES))
    return more


class NarcoticsForm(HouseForm):
    """Say whether this is a narcotics case, whatever its articles say."""

    narcotics = forms.TypedChoiceField(
        label=_("Perkara narkotika"),
        choices=[("ya", _("Ya")), ("tidak", _("Tidak"))],
        coerce=lambda value: value == "ya",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan koreksi"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    submit_label = _("Koreksi penanda")


class CloseCaseForm(HouseForm):
    """The case no longer holds the person."""

    closed_on = forms.DateField(label=_("Selesai pada"))
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya: pidana selesai dijalani, putusan bebas, penuntutan dihentikan."),
    )

    submit_label = _("Nyatakan selesai")
