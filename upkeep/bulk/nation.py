"""A whole country in an empty database: offices, people, programmes, trail. The same for the same seed.

What it has that a real one has not, and the other way round, stands in docs/performance.md.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from django.db import connection, transaction

from accounts.models import Agency, TimeZone, today_in
from agreements.models import Service
from audit.models import Action
from inmates.models import CriminalCase, Inmate, KeyDates
from upkeep.bulk.book import Book, book
from upkeep.bulk.course import add_course
from upkeep.bulk.offices import Custodian, Offices, Partner, open_regions
from upkeep.bulk.people import Catalogues, Registry, add_people
from upkeep.bulk.programme import References, Rehab, Shape, add_enrolments
from upkeep.bulk.trail import Trail
from upkeep.planner import take_stock
from upkeep.rows.writing import filling_postgres

# Indonesia at the end of 2025, rounded.
PEOPLE, NARCOTICS, CUSTODIANS, PARTNERS, REGIONS = 280_000, 146_000, 530, 170, 33
# The largest custodian holds so much of all.
_LARGEST = 4_000 / 280_000
_ENROLLED = 2 / 3
# As many of the largest custodian are in the programme now, in a world of any size: one full sheet.
_ACTIVE = 40

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Size:
    """How large a country is. What is not said follows from the number of people."""

    people: int = PEOPLE
    sessions: int = 156
    narcotics: int = 0
    custodians: int = 0
    partners: int = 0
    regions: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        shares = {"narcotics": NARCOTICS, "custodians": CUSTODIANS, "partners": PARTNERS, "regions": REGIONS}
        for name, whole in shares.items():
            if not getattr(self, name):
                value = max(1, min(self.people, round(whole * self.people / PEOPLE)))
                object.__setattr__(self, name, value)

    def of_custodians(self) -> list[int]:
        """People of each custodian, the largest first: a few large ones, and many small."""
        low, high = 0.0, 4.0
        for _step in range(60):
            middle = (low + high) / 2
            if self._weights(middle)[0] < max(_LARGEST, 1 / self.custodians):
                low = middle
            else:
                high = middle
        upto = [round(self.people * share) for share in accumulate(self._weights(high))]
        sizes = (end - begin for begin, end in zip([0, *upto], upto, strict=False))
        return sorted(sizes, reverse=True)

    def _weights(self, slope: float) -> list[float]:
        raw = [(rank + 6) ** -slope for rank in range(self.custodians)]
        return [each / sum(raw) for each in raw]


@dataclass
class Made:
    """How much stands in the end."""

    counts: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return ", ".join(f"{number} {name}" for name, number in self.counts.items())


def build(size: Size, *, today: date | None = None, told: Told = lambda done, of: None) -> Made:
    """Fill an empty database, migrated to today's place. `told` hears how many are done of how many."""
    if Agency.objects.exists():
        raise ValueError("The database is not empty.")
    with transaction.atomic(), _emptied() as opened:
        made = _Nation(opened, size, today).build(told)
    take_stock()
    return made


@contextmanager
def _emptied() -> Iterator[Book]:
    """On PostgreSQL indexes and foreign keys stand aside and come back, word for word, after the rows."""
    if connection.vendor != "postgresql":
        with book() as opened:
            yield opened
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL synchronous_commit = off")
    with filling_postgres([]) as fill:
        opened = Book(fill)
        yield opened
        opened.close()


class _Nation:
    def __init__(self, opened: Book, size: Size, day: date | None) -> None:
        self.book, self.size, self.day = opened, size, day
        today = day or today_in(TimeZone.WIB)
        self.random = Random(size.seed)
        self.offices = Offices(opened, self.random, today - timedelta(days=800))
        self.services = list(Service.objects.all())
        self.catalogues, self.references = Catalogues.read(), References.read(today)
        self.shape = Shape(sessions=size.sessions)
        self.made = Made()

    def build(self, told: Told) -> Made:
        size = self.size
        prisons = open_regions(self.offices, size.regions, code="ditjenpas", name="Kanwil Ditjenpas")
        above = open_regions(self.offices, size.regions, code="bnn", name="BNNP")
        partners = [
            Partner.open(self.offices, number + 1, above[number % len(above)])
            for number in range(size.partners)
        ]
        done = narcotics = 0
        for number, people in enumerate(size.of_custodians()):
            custodian = Custodian.open(self.offices, number + 1, prisons[number % len(prisons)])
            # Rounded over the country, so that the whole is what was asked for.
            upto = round(size.narcotics * (done + people) / size.people)
            self._fill(
                custodian, partners[number % len(partners)], people, upto - narcotics, first=not number
            )
            done, narcotics = done + people, upto
            told(done, size.people)
        self.made.counts |= Counter(custodians=size.custodians, partners=size.partners)
        return self.made

    def _fill(
        self, custodian: Custodian, partner: Partner, people: int, narcotics: int, *, first: bool
    ) -> None:
        today = self.day or custodian.agency.today()
        registry = Registry(
            self.book,
            custodian.agency,
            custodian.staff["registrasi"],
            self.random,
            self.catalogues,
            today,
            custodian.staff["walipas"],
        )
        inmates = add_people(registry, count=people, narcotics=narcotics)
        self._add_trail(custodian, inmates, today)
        agreement = self.offices.agree(
            custodian.agency, partner.agency, custodian.staff["kepala"], self.services
        )
        rehab = Rehab(
            self.book,
            agreement,
            self.references,
            partner.staff_with(custodian),
            self.random,
            today,
            self.shape,
            partner.numbers,
        )
        chosen = inmates[: round(narcotics * _ENROLLED)]
        enrolments, courses = add_enrolments(rehab, chosen, active=_ACTIVE if first else 0)
        marks = sum(add_course(rehab, each) for each in courses)
        places = sum(len(each.members) for each in courses)
        self.made.counts.update(
            people=people,
            narcotics=narcotics,
            enrolments=len(enrolments),
            places=places,
            cohorts=len(courses),
            marks=marks,
        )

    def _add_trail(self, custodian: Custodian, inmates: list[Inmate], today: date) -> None:
        """Registered, case recorded, dates set: each on a day of its own."""
        trail = Trail(self.book, custodian.staff["registrasi"], "registrasi")
        steps = ((Inmate, Action.CREATE), (CriminalCase, Action.CREATE), (KeyDates, Action.CHANGE))
        zone = custodian.agency.zone
        for after, (model, action) in enumerate(steps):
            kind, at = model._meta.label_lower, datetime.combine(today, time(9), zone)
            when = at - timedelta(days=self.random.randint(200, 800) - after)
            trail.of_people((each, (when, action, kind, each.pk, each.name)) for each in inmates)
