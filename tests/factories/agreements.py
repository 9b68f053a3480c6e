from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from agreements.models import Agreement, Line, Service, Suspension
from tests.factories.accounts import CustodianFactory, PartnerFactory, officer_of


class LineFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Line

    custodian = factory.SubFactory(CustodianFactory)
    partner = factory.SubFactory(PartnerFactory)


class AgreementFactory(factory.django.DjangoModelFactory):
    """In force today with every service; `draft`, `coming`, `lapsed`, `ended`, `suspended` say otherwise.

    `AgreementFactory(custodian=rutan, partner=bnnk, services=["konseling"])`; a renewal is given
    its `line` and what it `renews`.
    """

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    class Params:
        custodian = factory.SubFactory(CustodianFactory)
        partner = factory.SubFactory(PartnerFactory)
        draft = factory.Trait(put_in_force_at=None, put_in_force_by=None)
        coming = factory.Trait(first_day=factory.LazyAttribute(lambda o: _day(o, 10)))
        lapsed = factory.Trait(last_day=factory.LazyAttribute(lambda o: _day(o, -1)))
        ended = factory.Trait(
            ended_on=factory.LazyAttribute(lambda o: _day(o, 0)),
            ended_by=factory.LazyAttribute(lambda o: officer_of(o.line.custodian)),
            ended_reason="Tidak dilanjutkan.",
        )
        suspended = factory.Trait(
            suspension=factory.RelatedFactory(
                "tests.factories.agreements.SuspensionFactory", factory_related_name="agreement"
            )
        )

    line = factory.SubFactory(
        LineFactory,
        custodian=factory.SelfAttribute("..custodian"),
        partner=factory.SelfAttribute("..partner"),
    )
    title = "Nota Kesepahaman Rehabilitasi Warga Binaan"
    custodian_number = factory.Sequence(lambda n: f"W19.PAS-{n}.HH.05.05")
    signed_on = factory.LazyAttribute(lambda o: o.first_day)
    first_day = factory.LazyAttribute(lambda o: _day(o, -300))
    last_day = factory.LazyAttribute(lambda o: _day(o, 700))
    drafted_by = factory.LazyAttribute(lambda o: officer_of(o.line.custodian))
    put_in_force_by = factory.LazyAttribute(lambda o: officer_of(o.line.custodian))
    put_in_force_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def services(self, create: bool, given: Any, **_kwargs: Any) -> None:
        """Service rows or their codes; all of them when none were named."""
        if given is None:
            self.services.set(Service.objects.all())
        else:
            self.services.set(
                Service.objects.get(code=each) if isinstance(each, str) else each for each in given
            )


class SuspensionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Suspension

    agreement = factory.SubFactory(AgreementFactory)
    from_day = factory.LazyAttribute(lambda o: o.agreement.line.custodian.today())
    reason = "Menunggu hasil evaluasi."
    by = factory.LazyAttribute(lambda o: officer_of(o.agreement.line.custodian))


def _day(agreement: Any, offset: int) -> Any:
    return agreement.line.custodian.today() + timedelta(days=offset)
