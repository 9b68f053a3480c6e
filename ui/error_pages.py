"""The copies of the error pages that a proxy shows by itself, when Pulih cannot answer.

Made from the templates that Pulih shows, so that both speak alike; `manage.py error_pages` writes them.
"""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

FOLDER = Path("deploy/proxy/errors")
_TEMPLATES = {"413.html": "errors/413.html", "429.html": "errors/429.html", "503.html": "errors/away.html"}
_STATIC = Path("static")


def copies() -> dict[str, str]:
    """The text of each file, by its name: one HTML file that fetches nothing."""
    context = {"frame": "errors/alone.html", "styles": _styles()}
    with translation.override(settings.LANGUAGE_CODE):
        return {name: render_to_string(template, context) for name, template in _TEMPLATES.items()}


def _styles() -> str:
    light, dark, page = (
        (settings.BASE_DIR / _STATIC / name).read_text()
        for name in ("css/tokens.css", "css/dark.css", "css/alone.css")
    )
    return mark_safe(
        f"<style>\n{light}@media screen and (prefers-color-scheme: dark) {{\n{dark}}}\n{page}</style>"
    )
