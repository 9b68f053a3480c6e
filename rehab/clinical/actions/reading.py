"""Readings of tier 3: each leaves exactly one event for the person (bar 18)."""

from django.db.models import Model

from accounts.models import User
from audit.models import Action
from audit.trail import record
from rehab.enrolments.models import Enrolment


def record_reading(*, by: User, enrolment: Enrolment, part: str, on: Model | None = None) -> None:
    """A clinical page was shown."""
    record(Action.VIEW, by=by, on=on or enrolment, person=enrolment, changes={"bagian": part})


def record_print(*, by: User, enrolment: Enrolment, part: str, on: Model | None = None) -> None:
    """A clinical result was put on paper."""
    record(Action.PRINT, by=by, on=on or enrolment, person=enrolment, changes={"bagian": part})


def record_closed(*, by: User, on: Model, page: str) -> None:
    """A form came back after the gate had closed: one denial, as for any other page."""
    record(Action.DENIED, by=by, on=on, changes={"halaman": page, "cara": "POST"})
