from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from upkeep.demo.build import build
from upkeep.demo.cast import Cast


@pytest.fixture(scope="module")
def demo(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Cast]:
    """The Barabai demo, built once a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)
