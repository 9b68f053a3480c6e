"""People in bulk: identity, registration, case, key dates, custody, cell, guardian.

What a verb repeats on the person (in custody, narcotics, expiry, the blind index) is repeated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from accounts.models import Agency, User
from accounts.sealing import blind_index
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
    RegisterClass,
    Registration,
)
from inmates.models.case import RoleByArticle
from upkeep.bulk.book import Book
from upkeep.demo.names import Names

# One of so many has no case in the books yet: somebody's list of what to complete.
_WITHOUT_CASE = 60


@dataclass(frozen=True)
class Catalogues:
    """The national rows that people refer to, read once."""

    classes: dict[str, RegisterClass]
    narcotics: list[Article]
    other: list[Article]

    @classmethod
    def read(cls) -> "Catalogues":
        articles = [each for each in Article.objects.all() if not each.modifier]
        return cls(
            {each.code: each for each in RegisterClass.objects.all()},
            [each for each in articles if each.narcotics],
            [each for each in articles if not each.narcotics],
        )


@dataclass(frozen=True)
class Registry:
    """Where one custodian's people are written, by whom and from what."""

    book: Book
    custodian: Agency
    by: User
    random: Random
    catalogues: Catalogues
    today: date
    guardian: User | None = None

    def ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.random.randint(least, most))


def add_people(registry: Registry, *, count: int, narcotics: int, first_serial: int = 1) -> list[Inmate]:
    """So many people, the first `narcotics` of them with a narcotics case; nine of ten are in custody.
    Returns them in the order they were made."""
    names = _Endless(registry.random)
    drafts = [
        _inmate(registry, names, serial=first_serial + index, narcotics=index < narcotics)
        for index in range(count)
    ]
    inmates = registry.book.save(Inmate, drafts)
    _add_registrations(registry, inmates, first_serial)
    _add_cases(registry, inmates)
    _add_custody(registry, inmates)
    return inmates


class _Endless:
    """Names that begin again, in another order, when there are no more."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._men, self._women = self._again("man", 1_900), self._again("woman", 400)
        self.more = Names(random)

    def man(self) -> str:
        return next(self._men)

    def woman(self) -> str:
        return next(self._women)

    def _again(self, which: str, at_most: int) -> Iterator[str]:
        while True:
            yield from islice(iter(getattr(Names(self._random), which), None), at_most)


def _inmate(registry: Registry, names: _Endless, *, serial: int, narcotics: bool) -> Inmate:
    random, today, custodian = registry.random, registry.today, registry.custodian
    number = f"63{custodian.pk % 10_000:04d}{serial:010d}"
    woman, sentenced, here = random.random() < 0.05, random.random() < 0.8, random.random() < 0.9
    # A handful are noticed on the day their time has passed.
    left = random.randint(-2, 1_500) if here else -random.randint(1, 400)
    return Inmate(
        custodian=custodian,
        name=names.woman() if woman else names.man(),
        alias=names.more.alias(),
        birth_place=names.more.village(),
        birth_date=today - timedelta(days=random.randint(7_000, 20_000)),
        sex=Inmate.Sex.FEMALE if woman else Inmate.Sex.MALE,
        identity_number=number,
        identity_index=blind_index(number),
        education=names.more.education(),
        occupation=names.more.occupation(),
        in_custody=here,
        narcotics=narcotics,
        expiry_date=today + timedelta(days=left) if sentenced else None,
    )


def _add_registrations(registry: Registry, inmates: list[Inmate], first_serial: int) -> None:
    random, today = registry.random, registry.today
    registrations, dates = [], []
    for serial, inmate in enumerate(inmates, start=first_serial):
        sentenced = inmate.expiry_date is not None
        since = registry.ago(30, 900)
        registrations.append(
            Registration(
                inmate=inmate,
                custodian=registry.custodian,
                register_class=registry.catalogues.classes[
                    "B.I" if sentenced else random.choice(("A.I", "A.III", "A.V"))
                ],
                number=f"{'N.' if inmate.narcotics else ''}{serial}/{since:%Y}",
                since=since,
                recorded_by=registry.by,
            )
        )
        whole = (inmate.expiry_date - since) if inmate.expiry_date else timedelta(0)
        fits = whole > timedelta(0)
        dates.append(
            KeyDates(
                inmate=inmate,
                recorded_by=registry.by,
                detained_on=since,
                half=since + whole / 2 if fits else None,
                two_thirds=since + whole * 2 / 3 if fits else None,
                expiry=inmate.expiry_date,
                detention_order_ends=None if sentenced else today + timedelta(days=random.randint(-1, 60)),
            )
        )
    registry.book.save(Registration, registrations)
    registry.book.save(KeyDates, dates)


def _add_cases(registry: Registry, inmates: list[Inmate]) -> None:
    random, catalogues = registry.random, registry.catalogues
    held = [each for each in inmates if each.narcotics or random.randrange(_WITHOUT_CASE)]
    chosen = [random.choice(catalogues.narcotics if each.narcotics else catalogues.other) for each in held]
    cases = [
        CriminalCase(
            inmate=inmate,
            court="Pengadilan Negeri",
            offence_on=registry.today - timedelta(days=950),
            narcotics=inmate.narcotics,
            role_by_article=article.role if inmate.narcotics else RoleByArticle.OTHER,
            recorded_by=registry.by,
        )
        for inmate, article in zip(held, chosen, strict=True)
    ]
    registry.book.save(CriminalCase, cases)
    charges = [Charge(case=case, article=article) for case, article in zip(cases, chosen, strict=True)]
    registry.book.save(Charge, charges)


def _add_custody(registry: Registry, inmates: list[Inmate]) -> None:
    random, events, stays, guardians = registry.random, [], [], []
    for serial, inmate in enumerate(inmates):
        admitted = registry.ago(401, 900)
        events.append(_event(registry, inmate, CustodyKind.ADMITTED, admitted))
        left = None if inmate.in_custody else inmate.expiry_date or registry.today - timedelta(days=10)
        if left:
            events.append(_event(registry, inmate, CustodyKind.RELEASED, left))
        stays.append(
            CellStay(
                inmate=inmate,
                custodian=registry.custodian,
                block=random.choice("ABCDEF"),
                cell=str(random.randint(1, 12)),
                since=admitted,
                until=left,
                recorded_by=registry.by,
            )
        )
        if registry.guardian and left is None and serial % 6 == 0:
            guardians.append(
                Guardian(inmate=inmate, officer=registry.guardian, since=admitted, recorded_by=registry.by)
            )
    registry.book.save(CustodyEvent, events)
    registry.book.save(CellStay, stays)
    registry.book.save(Guardian, guardians)


def _event(registry: Registry, inmate: Inmate, kind: CustodyKind, on: date) -> CustodyEvent:
    return CustodyEvent(inmate=inmate, kind=kind, on=on, recorded_by=registry.by)
