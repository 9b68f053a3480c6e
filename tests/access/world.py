"""A small world for the walk: two pairs of agencies that must never see each other's records."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.kinds import Kind
from accounts.models import Agency, User
from tests.factories.accounts import CustodianFactory, OversightFactory, PartnerFactory, UserFactory
from tests.factories.agreements import AgreementFactory


@dataclass
class Side:
    """A custodian and a partner with an agreement in force, and an office above them."""

    custodian: Agency
    partner: Agency
    oversight: Agency

    @classmethod
    def make(cls) -> "Side":
        above = OversightFactory()
        return cls(CustodianFactory(parent=above), PartnerFactory(parent=above), above)

    @cached_property
    def agreement(self) -> Any:
        return AgreementFactory(custodian=self.custodian, partner=self.partner)

    def agency(self, kind: Kind) -> Agency:
        return {
            Kind.CUSTODIAN: self.custodian,
            Kind.PARTNER: self.partner,
            Kind.OVERSIGHT: self.oversight,
        }[kind]

    def member(self, kind: Kind, role: str) -> User:
        return UserFactory(agency=self.agency(kind), roles=[role])
