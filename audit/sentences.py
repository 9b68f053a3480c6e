"""Events as sentences that an auditor reads. Knows no domain: names come from the models' own words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import Action


@dataclass(frozen=True)
class Told:
    """What a sentence is made of: an event as one reader may see it."""

    action: str
    who: str
    object_type: str
    label: str
    person: str
    changes: dict[str, Any]

    @property
    def object(self) -> str:
        """ "sesi Konseling 3", or "sesi", or the bare label of something that is no record."""
        return named(self.object_type, self.label)

    @property
    def about(self) -> str:
        """The person concerned, unless the object already names them."""
        if not self.person or self.person in self.label:
            return ""
        return f" ({self.person})"


_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")

Sentence = Callable[[Told], str]
_SENTENCES: dict[tuple[str, str], Sentence] = {}


def says(action: str, object_type: str = "") -> Callable[[Sentence], Sentence]:
    """Declare how an action reads; with `object_type`, for that kind of record alone."""

    def declare(sentence: Sentence) -> Sentence:
        _SENTENCES[action, object_type] = sentence
        return sentence

    return declare


def sentence(told: Told) -> str:
    """The sentence for this kind of record, for this action, or one that always reads."""
    chosen = _SENTENCES.get((told.action, told.object_type)) or _SENTENCES.get((told.action, "")) or _plain
    return _DAY.sub(lambda found: _day_in_words(found[0]), chosen(told))


_VERBS: dict[str, Any] = {
    Action.VIEW: gettext_lazy("membuka"),
    Action.CREATE: gettext_lazy("mencatat"),
    Action.CHANGE: gettext_lazy("mengubah"),
    Action.MOVE: gettext_lazy("memindahkan status"),
    Action.ANNUL: gettext_lazy("membatalkan"),
    Action.EXPORT: gettext_lazy("mengekspor"),
    Action.PRINT: gettext_lazy("mencetak"),
}


def _plain(told: Told) -> str:
    verb = _VERBS.get(told.action) or (Action(told.action).label if told.action in Action else told.action)
    words = {"who": told.who, "verb": verb, "object": told.object or _("sesuatu"), "about": told.about}
    return _("%(who)s %(verb)s %(object)s%(about)s.") % words


@says(Action.SIGN_IN)
def _sign_in(told: Told) -> str:
    return _("%(who)s masuk.") % {"who": told.who}


@says(Action.SIGN_OUT)
def _sign_out(told: Told) -> str:
    if because := told.changes.get("sebab"):
        return _("Sesi %(who)s berakhir sendiri: %(because)s.") % {"who": told.who, "because": because}
    return _("%(who)s keluar.") % {"who": told.who}


@says(Action.SIGN_IN_FAILED)
def _sign_in_failed(told: Told) -> str:
    if not told.object_type:
        return _("Seseorang gagal masuk dengan nama pengguna yang tidak dikenal.")
    return _("Seseorang gagal masuk sebagai %(name)s.") % {"name": told.label}


@says(Action.DENIED)
def _denied(told: Told) -> str:
    what = told.object if told.object_type else _("halaman %(page)s") % {"page": told.label}
    return _("%(who)s ditolak membuka %(what)s%(about)s.") % {
        "who": told.who,
        "what": what,
        "about": told.about,
    }


@says(Action.MOVE)
def _move(told: Told) -> str:
    words = {"who": told.who, "object": told.object, "about": told.about}
    for value in told.changes.values():
        if isinstance(value, list) and len(value) == 2 and value[1]:
            words |= {"old": value[0] or _("belum ada"), "new": value[1]}
            return _("%(who)s memindahkan %(object)s%(about)s dari %(old)s ke %(new)s.") % words
    return _plain(told)


@says(Action.COMMAND)
def _command(told: Told) -> str:
    return _("%(who)s menjalankan perintah %(object)s.") % {"who": told.who, "object": told.object}


def kind_name(object_type: str) -> str:
    """What people call this kind of record; nothing for a kind that is no longer there."""
    model = _model(object_type)
    return str(model._meta.verbose_name) if model else ""


def named(object_type: str, label: str) -> str:
    """The kind and the label of a record; once, when the label is no more than the kind."""
    kind = kind_name(object_type)
    return label if kind.lower() == label.lower() else " ".join(part for part in (kind, label) if part)


def field_name(object_type: str, key: str, words: Mapping[str, Any] = MappingProxyType({})) -> str:
    """What people call this field: the model's own word, else the reader's, else the key itself."""
    field = _field(object_type, key)
    own = str(field.verbose_name) if field is not None else ""
    if own and own != key.replace("_", " "):
        return capfirst(own)
    return capfirst(str(words.get(key, key.replace("_", " "))))


def value_in_words(object_type: str, key: str, value: str) -> str:
    """Codes as their choice reads, yes and no, and dates as people write them."""
    field = _field(object_type, key)
    if field is not None and field.choices and value in (choices := dict(field.flatchoices)):
        return str(choices[value])
    if value in ("True", "False"):
        return _("ya") if value == "True" else _("tidak")
    return _day_in_words(value)


def _day_in_words(text: str) -> str:
    """A day of the trail as people write it; any other text as it is."""
    day = _day(text)
    return date_format(day, "j M Y") if day else text


def _day(text: str) -> date | None:
    """A day as the trail writes it. Only its long form: the parser takes shorter numbers for days too."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _field(object_type: str, key: str) -> "Field[Any, Any] | None":
    model = _model(object_type)
    if model is None:
        return None
    try:
        field = model._meta.get_field(key)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, Field) else None


def _model(object_type: str) -> type[Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
