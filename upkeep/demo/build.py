"""The demo from nothing to today: Rutan Barabai with BNNK Balangan, and a second pair beside them."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import User
from agreements import actions as agreements
from agreements.models import Agreement, Service
from audit.models import Action
from audit.trail import record
from inmates import actions as inmates
from inmates.models import CustodyKind
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Status
from rehab.programmes.models import Category
from upkeep.demo.cast import Cast, hire
from upkeep.demo.clock import Story
from upkeep.demo.course import Course, Wave
from upkeep.demo.intake import Case, Intake, Team
from upkeep.demo.population import IN_CUSTODY, NARCOTICS, Census, Person, plan_population

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
    return cast


def cooperation(*, staff: tuple[User, User], parties: tuple[Any, Any], data: dict[str, Any]) -> Agreement:
    """Draft by the officer, put in force by the head, all services in scope."""
    officer, head = staff
    draft = agreements.draft(
        custodian=parties[0],
        partner=parties[1],
        data=data,
        services=list(Service.objects.all()),
        by=officer,
    )
    agreements.put_in_force(agreement=draft, by=head)
    return draft


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
        chosen = self.random.sample(fitting, min(count, len(fitting)))
        self.used |= {id(person) for person in chosen}
        return chosen

    def cases(self, people: list[Person], category: Category) -> list[Case]:
        """Of every twenty: seven at low risk, one who refuses, one not eligible, the others eligible."""
        made = []
        for index, person in enumerate(people):
            band = "low" if index % 20 in (1, 4, 7, 10, 13, 16, 19) else "high" if index % 9 == 0 else "moderate"
            case = Case(person, category, band, refuses=index % 20 == 11)
            if index % 20 == 8:
                case.decision = Status.NOT_ELIGIBLE
            made.append(case)
        return made


class Barabai(World):
    """The article's own world: 223 people, 138 narcotics cases, a year of a programme behind it."""

    def tell(self) -> None:
        cast, story = self.cast, self.story
        self.people = plan_population(
            self.random, self.today, stay=IN_CUSTODY, narcotics=NARCOTICS, left=54
        )
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
        Census(story, self.random, cast.rutan, cast["registrasi"], cast["walipas"]).tell(self.people, opening)
        intake = Intake(story, self.random, self.team, self.the_agreement)
        self.course = Course(story, self.random, self.team, self.the_agreement, intake)
        self._tell_waves()
        self._tell_those_on_the_way(intake)

    def _sign(self) -> None:
        self.agreement = cooperation(
            staff=(self.cast["rehabilitasi"], self.cast["karutan"]),
            parties=(self.cast.rutan, self.cast.bnnk),
            data={
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
        for wave, size in self._waves():
            end = min(wave.starts + timedelta(weeks=wave.weeks + 2), self.today)
            people = self.pick(size, wave.proposed, end)
            self.course.tell(wave, self.cases(people, wave.category))
        self._tell_incidents()

    def _waves(self) -> list[tuple[Wave, int]]:
        day, weekday = self.today, self.today.weekday()
        rhythm = ((0, MORNING), (2, MORNING), (4, MORNING))
        now = tuple(sorted({(weekday, MORNING), ((weekday + 2) % 7, MORNING), ((weekday + 5) % 7, MORNING)}))

        def back(days: int) -> date:
            return day - timedelta(days=days)

        return [
            (Wave("2025-I", Category.I, back(350), back(310), 5, rhythm), 19),
            (Wave("2026-I", Category.II, back(250), back(210), 10, rhythm), 19),
            (
                Wave(
                    "2026-II",
                    Category.I,
                    back(105),
                    back(64),
                    5,
                    ((1, AFTERNOON), (3, AFTERNOON), (5, MORNING)),
                    proposed_after=20,
                    confirmed_after=None,
                ),
                16,
            ),
            (Wave("2026-III", Category.II, back(52), back(14), 10, now), 20),
            (Wave("2026-IV", Category.I, back(40), day + timedelta(days=17), 5, rhythm), 11),
        ]

    def _tell_incidents(self) -> None:
        """What a year brings: remissions in August, a release in the middle of a course."""

    def _tell_those_on_the_way(self, intake: Intake) -> None:
        """Proposed one after the other up to yesterday, so that every step of the way is taken by someone."""
        people = self.pick(14, self.today - timedelta(days=30), self.today)
        people += self.pick(8, self.today - timedelta(days=1), self.today, tahanan=True)
        for index, case in enumerate(self.cases(people, Category.I)):
            if index % 7 == 5:
                case.decision = Status.DEFERRED
            proposed = self.today - timedelta(days=26 - index % 13 * 2 - index // 13)
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
        Census(story, self.random, cast.second_rutan, cast["registrasi.tanjung"], None).tell(self.people, opening)
        intake = Intake(story, self.random, self.team, self.the_agreement)
        people = self.pick(6, self.today - timedelta(days=150), self.today)
        intake.tell(self.cases(people, Category.I), self.today - timedelta(days=120))

    def _sign(self) -> None:
        self.agreement = cooperation(
            staff=(self.cast["rehabilitasi.tanjung"], self.cast["karutan.tanjung"]),
            parties=(self.cast.second_rutan, self.cast.second_bnnk),
            data={
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


