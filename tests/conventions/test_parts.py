"""Parts from outside: each has a reason, is pinned by hash, and none is fetched while serving."""

import re
import tomllib
from pathlib import Path

from tests.conventions.source import ROOT, plant

REMOTE = re.compile(
    r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|"""
    r"""(?:fetch|import)\(\s*["'`]https?:|cdn\.|googleapis|unpkg|jsdelivr""",
    re.IGNORECASE,
)
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|https?://|^-i ", re.MULTILINE)


def without_reason(pyproject: Path) -> list[str]:
    """Dependencies whose line does not say what they are for."""
    data = tomllib.loads(pyproject.read_text())
    groups = [data["project"]["dependencies"], *data.get("dependency-groups", {}).values()]
    lines = pyproject.read_text().splitlines()
    named = [each for group in groups for each in group if isinstance(each, str)]
    return [each for each in named if not any(f'"{each}"' in line and "# " in line for line in lines)]


def fetched_from_outside(root: Path = ROOT) -> list[str]:
    files = [
        path
        for folder in ("templates", "static")
        for path in sorted((root / folder).rglob("*"))
        if path.suffix in {".html", ".css", ".js", ".svg"}
    ]
    return [str(path.relative_to(root)) for path in files if REMOTE.search(path.read_text())]


def unpinned(requirements: Path) -> list[str]:
    text = requirements.read_text()
    wrong = INDEX.findall(text)
    blocks = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    return wrong + [b for b in blocks if re.match(r"[a-z]", b, re.I) and not ("==" in b and "--hash=" in b)]


def test_every_dependency_has_a_reason():
    assert without_reason(ROOT / "pyproject.toml") == []


def test_every_requirement_is_pinned_by_hash():
    files = sorted((ROOT / "requirements").glob("*.txt"))
    assert len(files) == 3
    assert [found for each in files for found in unpinned(each)] == []


def test_the_clock_is_never_set_back_in_production():
    assert "time-machine" not in (ROOT / "requirements/production.txt").read_text()


def test_nothing_is_fetched_from_outside():
    assert fetched_from_outside() == []


def test_dependency_without_reason_is_found(tmp_path):
    text = '[project]\ndependencies = [\n"django>=5", # frame\n"left-pad>=1",\n]\n'
    assert without_reason(plant(tmp_path, "p.toml", text) / "p.toml") == ["left-pad>=1"]


def test_unpinned_requirement_is_found(tmp_path):
    text = "--index-url https://mirror.example/\ndjango==5.2 \\\n    --hash=sha256:ab\nleft-pad>=1\n"
    found = unpinned(plant(tmp_path, "r.txt", text) / "r.txt")
    assert "left-pad>=1" in "".join(found)
    assert "--index-url" in found


def test_remote_script_is_found(tmp_path):
    plant(tmp_path, "templates/x.html", '<script src="https://cdn.example/x.js"></script>')
    plant(tmp_path, "static/css/x.css", 'a { background: url("//evil.example/x.png"); }')
    assert len(fetched_from_outside(tmp_path)) == 2
