"""The gate: what the database answers is compared, day by day, with the rule said in Python."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine

from accounts.models import TimeZone
from agreements.models import Agreement
from tests.factories.accounts import CustodianFactory
from tests.factories.agreements import AgreementFactory, SuspensionFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


def plus(days: int) -> date:
    return DAY + timedelta(days=days)


def holds(agreement: Agreement, day: date) -> bool:
    """Design, The gate: said once more, on purpose without the room's own code."""
    closed_by_suspension = any(
        each.from_day <= day and not (each.lifted_on and each.lifted_on <= day)
        for each in agreement.suspensions.all()
    )
    return (
        agreement.put_in_force_at is not None
        and agreement.first_day <= day <= agreement.last_day
        and not (agreement.ended_on and agreement.ended_on <= day)
        and not closed_by_suspension
    )


def random_agreement(chance: random.Random, custodian: Any) -> Agreement:
    first, length = chance.randint(0, 20), chance.randint(0, 20)
    ended = chance.choice([None, None, chance.randint(0, first + length)])
    agreement = AgreementFactory(
        custodian=custodian,
        first_day=plus(first),
        last_day=plus(first + length),
        draft=chance.random() < 0.15,
    )
    if ended is not None and agreement.put_in_force_at:
        by = agreement.drafted_by
        Agreement.objects.filter(pk=agreement.pk).update(ended_on=plus(ended), ended_by=by, ended_reason="x")
    suspend_at_random(chance, agreement)
    return Agreement.objects.with_state().get(pk=agreement.pk)


def suspend_at_random(chance: random.Random, agreement: Agreement) -> None:
    days = sorted(chance.sample(range(45), 4))
    for start, lifted in list(pairwise(days))[:: chance.choice([1, 2])][: chance.randint(0, 2)]:
        lifted_on = plus(lifted) if chance.random() < 0.8 else plus(start)
        SuspensionFactory(
            agreement=agreement, from_day=plus(start), lifted_on=lifted_on, lifted_by=agreement.drafted_by
        )
    if chance.random() < 0.3:
        SuspensionFactory(agreement=agreement, from_day=plus(chance.randint(0, 45)))


@pytest.mark.parametrize("seed", range(6))
def test_in_force_agrees_with_the_rule_on_every_day(seed: int, rutan: Any) -> None:
    chance = random.Random(seed)
    made = [random_agreement(chance, rutan) for _ in range(12)]
    for offset in range(-2, 50):
        day = plus(offset)
        expected = {each.pk for each in made if holds(each, day)}
        assert set(Agreement.objects.in_force(day).values_list("pk", flat=True)) == expected
        assert {each.pk for each in made if each.state_on(day) == "in_force"} == expected


@pytest.mark.parametrize("seed", range(6))
def test_each_agreement_stands_in_exactly_the_state_the_database_says(seed: int, rutan: Any) -> None:
    chance = random.Random(100 + seed)
    made = {each.pk: each for each in (random_agreement(chance, rutan) for _ in range(8))}
    for offset in range(-2, 50, 3):
        said = [
            (pk, state)
            for state in Agreement.State
            for pk in Agreement.objects.in_state(state, day=plus(offset)).values_list("pk", flat=True)
        ]
        assert sorted(said) == sorted((pk, each.state_on(plus(offset))) for pk, each in made.items())


def test_first_and_last_day_are_inside_and_their_neighbours_outside(rutan: Any) -> None:
    AgreementFactory(custodian=rutan, first_day=plus(0), last_day=plus(9))
    open_days = [day for day in range(-2, 13) if Agreement.objects.in_force(plus(day)).exists()]
    assert open_days == list(range(10))


def test_suspension_lifted_the_same_day_closes_no_day(agreement: Agreement) -> None:
    today = agreement.custodian.today()
    SuspensionFactory(agreement=agreement, from_day=today, lifted_on=today, lifted_by=agreement.drafted_by)
    assert agreement in Agreement.objects.in_force(today)


def test_day_of_an_end_is_closed_and_the_eve_open(rutan: Any) -> None:
    agreement = AgreementFactory(
        custodian=rutan, first_day=plus(0), last_day=plus(9), ended=True, ended_on=plus(5)
    )
    assert agreement in Agreement.objects.in_force(plus(4))
    assert agreement not in Agreement.objects.in_force(plus(5))


def test_days_between_two_agreements_of_a_line_are_closed(rutan: Any) -> None:
    first = AgreementFactory(custodian=rutan, first_day=plus(0), last_day=plus(4))
    AgreementFactory(line=first.line, renews=first, first_day=plus(8), last_day=plus(12))
    lines = [day for day in range(14) if Agreement.objects.in_force(plus(day)).filter(line=first.line)]
    assert lines == [0, 1, 2, 3, 4, 8, 9, 10, 11, 12]


HOURS_FROM_UTC = {TimeZone.WIB: 7, TimeZone.WITA: 8, TimeZone.WIT: 9}


@pytest.mark.parametrize("zone", list(TimeZone))
@pytest.mark.parametrize(
    ("day", "clock", "open_now"),
    [
        (0, "00:00:00", True),
        (-1, "23:59:59", False),
        (9, "23:59:59", True),
        (10, "00:00:00", False),
    ],
)
def test_midnight_at_the_custodian_opens_and_closes(
    zone: TimeZone, day: int, clock: str, open_now: bool
) -> None:
    custodian = CustodianFactory(time_zone=zone)
    agreement = AgreementFactory(custodian=custodian, first_day=plus(0), last_day=plus(9))
    local = datetime.fromisoformat(f"{plus(day)}T{clock}").replace(tzinfo=UTC)
    with time_machine.travel(local - timedelta(hours=HOURS_FROM_UTC[zone]), tick=False):
        assert (agreement in Agreement.objects.in_force()) is open_now
        assert (Agreement.objects.get(pk=agreement.pk).state == "in_force") is open_now


def test_one_moment_is_another_day_in_another_zone() -> None:
    with time_machine.travel(datetime(2026, 3, 9, 16, 30, tzinfo=UTC), tick=False):
        for zone in TimeZone:
            AgreementFactory(
                custodian=CustodianFactory(time_zone=zone),
                first_day=date(2026, 1, 1),
                last_day=date(2026, 3, 9),
            )
        open_zones = Agreement.objects.in_force().values_list("custodian__time_zone", flat=True)
        assert list(open_zones) == [TimeZone.WIB]


def test_ending_within_counts_the_final_day(rutan: Any) -> None:
    today = rutan.today()
    soon = AgreementFactory(custodian=rutan, last_day=today + timedelta(days=90))
    AgreementFactory(custodian=rutan, last_day=today + timedelta(days=91))
    ended = AgreementFactory(
        custodian=rutan, ended=True, ended_on=today + timedelta(days=30), last_day=today + timedelta(days=500)
    )
    assert set(Agreement.objects.ending_within(90)) == {soon, ended}
    assert ended.days_left == 29
