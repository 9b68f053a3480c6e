"""A drop-down of hundreds of units reads like any other."""

from django import forms
from django.test import SimpleTestCase

from ui.lists import LongSelect


class _Form(forms.Form):
    unit = forms.ChoiceField(choices=[("", "Semua"), (1, "Rutan <A>"), (2, "Rutan B")])


class _LongForm(_Form):
    unit = forms.ChoiceField(choices=_Form.base_fields["unit"].choices, widget=LongSelect)


def test_it_says_the_same_as_djangos_own():
    for data in ({"unit": "2"}, {"unit": ""}, {}, {"unit": "<b>"}):
        SimpleTestCase().assertHTMLEqual(str(_LongForm(data)["unit"]), str(_Form(data)["unit"]))


def test_labels_are_escaped_and_attributes_kept():
    told = _LongForm({"unit": "1"})["unit"].as_widget(attrs={"class": "form-select"})
    assert 'class="form-select"' in told
    assert "Rutan &lt;A&gt;" in told
