"""The watch over the pages can itself fail."""

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

INLINE_SCRIPT = """() => {
    const script = document.createElement("script");
    script.text = "document.title = 'berjalan'";
    document.body.append(script);
}"""


def test_inline_script_is_refused_and_heard(browse: Any, complaints: list[str]) -> None:
    page = browse()
    page.goto("/masuk/")
    page.evaluate(INLINE_SCRIPT)
    expect(page).not_to_have_title("berjalan")
    page.goto("/masuk/")
    assert any("Content Security Policy" in said for said in complaints), complaints
    complaints.clear()


def test_broken_script_is_heard(browse: Any, complaints: list[str]) -> None:
    page = browse()
    page.goto("/masuk/")
    page.evaluate("() => { window.setTimeout(() => { throw new Error('rusak'); }, 0); }")
    page.goto("/masuk/")
    assert any("rusak" in said for said in complaints), complaints
    complaints.clear()
