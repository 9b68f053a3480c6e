"""The attendance sheet of twelve people on a phone: by taps, by keys, and without a script."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from rehab.delivery.models import Attendance, Session
from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory

pytestmark = pytest.mark.journey

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
EXCEPTIONS = {3: "S", 10: "I"}


@pytest.fixture
def session(agreement: Any, rutan: Any) -> Session:
    """Yesterday's session of twelve people."""
    cohort = CohortFactory(agreement=agreement, running=True)
    PlaceFactory.create_batch(12, cohort=cohort)
    return SessionFactory(cohort=cohort, day=rutan.today() - timedelta(days=1))


def marks(session: Session) -> str:
    """The codes down the sheet, in the order of the roster."""
    codes = dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "code__code"))
    return "".join(codes.get(place.enrolment_id, "·") for place in session.cohort.places.in_roster_order())


EXPECTED = "".join(EXCEPTIONS.get(seat, "H") for seat in range(12))


def row(page: Page, seat: int) -> Locator:
    return page.locator("[data-row]").nth(seat)


def saved(page: Page) -> None:
    expect(page.get_by_text("Daftar hadir disimpan.")).to_be_visible()


def test_sheet_of_twelve_with_two_exceptions_takes_six_taps(
    signed_in: Any, fasilitator: Any, session: Session
) -> None:
    page, taps = signed_in("fasilitator", **PHONE), []
    page.goto(f"/sesi/{session.pk}/hadir/")

    def tap(target: Locator) -> None:
        target.tap()
        taps.append(target)

    tap(page.get_by_role("link", name="Semua hadir"))
    for seat, code in EXCEPTIONS.items():
        tap(row(page, seat).locator("summary"))
        tap(row(page, seat).locator("label", has=page.locator(f"input[value={code}]")))
    expect(page.locator("[data-count]")).to_have_text("10 hadir · 2 tidak · 0 belum")
    tap(page.get_by_role("button", name="Simpan"))
    saved(page)
    assert (len(taps), marks(session)) == (6, EXPECTED)


def test_sheet_of_twelve_is_filled_by_keys_alone(signed_in: Any, fasilitator: Any, session: Session) -> None:
    page = signed_in("fasilitator")
    page.goto(f"/sesi/{session.pk}/hadir/")
    tab_to(page, page.get_by_role("link", name="Semua hadir"))
    page.keyboard.press("Enter")
    here = 0
    for seat, code in EXCEPTIONS.items():
        for _step in range(seat - here):
            page.keyboard.press("ArrowDown")
        page.keyboard.press(code.lower())
        here = seat + 1
    page.keyboard.press("Enter")
    saved(page)
    assert marks(session) == EXPECTED


def tab_to(page: Page, target: Locator) -> None:
    for _step in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("The keyboard does not reach it")


def test_sheet_of_twelve_is_filled_without_a_script(
    signed_in: Any, fasilitator: Any, session: Session
) -> None:
    page = signed_in("fasilitator", java_script_enabled=False, **PHONE)
    page.goto(f"/sesi/{session.pk}/hadir/")
    page.get_by_role("link", name="Semua hadir").tap()
    for seat, code in EXCEPTIONS.items():
        row(page, seat).locator("label", has=page.locator(f"input[value={code}]")).tap()
    page.get_by_role("button", name="Simpan").tap()
    saved(page)
    assert marks(session) == EXPECTED


def test_sheet_of_a_phone_never_scrolls_sideways(signed_in: Any, fasilitator: Any, session: Session) -> None:
    page = signed_in("fasilitator", **PHONE)
    page.goto(f"/sesi/{session.pk}/hadir/")
    row(page, 11).locator("summary").tap()
    expect(row(page, 11).locator("label").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
