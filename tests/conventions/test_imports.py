"""Each room imports from the rooms below it, never from one above or beside it (design §2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from tests.conventions.source import RANKS, ROOT, Module, modules, plant, room_of


def imported(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Every import that happens when the program runs; names for types only do not count."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, f"{'.' * node.level}{node.module or ''}"
            # `from rehab import casefile` names the room in its second half.
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)
        else:
            yield from imported(node)


def goes_up(room: str, other: str) -> bool:
    return other != room and RANKS[other] >= RANKS[room]


def upward_imports(root: Path = ROOT) -> list[str]:
    wrong = []
    for module in modules(root):
        for node, name in imported(module.tree):
            if name.startswith("."):
                wrong.append(f"{module.at(node)} imports relatively: write the room's name")
            elif (other := room_of(name)) and module.room and goes_up(module.room, other):
                wrong.append(f"{module.at(node)} {module.room} imports {name}")
    return wrong


def test_imports_run_one_way():
    assert upward_imports() == []


def test_every_module_belongs_to_a_ranked_room():
    packages = {"rehab/__init__.py"}
    assert [m.name for m in modules() if not m.room and m.name not in packages] == []


def test_relations_between_models_run_one_way():
    ranked = [m for m in apps.get_models() if room_of(m.__module__)]
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in ranked
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and room_of(field.related_model.__module__)
        if goes_up(room_of(model.__module__), room_of(field.related_model.__module__))
    ]
    assert wrong == []


def test_upward_import_is_found(tmp_path):
    plant(tmp_path, "accounts/bad.py", "def f():\n    from rehab import casefile\n")
    assert upward_imports(tmp_path) == ["accounts/bad.py:2 accounts imports rehab.casefile"]


def test_pillars_that_know_each_other_are_found(tmp_path):
    plant(tmp_path, "inmates/bad.py", "import agreements.models\n")
    assert len(upward_imports(tmp_path)) == 1


def test_clinical_room_above_delivery_is_found_below_it(tmp_path):
    plant(tmp_path, "rehab/delivery/bad.py", "from rehab.clinical.models import InstrumentResult\n")
    plant(tmp_path, "rehab/clinical/good.py", "from rehab.delivery.models import Session\n")
    assert {found.split(":")[0] for found in upward_imports(tmp_path)} == {"rehab/delivery/bad.py"}


def test_room_is_that_of_the_longest_name():
    assert Module(ROOT, ROOT / "rehab/casefile/views/file.py").room == "rehab.casefile"
