"""A country in bulk: of the size that was asked for, reproducible, and such that the pages count it."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from accounts.models import Agency, User
from accounts.sealing import blind_index
from audit.append_only import missing_triggers
from audit.models import AuditEvent
from inmates.models import Inmate
from oversight.dashboards.queries import dashboard_of
from oversight.scope import Scope
from rehab.delivery.models import Attendance, AttendanceHistory, Cohort, Place, Session
from rehab.delivery.roster import members_of
from rehab.enrolments.models import Enrolment
from upkeep.bulk.nation import Size, build

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SMALL = Size(people=223, narcotics=138, sessions=6)


def _told() -> list[tuple[object, ...]]:
    rows = Inmate.objects.order_by("pk").values_list("name", "custodian__code", "expiry_date", "in_custody")
    marks = Attendance.objects.order_by("pk").values_list("session__day", "enrolment__number", "code__code")
    return [*rows, *marks]


def _user(username: str) -> User:
    return User.objects.select_related("agency").get(username=username)


def test_it_is_as_large_as_asked_and_its_first_sheet_is_full():
    made = build(Size(people=700, sessions=6, custodians=5, partners=2, regions=2))
    assert made.counts["people"] == Inmate.objects.count() == 700
    assert made.counts["narcotics"] == Inmate.objects.filter(narcotics=True).count() == 365
    assert made.counts["marks"] == Attendance.objects.count() == AttendanceHistory.objects.count() > 200
    assert Agency.objects.custodians().count() == 5
    assert AuditEvent.objects.count() > 3 * 700
    first = Cohort.objects.order_by("pk")[0]
    assert Place.objects.current().filter(cohort=first).count() == 40
    assert missing_triggers(connection) == []


def test_the_same_seed_tells_the_same_country():
    told = []
    for _time in range(2):
        with transaction.atomic():
            build(SMALL, today=date(2026, 3, 4))
            told.append(_told())
            transaction.set_rollback(True)
    assert told[0] == told[1]


def test_officer_and_partner_see_it_and_count_it():
    build(SMALL)
    officer, partner = _user("rehabilitasi.upt-001"), _user("fasilitator.bnnk-001")
    held = Inmate.objects.filter(in_custody=True).count()
    assert {each.figure.key: each.value for each in dashboard_of(Scope.of(officer)).people}["ditahan"] == held
    assert dashboard_of(Scope.of(partner)).rate > 70
    assert Enrolment.objects.visible_to(partner).count() > 80


def test_the_sheet_of_the_last_day_waits_and_has_forty_rows():
    build(SMALL)
    facilitator = _user("fasilitator.bnnk-001")
    today = Agency.objects.get(code="upt-001").today()
    owed = Session.objects.visible_to(facilitator).filter(state="planned", day__lt=today)
    assert [len(members_of(each, facilitator)) for each in owed.filter(cohort__code__endswith="0001")] == [40]
    assert today - owed.latest("day").day <= timedelta(days=2)


def test_people_are_found_by_their_number_and_nobody_is_met_twice():
    build(SMALL)
    someone = Inmate.objects.order_by("pk")[7]
    assert someone.identity_index == blind_index(someone.identity_number)
    assert Inmate.objects.with_identity_number(someone.identity_number).get() == someone
    # The next that is made gets the next key.
    one = Inmate.objects.create(custodian=someone.custodian, name="Baru", sex="L")
    assert one.pk == 224


def test_custodians_are_few_large_and_many_small():
    sizes = Size().of_custodians()
    assert (len(sizes), sum(sizes)) == (530, 280_000)
    assert 3_900 <= sizes[0] <= 4_100
    assert sizes == sorted(sizes, reverse=True)
    assert 100 < sizes[-1] < 400


def test_a_database_that_holds_something_is_left_alone(rutan):
    with pytest.raises(ValueError):
        build(SMALL)
