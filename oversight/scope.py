"""What a figure or a task counts: never more than this member may see."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from accounts.models import Agency, User
from accounts.scope import visible
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.delivery.models import Attendance, Cohort, Session
from rehab.enrolments.models import Enrolment


@dataclass(frozen=True)
class Scope:
    """A member's reach, maybe narrowed to one unit, and the days that are looked at."""

    user: User
    today: date
    first: date
    last: date
    unit: Agency | None = None

    @classmethod
    def of(cls, user: User, *, days: int = 90) -> "Scope":
        """Everything the member may see, over the last days up to today."""
        today = user.agency.today()
        return cls(user, today, today - timedelta(days=days - 1), today)

    def over(self, first: date, last: date) -> "Scope":
        return replace(self, first=first, last=last)

    def within(self, unit: Agency) -> "Scope":
        return replace(self.among([unit.pk]) if unit.is_custodian else self, unit=unit)

    def among(self, units: Collection[int]) -> "Scope":
        """A supervisor's reach over these of the custodians below alone; anybody else's as it is."""
        if not self.user.agency.is_oversight:
            return self
        reader = copy(self.user)
        reader.agency = self.user.agency.seeing_only(units)
        return replace(self, user=reader)

    @property
    def counts_only(self) -> bool:
        """A supervisor reads the figures of a partner below, but none of its rows (design §4)."""
        return self.unit is not None and self.unit.is_partner and self.unit.pk != self.user.agency_id

    @property
    def seen_by_partner(self) -> bool:
        """Begins at the enrolments that a partner can reach: the register of people is not its own."""
        return (self.unit or self.user.agency).is_partner

    def people(self) -> "QuerySet[Inmate]":
        return self._narrowed(Inmate, "custodian")

    def enrolments(self) -> "QuerySet[Enrolment]":
        return self._enrolments.all()

    def sessions(self) -> "QuerySet[Session]":
        return self._sessions.all()

    def cohorts(self) -> "QuerySet[Cohort]":
        return self._narrowed(Cohort, "custodian")

    def attendance(self) -> "QuerySet[Attendance]":
        return Attendance.objects.filter(enrolment__in=self.enrolments())

    def agreements(self) -> "QuerySet[Agreement]":
        return self._narrowed(Agreement, "custodian").standing()

    # The question, not its answer: what a partner reaches takes longer to say than to ask, and a page
    # says it for every figure.

    @cached_property
    def _enrolments(self) -> "QuerySet[Enrolment]":
        return self._narrowed(Enrolment, "custodian")  # type: ignore[no-any-return]

    @cached_property
    def _sessions(self) -> "QuerySet[Session]":
        return self._narrowed(Session, "custodian")  # type: ignore[no-any-return]

    def _narrowed(self, model: Any, owner: str) -> Any:
        if self.counts_only:
            return model._default_manager.within(self.unit)
        seen = visible(model, self.user)
        if self.unit is None or self.unit.is_partner:
            return seen
        return seen.filter(**{owner: self.unit})
