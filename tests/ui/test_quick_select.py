"""The drop-downs of a filter read like Django's own."""

import pytest
from django import forms
from django.test import SimpleTestCase

from accounts.models import Agency
from ui.lists import FilterForm, QuickSelect

_FLAT = [("", "Semua"), (1, "Rutan <A>"), (2, "Rutan B")]
_GROUPED = [("", "Semua"), ("Berakhir", [("a", "A"), ("b", "B")])]


def _form(base, choices):
    return type("Sample", (base,), {"unit": forms.ChoiceField(choices=choices, required=False)})


@pytest.mark.parametrize("choices", [_FLAT, _GROUPED])
@pytest.mark.parametrize("data", [{"unit": "2"}, {"unit": "a"}, {"unit": ""}, {}, {"unit": "<b>"}])
def test_it_says_the_same_as_djangos_own(choices, data):
    quick, own = _form(FilterForm, choices)(data)["unit"], _form(forms.Form, choices)(data)["unit"]
    assert isinstance(quick.field.widget, QuickSelect)
    SimpleTestCase().assertHTMLEqual(str(quick), str(own))


def test_labels_are_escaped_and_attributes_kept():
    told = _form(FilterForm, _FLAT)({"unit": "1"})["unit"].as_widget(attrs={"class": "form-select"})
    assert 'class="form-select"' in told
    assert "Rutan &lt;A&gt;" in told


@pytest.mark.django_db
def test_rows_set_later_are_offered(rutan):
    class Filters(FilterForm):
        unit = forms.ModelChoiceField(Agency.objects.none())

    form = Filters({"unit": str(rutan.pk)})
    form.fields["unit"].queryset = Agency.objects.filter(pk=rutan.pk)
    assert f'<option value="{rutan.pk}" selected>{rutan}</option>' in str(form["unit"])
