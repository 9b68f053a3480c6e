"""A form opened while the way in was open, and sent after it closed: refused, with what was typed (bar 4)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from accounts import actions as accounts
from accounts.models import User
from agreements import actions as agreements
from rehab.enrolments import actions as enrolments
from tests.factories.accounts import UserFactory
from tests.factories.enrolments import EnrolmentFactory

Browser = Callable[[User], Client]
TYPED = "Sakit sejak Senin, <b>istirahat</b> sampai pulih."


@pytest.fixture
def counsellor(bnnk: Any) -> User:
    return UserFactory(agency=bnnk, roles=["konselor"])


@pytest.fixture
def enrolment(agreement: Any) -> Any:
    return EnrolmentFactory(agreement=agreement, active=True)


def role_revoked(world: Any) -> int:
    accounts.revoke_role(by=world("admin_bnnk"), grant=world("counsellor").grants.get(), reason="Pindah")
    return 403


def account_closed(world: Any) -> int:
    accounts.deactivate(by=world("admin_bnnk"), user=world("counsellor"), reason="Pindah")
    return 302


def agreement_suspended(world: Any) -> int:
    agreements.suspend(agreement=world("agreement"), by=world("karutan"), reason="Evaluasi")
    return 404


def agreement_ended(world: Any) -> int:
    agreements.end(agreement=world("agreement"), by=world("karutan"), reason="Selesai")
    return 404


def consent_withdrawn(world: Any) -> int:
    enrolment = world("enrolment")
    enrolments.withdraw_consent(
        by=world("rehabilitasi"),
        enrolment=enrolment,
        on=enrolment.inmate.custodian.today(),
        reason="Tidak bersedia lagi",
    )
    return 404


@pytest.mark.both
@pytest.mark.parametrize(
    "close", [role_revoked, account_closed, agreement_suspended, agreement_ended, consent_withdrawn]
)
def test_form_sent_after_the_way_in_closed(
    request: pytest.FixtureRequest, counsellor: User, enrolment: Any, client_for: Browser, close: Any
) -> None:
    browser, url = client_for(counsellor), f"/peserta/{enrolment.pk}/hentikan/"
    assert browser.get(url).status_code == 200
    expected = close(request.getfixturevalue)
    page = browser.post(url, {"reason": TYPED, "_once": "a" * 32})
    assert page.status_code == expected
    enrolment.refresh_from_db()
    assert enrolment.status == "active"
    if expected == 302:
        assert page.url.startswith("/masuk/")
        return
    shown = page.content.decode()
    assert f"Alasan: {escape(TYPED)}" in shown
    assert "a" * 32 not in shown
    assert enrolment.inmate.name not in shown
    assert enrolment.number not in shown


def test_form_of_a_record_not_there_reads_like_that_of_anothers(
    counsellor: User, client_for: Browser
) -> None:
    foreign = EnrolmentFactory(active=True)
    browser = client_for(counsellor)
    pages = [
        browser.post(f"/peserta/{pk}/hentikan/", {"reason": TYPED, "inmate": "7"})
        for pk in (foreign.pk, 987_654_321)
    ]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].content == pages[1].content


def test_password_is_never_handed_back(client_for: Browser, registrasi: User) -> None:
    page = client_for(registrasi).post("/tidak-ada/", {"reason": TYPED, "password": "rahasia-sekali"})
    assert page.status_code == 404
    assert "rahasia-sekali" not in page.content.decode()
