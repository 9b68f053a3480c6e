"""Events as sentences that an auditor reads. Knows no domain: names come from the models' own words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
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
        return " ".join(part for part in (kind_name(self.object_type), self.label) if part)

    @property
    def about(self) -> str:
        """The person concerned, unless the object already names them."""
        if not self.person or self.person in self.label:
            return ""
        return f" ({self.person})"


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
    return chosen(told)


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


def field_name(object_type: str, key: str) -> str:
    """What people call this field; the key itself when it is a word of the trail's own."""
    model = _model(object_type)
    if model is not None:
        try:
            field = model._meta.get_field(key)
        except FieldDoesNotExist:
            field = None
        if isinstance(field, Field):
            return capfirst(str(field.verbose_name))
    return capfirst(key.replace("_", " "))


def _model(object_type: str) -> type[Model] | None:
    try:
        return apps.get_model(object_type)
    except (LookupError, ValueError):
        return None
