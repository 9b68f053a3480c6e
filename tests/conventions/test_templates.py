"""Templates: each is reached, runs nothing inline, and never trusts data."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from tests.conventions.source import COMMENTS, ROOT, modules, plant, templates

TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
TRUSTING = re.compile(r"\|\s*safe(?:seq)?\b|\{%\s*autoescape\s+off")
TRUSTED = {"mark_safe", "SafeString", "SafeText"}
# Found by the name of the handler or by the framework, never by a literal of ours.
BY_FRAMEWORK = {"errors/page.html"}


class Inline(HTMLParser):
    """Whatever our Content-Security-Policy would refuse to run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        self.found += [value for value in given.values() if value and value.startswith("javascript:")]


def inline_code(root: Path = ROOT) -> list[str]:
    wrong = []
    for path in templates(root):
        reader = Inline()
        # A tag within quotes would hide what follows it from the parser.
        reader.feed(TAGS.sub("x", COMMENTS.sub("", path.read_text())))
        wrong += [f"{path.relative_to(root)}: {found}" for found in reader.found]
    return wrong


def trusted_data(root: Path = ROOT) -> list[str]:
    """Text declared safe. Only ui draws markup, from values that it escapes itself."""
    wrong = [str(path.relative_to(root)) for path in templates(root) if TRUSTING.search(path.read_text())]
    for module in modules(root):
        for node in ast.walk(module.tree):
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "id", getattr(called, "attr", ""))
            if name in TRUSTED and module.room != "ui":
                wrong.append(module.at(node))
    return wrong


def named(root: Path) -> set[str]:
    """Every template and asset that Python or a template names."""
    sources = [module.text for module in modules(root)]
    sources += [COMMENTS.sub("", path.read_text()) for path in templates(root)]
    return set(re.findall(r"[\"']([\w./-]+\.(?:html|js|css|svg|txt))[\"']", "\n".join(sources)))


def unreached(root: Path = ROOT) -> list[str]:
    known = named(root) | BY_FRAMEWORK
    names = [str(path.relative_to(root / "templates")) for path in templates(root)]
    wrong = [name for name in names if name not in known]
    for folder in ("css", "js"):
        names = [str(path.relative_to(root / "static")) for path in (root / "static" / folder).rglob("*.*")]
        wrong += [name for name in names if name not in known]
    return sorted(wrong)


def test_nothing_runs_inline():
    assert inline_code() == []


def test_no_data_is_trusted():
    assert trusted_data() == []


def test_every_template_and_asset_is_reached():
    assert unreached() == []


def test_inline_code_is_found(tmp_path):
    text = """<a class="{% if a %}b{% endif %}" style="color: red" onclick="x()" href="javascript:y()">
    <script>z()</script><script src="{% static 'js/a.js' %}"></script>"""
    plant(tmp_path, "templates/x.html", text)
    assert len(inline_code(tmp_path)) == 4


def test_trusted_data_is_found(tmp_path):
    plant(tmp_path, "templates/x.html", "{{ note|safe }}")
    plant(tmp_path, "inmates/x.py", "x = mark_safe(note)\n")
    plant(tmp_path, "ui/x.py", "x = mark_safe(note)\n")
    assert trusted_data(tmp_path) == ["templates/x.html", "inmates/x.py:1"]


def test_orphans_are_found(tmp_path):
    plant(tmp_path, "templates/inmates/used.html", "{# {% include 'inmates/orphan.html' %} #}")
    plant(tmp_path, "templates/inmates/orphan.html", "")
    plant(tmp_path, "static/js/orphan.js", "")
    plant(tmp_path, "inmates/views.py", "render(request, 'inmates/used.html')\n")
    assert unreached(tmp_path) == ["inmates/orphan.html", "js/orphan.js"]
