import factory
from django.utils import timezone

from rehab.clinical.models import Assessment, AssessmentText, InstrumentResult
from tests.factories.accounts import UserFactory
from tests.factories.enrolments import EnrolmentFactory


class InstrumentResultFactory(factory.django.DjangoModelFactory):
    """A half-done ASSIST; `signed=True` makes it final."""

    class Meta:
        model = InstrumentResult

    class Params:
        signed = factory.Trait(
            signed_at=factory.LazyFunction(timezone.now),
            signed_by=factory.SelfAttribute("interviewer"),
            scorer_version="1",
        )

    enrolment = factory.SubFactory(EnrolmentFactory, consented=True)
    instrument = "assist-3.1"
    reference_window = "3_bulan_sebelum_ditahan"
    interviewer = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..enrolment.agreement.line.partner"), roles=["asesor"]
    )
    interviewed_on = factory.LazyAttribute(lambda o: o.enrolment.custodian.today())


class AssessmentFactory(factory.django.DjangoModelFactory):
    """A draft; `signed=True` fills the conclusions and signs it."""

    class Meta:
        model = Assessment

    class Params:
        signed = factory.Trait(
            role_by_assessment="pengguna",
            category="I",
            recommendation=Assessment.Recommendation.REHABILITATE,
            summary="Pola pakai sedang.",
            signed_at=factory.LazyFunction(timezone.now),
        )

    enrolment = factory.SubFactory(EnrolmentFactory, to_assess=True)
    assessor = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..enrolment.agreement.line.partner"), roles=["asesor"]
    )
    assessed_on = factory.LazyAttribute(lambda o: o.enrolment.custodian.today())


class AssessmentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AssessmentText

    assessment = factory.SubFactory(AssessmentFactory)
    by = factory.SelfAttribute("assessment.assessor")
    base_version = 1
    taken = True
    content = factory.LazyAttribute(lambda o: {"summary": o.assessment.summary})
