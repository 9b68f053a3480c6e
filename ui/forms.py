"""The one way a form is shown, sent and kept.

form = ConsentForm(typed(request), enrolment=enrolment)
if submitted(request, form, lambda data: actions.record_consent(by=request.user, **data)):
    ...redirect
return render(request, "components/form_page.html", {"form": form, ...})
"""

import re
import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ui.models import Submission
from ui.refusal import Refused


class HouseForm(forms.Form):
    """Base of every form: Indonesian wording, native widgets, a once-only token."""

    submit_label: Any = _("Simpan")
    # Groups of fields for long forms: (("Judul", ("field", ...)), ...); empty shows them in order.
    groups: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.once = (self.data.get("_once") if self.is_bound else "") or secrets.token_urlsafe(24)
        for field in self.fields.values():
            _use_native_widget(field)

    def refuse(self, error: Refused) -> None:
        """Show the sentence of a refused act beside its field, or above the form."""
        self.add_error(error.field if error.field in self.fields else None, error.sentence)

    @property
    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The visible fields by group, in order; what no group names stands last, untitled."""
        named = [
            (title, [self[name] for name in names if name in self.fields]) for title, names in self.groups
        ]
        taken = {field.name for _title, fields in named for field in fields}
        rest = [field for field in self.visible_fields() if field.name not in taken]
        return [group for group in [*named, ("", rest)] if group[1]]


class HouseModelForm(HouseForm, forms.ModelForm):  # type: ignore[misc]
    """The same frame around a model's fields. It never saves: an action does."""

    def save(self, commit: bool = True) -> Any:
        raise NotImplementedError("Forms do not write; an action does.")


def _use_native_widget(field: forms.Field) -> None:
    if isinstance(field, forms.DateField) and isinstance(field.widget, forms.DateInput):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**field.widget.attrs, "type": "date"})
    elif isinstance(field, forms.DateTimeField) and isinstance(field.widget, forms.DateTimeInput):
        field.widget = forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={**field.widget.attrs, "type": "datetime-local"}
        )
    elif isinstance(field, forms.TimeField) and isinstance(field.widget, forms.TimeInput):
        field.widget = forms.TimeInput(format="%H:%M", attrs={**field.widget.attrs, "type": "time"})
    field.widget.is_required = field.required


def typed(request: HttpRequest) -> QueryDict | None:
    """What the person typed: the body of this POST, or the one kept when a session ended."""
    if request.method == "POST":
        return request.POST
    return getattr(request, "kept_form", None)


def submitted(request: HttpRequest, form: forms.BaseForm, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Run `act` once with the form's clean data; True when it is done (now or by an earlier sending).

    A refusal, a broken constraint or bad input leaves the form bound, with its sentences.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        with transaction.atomic():
            if first_sending(request):
                request.acted = act(form.cleaned_data)  # type: ignore[attr-defined]
    except Refused as error:
        _refuse(form, error)
    except ValidationError as error:
        form.add_error(None, error)
    except IntegrityError as error:
        form.add_error(None, sentence_of(error))
    else:
        return True
    return False


def first_sending(request: HttpRequest) -> bool:
    """True once per form token. Must run inside the transaction of the act it guards."""
    token = request.POST.get("_once", "")[:64]
    if not token:
        return True
    _row, fresh = Submission.objects.get_or_create(token=token, defaults={"at": timezone.now()})
    request.once_token = token  # type: ignore[attr-defined]
    request.sent_before = not fresh  # type: ignore[attr-defined]
    return fresh


def _refuse(form: forms.BaseForm, error: Refused) -> None:
    field = error.field if error.field in form.fields else None
    form.add_error(field, error.sentence)


def sentence_of(error: IntegrityError) -> str:
    """The readable message of the rule that the database says was broken, the same on both databases."""
    text, columns = str(error), _broken_columns(error)
    for model in apps.get_models():
        for rule in model._meta.constraints:
            # SQLite names the columns of a broken unique rule instead of the rule.
            if rule.name in text or (columns and _columns_of(model, rule) == columns):
                return str(rule.get_violation_error_message())
        for field in model._meta.local_concrete_fields:
            if field.unique and columns == {f"{model._meta.db_table}.{field.column}"}:
                words = {"model_name": model._meta.verbose_name, "field_label": field.verbose_name}
                return capfirst(str(field.error_messages["unique"]) % words)
    return str(_("Data ini bertabrakan dengan data yang sudah ada. Muat ulang halaman dan periksa kembali."))


def _broken_columns(error: IntegrityError) -> set[str]:
    """{"table.column", ...} of the unique rule that was broken; empty when it was another kind of rule."""
    if found := re.search(r"UNIQUE constraint failed: ([\w., ]+)$", str(error)):
        return set(found[1].split(", "))
    if found := re.search(r"Key \(([\w, ]+)\)=\(.*\) already exists", str(error)):
        return {f"{error.__cause__.diag.table_name}.{column}" for column in found[1].split(", ")}  # type: ignore[union-attr]
    return set()


def _columns_of(model: type[models.Model], rule: models.BaseConstraint) -> set[str]:
    if not isinstance(rule, models.UniqueConstraint):
        return set()
    fields = (model._meta.get_field(name) for name in rule.fields)
    return {f"{model._meta.db_table}.{field.column}" for field in fields}  # type: ignore[union-attr]


def choices_from(choices: type[models.TextChoices], blank: Any = None) -> list[tuple[str, Any]]:
    """Choices of a field with an optional first "not chosen" line."""
    return ([("", blank)] if blank is not None else []) + list(choices.choices)
