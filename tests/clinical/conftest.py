from typing import Any

import pytest

from rehab.clinical import actions
from tests.factories.enrolments import AssignmentFactory, EnrolmentFactory
from tests.factories.inmates import InmateFactory

NOTHING = {f"P1{letter}": 0 for letter in "abcdefghij"}
MODERATE = {**NOTHING, "P1e": 1, "P2e": 3, "P3e": 2, "P4e": 1, "P5e": 0, "P6e": 2, "P7e": 1, "P8": 0}
LOW = {**NOTHING, "P1e": 1, "P2e": 0, "P6e": 0, "P7e": 0, "P8": 0}
WINDOW = "3_bulan_sebelum_ditahan"


@pytest.fixture
def proposed(rutan: Any, agreement: Any) -> Any:
    """Someone proposed, with consent."""
    inmate = InmateFactory(custodian=rutan, name="Ahmad Fauzi")
    return EnrolmentFactory(inmate=inmate, agreement=agreement, consented=True)


@pytest.fixture
def assign() -> Any:
    def give(enrolment: Any, staff: Any, capacity: str = "medis") -> Any:
        return AssignmentFactory(enrolment=enrolment, staff=staff, capacity=capacity)

    return give


@pytest.fixture
def enrolment(proposed: Any, medis: Any, assign: Any) -> Any:
    """Proposed, and `medis` of the custodian is assigned."""
    assign(proposed, medis)
    return proposed


@pytest.fixture
def draft(enrolment: Any, medis: Any) -> Any:
    return actions.start_screening(
        by=medis,
        enrolment=enrolment,
        reference_window=WINDOW,
        interviewed_on=enrolment.custodian.today(),
    )


@pytest.fixture
def answered(draft: Any, medis: Any) -> Any:
    return actions.save_answers(by=medis, result=draft, answers=MODERATE, version=draft.version)


@pytest.fixture
def signed(answered: Any, medis: Any) -> Any:
    return actions.sign_screening(by=medis, result=answered)


@pytest.fixture
def to_assess(rutan: Any, agreement: Any, asesor: Any, assign: Any) -> Any:
    """Referred to the assessment, and `asesor` of the partner is assigned."""
    inmate = InmateFactory(custodian=rutan, name="Rahmat Hidayat")
    waiting = EnrolmentFactory(inmate=inmate, agreement=agreement, to_assess=True)
    assign(waiting, asesor, "asesor")
    return waiting


@pytest.fixture
def conclusions(rutan: Any) -> dict[str, Any]:
    return {
        "assessed_on": rutan.today(),
        "role_by_assessment": "pengguna",
        "category": "II",
        "recommendation": "rehabilitasi",
        "summary": "Memakai sabu sejak 2021, ingin berhenti.",
        "category_reason": "Masalah sedang pada lima ranah ASI.",
        "diagnosis": "F15.2",
    }
