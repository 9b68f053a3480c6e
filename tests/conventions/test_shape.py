"""The shape of the house: sizes, names, no hidden behaviour, rules that say what they are."""

import ast
from pathlib import Path

from django.conf import settings

from tests.conventions.source import ROOT, functions, modules, plant, templates

LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 500, 60, 250
NO_NAMES = {"utils", "helpers", "core", "common", "misc"}
SIGNALS = {
    "django.dispatch",
    "django.db.models.signals",
    "django.db.backends.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
    "allauth.account.signals",
}


VERBS = """@transaction.atomic
def move(inmate, *, by):
    pass
@transaction.atomic
def go(*, by):
    pass
def lock(inmate, by):
    pass
"""


def too_long(root: Path = ROOT) -> list[str]:
    wrong = [m.name for m in modules(root) if m.text.count("\n") > LONGEST_MODULE]
    wrong += [
        f"{module.at(function)} {function.name}"
        for module in modules(root)
        for function in functions(module.tree)
        if function.end_lineno - function.lineno >= LONGEST_FUNCTION
    ]
    found = templates(root)
    return wrong + [str(path) for path in found if path.read_text().count("\n") > LONGEST_TEMPLATE]


def nameless(root: Path = ROOT) -> list[str]:
    """Modules named after nothing in the field."""
    return [m.name for m in modules(root) if NO_NAMES & {m.path.stem, *m.path.relative_to(root).parts}]


def signal_imports(root: Path = ROOT) -> list[str]:
    return [
        module.at(node)
        for module in modules(root)
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and node.module in SIGNALS)
        or (isinstance(node, ast.ImportFrom) and any(alias.name == "signals" for alias in node.names))
        or (isinstance(node, ast.Import) and any(alias.name in SIGNALS for alias in node.names))
    ]


def silent_rules(root: Path = ROOT) -> list[str]:
    """Functions of an access.py without the docstring that is their rule."""
    return [
        f"{module.at(function)} {function.name}"
        for module in modules(root)
        if module.path.name == "access.py" or module.path.parent.name == "access"
        for function in functions(module.tree)
        if not function.name.startswith("_") and not ast.get_docstring(function)
    ]


def loose_verbs(root: Path = ROOT) -> list[str]:
    """Verbs (atomic functions of actions) that allow an argument without its name.

    Their parts, which run inside a verb's transaction, are not verbs.
    """
    wrong = []
    for module in modules(root):
        if module.path.name != "actions.py" and module.path.parent.name != "actions":
            continue
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            verb = any("atomic" in ast.unparse(each) for each in node.decorator_list)
            if verb and node.args.args:
                wrong.append(f"{module.at(node)} {node.name}")
    return wrong


def test_nothing_is_too_long():
    assert too_long() == []


def test_modules_are_named_after_what_they_hold():
    assert nameless() == []


def test_nothing_happens_by_signal():
    assert signal_imports() == []


def test_requests_are_not_one_transaction():
    """A denial must stay written when the act it refused is undone."""
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_every_rule_of_access_says_what_it_is():
    assert silent_rules() == []


def test_verbs_take_their_arguments_by_name():
    assert loose_verbs() == []


def test_long_module_function_and_template_are_found(tmp_path):
    plant(tmp_path, "inmates/long.py", "def f():\n" + "    g()\n" * LONGEST_MODULE)
    plant(tmp_path, "templates/long.html", "<p></p>\n" * (LONGEST_TEMPLATE + 1))
    assert len(too_long(tmp_path)) == 3


def test_nameless_module_is_found(tmp_path):
    plant(tmp_path, "inmates/utils.py", "")
    plant(tmp_path, "rehab/core/dates.py", "")
    assert len(nameless(tmp_path)) == 2


def test_receiver_is_found(tmp_path):
    plant(tmp_path, "inmates/bad.py", "from django.dispatch import receiver\n")
    plant(tmp_path, "inmates/worse.py", "from django.db.models import signals\n")
    assert len(signal_imports(tmp_path)) == 2


def test_rule_without_a_docstring_is_found(tmp_path):
    plant(tmp_path, "inmates/access.py", "def may_see(user):\n    return True\n\n\ndef _part():\n    pass\n")
    assert silent_rules(tmp_path) == ["inmates/access.py:1 may_see"]


def test_verb_with_positional_arguments_is_found(tmp_path):
    plant(tmp_path, "inmates/actions/x.py", VERBS)
    assert loose_verbs(tmp_path) == ["inmates/actions/x.py:2 move"]
