"""The demo from nothing to today: Rutan Barabai with BNNK Balangan, and a second pair beside them."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import Agency, User
from agreements import actions as agreements
from agreements.models import Agreement, Service
from audit.models import Action
from audit.trail import record
from inmates.models import CustodyKind
from rehab.enrolments.models import Status
from rehab.programmes.models import Category
from upkeep.demo.cast import Cast, hire
from upkeep.demo.clock import Story
from upkeep.demo.course import Course, Wave
from upkeep.demo.incidents import Incidents
from upkeep.demo.intake import Case, Intake, Team
from upkeep.demo.population import IN_CUSTODY, NARCOTICS, Census, Person, plan_population
from upkeep.planner import take_stock

SIGNED = date(2025, 3, 25)
LAST_DAY = date(2028, 3, 24)
SEED = 20250325
MORNING, AFTERNOON = time(9, 0), time(13, 30)


def build() -> Cast:
    """Live through the demo's time up to midnight of today; the same seed tells the same story."""
    with transaction.atomic():
        cast = hire(since=SIGNED)
    today = cast.rutan.today()
    story = Story(cast.rutan.zone, today)
    Barabai(story, Random(SEED), cast).tell()
    Tanjung(story, Random(SEED + 1), cast).tell()
    story.live(datetime.combine(today, time(0, 0), story.zone))
    with transaction.atomic():
        record(Action.COMMAND, by=None, on="demo")
    take_stock()
    return cast


def cooperation(*, officer: User, head: User, partner: Agency, terms: dict[str, Any]) -> Agreement:
    """Draft by the officer, put in force by the head, all services in scope."""
    whole = agreements.Terms(services=list(Service.objects.all()), **terms)
    draft = agreements.draft(by=officer, partner=partner, terms=whole)
    return agreements.put_in_force(agreement=draft, by=head)


class World:
    """What both pairs share: people, a line, an intake and a course."""

    def __init__(self, story: Story, random: Random, cast: Cast) -> None:
        self.story, self.random, self.cast = story, random, cast
        self.today = story.today
        self.people: list[Person] = []
        self.used: set[int] = set()
        self.agreement: Agreement | None = None

    def the_agreement(self) -> Agreement:
        assert self.agreement is not None
        self.agreement.refresh_from_db()
        return self.agreement

    def pick(self, count: int, since: date, until: date, *, tahanan: bool = False) -> list[Person]:
        """People with a narcotics case, in custody from the one day to the other, not yet picked."""
        fitting = [
            person
            for person in self.people
            if person.narcotics
            and id(person) not in self.used
            and person.here(since)
            and person.here(until)
            and person.is_narapidana is not tahanan
            and (tahanan or person.admitted_on < since - timedelta(days=80))
        ]
        # Those who have left since come first, so that enough are left for the later groups.
        self.random.shuffle(fitting)
        chosen = sorted(fitting, key=lambda person: person.left_on is None)[:count]
        self.used |= {id(person) for person in chosen}
        return chosen

    def cases(self, people: list[Person], category: Category) -> list[Case]:
        """Of every twenty: seven at low risk, one who refuses, one not eligible, the others eligible."""
        made = []
        for index, person in enumerate(people):
            band = (
                "low" if index % 20 in (1, 4, 7, 10, 13, 16, 19) else "high" if index % 9 == 0 else "moderate"
            )
            case = Case(person, category, band, refuses=index % 20 == 11)
            if index % 20 == 8:
                case.decision = Status.NOT_ELIGIBLE
            made.append(case)
        return made


class Barabai(World):
    """The article's own world: 223 people, 138 narcotics cases, a year of a programme behind it."""

    def tell(self) -> None:
        cast, story = self.cast, self.story
        self.people = plan_population(self.random, self.today, stay=IN_CUSTODY, narcotics=NARCOTICS, left=54)
        self.team = Team(
            rehabilitasi=cast["rehabilitasi"],
            karutan=cast["karutan"],
            medis=cast["medis"],
            asesor=cast["asesor"],
            fasilitator=cast["fasilitator"],
            konselor=cast["konselor"],
        )
        opening = self.today - timedelta(days=380)
        story.tell(SIGNED, 15, self._sign)
        intake = Intake(story, self.random, self.team, self.the_agreement)
        self.course = Course(story, self.random, self.team, self.the_agreement, intake)
        self._tell_waves()
        Census(story, self.random, cast.rutan, cast["registrasi"], cast["walipas"]).tell(self.people, opening)
        self._tell_those_on_the_way(intake)

    def _sign(self) -> None:
        self.agreement = cooperation(
            officer=self.cast["rehabilitasi"],
            head=self.cast["karutan"],
            partner=self.cast.bnnk,
            terms={
                "kind": Agreement.AgreementKind.NOTA,
                "title": "Nota Kesepahaman Rehabilitasi Narkotika bagi Warga Binaan",
                "number_unconfirmed": True,
                "signed_on": SIGNED,
                "signed_at": "Kantor BNNK Balangan",
                "custodian_signatory": "I Komang Suparta",
                "partner_signatory": "M. Faisal Sidiq",
                "first_day": SIGNED,
                "last_day": LAST_DAY,
                "term_unconfirmed": True,
            },
        )

    def _tell_waves(self) -> None:
        told = {}
        for wave, size in self._waves():
            end = min(wave.starts + timedelta(weeks=wave.weeks + 2), self.today)
            cases = self.cases(self.pick(size, wave.proposed, end), wave.category)
            cases += self.cases(self._leavers_during(wave), wave.category)
            told[wave.code] = (wave, cases)
            self.course.tell(wave, cases)
        self._tell_incidents(told)

    def _waves(self) -> list[tuple[Wave, int]]:
        day, weekday = self.today, self.today.weekday()
        rhythm = ((0, MORNING), (2, MORNING), (4, MORNING))
        other_hours = ((1, AFTERNOON), (3, AFTERNOON), (5, AFTERNOON))
        # Today is one of the days of the running cohort, whichever day of the week it is.
        now = tuple(sorted({(weekday, MORNING), next(each for each in rhythm if each[0] != weekday)}))

        def back(days: int) -> date:
            return day - timedelta(days=days)

        return [
            (Wave("A", Category.I, back(350), back(310), 5, rhythm), 19),
            (Wave("B", Category.II, back(250), back(210), 10, rhythm), 19),
            (
                Wave(
                    "C",
                    Category.I,
                    back(105),
                    back(64),
                    5,
                    other_hours,
                    proposed_after=20,
                    confirmed_after=None,
                ),
                16,
            ),
            (Wave("D", Category.II, back(74), back(28), 12, now, owes_last=True), 21),
            (Wave("E", Category.I, back(40), day + timedelta(days=17), 5, other_hours), 11),
        ]

    def _leavers_during(self, wave: Wave) -> list[Person]:
        """One of those who left is made to leave in the middle of the course."""
        leaver = next(
            each for each in self.people if each.left_on and each.narcotics and id(each) not in self.used
        )
        self.used.add(id(leaver))
        middle = wave.starts + timedelta(days=18)
        leaver.left_on = leaver.left_how = None
        leaver.admitted_on = wave.proposed - timedelta(days=300)
        leaver.expiry = max(middle, self.today) + timedelta(days=25)
        return [leaver]

    def _tell_incidents(self, told: dict[str, tuple[Wave, list[Case]]]) -> None:
        cast, today = self.cast, self.today
        incidents = Incidents(self.story, self.random, self.team, cast["registrasi"])
        for year in (today.year - 1, today.year):
            if today - timedelta(days=370) < date(year, 8, 17) < today:
                incidents.remissions(date(year, 8, 17))
        for wave, cases in told.values():
            leaver = cases[-1]
            day = min(wave.starts + timedelta(days=18), today - timedelta(days=1))
            incidents.release(leaver, day, CustodyKind.PB, confirmed=day < today - timedelta(days=1))
        earlier, (now, running) = told["B"], told["D"]
        incidents.breach(earlier[1][3], earlier[0].starts + timedelta(days=20))
        incidents.pause(running[3], max(now.starts, today - timedelta(days=4)))
        incidents.withdraw(running[5], today - timedelta(days=2))

    def _tell_those_on_the_way(self, intake: Intake) -> None:
        """Proposed one after the other up to yesterday, so that every step of the way is taken by someone."""
        people = self.pick(18, self.today - timedelta(days=25), self.today)
        people += self.pick(14, self.today - timedelta(days=5), self.today, tahanan=True)
        self.random.shuffle(people)
        for index, case in enumerate(self.cases(people, Category.I)):
            if index % 7 == 5:
                case.decision = Status.DEFERRED
            proposed = self.today - timedelta(days=1 + index * 21 // len(people))
            if case.person.here(proposed):
                intake.tell_one(case, proposed)


class Tanjung(World):
    """A second, small pair whose agreement has lapsed: isolation can be seen."""

    def tell(self) -> None:
        cast, story = self.cast, self.story
        self.people = plan_population(self.random, self.today, stay=14, narcotics=9, left=2)
        self.team = Team(
            rehabilitasi=cast["rehabilitasi.tanjung"],
            karutan=cast["karutan.tanjung"],
            medis=cast["medis.tanjung"],
            asesor=cast["asesor.tabalong"],
            fasilitator=cast["fasilitator.tabalong"],
            konselor=cast["fasilitator.tabalong"],
        )
        opening = self.today - timedelta(days=300)
        self.first_day = self.today - timedelta(days=400)
        story.tell(self.first_day, 10, self._sign)
        Census(story, self.random, cast.second_rutan, cast["registrasi.tanjung"], None).tell(
            self.people, opening
        )
        intake = Intake(story, self.random, self.team, self.the_agreement)
        people = self.pick(6, self.today - timedelta(days=150), self.today)
        intake.tell(self.cases(people, Category.I), self.today - timedelta(days=120))

    def _sign(self) -> None:
        self.agreement = cooperation(
            officer=self.cast["rehabilitasi.tanjung"],
            head=self.cast["karutan.tanjung"],
            partner=self.cast.second_bnnk,
            terms={
                "kind": Agreement.AgreementKind.PKS,
                "title": "Perjanjian Kerja Sama Layanan Rehabilitasi",
                "custodian_number": "WP.19.PAS.21.PK.06.05-311",
                "partner_number": "PKS/07/X/2025/BNNK-TBG",
                "signed_on": self.first_day,
                "signed_at": "Tanjung",
                "first_day": self.first_day,
                "last_day": self.today - timedelta(days=30),
            },
        )
