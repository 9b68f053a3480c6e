"""What somebody typed into a form that was refused, in that form's words, for them to copy (bar 4)."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Sent = list[tuple[str, str]]
# Tokens, versions and the counts of a table of rows: nobody typed them.
_MACHINERY = re.compile(r"csrfmiddlewaretoken|_once|(base_)?version|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
_ROW = re.compile(r"[a-z]+-(?P<row>\d+)-(?P<name>\w+)")  # a row of a table: charges-0-article
_LINE = re.compile(r"(?P<name>[a-z]+)-(?P<row>\d+)")  # a person's line on a sheet: ket-17


def in_words(sent: Sent) -> str:
    """A line a field. Records chosen from a list are left out: their names may be closed by now."""
    typed = [(name, value) for name, value in sent if value.strip() and not _MACHINERY.fullmatch(name)]
    fields = _fields_of([name for name, _value in typed])
    lines = _numbers_of_lines(typed)
    told = []
    for name, value in typed:
        row, own = _ROW.fullmatch(name), fields.get(name)
        if isinstance(own, forms.ModelChoiceField):
            continue
        label = str(own.label or capfirst(name)) if own else _words_of(name, lines)
        if row:
            label = _("%(label)s, baris %(number)s") % {"label": label, "number": int(row["row"]) + 1}
        told.append(f"{label}: {_value_in_words(own, value)}")
    return "\n".join(told)


def _fields_of(names: list[str]) -> dict[str, forms.Field]:
    """By the name that was sent; a row's fields are those of its own form."""
    rows = {name: found["name"] for name in names if (found := _ROW.fullmatch(name))}
    whole = _closest({name for name in names if name not in rows})
    each = _closest(set(rows.values()))
    known = {name: whole[name] for name in names if name in whole}
    return known | {name: each[plain] for name, plain in rows.items() if plain in each}


def _closest(names: set[str]) -> dict[str, forms.Field]:
    """Of all forms of the house the fields of the one that knows most of these names, and fewest others."""
    known = [form.base_fields for form in _forms(forms.Form) if names & form.base_fields.keys()]
    fits = sorted(known, key=lambda fields: (-len(names & fields.keys()), len(fields.keys() - names)))
    return fits[0] if fits else {}


def _forms(root: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for form in root.__subclasses__():
        if not form.__module__.startswith(("django.", "allauth.")):
            yield form
            yield from _forms(form)


def _numbers_of_lines(sent: Sent) -> dict[str, int]:
    """The lines of a sheet are told by their place on it: names are not kept, and not repeated here."""
    keys = dict.fromkeys(found["row"] for name, _value in sent if (found := _LINE.fullmatch(name)))
    return {key: number for number, key in enumerate(keys, start=1)}


def _words_of(name: str, lines: dict[str, int]) -> str:
    if found := _LINE.fullmatch(name):
        said = {"label": capfirst(found["name"]), "number": lines[found["row"]]}
        return _("%(label)s, baris %(number)s") % said
    return capfirst(name.replace("_", " ").replace("-", " "))


def _value_in_words(field: forms.Field | None, value: str) -> str:
    if isinstance(field, forms.BooleanField):
        return _("ya")
    if isinstance(field, forms.ChoiceField):
        words: Any = field.choices
        return str(dict(words).get(value, value))
    return value
