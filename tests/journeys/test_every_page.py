"""Every kind of page that a role of the demo can reach, in a real browser: on a phone and on a desk, by
day and by night."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import resolve
from playwright.sync_api import BrowserContext, Page

from tests.upkeep.walking import walk
from upkeep.demo.build import build

pytestmark = pytest.mark.journey

_RUTAN = ("registrasi", "rehabilitasi", "keamanan", "walipas", "medis", "karutan", "admin.rutan", "auditor")
_PARTNER = ("asesor", "fasilitator", "konselor", "medis.bnnk", "kepala.bnnk", "admin.bnnk", "auditor.bnnk")
WIDTHS = (1280, 360)
# A desk at 200 and at 400 per cent of its size (WCAG 1.4.10): nothing is beyond the edge.
ZOOMED = (640, 320)
CONTROLS = (
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "listbox",
    "checkbox",
    "radio",
    "spinbutton",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}

# What a page must be at any width; each sentence names what is wrong with it.
LOOK = """() => {
    const wrong = [];
    const page = document.documentElement;
    const beyond = page.scrollWidth - page.clientWidth;
    if (beyond > 0) wrong.push(`wider than the screen by ${beyond}px`);
    if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
    if (!document.querySelector("h1")?.textContent.trim()) wrong.push("an empty h1");
    if (document.title.replace("· Pulih", "").trim() === "") wrong.push("no title");
    if (page.lang !== "id") wrong.push("no language");
    if (!document.body.dataset.page) wrong.push("no data-page");
    const targets = "nav a, button, summary, .btn, .chips a, .stat, .panel-head a, .task-link a, .topbar a";
    for (const target of document.querySelectorAll(targets)) {
        const { width, height } = target.getBoundingClientRect();
        const shown = target.checkVisibility({ visibilityProperty: true }) && width > 1;
        const low = shown && Math.round(height) < 44;
        if (low) wrong.push(`${Math.round(height)}px high: ${target.textContent.trim()}`);
    }
    for (const panel of document.querySelectorAll(".panel:not(:only-child)")) {
        const ends = [panel, panel.lastElementChild].map(each => each.getBoundingClientRect().bottom);
        const name = panel.querySelector("h2")?.textContent.trim();
        if (ends[0] - ends[1] > 40) wrong.push(`${Math.round(ends[0] - ends[1])}px of nothing in: ${name}`);
    }
    const boxes = ".panel, .sheet, .callout, .table-frame";
    for (const box of document.querySelectorAll(boxes)) {
        const next = box.nextElementSibling;
        if (!next?.matches(boxes)) continue;
        const [over, under] = [box.getBoundingClientRect(), next.getBoundingClientRect()];
        const touching = over.height && under.height && over.left < under.right && under.left < over.right;
        if (touching && under.top - over.bottom < 8) wrong.push(`${next.className} touches ${box.className}`);
    }
    return wrong;
}"""


def kinds_of_pages(client: Client) -> Iterator[tuple[str, str]]:
    """One address for each url name that this member is led to."""
    seen = set()
    for visit in walk(client, each_kind=1):
        name = resolve(visit.path.split("?")[0]).view_name
        if visit.status == 200 and "<html" in visit.body and name not in seen:
            seen.add(name)
            yield name, visit.path


@pytest.fixture
def browser_of(new_context: Any, client_for: Any, base_url: str) -> Any:
    """A tab in which this member is signed in already, and what it complains of."""

    def open_for(user: Any, said: list[str]) -> tuple[Page, Client]:
        client = client_for(user)
        context: BrowserContext = new_context()
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])
        context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        context.on("weberror", lambda error: said.append(str(error.error)))
        return context.new_page(), client

    return open_for


@pytest.mark.parametrize("members", [_RUTAN, (*_PARTNER, "pengawas")], ids=["rutan", "bnnk"])
def test_every_kind_of_page_stands_at_both_widths(
    transactional_db: None, browser_of: Any, members: tuple[str, ...]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a page looks the same on both databases")
    demo, axe, wrong = build(), Axe(), []
    examined: set[str] = set()
    for username in members:
        said: list[str] = []
        page, client = browser_of(demo[username], said)
        for name, path in kinds_of_pages(client):
            page.goto(path)
            found = [] if page.locator("body").get_attribute("data-page") == name else ["another page"]
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                found += [f"{width}: {each}" for each in page.evaluate(LOOK)]
                found += [f"{width} {each}" for each in _broken_rules(axe, page)]
            if name not in examined:
                found += [*_beyond_when_enlarged(page), *_without_a_name(page), *_still_moving(page)]
            examined.add(name)
            wrong += [f"{username} {path}: {each}" for each in (*found, *said)]
            said.clear()
        page.context.close()
    assert not wrong, "\n".join(wrong)
    assert len(examined) > 30


def _broken_rules(axe: Axe, page: Page) -> list[str]:
    """In both themes: the member's own choice is "as the device says", so the device says it."""
    broken = []
    for theme in ("dark", "light"):
        # Without motion: a colour on its way from one theme to the other is neither.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found = axe.run(page, options=RULES).response["violations"]
        broken += [f"{theme}: {each['id']} at {each['nodes'][0]['html'][:120]}" for each in found]
    return broken


def _beyond_when_enlarged(page: Page) -> list[str]:
    """The whole page twice and four times as large, and then its letters alone twice (WCAG 1.4.4)."""
    found = []
    for width in ZOOMED:
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {each}" for each in _beyond(page)]
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"letters of 200 %: {each}" for each in _beyond(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def _beyond(page: Page) -> list[str]:
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"wider than the screen by {beyond}px"] if beyond > 0 else []


def _without_a_name(page: Page) -> list[str]:
    """Controls of which a screen reader would say no more than what kind they are."""
    browser = page.context.new_cdp_session(page)
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    browser.detach()
    shown = [node for node in nodes if not node.get("ignored") and node["role"]["value"] in CONTROLS]
    return [
        f"a {node['role']['value']} without a name"
        for node in shown
        if not node.get("name", {}).get("value", "").strip()
    ]


def _still_moving(page: Page) -> list[str]:
    """What would move although the device asks for no motion."""
    page.emulate_media(reduced_motion="reduce")
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter(each => {
                    const { transitionDuration, animationName } = getComputedStyle(each);
                    const lasts = transitionDuration.split(",").some(time => parseFloat(time) > 0);
                    return lasts && getComputedStyle(each).transitionProperty !== "none"
                        || animationName !== "none";
                })
                .map(each => `moves: ${each.className || each.tagName}`)"""
        )
    )
