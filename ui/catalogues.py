"""The second language: gathering what screens say, and keeping its catalogue complete.

Babel does it, since an office's computer has no gettext tools. Templates are turned by the framework into
calls that Babel's reader of Python understands.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGES = ("en",)
_CALLS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
_NOT_SCREENS = ("tests", "var", "docs", "deploy")


def file_of(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


def gathered() -> Catalog:
    """Every message that code and templates ask for now."""
    catalog = Catalog(locale="id", charset="utf-8")
    for path in _sources():
        for message, context in _messages(path):
            catalog.add(message, context=context)
    return catalog


def kept(language: str) -> Catalog:
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


def renewed(language: str) -> Catalog:
    """The catalogue with a place for every message: translations kept, what is unused left out."""
    known = {(message.context, message.id): message for message in _entries(kept(language))}
    new = Catalog(locale=language, project="Pulih", charset="utf-8", fuzzy=False)
    for message in _entries(gathered()):
        old = known.get((message.context, message.id))
        string: Any = old.string if old and "fuzzy" not in old.flags else ""
        if isinstance(message.id, tuple) and not isinstance(string, tuple):
            string = (string, "")
        new.add(message.id, string, context=message.context)
    return new


def save(language: str, catalog: Catalog) -> None:
    """Sorted and without line numbers: changes of two people meet without a conflict."""
    text = io.BytesIO()
    write_po(text, catalog, sort_output=True, no_location=True, omit_header=True, width=0)
    plural = "nplurals=2; plural=(n != 1);"
    head = (
        'msgid ""\nmsgstr ""\n"Language: en\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    file_of(language).write_text(head + text.getvalue().decode().strip() + "\n")


def compile_stale() -> list[str]:
    """Make the compiled catalogues that are missing or older than their text; their names."""
    made = []
    for language in LANGUAGES:
        text, compiled = file_of(language), file_of(language).with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= text.stat().st_mtime:
            continue
        # Written beside and put in place at once: several test workers may do it together.
        beside = compiled.with_suffix(f".{os.getpid()}")
        with beside.open("wb") as file:
            write_mo(file, kept(language))
        beside.replace(compiled)
        made.append(language)
    return made


def missing(language: str) -> list[str]:
    """Messages without a translation, as they stand in the code."""
    return sorted(_shown(message) for message in _entries(renewed(language)) if not _is_translated(message))


def unused(language: str) -> list[str]:
    asked = {(message.context, message.id) for message in _entries(gathered())}
    return sorted(
        _shown(message) for message in _entries(kept(language)) if (message.context, message.id) not in asked
    )


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)


def _shown(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _sources() -> Iterator[Path]:
    root = Path(settings.BASE_DIR)
    for pattern in ("*/**/*.py", "templates/**/*.html"):
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            if parts[0] not in _NOT_SCREENS and not any(part.startswith(".") for part in parts):
                yield path


def _messages(path: Path) -> Iterator[tuple[Any, str | None]]:
    """Each message (a plural one as a pair) and the context it is asked for in."""
    text = path.read_text()
    if path.suffix == ".html":
        # Blanked words keep their place, and Babel would read their indentation as that of code.
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines()) + "\n"
    for _line, name, said, _comments in extract_python(io.BytesIO(text.encode()), _CALLS, [], {}):
        call = str(name)
        strings = [part for part in said if isinstance(part, str)] if isinstance(said, tuple) else [said]
        context = strings.pop(0) if call.startswith(("pgettext", "npgettext")) else None
        if strings and strings[0]:
            yield (tuple(strings[:2]) if call.startswith(("ngettext", "npgettext")) else strings[0]), context
