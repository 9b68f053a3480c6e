"""The offices of a country in bulk: those above, custodians and partners, their staff, their agreements."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from accounts.kinds import Kind
from accounts.models import Agency, RoleGrant, TimeZone, User
from agreements.models import Agreement, Line, Service
from upkeep.bulk.book import Book
from upkeep.bulk.programme import Staff
from upkeep.demo.names import Names

PASSWORD = "pulih-uji-kecepatan-2026"

_CUSTODIAN_ROLES = ("registrasi", "rehabilitasi", "keamanan", "medis", "kepala", "walipas", "auditor")
_PARTNER_ROLES = ("asesor", "kepala", "medis", "auditor")
# Thirteen of thirty-three regions live by WIB, eleven by WITA, the others by WIT.
_ZONES = (*[TimeZone.WIB] * 13, *[TimeZone.WITA] * 11, *[TimeZone.WIT] * 9)


@dataclass
class Offices:
    """Opens offices and hires their staff. Everyone signs in with the same password."""

    book: Book
    random: Random
    since: date
    _password: str = field(init=False)
    _names: Names = field(init=False)
    _numbers: dict[str, "count[int]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Computed once: a costly hash for each of thousands would take longer than the country.
        self._password = make_password(PASSWORD)
        self._names = Names(self.random)

    def open(self, kind: Kind, code: str, name: str, parent: Agency | None, zone: str) -> Agency:
        agency = Agency(
            kind=kind, parent=parent, code=code, name=name, short_name=name, city="Kota", time_zone=zone
        )
        self.book.save(Agency, [agency])
        return agency

    def hire(self, agency: Agency, role: str, number: int = 0) -> User:
        """`role.code` is the user name of the first who holds the role, then `role2.code`, …"""
        user = User(
            username=f"{role}{number + 1 if number else ''}.{agency.code}",
            full_name=self._name(),
            position=role.capitalize(),
            agency=agency,
            password=self._password,
        )
        self.book.save(User, [user])
        self.book.save(RoleGrant, [RoleGrant(user=user, role=role, valid_from=self.since)])
        return user

    def _name(self) -> str:
        try:
            return self._names.man()
        except StopIteration:
            self._names = Names(self.random)
            return self._names.man()

    def facilitators(self, partner: Agency) -> Callable[[int], User]:
        """The partner's facilitators, each hired when first asked for."""
        hired: list[User] = []

        def facilitator(turn: int) -> User:
            while len(hired) <= turn:
                hired.append(self.hire(partner, "fasilitator", len(hired)))
            return hired[turn]

        return facilitator

    def agree(self, custodian: Agency, partner: Agency, by: User, services: list[Service]) -> Agreement:
        """In force for two more years, with every service."""
        line = Line(custodian=custodian, partner=partner)
        self.book.save(Line, [line])
        agreement = Agreement(
            line=line,
            custodian=custodian,
            partner=partner,
            title=f"Nota Kesepahaman {custodian} dan {partner}",
            custodian_number=f"WP-{custodian.pk}/{line.pk}",
            partner_number=f"NK-{partner.pk}/{line.pk}",
            signed_on=self.since,
            first_day=self.since,
            last_day=self.since + timedelta(days=365 * 4 + self.random.randint(0, 60)),
            drafted_by=by,
            put_in_force_by=by,
            put_in_force_at=timezone.now(),
        )
        self.book.save(Agreement, [agreement])
        covered = Agreement.services.through
        self.book.save(covered, [covered(agreement=agreement, service=each) for each in services])
        return agreement


@dataclass(frozen=True)
class Custodian:
    """A custodian with who works there."""

    agency: Agency
    staff: dict[str, User]

    @classmethod
    def open(cls, offices: Offices, number: int, region: Agency) -> "Custodian":
        code = f"upt-{number:03d}"
        agency = offices.open(Kind.CUSTODIAN, code, f"Rutan Uji {number:03d}", region, region.time_zone)
        return cls(agency, {role: offices.hire(agency, role) for role in _CUSTODIAN_ROLES})


@dataclass(frozen=True)
class Partner:
    """A partner with who works there, and the numbers of its cohorts over all custodians."""

    agency: Agency
    staff: dict[str, User]
    facilitator: Callable[[int], User]
    numbers: "count[int]" = field(default_factory=count)

    @classmethod
    def open(cls, offices: Offices, number: int, region: Agency) -> "Partner":
        code = f"bnnk-{number:03d}"
        agency = offices.open(Kind.PARTNER, code, f"BNNK Uji {number:03d}", region, region.time_zone)
        staff = {role: offices.hire(agency, role) for role in _PARTNER_ROLES}
        return cls(agency, staff, offices.facilitators(agency))

    def staff_with(self, custodian: Custodian) -> Staff:
        return Staff(
            officer=custodian.staff["rehabilitasi"],
            head=custodian.staff["kepala"],
            medical=custodian.staff["medis"],
            assessor=self.staff["asesor"],
            facilitator=self.facilitator,
        )


def open_regions(offices: Offices, count: int, *, code: str, name: str) -> list[Agency]:
    """A national office with its supervisor, and so many regional ones below it, each with its own."""
    nation = offices.open(Kind.OVERSIGHT, code, f"{name} Pusat", None, TimeZone.WIB)
    offices.hire(nation, "pengawas")
    regions = []
    for number in range(1, count + 1):
        zone = _ZONES[(number - 1) * len(_ZONES) // count]
        region = offices.open(Kind.OVERSIGHT, f"{code}-{number:02d}", f"{name} {number:02d}", nation, zone)
        offices.hire(region, "pengawas")
        regions.append(region)
    return regions
