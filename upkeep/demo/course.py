"""From the decree to the certificate: cohorts, sessions, attendance and outcomes, told day by day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from agreements.models import Agreement
from rehab.casefile import actions as casefile
from rehab.delivery import actions as delivery
from rehab.delivery.models import Cohort, CohortStaff, NotHeldReason, Place, Session
from rehab.delivery.queries import attendance_rate
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import Enrolment, OutcomeProposal, Phase, Status
from rehab.programmes.models import Category, Programme
from upkeep.demo.clock import Story
from upkeep.demo.intake import Case, Intake, Team

# The national programmes that come with migrations.
PROGRAMME_CODES = {
    Category.I: "kategori-1",
    Category.II: "kategori-2",
    Category.III: "kategori-3",
}

_NOTES = (
    "Aktif bercerita dan mau mendengarkan peserta lain.",
    "Masih diam, namun mengikuti sampai selesai.",
    "Mampu menyebutkan pemicu dan rencana menghadapinya.",
    "Sempat mengantuk; setelah jeda dapat mengikuti kembali.",
)


@dataclass(frozen=True)
class Wave:
    """One intake and the cohort that takes those found eligible."""

    code: str
    category: Category
    proposed: date
    starts: date
    weeks: int
    slots: tuple[tuple[int, time], ...]
    # Days after the last session on which the outcome is proposed, and on which it is confirmed.
    proposed_after: int = 2
    confirmed_after: int | None = 6
    # The last session before today is not recorded yet.
    owes_last: bool = False


class Course:
    """Tells cohorts from their opening to their end through the verbs of `delivery` and `casefile`."""

    def __init__(
        self, story: Story, random: Random, team: Team, agreement: Callable[[], Agreement], intake: Intake
    ) -> None:
        self.story, self.random, self.team, self.agreement = story, random, team, agreement
        self.intake = intake

    def tell(self, wave: Wave, cases: list[Case]) -> None:
        self.intake.tell(cases, wave.proposed)
        self.story.tell(wave.starts - timedelta(days=24), 9, lambda: self._open(wave, cases))

    def _open(self, wave: Wave, cases: list[Case]) -> None:
        cohort = delivery.open_cohort(
            agreement=self.agreement(),
            programme=Programme.objects.get(custodian=None, code=PROGRAMME_CODES[wave.category]),
            code=self._code(wave),
            quota=20,
            place="Aula Rehabilitasi",
            starts_on=wave.starts,
            ends_on=wave.starts + timedelta(weeks=wave.weeks + 1),
            slots=list(wave.slots),
            team=[
                (self.team.fasilitator, CohortStaff.Capacity.FACILITATOR),
                (self.team.konselor, CohortStaff.Capacity.COUNSELLOR),
            ],
            by=self.team.rehabilitasi,
        )
        self.story.tell(wave.starts - timedelta(days=21), 10, lambda: self._place(wave, cohort, cases))
        self.story.tell(wave.starts, 7.5, lambda: self._start(wave, cohort))

    def _code(self, wave: Wave) -> str:
        """Numbered within its year, as an SK would call it: 2026-III."""
        earlier = Cohort.objects.filter(
            custodian=self.agreement().custodian, starts_on__year=wave.starts.year
        )
        return f"{wave.starts.year}-{('I', 'II', 'III', 'IV', 'V', 'VI')[earlier.count()]}"

    def _place(self, wave: Wave, cohort: Cohort, cases: list[Case]) -> None:
        ready = [case.fresh() for case in cases if case.fresh().status == Status.ELIGIBLE]
        delivery.place(
            cohort=cohort,
            enrolments=ready,
            document_number=f"WP.19.PAS.18.PK.06.05-{cohort.pk:03d} TAHUN {wave.starts:%Y}",
            document_date=cohort.custodian.today(),
            by=self.team.karutan,
        )
        sessions = delivery.plan_sessions(cohort=cohort, by=self.team.rehabilitasi)
        past = [session for session in sessions if session.day < self.story.today]
        for session in past[:-1] if wave.owes_last else past:
            self._tell_session(session)
        last = cohort.sessions.order_by("-day").first()
        if last:
            self._tell_outcome(wave, cohort, last.day)

    def _start(self, wave: Wave, cohort: Cohort) -> None:
        if not Enrolment.objects.filter(places__cohort=cohort, status=Status.PLACED).exists():
            return
        cohort.refresh_from_db()
        delivery.start_cohort(cohort=cohort, by=self.team.rehabilitasi)
        for phase, share in ((Phase.PRIMARY, 0.3), (Phase.RE_ENTRY, 0.8)):
            day = wave.starts + timedelta(days=int(wave.weeks * 7 * share))
            self.story.tell(day, 15, lambda phase=phase: self._set_phase(cohort, phase))

    def _set_phase(self, cohort: Cohort, phase: Phase) -> None:
        for enrolment in Enrolment.objects.filter(places__cohort=cohort, status=Status.ACTIVE):
            enrolments.set_phase(enrolment=enrolment, phase=phase, by=self.team.rehabilitasi)

    def _tell_session(self, session: Session) -> None:
        """Recorded half an hour after its end."""
        end = session.planned_end.astimezone(self.story.zone)
        self.story.tell(session.day, min(end.hour + end.minute / 60 + 0.5, 23), lambda: self._record(session))

    def _record(self, session: Session) -> None:
        session.refresh_from_db()
        if self.random.random() < 0.07:
            reason = self.random.choice(list(NotHeldReason.objects.exclude(code="lain")))
            delivery.record_not_held(session=session, reason=reason, note="", by=self.team.fasilitator)
            return
        present = self._roster(session)
        delivery.record_sheet(
            session=session,
            held=delivery.Held(
                delivered_by=self.team.fasilitator,
                actual_start=session.planned_start + timedelta(minutes=self.random.choice((0, 5, 10, 15))),
                actual_end=session.planned_end,
            ),
            marks={place.enrolment_id: self._mark(place) for place in present},
            by=self.team.fasilitator,
        )
        if self.random.random() < 0.5:
            self._write_note(session, present)

    @staticmethod
    def _roster(session: Session) -> list[Place]:
        places = Place.objects.filter(cohort=session.cohort).on(session.day).in_roster_order()
        return list(
            places.filter(enrolment__status=Status.ACTIVE, enrolment__inmate__in_custody=True).select_related(
                "enrolment"
            )
        )

    def _mark(self, place: Place) -> str:
        """Most come. In every cohort someone on the fifth seat comes seldom and will not graduate."""
        weights = (45, 5, 10, 10, 20, 10, 0) if place.seat == 5 else (86, 4, 3, 2, 2, 2, 1)
        return self.random.choices("HTSIAKD", weights=weights)[0]

    def _write_note(self, session: Session, present: list[Place]) -> None:
        chosen = self.random.sample(present, min(4, len(present)))
        delivery.write_note(
            session=session,
            summary=f"{session.title}: berjalan tertib, peserta terlibat dalam diskusi.",
            lines={place.enrolment_id: self.random.choice(_NOTES) for place in chosen},
            by=self.team.fasilitator,
        )

    def _tell_outcome(self, wave: Wave, cohort: Cohort, last: date) -> None:
        self.story.tell(last + timedelta(days=wave.proposed_after), 10, lambda: self._propose_outcome(cohort))
        if wave.confirmed_after is not None:
            day = last + timedelta(days=wave.confirmed_after)
            self.story.tell(day, 14, lambda: self._confirm_outcome(cohort))

    def _propose_outcome(self, cohort: Cohort) -> None:
        active = list(Enrolment.objects.filter(places__cohort=cohort, status=Status.ACTIVE))
        rates = attendance_rate([each.pk for each in active])
        minimum = cohort.programme_version.minimum_attendance
        choices = []
        for each in active:
            rate = rates.get(each.pk)
            enough = rate is not None and (rate.percent or 0) >= minimum
            outcome = OutcomeProposal.Outcome.GRADUATED if enough else OutcomeProposal.Outcome.NOT_GRADUATED
            reason = "" if enough else "Kehadiran di bawah batas minimum."
            choices.append(casefile.OutcomeChoice(enrolment=each, outcome=outcome, reason=reason))
        if choices:
            casefile.propose_outcomes(choices=choices, by=self.team.rehabilitasi)

    def _confirm_outcome(self, cohort: Cohort) -> None:
        waiting = OutcomeProposal.objects.filter(enrolment__places__cohort=cohort, answer="")
        casefile.confirm_outcomes(proposals=list(waiting), by=self.team.karutan)
        cohort.refresh_from_db()
        delivery.finish_cohort(cohort=cohort, by=self.team.rehabilitasi)
