"""Views load through the scope, and every view names its permission."""

import ast
from pathlib import Path

from accounts.routing import all_routes
from tests.conventions.source import ROOT, functions, modules, plant

UNSCOPED = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}
LONGEST_VIEW = 60


def unscoped_lookups(root: Path = ROOT) -> list[str]:
    wrong = []
    for module in modules(root):
        if not module.is_view:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in UNSCOPED:
                wrong.append(f"{module.at(node)} .{node.attr}")
            elif isinstance(node, ast.Name | ast.alias):
                name = node.id if isinstance(node, ast.Name) else node.name
                wrong += [f"{module.at(node)} {name}"] if name in SHORTCUTS else []
    return wrong


def long_views(root: Path = ROOT) -> list[str]:
    return [
        f"{module.at(function)} {function.name}"
        for module in modules(root)
        if module.is_view
        for function in functions(module.tree)
        if function.end_lineno - function.lineno >= LONGEST_VIEW
    ]


def undeclared_paths(root: Path = ROOT) -> list[str]:
    """A `path()` that leads to a view; only `route()` may, `path()` includes."""
    wrong = []
    for module in modules(root):
        if module.path.name != "urls.py":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _name(node.func) in {"path", "re_path", "url"}:
                target = node.args[1] if len(node.args) > 1 else None
                if not (isinstance(target, ast.Call) and _name(target.func) == "include"):
                    wrong.append(module.at(node))
    return wrong


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def test_views_load_through_the_scope():
    assert unscoped_lookups() == []


def test_views_are_short():
    assert long_views() == []


def test_every_path_is_declared_with_its_permission():
    assert undeclared_paths() == []
    assert [each.path for each in all_routes() if each.access is None] == []
    assert len(all_routes()) > 10


def test_unscoped_lookup_is_found(tmp_path):
    source = "from django.shortcuts import get_object_or_404\ndef v(r):\n    return Inmate.objects.all()\n"
    plant(tmp_path, "inmates/views/people.py", source)
    plant(tmp_path, "inmates/queries.py", source)
    assert [found.split(" ")[1] for found in unscoped_lookups(tmp_path)] == ["get_object_or_404", ".objects"]


def test_long_view_is_found(tmp_path):
    plant(tmp_path, "inmates/views.py", "def v(r):\n" + "    r()\n" * LONGEST_VIEW)
    assert len(long_views(tmp_path)) == 1


def test_bare_path_is_found(tmp_path):
    source = "u = [path('a/', v), path('b/', include('x')), route('c/', v, name='c', needs=P)]\n"
    plant(tmp_path, "inmates/urls.py", source)
    assert len(undeclared_paths(tmp_path)) == 1
