"""What the register list and the person page show, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.models import Agency, User
from inmates import custody_order
from inmates.models import (
    CellStay,
    CriminalCase,
    CustodyEvent,
    CustodyKind,
    Guardian,
    Inmate,
    KeyDates,
    LegalStatus,
    Registration,
)
from inmates.models.person import InmateQuerySet


@dataclass(frozen=True)
class RegisterRow:
    """One person as the register list shows them. Tier 1 readers are shown name, block and cell only."""

    pk: int
    url: str
    name: str
    alias: str
    unit: str
    register_class: str
    number: str
    legal_status: str
    block: str
    cell: str
    narcotics: bool
    in_custody: bool
    days_left: int | None
    expiry: date | None
    detention_ends: date | None

    @property
    def place(self) -> str:
        return f"{self.block}/{self.cell}" if self.cell else self.block


def register_of(user: User) -> InmateQuerySet:
    """Everyone this member may see, with what the register list shows of each."""
    people: InmateQuerySet = Inmate.objects.visible_to(user)
    return people.with_register().select_related("custodian").annotate(detention_ends=_detention_ends())


def _detention_ends() -> Subquery:
    """Not a join: the database reads it for the rows of the page only."""
    return Subquery(KeyDates.objects.filter(inmate=OuterRef("pk")).values("detention_order_ends")[:1])


def register_rows(people: Iterable[Any]) -> Sequence[RegisterRow]:
    """Rows of people that `register_of` gave. The days left are those of the custodian's own today."""
    labels = dict(LegalStatus.choices)
    return [
        RegisterRow(
            pk=person.pk,
            url=person.get_absolute_url(),
            name=person.name,
            alias=person.alias,
            unit=person.custodian.short_name,
            register_class=person.register_class or "",
            number=person.register_number or "",
            legal_status=str(labels.get(person.legal_status, "")),
            block=person.block or "",
            cell=person.cell or "",
            narcotics=person.narcotics,
            in_custody=person.in_custody,
            days_left=person.days_left() if person.in_custody else None,
            expiry=person.expiry_date,
            detention_ends=person.detention_ends,
        )
        for person in people
    ]


def blocks_of(user: User, unit: str = "") -> list[str]:
    """The blocks in use among the people this member may see; a supervisor's are those of one unit,
    because a block of another unit is another block."""
    stays = CellStay.objects.visible_to(user).open()
    if user.agency.is_oversight:
        stays = stays.filter(custodian=int(unit)) if unit.isdecimal() else stays.none()
    elif user.agency.is_custodian:
        # Asked of the people alone, the database reads the stays of the whole country.
        stays = stays.filter(custodian=user.agency)
    return list(stays.order_by("block").values_list("block", flat=True).distinct())


def units_of(user: User) -> list[tuple[int, str]]:
    """Key and short name of the custodians whose people this member may see; for a custodian's own
    staff, just the own one. They are hundreds: as whole agencies they cost more than the list."""
    return list(Agency.objects.reached_by(user).custodians().values_list("pk", "short_name"))


def person_with_identity_number(user: User, number: str) -> Inmate | None:
    """Exact match only, among those this member may see."""
    found: Inmate | None = Inmate.objects.visible_to(user).with_identity_number(number).first()
    return found


def lookalikes(
    custodian: Agency, *, name: str, birth_date: date | None, identity_number: str
) -> list[RegisterRow]:
    """People in the same care who may be the same person: by NIK, or by name and birth date."""
    people = Inmate.objects.filter(custodian=custodian)
    found = Inmate.objects.none()
    if identity_number:
        found = people.with_identity_number(identity_number)
    if birth_date:
        same = Inmate(custodian=custodian, name=name, birth_date=birth_date)
        found = found | people.namesakes_of(same) if identity_number else people.namesakes_of(same)
    shown = found.with_register().select_related("custodian")
    return list(register_rows(shown.annotate(detention_ends=_detention_ends())[:5]))


@dataclass(frozen=True)
class PersonPage:
    """All that hangs on a person, for the page of tier 2."""

    inmate: Inmate
    registration: Registration | None
    registrations: list[Registration]
    cases: list[CriminalCase]
    key_dates: KeyDates | None
    events: list[CustodyEvent]
    stays: list[CellStay]
    guardians: list[Guardian]

    @property
    def legal_status(self) -> str:
        return self.registration.register_class.legal_status if self.registration else ""

    @property
    def stay(self) -> CellStay | None:
        return next((stay for stay in self.stays if stay.until is None), None)

    @property
    def guardian(self) -> Guardian | None:
        return next((guardian for guardian in self.guardians if guardian.until is None), None)

    @property
    def last_event(self) -> CustodyEvent | None:
        return next((event for event in self.events if event.annulled_at is None), None)


def person_page(inmate: Inmate) -> PersonPage:
    registrations = list(inmate.registrations.select_related("register_class"))
    return PersonPage(
        inmate=inmate,
        registration=next((row for row in registrations if row.until is None), None),
        registrations=registrations,
        cases=list(inmate.cases.prefetch_related("charges__article")),
        key_dates=KeyDates.objects.filter(inmate=inmate).first(),
        events=list(
            inmate.custody_events.select_related("recorded_by", "annulled_by", "registration__register_class")
        ),
        stays=list(inmate.cell_stays.all()),
        guardians=list(inmate.guardians.select_related("officer")),
    )


def open_stay(inmate: Inmate) -> CellStay | None:
    return CellStay.objects.open().filter(inmate=inmate).first()


def open_stays(people: Sequence[Inmate]) -> dict[int, CellStay]:
    """Where each of them sleeps now, by id."""
    return {stay.inmate_id: stay for stay in CellStay.objects.open().filter(inmate__in=people)}


def live_guardian(inmate: Inmate) -> Guardian | None:
    return Guardian.objects.live().filter(inmate=inmate).select_related("officer").first()


def open_registration(inmate: Inmate) -> Registration | None:
    return Registration.objects.open().filter(inmate=inmate).select_related("register_class").first()


def key_dates_of(inmate: Inmate) -> KeyDates | None:
    return KeyDates.objects.filter(inmate=inmate).first()


def stands_alone(event: CustodyEvent) -> bool:
    """Whether nothing else that stands happened to the person: without it they never came in."""
    return not CustodyEvent.objects.standing().filter(inmate=event.inmate_id).exclude(pk=event.pk).exists()


def kinds_that_may_follow(inmate: Inmate) -> list[CustodyKind]:
    """What may happen to the person next, in the order in which the kinds are declared."""
    kinds = inmate.custody_events.standing().order_by("on", "id").values_list("kind", flat=True)
    possible = custody_order.followers(kinds) - {CustodyKind.REGISTER_CHANGE}
    return [kind for kind in CustodyKind if kind in possible]
