"""What a year brings beside the plan: remissions, early releases, a breach, a pause, a withdrawal."""

from datetime import date, timedelta
from random import Random

from accounts.models import User
from agreements.models import Agreement
from inmates import actions as inmates
from inmates.models import CustodyKind, Inmate
from rehab.casefile import actions as casefile
from rehab.enrolments import actions as enrolments
from rehab.enrolments.models import ExitReason, Status
from upkeep.demo.clock import Story
from upkeep.demo.intake import Case, Team


class Incidents:
    """Tells them through the verbs; one that no longer fits when its day comes is left out."""

    def __init__(self, story: Story, random: Random, team: Team, registrar: User) -> None:
        self.story, self.random, self.team, self.registrar = story, random, team, registrar

    def remissions(self, day: date) -> None:
        """The general remission of Independence Day."""
        self.story.tell(day, 10, self._grant_remissions)

    def release(self, case: Case, day: date, kind: CustodyKind, *, confirmed: bool = True) -> None:
        """Someone goes home before the programme ends; unconfirmed, the exit waits in its queue."""
        self.story.tell(day, 9, lambda: self._release(case, kind))
        if confirmed:
            self.story.tell(day + timedelta(days=1), 10, lambda: self._leave(case, "integrasi", "Bebas PB."))

    def breach(self, case: Case, day: date) -> None:
        note = "Pelanggaran tata tertib berulang, diputuskan dalam rapat tim."
        self.story.tell(day, 14, lambda: self._leave(case, "tata-tertib", note))

    def pause(self, case: Case, day: date) -> None:
        self.story.tell(day, 15, lambda: self._pause(case))

    def withdraw(self, case: Case, day: date) -> None:
        self.story.tell(day, 11, lambda: self._withdraw(case))

    def _grant_remissions(self) -> None:
        sentenced = Inmate.objects.filter(custodian=self.registrar.agency, expiry_date__isnull=False)
        for inmate in list(sentenced.in_custody().order_by("pk"))[::4]:
            inmates.record_event(
                inmate=inmate,
                kind=CustodyKind.REMISSION,
                on=inmate.custodian.today(),
                remission_days=self.random.choice((30, 60, 90)),
                note="Remisi Umum 17 Agustus.",
                by=self.registrar,
            )

    def _release(self, case: Case, kind: CustodyKind) -> None:
        inmate = case.fresh().inmate
        if inmate.in_custody:
            inmates.record_event(inmate=inmate, kind=kind, on=inmate.custodian.today(), by=self.registrar)

    def _leave(self, case: Case, reason: str, note: str) -> None:
        enrolment = case.fresh()
        if enrolment.is_live and Agreement.objects.in_force().filter(line=enrolment.agreement.line).exists():
            casefile.leave(
                enrolment=enrolment,
                exit_reason=ExitReason.objects.get(code=reason),
                reason=note,
                by=self.team.rehabilitasi,
            )

    def _pause(self, case: Case) -> None:
        enrolment = case.fresh()
        if enrolment.status == Status.ACTIVE:
            enrolments.move(
                enrolment=enrolment,
                to=Status.SUSPENDED,
                reason="Dirawat di klinik karena demam berdarah.",
                by=self.team.rehabilitasi,
            )

    def _withdraw(self, case: Case) -> None:
        enrolment = case.fresh()
        if enrolment.is_live and enrolment.consents.live().exists():
            enrolments.withdraw_consent(
                enrolment=enrolment,
                on=enrolment.custodian.today(),
                reason="Ingin memusatkan diri pada sidang.",
                by=self.team.rehabilitasi,
            )
