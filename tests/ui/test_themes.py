"""Light and dark: the contrast of every pair of tokens that stand on each other, and who gets which."""

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from ui import error_pages
from ui.context import Page

pytestmark = pytest.mark.django_db

CSS = settings.BASE_DIR / "static" / "css"
TOKEN = re.compile(r"^\s*--([\w-]+):\s*(#[0-9a-f]{3,6});", re.MULTILINE)
TONES = ("neutral", "info", "success", "warning", "danger", "muted")
GROUNDS = ("paper", "surface", "surface-2")

# WCAG 2.2, 1.4.3: text on what lies below it.
TEXT = [
    *((ink, ground) for ink in ("ink", "ink-2", "brand", "brand-ink", "danger") for ground in GROUNDS),
    *((tone, f"{tone}-soft") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in (*TONES, "brand")),
    *((tone, "surface") for tone in TONES),
    ("muted", "paper"),
    ("ink", "field"),
    ("ink-2", "field"),
    ("brand", "brand-soft"),
    ("brand-ink", "brand-soft"),
    ("ink-2", "brand-soft"),
    ("danger-ink", "danger-soft"),
    ("on-brand", "brand"),
    ("on-brand", "brand-ink"),
    ("on-deep", "brand-deep"),
    ("on-gold", "gold"),
    ("on-danger", "danger"),
    ("on-danger", "danger-ink"),
    ("paper", "muted"),
]
# 1.4.11: edges of controls, the focus ring, and what a chart or a tone draws.
SHAPES = [
    *(("line-strong", ground) for ground in ("paper", "surface", "field")),
    *(("focus", ground) for ground in (*GROUNDS, "field", "brand-soft")),
    *((f"chart-{tone}", "surface") for tone in ("info", "neutral", "success", "danger", "muted")),
    ("warning-edge", "surface"),
    ("brand", "track"),
    ("gold", "brand-deep"),
]


def tokens(theme: str) -> dict[str, str]:
    """The values of a theme; the dark one lays its own over those of the light one."""
    files = ["tokens.css", "dark.css"] if theme == "dark" else ["tokens.css"]
    return dict(TOKEN.findall("\n".join((CSS / name).read_text() for name in files)))


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_weak(theme: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    known = tokens(theme)
    return [
        f"{upper} on {lower}: {found:.2f}"
        for upper, lower in pairs
        if (found := contrast(known[upper], known[lower])) < least
    ]


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#fff", "#000000") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_stand_out(theme: str) -> None:
    assert too_weak(theme, TEXT, 4.5) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shapes_stand_out(theme: str) -> None:
    assert too_weak(theme, SHAPES, 3) == []


def test_no_colour_is_written_outside_the_tokens() -> None:
    """A colour written into a rule would keep its value in the dark. Paper is black on white by intent."""
    screens = [path for path in CSS.glob("*.css") if path.name not in ("tokens.css", "dark.css", "print.css")]
    found = [
        f"{path.name}: {line.strip()[:80]}"
        for path in screens
        for line in path.read_text().splitlines()
        if re.search(r"(?<![\w-])#[0-9a-f]{3,6}\b", line) and "paper-table" not in line
    ]
    assert found == []


@pytest.mark.parametrize(
    ("theme", "media"), [("dark", "screen"), ("device", "screen and (prefers-color-scheme: dark)")]
)
def test_dark_is_linked_for_screens_only(client_for, karutan, theme: str, media: str) -> None:
    karutan.theme = theme
    karutan.save(update_fields=["theme"])
    text = client_for(karutan).get("/akun/").content.decode()
    assert f'data-theme="{theme}"' in text
    assert re.findall(r'css/dark[\w.]*css" media="([^"]*)"', text) == [media]


def test_light_never_loads_the_dark(client_for, karutan) -> None:
    karutan.theme = "light"
    karutan.save(update_fields=["theme"])
    assert "css/dark" not in client_for(karutan).get("/akun/").content.decode()


def test_paper_is_never_dark() -> None:
    context = {"page": Page(theme="dark"), "title": "SK", "letterhead": [], "number": "", "back_url": ""}
    assert "css/dark" not in render_to_string("print_base.html", context)


@pytest.mark.parametrize("name", sorted(error_pages.copies()))
def test_copies_of_the_proxy_are_up_to_date(name: str) -> None:
    """When this fails: manage.py error_pages."""
    assert (settings.BASE_DIR / error_pages.FOLDER / name).read_text() == error_pages.copies()[name]


@pytest.mark.parametrize("text", error_pages.copies().values())
def test_copies_fetch_nothing(text: str) -> None:
    assert not re.search(r'(?:src|href)="[^"]+"|url\((?!\s*"?data:)|@import', text)
    assert text.count("<h1>") == 1


def test_a_sending_beyond_the_limit_is_told(client_for, karutan, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    browser = client_for(karutan)
    answer = browser.post("/akun/tampilan/", {"theme": "x" * 500})
    assert answer.status_code == 413
    assert "Kiriman terlalu besar" in answer.content.decode()
