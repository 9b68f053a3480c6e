"""The main ways through the house without a mouse: signing in, proposing, consent, assignment, screening.

Each stop must be reached by Tab, and must show that it was."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from rehab.enrolments.models import Consent, Enrolment
from rehab.enrolments.states import Status
from tests.factories.accounts import PASSWORD
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.journey

NAME = "Ahmad Fauzi"
MOST_STOPS = 150
# Whether the one who holds the focus looks other than without it.
SHOWS_FOCUS = """element => {
    const seen = element.matches("input[type=radio], input[type=checkbox]") && element.closest("label");
    return [element, seen, element.parentElement].filter(Boolean).some(each => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    });
}"""


def reach(page: Page, target: Locator) -> None:
    """Tab until the target holds the focus."""
    expect(target).to_have_count(1)
    for _stop in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            assert target.evaluate(SHOWS_FOCUS), "reached, and nothing shows it"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {target}")


def press(page: Page, role: Any, name: str) -> None:
    """Enter on a link or a button, and the page it leads to."""
    reach(page, page.get_by_role(role, name=name, exact=True).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page: Page, label: str) -> None:
    """A radio button: Tab comes to its group, the arrows to the one that is meant."""
    target = page.get_by_label(label, exact=True)
    group = page.locator(f"input[type=radio][name={target.get_attribute('name')}]")
    for _stop in range(MOST_STOPS):
        if group.evaluate_all("all => all.includes(document.activeElement)"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(group.count()):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The keyboard does not choose {label}")


def pick(page: Page, name: str, value: str) -> None:
    """An entry of a drop-down list."""
    box = page.locator(f"select[name={name}]")
    reach(page, box)
    for _step in range(box.locator("option").count()):
        if box.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    assert box.input_value() == value


def says(page: Page, sentence: str) -> None:
    expect(page.get_by_text(sentence).first).to_be_visible()


def sign_in(page: Page, username: str) -> None:
    page.goto("/masuk/")
    reach(page, page.get_by_label("Nama pengguna"))
    page.keyboard.type(username)
    reach(page, page.get_by_label("Kata sandi"))
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_person_is_proposed_asked_assigned_and_screened_by_keys_alone(
    browse: Any, rutan: Any, agreement: Any, rehabilitasi: Any, medis: Any
) -> None:
    InmateFactory(custodian=rutan, name=NAME)
    page = browse()
    sign_in(page, rehabilitasi.username)
    press(page, "link", "Calon")
    reach(page, page.get_by_label(NAME))
    page.keyboard.press("Space")
    press(page, "button", "Usulkan yang dicentang")
    press(page, "button", "Usulkan")
    says(page, "1 orang diusulkan.")
    enrolment = Enrolment.objects.get()

    page.goto(enrolment.get_absolute_url())
    press(page, "link", "Persetujuan")
    press(page, "link", "Catat pernyataan")
    choose(page, "Bersedia mengikuti program")
    reach(page, page.get_by_label("Nama saksi"))
    page.keyboard.type("Siti Aminah")
    press(page, "button", "Simpan pernyataan")
    says(page, "Pernyataan peserta disimpan.")
    assert Consent.objects.live().filter(enrolment=enrolment).exists()

    press(page, "link", "Penugasan")
    press(page, "link", "Tugaskan petugas")
    pick(page, "staff", str(medis.pk))
    pick(page, "capacity", "medis")
    press(page, "button", "Tugaskan")
    says(page, "Penugasan disimpan untuk 1 peserta.")

    nurse = browse()
    sign_in(nurse, medis.username)
    nurse.goto(enrolment.get_absolute_url())
    press(nurse, "link", "Skrining ASSIST")
    choose(nurse, "3 bulan sebelum ditahan")
    press(nurse, "button", "Mulai wawancara")
    expect(nurse.get_by_role("heading", name="P1")).to_be_visible()
    enrolment.refresh_from_db()
    assert enrolment.status == Status.PROPOSED


def test_the_first_stop_of_a_page_leads_past_the_menu(signed_in: Any, rehabilitasi: Any) -> None:
    page = signed_in(rehabilitasi.username)
    page.goto("/peserta/")
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    assert first.inner_text().strip()
    assert first.evaluate(SHOWS_FOCUS)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = "element => !!element.closest('main') && !element.closest('nav.menu')"
    assert page.locator(":focus").evaluate(inside)
