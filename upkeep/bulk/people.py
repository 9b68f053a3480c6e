"""People in bulk: identity, registration, case, key dates, custody, cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import models

from accounts.models import Agency, User
from accounts.sealing import blind_index
from inmates.models import (
    Article,
    CellStay,
    Charge,
    CriminalCase,
    CustodyEvent,
    CustodyKind,
    Inmate,
    KeyDates,
    RegisterClass,
    Registration,
)
from inmates.models.case import RoleByArticle
from upkeep.demo.names import Names

BATCH = 2_000


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


def save(model: type[models.Model], rows: list[Any]) -> list[Any]:
    return model._base_manager.bulk_create(rows, batch_size=BATCH)


def add_people(
    custodian: Agency,
    *,
    count: int,
    narcotics: int,
    by: User,
    random: Random,
    catalogues: Catalogues,
    first_serial: int = 1,
) -> list[Inmate]:
    """`count` people of one custodian, the first `narcotics` of them with a narcotics case; nine of ten
    are in custody. Returns them in the order they were made."""
    today = custodian.today()
    names = _endless_names(random)
    drafts = [
        _inmate(custodian, names, random, today, serial=first_serial + index, narcotics=index < narcotics)
        for index in range(count)
    ]
    inmates = save(Inmate, drafts)
    _add_registrations(inmates, custodian, by, random, catalogues, today)
    _add_cases(inmates, by, random, catalogues, today)
    _add_custody(inmates, custodian, by, random, today)
    return inmates


def _endless_names(random: Random) -> Iterator[str]:
    while True:
        names = Names(random)
        yield from islice(iter(names.man, None), 1_900)


def _inmate(
    custodian: Agency, names: Iterator[str], random: Random, today: date, *, serial: int, narcotics: bool
) -> Inmate:
    number = f"63{custodian.pk % 10_000:04d}{serial:010d}"
    sentenced = random.random() < 0.8
    here = random.random() < 0.9
    expiry = today + timedelta(days=random.randint(5, 1_500) if here else -random.randint(1, 400))
    return Inmate(
        custodian=custodian,
        name=next(names),
        birth_date=today - timedelta(days=random.randint(7_000, 20_000)),
        sex=Inmate.Sex.MALE,
        identity_number=number,
        identity_index=blind_index(number),
        in_custody=here,
        narcotics=narcotics,
        expiry_date=expiry if sentenced else None,
    )


def _add_registrations(
    inmates: list[Inmate], custodian: Agency, by: User, random: Random, catalogues: Catalogues, today: date
) -> None:
    rows = []
    for inmate in inmates:
        code = "B.I" if inmate.expiry_date else random.choice(("A.I", "A.III", "A.V"))
        rows.append(
            Registration(
                inmate=inmate,
                custodian=custodian,
                register_class=catalogues.classes[code],
                number=f"{code.replace('.', '')}.{inmate.identity_number[-9:]}/{today:%Y}",
                since=today - timedelta(days=random.randint(30, 900)),
                recorded_by=by,
            )
        )
    save(Registration, rows)
    save(
        KeyDates,
        [
            KeyDates(
                inmate=each,
                recorded_by=by,
                expiry=each.expiry_date,
                detention_order_ends=None if each.expiry_date else today + timedelta(days=30),
            )
            for each in inmates
        ],
    )


def _add_cases(inmates: list[Inmate], by: User, random: Random, catalogues: Catalogues, today: date) -> None:
    chosen = [random.choice(catalogues.narcotics if each.narcotics else catalogues.other) for each in inmates]
    cases = [
        CriminalCase(
            inmate=inmate,
            court="Pengadilan Negeri",
            offence_on=today - timedelta(days=950),
            narcotics=inmate.narcotics,
            role_by_article=article.role if inmate.narcotics else RoleByArticle.OTHER,
            recorded_by=by,
        )
        for inmate, article in zip(inmates, chosen, strict=True)
    ]
    save(CriminalCase, cases)
    save(Charge, [Charge(case=case, article=article) for case, article in zip(cases, chosen, strict=True)])


def _add_custody(inmates: list[Inmate], custodian: Agency, by: User, random: Random, today: date) -> None:
    events, stays = [], []
    for inmate in inmates:
        admitted = today - timedelta(days=random.randint(401, 900))
        events.append(CustodyEvent(inmate=inmate, kind=CustodyKind.ADMITTED, on=admitted, recorded_by=by))
        left = None if inmate.in_custody else inmate.expiry_date or today - timedelta(days=10)
        if left:
            events.append(CustodyEvent(inmate=inmate, kind=CustodyKind.RELEASED, on=left, recorded_by=by))
        stays.append(
            CellStay(
                inmate=inmate,
                custodian=custodian,
                block=random.choice("ABCDEF"),
                cell=str(random.randint(1, 12)),
                since=admitted,
                until=left,
                recorded_by=by,
            )
        )
    save(CustodyEvent, events)
    save(CellStay, stays)
