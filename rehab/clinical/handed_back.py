"""What somebody typed, in words, when the form it was typed into can no longer be opened."""

from collections.abc import Mapping
from typing import Any

from rehab.clinical import wording
from rehab.clinical.forms import AssessmentForm, DiscardForm, FrameForm, ReferForm
from rehab.enrolments.forms import ReasonForm

_FORMS = (FrameForm, ReferForm, DiscardForm, AssessmentForm, ReasonForm)


def typed_pairs(body: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Label and text of every field of a case file that was filled."""
    labels = {name: field.label for form in _FORMS for name, field in form.base_fields.items()}
    pairs: list[tuple[Any, str]] = []
    for name, text in body.items():
        words = wording.answer_in_words(name, text)
        if words is not None:
            pairs.append((wording.name_of_item(name), words))
        elif name in labels and str(text).strip() and name != "version":
            pairs.append((labels[name], str(text)))
    return pairs
