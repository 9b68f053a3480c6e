from datetime import timedelta
from typing import Any

import factory

from rehab.enrolments.models import (
    Assignment,
    Consent,
    ConsentText,
    Decision,
    Enrolment,
    ExitReason,
    OutcomeProposal,
    StatusChange,
)
from rehab.enrolments.states import Status
from tests.factories.accounts import UserFactory, officer_of
from tests.factories.agreements import AgreementFactory
from tests.factories.inmates import InmateFactory
from tests.factories.programmes import ProgrammeVersionFactory

_SCREENED = [Status.PROPOSED, Status.SCREENED]
_ASSESSED = [*_SCREENED, Status.TO_ASSESS, Status.ASSESSED]
_ACTIVE = [*_ASSESSED, Status.ELIGIBLE, Status.PLACED, Status.ACTIVE]
# The way to each status, as the moves allow it.
WAYS = {
    Status.PROPOSED: [Status.PROPOSED],
    Status.SCREENED: _SCREENED,
    Status.EDUCATION_ONLY: [*_SCREENED, Status.EDUCATION_ONLY],
    Status.TO_ASSESS: [*_SCREENED, Status.TO_ASSESS],
    Status.ASSESSED: _ASSESSED,
    Status.DEFERRED: [*_ASSESSED, Status.DEFERRED],
    Status.ELIGIBLE: [*_ASSESSED, Status.ELIGIBLE],
    Status.NOT_ELIGIBLE: [*_ASSESSED, Status.NOT_ELIGIBLE],
    Status.PLACED: [*_ASSESSED, Status.ELIGIBLE, Status.PLACED],
    Status.ACTIVE: _ACTIVE,
    Status.SUSPENDED: [*_ACTIVE, Status.SUSPENDED],
    Status.GRADUATED: [*_ACTIVE, Status.GRADUATED],
    Status.NOT_GRADUATED: [*_ACTIVE, Status.NOT_GRADUATED],
    Status.EXITED: [Status.PROPOSED, Status.EXITED],
}


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Proposed under an agreement in force. A status is a trait: `EnrolmentFactory(active=True)`.

    `consented=True` puts a live consent beside it; from *to_assess* on it is there by itself.
    `inmate` and `agreement` follow each other's custodian when only one is given.
    """

    class Meta:
        model = Enrolment
        skip_postgeneration_save = True

    class Params:
        consented = factory.Trait(
            consent=factory.RelatedFactory(
                "tests.factories.enrolments.ConsentFactory", factory_related_name="enrolment"
            )
        )
        is_screened = factory.Trait(
            risk_band="moderate", screened_on=factory.LazyAttribute(lambda o: _day(o, -50))
        )
        is_assessed = factory.Trait(
            is_screened=True,
            consented=True,
            role_by_assessment="pengguna",
            category="I",
            recommendation="rehabilitasi",
            assessed_on=factory.LazyAttribute(lambda o: _day(o, -40)),
        )
        in_programme = factory.Trait(
            is_assessed=True,
            programme_version=factory.SubFactory(ProgrammeVersionFactory),
            starts_on=factory.LazyAttribute(lambda o: _day(o, -20)),
            ends_on=factory.LazyAttribute(lambda o: _day(o, 60)),
        )
        screened = factory.Trait(is_screened=True, status=Status.SCREENED)
        education_only = factory.Trait(is_screened=True, status=Status.EDUCATION_ONLY, risk_band="low")
        to_assess = factory.Trait(is_screened=True, consented=True, status=Status.TO_ASSESS)
        assessed = factory.Trait(is_assessed=True, status=Status.ASSESSED)
        deferred = factory.Trait(
            is_assessed=True,
            status=Status.DEFERRED,
            deferred_until=factory.LazyAttribute(lambda o: _day(o, 30)),
        )
        eligible = factory.Trait(is_assessed=True, status=Status.ELIGIBLE)
        not_eligible = factory.Trait(is_assessed=True, status=Status.NOT_ELIGIBLE)
        placed = factory.Trait(in_programme=True, status=Status.PLACED)
        active = factory.Trait(in_programme=True, status=Status.ACTIVE, phase="orientasi")
        suspended = factory.Trait(in_programme=True, status=Status.SUSPENDED, phase="orientasi")
        graduated = factory.Trait(
            in_programme=True,
            status=Status.GRADUATED,
            ended_on=factory.LazyAttribute(lambda o: _day(o, 0)),
        )
        not_graduated = factory.Trait(
            in_programme=True,
            status=Status.NOT_GRADUATED,
            ended_on=factory.LazyAttribute(lambda o: _day(o, 0)),
        )
        exited = factory.Trait(
            status=Status.EXITED,
            ended_on=factory.LazyAttribute(lambda o: _day(o, 0)),
            exit_reason=factory.LazyFunction(lambda: ExitReason.objects.get(code="tidak-bersedia")),
        )

    number = factory.Sequence(lambda n: f"UJI-2025-{n:05d}")
    inmate = factory.SubFactory(InmateFactory)
    custodian = factory.SelfAttribute("inmate.custodian")
    agreement = factory.SubFactory(AgreementFactory, custodian=factory.SelfAttribute("..inmate.custodian"))
    proposed_by = factory.LazyAttribute(lambda o: officer_of(o.custodian))
    proposed_on = factory.LazyAttribute(lambda o: _day(o, -60))

    @classmethod
    def _generate(cls, strategy: Any, params: dict[str, Any]) -> Any:
        agreement = params.get("agreement")
        if hasattr(agreement, "line") and not any(name.split("__")[0] == "inmate" for name in params):
            params["inmate__custodian"] = agreement.line.custodian
        return super()._generate(strategy, params)

    @factory.post_generation
    def history(self, create: bool, extracted: Any, **_kwargs: Any) -> None:
        """One row for each move on the way to the status."""
        before = ""
        for after in WAYS[Status(self.status)]:
            StatusChangeFactory(enrolment=self, from_status=before, to_status=after)
            before = after


class StatusChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatusChange

    enrolment = factory.SubFactory(EnrolmentFactory)
    to_status = Status.PROPOSED
    decided_by = factory.LazyAttribute(lambda o: officer_of(o.enrolment.custodian))
    recorded_by = factory.SelfAttribute("decided_by")
    on = factory.SelfAttribute("enrolment.proposed_on")
    exit_reason = factory.LazyAttribute(
        lambda o: o.enrolment.exit_reason if o.to_status == Status.EXITED else None
    )


class ConsentFactory(factory.django.DjangoModelFactory):
    """Given and not withdrawn; `refused=True`, `withdrawn=True` say otherwise."""

    class Meta:
        model = Consent

    class Params:
        refused = factory.Trait(given=False)
        withdrawn = factory.Trait(
            withdrawn_on=factory.LazyAttribute(lambda o: o.enrolment.custodian.today()),
            withdrawn_reason="Tidak ingin melanjutkan.",
            withdrawn_recorded_by=factory.LazyAttribute(lambda o: officer_of(o.enrolment.custodian)),
        )

    enrolment = factory.SubFactory(EnrolmentFactory)
    text = factory.LazyFunction(lambda: ConsentText.objects.get(language="id"))
    given = True
    given_on = factory.LazyAttribute(lambda o: o.enrolment.proposed_on)
    witness = "Saksi Uji"
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.enrolment.custodian))


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    enrolment = factory.SubFactory(EnrolmentFactory, consented=True)
    staff = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..enrolment.agreement.line.partner"), roles=["asesor"]
    )
    capacity = Assignment.Capacity.ASSESSOR
    since = factory.LazyAttribute(lambda o: o.enrolment.proposed_on)
    assigned_by = factory.LazyAttribute(lambda o: officer_of(o.staff.agency))


class DecisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Decision

    enrolment = factory.SubFactory(EnrolmentFactory, eligible=True)
    outcome = Decision.Outcome.ELIGIBLE
    reason = "Memenuhi syarat."
    decided_by = factory.LazyAttribute(lambda o: officer_of(o.enrolment.custodian))
    recorded_by = factory.SelfAttribute("decided_by")


class OutcomeProposalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OutcomeProposal

    enrolment = factory.SubFactory(EnrolmentFactory, active=True)
    outcome = OutcomeProposal.Outcome.GRADUATED
    attendance_rate = 90
    proposed_by = factory.LazyAttribute(lambda o: officer_of(o.enrolment.custodian))


def _day(enrolment: Any, offset: int) -> Any:
    return enrolment.inmate.custodian.today() + timedelta(days=offset)
