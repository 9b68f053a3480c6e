"""The second language is complete: nothing is missing, unsure, left over, or left in the first one.

When one of these fails: `make messages`, fill in the empty entries of locale/en/LC_MESSAGES/django.po.
"""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from tests.conventions.source import ROOT, modules, plant
from ui import catalogues

PLACES = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|</?\w+>")
INDONESIAN = re.compile(
    r"\b(yang|dan|tidak|untuk|dengan|belum|sudah|dari|pada|akan|dapat|oleh|atau|bila|sesi|peserta)\b", re.I
)
ENGLISH = re.compile(r"\b(the|and|of|is|not|with|this|are|has|have|from|was|which)\b")
# Ways of writing that are read by the program, shown as they are to be typed.
AS_TYPED = re.compile(r"“[^”]*”|Pasal 112 ayat \(1\)[^.]*|atau seumur hidup|or seumur hidup")
EAGER = {"gettext", "ngettext", "pgettext", "npgettext"}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return catalogues.kept("en")


def entries(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def texts(value: object) -> list[str]:
    return list(value) if isinstance(value, tuple | list) else [str(value)]


def test_nothing_is_missing() -> None:
    assert catalogues.missing("en") == [], "make messages, then translate these"


def test_nothing_is_left_over() -> None:
    assert catalogues.unused("en") == [], "make messages drops these"


def test_nothing_is_unsure(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if "fuzzy" in message.flags and message.id] == []


def test_places_for_values_are_the_same(catalogue: Catalog) -> None:
    wrong = [
        f"{source!r} -> {told!r}"
        for message in entries(catalogue)
        for source, told in zip(texts(message.id), texts(message.string), strict=False)
        if sorted(PLACES.findall(source)) != sorted(PLACES.findall(told))
    ]
    assert wrong == []


def test_no_indonesian_is_left_in_the_english(catalogue: Catalog) -> None:
    wrong = [
        text
        for message in entries(catalogue)
        for text in texts(message.string)
        if INDONESIAN.search(AS_TYPED.sub("", text))
    ]
    assert wrong == []


def test_no_english_stands_in_the_source(catalogue: Catalog) -> None:
    wrong = [
        text
        for message in entries(catalogue)
        for text in texts(message.id)
        if ENGLISH.search(PLACES.sub("", text))
    ]
    assert wrong == []


def spoken_too_early(root: Path = ROOT) -> list[str]:
    """Words turned into a language when the program starts: they would never follow their reader."""
    wrong = []
    for module in modules(root):
        eager = {
            alias.asname or alias.name
            for node in ast.walk(module.tree)
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
            for alias in node.names
            if alias.name in EAGER
        }
        wrong += [module.at(call) for call in _at_start(module.tree, eager)]
    return wrong


def _at_start(tree: ast.AST, names: set[str]) -> list[ast.Call]:
    found: list[ast.Call] = []
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            found.append(node)
        found += _at_start(node, names)
    return found


def test_no_words_are_spoken_at_the_start() -> None:
    assert spoken_too_early() == []


def test_words_at_the_start_are_found(tmp_path: Path) -> None:
    text = 'from django.utils.translation import gettext as _\nA = _("satu")\ndef f():\n    return _("dua")\n'
    plant(tmp_path, "inmates/x.py", text)
    assert spoken_too_early(tmp_path) == ["inmates/x.py:2"]
