"""The custodian's register as it stands at one moment, in the shape that matching needs."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Agency
from accounts.sealing import blind_index
from inmates.models import CellStay, Charge, CriminalCase, CustodyEvent, Inmate, KeyDates, Registration
from upkeep.intake.understanding import CASE, DATES, IDENTITY
from upkeep.intake.values.numbers import key_of
from upkeep.intake.values.people import NameKey, name_key


@dataclass
class KnownCase:
    pk: int
    facts: dict[str, Any]
    charges: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Known:
    """A person of the register, with what a file may change of them."""

    pk: int
    identity: dict[str, Any]
    identity_index: str
    in_custody: bool
    key: NameKey
    # (class, key, number) of the open registration, and the keys of all that were ever valid.
    open: tuple[str, str, str] | None = None
    open_since: date | None = None
    numbers: set[tuple[str, str]] = field(default_factory=set)
    dates: dict[str, Any] = field(default_factory=dict)
    cases: list[KnownCase] = field(default_factory=list)
    place: tuple[str, str] | None = None
    last_event: tuple[date, str] | None = None

    @property
    def name(self) -> str:
        return str(self.identity["name"])

    @property
    def numbered(self) -> str:
        """The open registration as a person reads it; empty for who is not registered now."""
        return f"{self.open[0]} · {self.open[2]}" if self.open else ""

    @property
    def birth_date(self) -> date | None:
        return self.identity["birth_date"]  # type: ignore[no-any-return]


@dataclass
class Register:
    """Everyone of one custodian, and the ways to find them."""

    people: dict[int, Known] = field(default_factory=dict)
    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_rest: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    by_identity: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def with_identity_number(self, number: str) -> int | None:
        return self.by_identity.get(blind_index(number)) if number else None


def load(custodian: Agency) -> Register:
    """Seven questions, whatever the number of people."""
    register = Register()
    _load_people(register, custodian)
    _load_registrations(register, custodian)
    of_custodian = {"inmate__custodian": custodian}
    for dates in KeyDates.objects.filter(**of_custodian).values("inmate_id", *DATES):
        register.people[dates.pop("inmate_id")].dates = dates
    _load_cases(register, custodian)
    stays = CellStay.objects.open().filter(custodian=custodian)
    for pk, block, cell in stays.values_list("inmate_id", "block", "cell"):
        register.people[pk].place = (block, cell)
    events = CustodyEvent.objects.standing().filter(**of_custodian).order_by("on", "id")
    for pk, on, kind in events.values_list("inmate_id", "on", "kind"):
        register.people[pk].last_event = (on, kind)
    return register


def _load_people(register: Register, custodian: Agency) -> None:
    for inmate in Inmate.objects.filter(custodian=custodian).order_by("pk"):
        known = Known(
            pk=inmate.pk,
            identity={name: getattr(inmate, name) for name in IDENTITY},
            identity_index=inmate.identity_index,
            in_custody=inmate.in_custody,
            key=name_key(inmate.name),
        )
        register.people[known.pk] = known
        register.by_name[known.key.own].append(known.pk)
        if known.identity_index:
            register.by_identity[known.identity_index] = known.pk


def _load_registrations(register: Register, custodian: Agency) -> None:
    rows: Iterable[Any] = (
        Registration.objects.standing()
        .filter(custodian=custodian)
        .values_list("inmate_id", "register_class__code", "number", "since", "until")
    )
    for pk, code, number, since, until in rows:
        key = key_of(code, number)
        known = register.people[pk]
        known.numbers.add(key)
        register.by_number[key] = pk
        register.by_rest[key[1]].add(pk)
        if until is None:
            known.open, known.open_since = (*key, number), since


def _load_cases(register: Register, custodian: Agency) -> None:
    cases: dict[int, KnownCase] = {}
    rows = CriminalCase.objects.open().filter(inmate__custodian=custodian).order_by("pk")
    for facts in rows.values("pk", "inmate_id", *CASE):
        case = KnownCase(facts.pop("pk"), facts)
        register.people[facts.pop("inmate_id")].cases.append(case)
        cases[case.pk] = case
    charges = Charge.objects.filter(case__inmate__custodian=custodian, case__closed_on=None).order_by("pk")
    for case_pk, article, rank in charges.values_list("case_id", "article_id", "rank"):
        cases[case_pk].charges.append((article, rank))
