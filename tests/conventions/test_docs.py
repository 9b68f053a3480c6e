"""What the pages for developers and operators promise is there."""

import re
from pathlib import Path

from tests.conventions.source import ROOT, plant

LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
READ = re.compile(r"""\benv(?:\.\w+)?\(\s*["']([A-Z_]+)["']|\$\{([A-Z_]+):-""")
SOURCES = ("config/settings.py", "config/keys.py", "config/gunicorn.py", "scripts/serve.sh")
# Never set in an office: development, the demo, and what HTTPS behind one proxy does not need.
NOT_OF_AN_OFFICE = {"DEBUG", "PULIH_DEMO", "CSRF_TRUSTED_ORIGINS"}


def broken_links(root: Path = ROOT) -> list[str]:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text())
        if not (page.parent / target).exists()
    ]


def undocumented_settings(root: Path = ROOT) -> set[str]:
    code = "\n".join((root / each).read_text() for each in SOURCES if (root / each).exists())
    told = (root / ".env.example").read_text()
    read = {name for names in READ.findall(code) for name in names if name}
    return {name for name in read - NOT_OF_AN_OFFICE if not re.search(rf"^#?{name}=", told, re.MULTILINE)}


def test_links_lead_somewhere():
    assert broken_links() == []


def test_every_setting_of_an_office_is_in_the_example():
    assert undocumented_settings() == set()


def test_broken_link_is_found(tmp_path):
    plant(tmp_path, "README.md", "[a](docs/a.md) [b](https://example.org/) [c](docs/b.md#top)")
    plant(tmp_path, "docs/a.md", "")
    assert broken_links(tmp_path) == ["README.md: docs/b.md"]


def test_undocumented_setting_is_found(tmp_path):
    plant(tmp_path, ".env.example", "SECRET_KEY=\n#ALLOWED_HOSTS=\n")
    plant(tmp_path, "config/settings.py", 'env("SECRET_KEY"); env.list("ALLOWED_HOSTS"); env.int("NEW", 1)')
    assert undocumented_settings(tmp_path) == {"NEW"}
