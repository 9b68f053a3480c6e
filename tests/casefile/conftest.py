from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.delivery import AttendanceFactory, CohortFactory, SessionFactory


@pytest.fixture
def marked(agreement: Any) -> Callable[..., None]:
    """`marked(enrolment, "H", "A")`: one session a day, the marks as given; `held=False` was cancelled."""
    cohort = CohortFactory(agreement=agreement, running=True)
    days = iter(range(1, 90))

    def mark(enrolment: Any, *codes: str, held: bool = True) -> None:
        for code in codes:
            day = cohort.custodian.today() - timedelta(days=next(days))
            state = {"held": True} if held else {"cancelled": True}
            session = SessionFactory(cohort=cohort, day=day, **state)
            AttendanceFactory(session=session, enrolment=enrolment, mark=code)

    return mark
