from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.utils import timezone

from rehab.delivery.models import (
    Attendance,
    AttendanceCode,
    AttendanceHistory,
    Cohort,
    CohortStaff,
    NoteText,
    NotHeldReason,
    Place,
    Session,
    SessionNote,
    SessionNoteLine,
    SessionStaff,
    WeeklySlot,
)
from tests.factories.accounts import UserFactory, officer_of
from tests.factories.agreements import AgreementFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from tests.factories.programmes import ProgrammeVersionFactory, SessionKindFactory


class CohortFactory(factory.django.DjangoModelFactory):
    """Open for placement; `running`, `finished` say otherwise."""

    class Meta:
        model = Cohort

    class Params:
        running = factory.Trait(state=Cohort.State.RUNNING, started_at=factory.LazyFunction(timezone.now))
        finished = factory.Trait(
            state=Cohort.State.FINISHED,
            started_at=factory.LazyFunction(timezone.now),
            closed_at=factory.LazyFunction(timezone.now),
        )

    agreement = factory.SubFactory(AgreementFactory)
    custodian = factory.SelfAttribute("agreement.line.custodian")
    programme_version = factory.SubFactory(ProgrammeVersionFactory)
    code = factory.Sequence(lambda n: f"ANGKATAN-{n}")
    quota = 40
    place = "Aula"
    starts_on = factory.LazyAttribute(lambda o: o.custodian.today() - timedelta(days=20))
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=80))
    created_by = factory.LazyAttribute(lambda o: officer_of(o.custodian))


class WeeklySlotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WeeklySlot

    cohort = factory.SubFactory(CohortFactory)
    weekday = WeeklySlot.Weekday.TUESDAY
    starts_at = time(9, 0)


class CohortStaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CohortStaff

    cohort = factory.SubFactory(CohortFactory)
    staff = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..cohort.agreement.line.partner"), roles=["fasilitator"]
    )
    capacity = CohortStaff.Capacity.FACILITATOR
    since = factory.SelfAttribute("cohort.starts_on")


class PlaceFactory(factory.django.DjangoModelFactory):
    """A seat, and in it someone active under the cohort's agreement and programme."""

    class Meta:
        model = Place

    cohort = factory.SubFactory(CohortFactory, running=True)
    enrolment = factory.SubFactory(
        EnrolmentFactory,
        active=True,
        inmate=factory.SubFactory(InmateFactory, custodian=factory.SelfAttribute("...cohort.custodian")),
        agreement=factory.SelfAttribute("..cohort.agreement"),
        programme_version=factory.SelfAttribute("..cohort.programme_version"),
    )
    seat = factory.LazyAttribute(lambda o: o.cohort.places.filter(left_on=None).count() + 1)
    quota = factory.SelfAttribute("cohort.quota")
    taken_on = factory.SelfAttribute("cohort.starts_on")
    placed_by = factory.LazyAttribute(lambda o: officer_of(o.cohort.custodian))


class SessionFactory(factory.django.DjangoModelFactory):
    """Planned today from 09.00 to 10.30 local time; `held`, `not_held`, `cancelled` say otherwise."""

    class Meta:
        model = Session

    class Params:
        held = factory.Trait(
            state=Session.State.HELD,
            actual_start=factory.SelfAttribute("planned_start"),
            actual_end=factory.SelfAttribute("planned_end"),
            delivered_by=factory.LazyAttribute(lambda o: officer_of(o.cohort.agreement.line.partner)),
            recorded_by=factory.SelfAttribute("delivered_by"),
            recorded_at=factory.SelfAttribute("planned_end"),
        )
        not_held = factory.Trait(
            state=Session.State.NOT_HELD,
            not_held_reason=factory.LazyFunction(lambda: NotHeldReason.objects.get(code="ruang")),
        )
        cancelled = factory.Trait(state=Session.State.CANCELLED)

    cohort = factory.SubFactory(CohortFactory, running=True)
    kind = factory.SubFactory(SessionKindFactory)
    title = factory.Sequence(lambda n: f"Pertemuan {n}")
    day = factory.LazyAttribute(lambda o: o.cohort.custodian.today())
    planned_start = factory.LazyAttribute(lambda o: at(o.cohort.custodian, o.day, time(9, 0)))
    planned_end = factory.LazyAttribute(lambda o: o.planned_start + timedelta(minutes=90))
    place = factory.SelfAttribute("cohort.place")
    created_by = factory.LazyAttribute(lambda o: officer_of(o.cohort.custodian))


class SessionStaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionStaff

    session = factory.SubFactory(SessionFactory)
    staff = factory.SubFactory(
        UserFactory,
        agency=factory.SelfAttribute("..session.cohort.agreement.line.partner"),
        roles=["fasilitator"],
    )
    starts_at = factory.SelfAttribute("session.planned_start")
    ends_at = factory.SelfAttribute("session.planned_end")


class AttendanceFactory(factory.django.DjangoModelFactory):
    """Present at a held session, of someone with a seat in its cohort; `mark="S"` says otherwise."""

    class Meta:
        model = Attendance

    class Params:
        mark = "H"

    session = factory.SubFactory(SessionFactory, held=True)
    enrolment = factory.LazyAttribute(lambda o: PlaceFactory(cohort=o.session.cohort).enrolment)
    code = factory.LazyAttribute(lambda o: AttendanceCode.objects.get(code=o.mark))
    first_recorded_at = factory.SelfAttribute("session.planned_end")
    recorded_at = factory.SelfAttribute("first_recorded_at")
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.session.cohort.agreement.line.partner))


class AttendanceHistoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AttendanceHistory

    session = factory.SubFactory(SessionFactory, held=True)
    enrolment = factory.LazyAttribute(lambda o: PlaceFactory(cohort=o.session.cohort).enrolment)
    code = "H"
    recorded_at = factory.SelfAttribute("session.planned_end")
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.session.cohort.agreement.line.partner))


class SessionNoteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionNote

    session = factory.SubFactory(SessionFactory, held=True)
    author = factory.SelfAttribute("session.delivered_by")
    summary = "Membahas pemicu dan cara menghindarinya."


class SessionNoteLineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionNoteLine

    note = factory.SubFactory(SessionNoteFactory)
    enrolment = factory.LazyAttribute(lambda o: PlaceFactory(cohort=o.note.session.cohort).enrolment)
    text = "Ikut berbicara."


class NoteTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NoteText

    note = factory.SubFactory(SessionNoteFactory)
    by = factory.SelfAttribute("note.author")
    base_version = 1
    taken = True
    content = factory.LazyAttribute(lambda o: {"summary": o.note.summary})


def at(agency: Any, day: date, hour: time) -> datetime:
    """That hour of that day on the clock of the agency."""
    return datetime.combine(day, hour, tzinfo=agency.zone)
