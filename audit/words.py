"""In which language words are shown, and in which they are written down.

Screens speak the language of their reader. What is kept (the trail, titles, papers for the file) is
written in the language of the office, whoever wrote it.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpResponse
from django.utils import translation


class Name(str):
    """A name from a catalogue in the language of the reader, which knows how it is written down."""

    __slots__ = ("written",)
    written: str


class CatalogueName(models.CharField):
    """A name that comes with migrations: stored in Indonesian, read in the language of the reader.

    The names stand in the rooms' `catalogue.py`, marked for translation. Migrations know it as the
    plain text column that it is.
    """

    def from_db_value(self, value: str | None, *_args: Any) -> Name | None:
        if value is None:
            return None
        name = Name(translation.gettext(value) if value else "")
        name.written = value
        return name

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(as_written(value) if isinstance(value, Name) else value)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", list(args), kwargs


def in_office_language() -> Any:
    """A context in which words are those that are written down."""
    return translation.override(settings.LANGUAGE_CODE)


def as_written(text: Any) -> str:
    """The text as it is kept, whatever language its reader has chosen."""
    if not isinstance(text, Name):
        with in_office_language():
            # A record that is called by its catalogue name gives that very name.
            text = str(text)
    return text.written if isinstance(text, Name) else text


def choice_as_written(record: models.Model, field: str) -> str:
    """The word for the choice that a record stands on, as it is kept."""
    with in_office_language():
        return str(getattr(record, f"get_{field}_display")())


def all_as_written(texts: Iterable[Any]) -> str:
    return ", ".join(as_written(text) for text in texts)


def on_paper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that makes a paper: it goes into the file and is signed, so it speaks Indonesian."""

    @wraps(view)
    def written(*args: Any, **kwargs: Any) -> HttpResponse:
        with in_office_language():
            return view(*args, **kwargs)

    return written
