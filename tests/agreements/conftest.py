from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from agreements.actions import Terms
from agreements.models import Service


@pytest.fixture
def terms(rutan: Any) -> Callable[..., Terms]:
    """A complete paper for a year from today; a test changes what it is about."""

    def made(**changes: Any) -> Terms:
        today: date = rutan.today()
        usual: dict[str, Any] = {
            "title": "Nota Kesepahaman Rehabilitasi",
            "first_day": today,
            "last_day": today + timedelta(days=364),
            "signed_on": today,
            "services": list(Service.objects.all()),
        }
        return Terms(**{**usual, **changes})

    return made


@pytest.fixture
def sent() -> Callable[..., dict[str, Any]]:
    """The fields of the terms form as a browser sends them."""

    def made(**changes: Any) -> dict[str, Any]:
        usual = {
            "kind": "nota_kesepahaman",
            "title": "Nota Kesepahaman Rehabilitasi",
            "first_day": "2026-01-01",
            "last_day": "2027-12-31",
            "services": [service.pk for service in Service.objects.all()],
        }
        return {**usual, **changes}

    return made
