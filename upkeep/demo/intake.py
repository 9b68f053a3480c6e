"""From proposal to decision: how people reach the waiting list, told day by day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from accounts.models import User
from agreements.models import Agreement
from rehab.casefile import actions as casefile
from rehab.clinical import actions as clinical
from rehab.clinical.models import Assessment, ReferenceWindow
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import (
    Assignment,
    Enrolment,
    ExitReason,
    RoleByAssessment,
    Status,
)
from rehab.programmes.models import Category
from upkeep.demo.clock import Story
from upkeep.demo.population import Person

# Positions of the answers about amphetamine-type stimulants, by the band they come to.
_ANSWERS: dict[str, dict[str, int]] = {
    "low": {"P1e": 1, "P2e": 0, "P6e": 0, "P7e": 0},
    "moderate": {"P1e": 1, "P2e": 3, "P3e": 2, "P4e": 1, "P5e": 0, "P6e": 2, "P7e": 1},
    "high": {"P1e": 1, "P2e": 4, "P3e": 4, "P4e": 3, "P5e": 3, "P6e": 1, "P7e": 1},
}
_TOBACCO = {"P1a": 1, "P2a": 4, "P3a": 2, "P4a": 0, "P6a": 0, "P7a": 0}
_SUMMARIES = (
    "Mulai memakai sabu karena ajakan teman kerja, terakhir sebelum ditahan. Keluarga mendukung pemulihan; "
    "ada riwayat sulit tidur dan mudah tersinggung saat tidak memakai.",
    "Memakai untuk menahan kantuk saat bekerja malam. Menyadari kerugian bagi keluarga dan ingin berhenti.",
    "Pemakaian bertahap sejak usia belasan; pernah berhenti satu tahun lalu kambuh setelah tidak bekerja.",
)


@dataclass(frozen=True)
class Team:
    """Who does what under one line of agreements."""

    rehabilitasi: User
    karutan: User
    medis: User
    asesor: User
    fasilitator: User
    konselor: User


@dataclass
class Case:
    """One person's way as it is planned, and as it stands."""

    person: Person
    category: Category
    band: str
    refuses: bool = False
    decision: Status = Status.ELIGIBLE
    enrolment: Enrolment | None = None

    def fresh(self) -> Enrolment:
        """As the database knows it at this moment of the story."""
        assert self.enrolment is not None
        self.enrolment.refresh_from_db()
        return self.enrolment


class Intake:
    """Tells the way to the waiting list through the verbs of every room."""

    def __init__(self, story: Story, random: Random, team: Team, agreement: Callable[[], Agreement]) -> None:
        self.story, self.random, self.team, self.agreement = story, random, team, agreement

    def tell(self, cases: list[Case], proposed: date) -> None:
        """A whole group at once, as an officer ticks them in the list of Calon."""
        self.story.tell(proposed, 9, lambda: self._propose(cases))
        for index, case in enumerate(cases):
            self._tell_way(case, proposed, spread=index // 6)

    def tell_one(self, case: Case, proposed: date) -> None:
        self.story.tell(proposed, 9, lambda: self._propose([case]))
        self._tell_way(case, proposed, spread=0)

    def _tell_way(self, case: Case, proposed: date, *, spread: int) -> None:
        consent, screening = proposed + timedelta(days=2), proposed + timedelta(days=4 + spread)
        assessment = screening + timedelta(days=6)
        self.story.tell(consent, 10, lambda: self._ask_consent(case))
        if case.refuses:
            self.story.tell(consent + timedelta(days=1), 11, lambda: self._exit(case, "tidak-bersedia"))
            return
        self.story.tell(screening, 9.5, lambda: self._screen(case))
        self.story.tell(screening + timedelta(days=1), 13, lambda: self._refer(case))
        if case.band != "low":
            self.story.tell(assessment - timedelta(days=1), 8.5, lambda: self._assign_assessor(case))
            self.story.tell(assessment, 10, lambda: self._assess(case))
            self.story.tell(assessment + timedelta(days=5), 14, lambda: self._decide(case))

    def _propose(self, cases: list[Case]) -> None:
        made = enrolments.propose(
            inmates=[case.person.inmate for case in cases if case.person.inmate],
            agreement=self.agreement(),
            by=self.team.rehabilitasi,
        )
        for case, enrolment in zip(cases, made, strict=True):
            case.enrolment = enrolment
        enrolments.assign(
            enrolments=made,
            staff=self.team.medis,
            capacity=Assignment.Capacity.MEDICAL,
            by=self.team.rehabilitasi,
        )

    def _ask_consent(self, case: Case) -> None:
        enrolments.record_consent(
            enrolment=case.fresh(),
            given=not case.refuses,
            given_on=case.fresh().custodian.today(),
            witness="Norlatifah",
            photo_given=self.random.random() < 0.4,
            by=self.team.rehabilitasi,
        )

    def _screen(self, case: Case) -> None:
        result = clinical.start_screening(
            enrolment=case.fresh(),
            reference_window=ReferenceWindow.BEFORE_DETENTION,
            interviewed_on=case.fresh().custodian.today(),
            by=self.team.medis,
        )
        answers = {f"P1{letter}": 0 for letter in "abcdefghij"} | _ANSWERS[case.band] | {"P8": 0}
        if self.random.random() < 0.8:
            answers |= _TOBACCO
        result = clinical.save_answers(
            result=result, answers=answers, version=result.version, by=self.team.medis
        )
        clinical.sign_screening(result=result, by=self.team.medis)

    def _refer(self, case: Case) -> None:
        to = Status.EDUCATION_ONLY if case.band == "low" else Status.TO_ASSESS
        clinical.refer(enrolment=case.fresh(), to=to, by=self.team.medis)

    def _assign_assessor(self, case: Case) -> None:
        enrolments.assign(
            enrolments=[case.fresh()],
            staff=self.team.asesor,
            capacity=Assignment.Capacity.ASSESSOR,
            by=self.team.asesor,
        )

    def _assess(self, case: Case) -> None:
        dealer = case.decision == Status.NOT_ELIGIBLE
        assessment = clinical.save_assessment(
            enrolment=case.fresh(),
            data={
                "assessed_on": case.fresh().custodian.today(),
                "role_by_assessment": RoleByAssessment.DEALER if dealer else RoleByAssessment.USER,
                "category": case.category,
                "recommendation": Assessment.Recommendation.NOT_RECOMMENDED
                if dealer
                else Assessment.Recommendation.REHABILITATE,
                "summary": self.random.choice(_SUMMARIES),
                "category_reason": "Sesuai gambaran tingkat masalah pada wawancara ASI.",
            },
            by=self.team.asesor,
        )
        clinical.sign_assessment(assessment=assessment, by=self.team.asesor)

    def _decide(self, case: Case) -> None:
        day = case.fresh().custodian.today()
        reasons = {
            Status.ELIGIBLE: "Memenuhi kriteria dan bersedia mengikuti program.",
            Status.DEFERRED: "Menunggu putusan perkara lain; ditinjau kembali.",
            Status.NOT_ELIGIBLE: "Hasil asesmen: pengedar, bukan pengguna.",
        }
        casefile.decide(
            people=[case.fresh()],
            outcome=case.decision,
            reason=reasons[case.decision],
            review_on=day + timedelta(days=30) if case.decision == Status.DEFERRED else None,
            by=self.team.karutan,
        )

    def _exit(self, case: Case, reason: str) -> None:
        casefile.leave(
            enrolment=case.fresh(),
            exit_reason=ExitReason.objects.get(code=reason),
            reason="Dikonfirmasi petugas rehabilitasi.",
            by=self.team.rehabilitasi,
        )
