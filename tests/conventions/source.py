"""Reading the house as text: the modules and templates that the conventions are about."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the ground up; a room imports from those with a smaller number only.
RANKS = {
    "ui": 0,
    "audit": 0,
    "accounts": 1,
    "agreements": 2,
    "inmates": 2,
    "rehab.programmes": 3,
    "rehab.enrolments": 4,
    "rehab.delivery": 5,
    "rehab.clinical": 6,
    "rehab.casefile": 7,
    "oversight": 8,
    "upkeep": 9,
    "config": 10,
}


@dataclass(frozen=True)
class Module:
    """One Python file of a room."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def name(self) -> str:
        return str(self.path.relative_to(self.root))

    @property
    def room(self) -> str:
        return room_of(".".join(self.path.relative_to(self.root).with_suffix("").parts))

    @property
    def is_view(self) -> bool:
        return self.path.name == "views.py" or self.path.parent.name == "views"

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{node.lineno}"  # type: ignore[attr-defined]


def room_of(dotted: str) -> str:
    """The room a dotted module name belongs to; empty when it is none of ours."""
    return next((room for room in RANKS if dotted == room or dotted.startswith(f"{room}.")), "")


def modules(root: Path = ROOT) -> Iterator[Module]:
    """Every module of the rooms, without migrations and tests."""
    for room in sorted({name.split(".")[0] for name in RANKS}):
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield Module(root, path)


def templates(root: Path = ROOT) -> Iterator[Path]:
    yield from sorted((root / "templates").rglob("*.html"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def plant(root: Path, name: str, text: str) -> Path:
    """A file of a made-up house, for the test of a test."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return root


COMMENTS = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
