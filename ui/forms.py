"""The one way a form is shown, sent and kept.

form = ConsentForm(typed(request), enrolment=enrolment)
if submitted(request, form, lambda data: actions.record_consent(by=request.user, **data)):
    ...redirect
return render(request, "components/form_page.html", {"form": form, ...})
"""

import secrets
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone
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
    """The readable message of the named constraint that the database says was broken."""
    from django.apps import apps

    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name in text and constraint.violation_error_message:
                return str(constraint.violation_error_message)
    return str(_("Data ini bertabrakan dengan data yang sudah ada. Muat ulang halaman dan periksa kembali."))


def choices_from(choices: type[models.TextChoices], blank: Any = None) -> list[tuple[str, Any]]:
    """Choices of a field with an optional first "not chosen" line."""
    return ([("", blank)] if blank is not None else []) + list(choices.choices)
