"""Who is, was and comes into custody: planned first, then told day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from accounts.models import Agency, User
from inmates import actions
from inmates.models import Article, CustodyKind, Inmate, KeyDates, RegisterClass
from upkeep.demo.clock import Story
from upkeep.demo.names import Names

IN_CUSTODY = 223
NARCOTICS = 138
BLOCKS = ("A", "B", "C", "D")
_WOMENS_BLOCK = "W"


@dataclass
class Person:
    """What the plan knows of someone before it is told."""

    narcotics: bool
    admitted_on: date
    legal: str  # register class on the day of the demo, or of leaving
    expiry: date | None
    left_on: date | None = None
    left_how: CustodyKind | None = None
    woman: bool = False
    life: bool = False
    inmate: Inmate | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def known(self) -> Inmate:
        """The record, once the person has been admitted."""
        assert self.inmate is not None
        return self.inmate

    @property
    def is_narapidana(self) -> bool:
        return self.legal.startswith("B")

    def here(self, day: date) -> bool:
        return self.admitted_on <= day and (self.left_on is None or day < self.left_on)


def plan_population(random: Random, today: date, *, stay: int, narcotics: int, left: int) -> list[Person]:
    """`stay` people in custody today, `narcotics` of them with a narcotics case, and `left` who left."""
    people = [_stays(random, today, narcotics=index < narcotics) for index in range(stay)]
    people += [_leaves(random, today, narcotics=index % 3 != 2) for index in range(left)]
    for person in random.sample(people[:stay], min(12, stay // 10)):
        person.woman = True
    return people


def _stays(random: Random, today: date, *, narcotics: bool) -> Person:
    if random.random() < 0.2:
        admitted = today - timedelta(days=random.randint(6, 150))
        return Person(
            narcotics, admitted, random.choice(("A.I", "A.II", "A.III", "A.III", "A.IV", "A.V")), None
        )
    admitted = today - timedelta(days=random.randint(120, 1100))
    remaining = random.choice((20, 45, 75, 110, 150, 220, 320, 420, 560, 700, 900, 1200)) + random.randint(
        0, 25
    )
    person = Person(narcotics, admitted, "B.I", today + timedelta(days=remaining))
    lot = random.random()
    if lot < 0.02:
        person.expiry = None
    elif lot < 0.03:
        person.expiry, person.life = None, True
    elif remaining < 100 and (today - admitted).days < 250:
        person.legal = "B.IIa"
    return person


def _leaves(random: Random, today: date, *, narcotics: bool) -> Person:
    left = today - timedelta(days=random.randint(3, 330))
    admitted = left - timedelta(days=random.randint(200, 800))
    how = random.choice(
        (
            CustodyKind.RELEASED,
            CustodyKind.RELEASED,
            CustodyKind.PB,
            CustodyKind.PB,
            CustodyKind.CB,
            CustodyKind.TRANSFER_OUT,
        )
    )
    return Person(narcotics, admitted, "B.I", left + timedelta(days=random.randint(0, 60)), left, how)


class Census:
    """Tells the plan of one custodian through the verbs of `inmates`."""

    def __init__(
        self, story: Story, random: Random, custodian: Agency, by: User, guardian: User | None
    ) -> None:
        self.story, self.random, self.custodian, self.by, self.guardian = (
            story,
            random,
            custodian,
            by,
            guardian,
        )
        self.names = Names(random)
        self.numbers = iter(range(1, 10_000))
        self.classes = {each.code: each for each in RegisterClass.objects.all()}
        self.articles = list(Article.objects.all())

    def tell(self, people: list[Person], opening: date) -> None:
        """Those already here on the opening day are entered then; the others on the day they come."""
        for person in sorted(people, key=lambda each: each.admitted_on):
            day = max(person.admitted_on, opening)
            if person.left_on is None or person.left_on > day:
                self.story.tell(day, 8.5, lambda person=person: self._admit(person))
                if person.left_on:
                    self.story.tell(person.left_on, 10, lambda person=person: self._leave(person))

    def _admit(self, person: Person) -> None:
        born = person.admitted_on - timedelta(days=self.random.randint(19 * 365, 55 * 365))
        serial = next(self.numbers)
        # Whoever came in during the demo's time came in as a tahanan and was sentenced later.
        sentenced_later = person.is_narapidana and person.admitted_on == self.story_day()
        register = "A.III" if sentenced_later else person.legal
        block = _WOMENS_BLOCK if person.woman else self.random.choice(BLOCKS)
        person.inmate = actions.register(
            custodian=self.custodian,
            identity={
                "name": self.names.woman() if person.woman else self.names.man(),
                "alias": self.names.alias(),
                "birth_place": self.names.village(),
                "birth_date": born,
                "sex": Inmate.Sex.FEMALE if person.woman else Inmate.Sex.MALE,
                "identity_number": f"6307{born:%d%m%y}{self.custodian.pk:02d}{serial:04d}",
                "religion": "Islam",
                "education": self.names.education(),
                "occupation": self.names.occupation(),
                "address": f"Desa {self.names.village()}, Kabupaten Hulu Sungai Tengah",
            },
            register_class=self.classes[register],
            number=_number(serial, person),
            admitted_on=person.admitted_on,
            block=block,
            cell=str(self.random.randint(1, 8)),
            by=self.by,
        )
        self._record_case(person, sentenced=person.is_narapidana and not sentenced_later)
        if sentenced_later:
            day = person.admitted_on + timedelta(days=75)
            self.story.tell(day, 9, lambda: self._sentence(person, serial))
        else:
            self._set_dates(person)
        if self.guardian and serial % 6 == 0:
            actions.assign_guardian(
                inmate=person.known, officer=self.guardian, since=self.story_day(), by=self.by
            )

    def _sentence(self, person: Person, serial: int) -> None:
        """The verdict is final: the register number changes, the person does not."""
        actions.change_registration(
            inmate=person.known,
            register_class=self.classes[person.legal],
            number=_number(serial, person),
            since=self.story_day(),
            by=self.by,
        )
        case = person.known.cases.get()
        charges = [(charge.article, charge.rank) for charge in case.charges.all()]
        actions.change_case(
            case=case, facts=self._verdict(person), charges=charges, version=case.version, by=self.by
        )
        self._set_dates(person)

    def story_day(self) -> date:
        return self.custodian.today()

    def _record_case(self, person: Person, *, sentenced: bool) -> None:
        offence = person.admitted_on - timedelta(days=self.random.randint(1, 5))
        wanted = [
            each
            for each in self.articles
            if each.narcotics is person.narcotics
            and not each.modifier
            and (each.valid_from is None or each.valid_from <= offence)
            and (each.valid_until is None or each.valid_until >= offence)
        ]
        charges = [(self.random.choice(self._likely(wanted)), "primer")]
        data = {"court": "Pengadilan Negeri Barabai", "offence_on": offence}
        if sentenced:
            data |= self._verdict(person)
        actions.record_case(inmate=person.known, facts=data, charges=charges, by=self.by)

    def _verdict(self, person: Person) -> dict[str, Any]:
        years = self.random.randint(1, 7)
        verdict = min(person.admitted_on + timedelta(days=75), self.story_day())
        data: dict[str, Any] = {
            "verdict_on": verdict,
            "verdict_number": f"{self.random.randint(10, 250)}/Pid.Sus/{verdict:%Y}/PN Brb",
            "sentence_years": years,
            "sentence_months": self.random.choice((0, 3, 6)),
        }
        if person.narcotics:
            data |= {"fine": 800_000_000 + 100_000_000 * (years % 3), "subsidiary_months": 3}
        return data

    @staticmethod
    def _likely(articles: list[Article]) -> list[Article]:
        """Possession and use stand before the courts far more often than the rest."""
        common = [each for each in articles if each.code.startswith(("112", "114", "127", "609", "610"))]
        return common or articles

    def _set_dates(self, person: Person) -> None:
        if not person.is_narapidana:
            ends = max(person.admitted_on, self.story.today) + timedelta(days=self.random.randint(4, 55))
            data: dict[str, Any] = {"detained_on": person.admitted_on, "detention_order_ends": ends}
        elif person.life:
            data = {"detained_on": person.admitted_on, "life_sentence": True}
        elif person.expiry is None:
            data = {"detained_on": person.admitted_on}
        else:
            whole = person.expiry - person.admitted_on
            data = {
                "detained_on": person.admitted_on,
                "half": person.admitted_on + whole / 2,
                "two_thirds": person.admitted_on + whole * 2 / 3,
                "expiry": person.expiry,
            }
        kept = KeyDates.objects.filter(inmate=person.known).first()
        actions.set_key_dates(
            inmate=person.known, version=kept.version if kept else 0, dates=data, by=self.by
        )

    def _leave(self, person: Person) -> None:
        if person.left_how is None or person.left_on is None:
            return
        actions.record_event(
            inmate=person.known,
            kind=person.left_how,
            on=person.left_on,
            by=self.by,
            destination="Lapas Kelas IIB Amuntai" if person.left_how == CustodyKind.TRANSFER_OUT else "",
        )


def _number(serial: int, person: Person) -> str:
    suffix = "N." if person.narcotics else ""
    return f"{suffix}{serial}/{person.admitted_on:%Y}"
