from datetime import timedelta
from typing import Any

import factory

from inmates.models import (
    Article,
    CellStay,
    Charge,
    CriminalCase,
    CustodyEvent,
    CustodyKind,
    Guardian,
    Inmate,
    KeyDates,
    LegalStatus,
    RegisterClass,
    Registration,
)
from tests.factories.accounts import CustodianFactory, UserFactory, officer_of


class RegisterClassFactory(factory.django.DjangoModelFactory):
    """The row of the catalogue with that code."""

    class Meta:
        model = RegisterClass
        django_get_or_create = ("code",)

    code = "B.I"
    name = factory.LazyAttribute(lambda o: f"Golongan {o.code}")
    legal_status = factory.LazyAttribute(
        lambda o: LegalStatus.TAHANAN if o.code.startswith("A") else LegalStatus.NARAPIDANA
    )


class InmateFactory(factory.django.DjangoModelFactory):
    """A narapidana in custody for a narcotics case, with all that belongs to it.

    `tahanan=True`, `released=True`, `life=True` say otherwise; `bare=True` makes the row alone;
    `register="A.III"`, `block="Melati"` name the class and the block.
    """

    class Meta:
        model = Inmate
        skip_postgeneration_save = True

    class Params:
        bare = False
        tahanan = factory.Trait(register="A.III", expiry_date=None)
        life = factory.Trait(expiry_date=None)
        released = factory.Trait(in_custody=False)
        not_narcotics = factory.Trait(narcotics=False)

    custodian = factory.SubFactory(CustodianFactory)
    name = factory.Sequence(lambda n: f"Warga Binaan {n:04d}")
    sex = Inmate.Sex.MALE
    birth_place = "Barabai"
    birth_date = factory.LazyAttribute(lambda o: o.custodian.today() - timedelta(days=30 * 365))
    identity_number = factory.Sequence(lambda n: f"630701{n:010d}")
    in_custody = True
    narcotics = True
    expiry_date = factory.LazyAttribute(lambda o: o.custodian.today() + timedelta(days=500))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        register = kwargs.pop("register", "B.I")
        block = kwargs.pop("block", "A")
        alone = kwargs.pop("alone", False)
        inmate = super()._create(model_class, *args, **kwargs)
        if not alone:
            _give_records(inmate, register, block)
        return inmate

    register = "B.I"
    block = "A"
    alone = factory.LazyAttribute(lambda o: o.bare)


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    inmate = factory.SubFactory(InmateFactory, bare=True)
    custodian = factory.SelfAttribute("inmate.custodian")
    register_class = factory.SubFactory(RegisterClassFactory)
    number = factory.Sequence(lambda n: f"{n}/2025")
    since = factory.LazyAttribute(lambda o: o.custodian.today() - timedelta(days=200))
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.custodian))


class KeyDatesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeyDates

    inmate = factory.SubFactory(InmateFactory, bare=True)
    expiry = factory.SelfAttribute("inmate.expiry_date")
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.inmate.custodian))


class CustodyEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustodyEvent

    inmate = factory.SubFactory(InmateFactory, bare=True)
    kind = CustodyKind.ADMITTED
    on = factory.LazyAttribute(lambda o: o.inmate.custodian.today() - timedelta(days=200))
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.inmate.custodian))


class CellStayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CellStay

    inmate = factory.SubFactory(InmateFactory, bare=True)
    custodian = factory.SelfAttribute("inmate.custodian")
    block = "A"
    cell = "3"
    since = factory.LazyAttribute(lambda o: o.custodian.today() - timedelta(days=200))
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.custodian))


class GuardianFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardian

    inmate = factory.SubFactory(InmateFactory, bare=True)
    officer = factory.SubFactory(
        UserFactory, agency=factory.SelfAttribute("..inmate.custodian"), roles=["walipas"]
    )
    since = factory.LazyAttribute(lambda o: o.inmate.custodian.today() - timedelta(days=100))
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.inmate.custodian))


class ArticleFactory(factory.django.DjangoModelFactory):
    """The row of the catalogue with that law and number."""

    class Meta:
        model = Article
        django_get_or_create = ("law", "code")

    code = "112 ayat (1)"
    law = "UU 35/2009"
    title = "Memiliki, menyimpan, menguasai narkotika golongan I bukan tanaman"
    role = "penguasaan"


class CriminalCaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriminalCase

    inmate = factory.SubFactory(InmateFactory)
    court = "PN Barabai"
    case_number = factory.Sequence(lambda n: f"{n}/Pid.Sus/2025/PN Brb")
    narcotics = factory.SelfAttribute("inmate.narcotics")
    role_by_article = "penguasaan"
    recorded_by = factory.LazyAttribute(lambda o: officer_of(o.inmate.custodian))


class ChargeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Charge

    case = factory.SubFactory(CriminalCaseFactory)
    article = factory.SubFactory(ArticleFactory)


def _give_records(inmate: Inmate, register: str, block: str) -> None:
    """What a person in custody always has: an admission, a register number, a cell, key dates."""
    CustodyEventFactory(inmate=inmate)
    RegistrationFactory(inmate=inmate, register_class__code=register)
    KeyDatesFactory(inmate=inmate)
    if inmate.in_custody:
        CellStayFactory(inmate=inmate, block=block)
    else:
        CustodyEventFactory(inmate=inmate, kind=CustodyKind.RELEASED, on=inmate.custodian.today())
