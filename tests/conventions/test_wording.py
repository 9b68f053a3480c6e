"""Every string of a screen is wrapped for translation, in templates and in Python."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.conventions.source import COMMENTS, ROOT, Module, modules, plant, templates

LETTERS = re.compile(r"[^\W\d_]{2,}")
WRAPPED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
# Blocks that fill an attribute, and the gallery's made-up people, are no words of a screen.
ATTRIBUTES = re.compile(r"\{%\s*block (?:body_class|page_name)\s*%\}.*?\{%\s*endblock", re.DOTALL)
GALLERY = "gallery"
# Names are the same in every language.
NAMES = {"Pulih", "NIK", "NIP"}
READ_ALOUD = {"title", "alt", "placeholder", "aria-label", "data-label", "data-confirm"}
COMPONENTS = re.compile(
    r"\{%\s*(?:empty_state|card|section|callout|stat|status|crumbs|progress|badge_count|person_line|"
    r"include|bar_chart|funnel_chart|stacked_chart|rate_chart)\b(.*?)%\}"
)
FALLBACKS = re.compile(r"\|\s*(?:default|default_if_none|yesno|pluralize)\s*:\s*[\"']([^\"']*)[\"']")


class Words(HTMLParser):
    """Collects the words that a template says without asking for their translation."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.found += [
            value for name, value in attrs if name in READ_ALOUD and value and LETTERS.search(value)
        ]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split()).strip("· ")
        if not self.silent and LETTERS.search(words) and words not in NAMES:
            self.found.append(words)


def bare_words(root: Path = ROOT) -> list[str]:
    wrong = []
    for path in templates(root):
        if path.name.startswith(GALLERY):
            continue
        text = ATTRIBUTES.sub("{% endblock", COMMENTS.sub("", path.read_text()))
        reader = Words()
        reader.feed(TAGS.sub("", WRAPPED.sub("", text)))
        literals = [value for call in COMPONENTS.findall(text) for value in _sentences(call)]
        literals += [value for value in FALLBACKS.findall(text) if LETTERS.search(value)]
        wrong += [f"{path.relative_to(root)}: {words}" for words in [*reader.found, *literals]]
    return wrong


def _sentences(call: str) -> Iterator[str]:
    """Literals given to a component that read as words: a capital or a space, no path, not in `_()`."""
    for before, value in re.findall(r"(_\()?[\"']([^\"']*)[\"']", call):
        if not before and re.search(r"^[A-Z]|\s", value) and LETTERS.search(value):
            yield value


SAID = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "violation_error_message",
    "empty_label",
    "heading",
    "title",
    "lead",
    "message",
    "submit_label",
    "search_label",
    "sentence",
}
ASKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
MESSAGES = {"success", "error", "warning", "info", "add_error", "ValidationError", "PermissionDenied"}
SPOKEN = re.compile(r"\b(?:yang|belum|tidak|sudah|harus|dengan|untuk|dapat|Anda|ini|itu|pada|oleh)\b")
# The demo and the catalogues hold data, commands speak to whoever runs the server, and the trail
# keeps the words of the day it was written.
NOT_SCREENS = ("apps.py", "upkeep/", "/management/", "catalogue", "config/", "/actions", "audit/trail.py")


def bare_strings(root: Path = ROOT) -> list[str]:
    wrong = []
    for module in modules(root):
        if not any(each in module.name for each in NOT_SCREENS):
            wrong += [f"{module.at(node)}: {node.value}" for node in _unwrapped(module)]
    return wrong


def _unwrapped(module: Module) -> Iterator[ast.Constant]:
    for node, context in _strings(module.tree, ""):
        text = str(node.value)
        # `add_error` names its field first.
        said = context in SAID or (context in MESSAGES and not text.isidentifier())
        if (said and LETTERS.search(text)) or (" " in text and SPOKEN.search(text)):
            yield node


def _strings(node: ast.AST, context: str) -> Iterator[tuple[ast.Constant, str]]:
    """Each string that nobody asked a translation for, with the name it is given to."""
    if isinstance(node, ast.Call) and _called(node) in ASKS:
        return
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue
            if isinstance(child, ast.Constant):
                if isinstance(child.value, str):
                    yield child, _context(node, name, context)
            elif isinstance(child, ast.AST):
                yield from _strings(child, _context(node, name, context))


def _context(node: ast.AST, field: str, outer: str) -> str:
    """What a string below this node is for: an argument's, a variable's or a called function's name."""
    if isinstance(node, ast.keyword):
        return node.arg or ""
    if isinstance(node, ast.Assign | ast.AnnAssign) and field == "value":
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        return getattr(target, "id", "")
    if isinstance(node, ast.Call) and field == "args":
        return _called(node) if _called(node) in MESSAGES else ""
    return outer if isinstance(node, ast.BinOp | ast.JoinedStr | ast.IfExp | ast.BoolOp) else ""


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_templates_wrap_their_words():
    assert bare_words() == []


def test_python_wraps_what_is_read():
    assert bare_strings() == []


def test_bare_words_of_a_template_are_found(tmp_path):
    plant(
        tmp_path,
        "templates/x.html",
        "{# catatan #}<p>{% translate 'Baik' %} Simpan</p><input placeholder='Cari nama'>"
        "{% blocktranslate %}Halo {{ n }}{% endblocktranslate %}{{ a|default:'kosong' }}"
        "{% card 'Judul kartu' %}{% endcard %}{% card _('Judul') %}{% endcard %}",
    )
    assert {found.split(": ")[1] for found in bare_words(tmp_path)} == {
        "Simpan",
        "Cari nama",
        "kosong",
        "Judul kartu",
    }


def test_bare_strings_of_python_are_found(tmp_path):
    plant(
        tmp_path,
        "inmates/forms.py",
        '"""Yang ini dokumen."""\na = f(label="Nama", help_text=_("Isi."), name="nama")\n'
        'messages.success(request, "Disimpan.")\nx = "Anda belum masuk"\nsentence = "Tutup"\n'
        'b = _("Ini tidak")\n',
    )
    found = {each.split(": ")[1] for each in bare_strings(tmp_path)}
    assert found == {"Nama", "Disimpan.", "Anda belum masuk", "Tutup"}
