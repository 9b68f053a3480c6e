from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import Agency, User
from accounts.sealing import blind_index
from audit.models import Action
from audit.trail import record_many
from inmates.actions.bulk.rows import Prepared
from inmates.actions.cases import CASE_FIELDS, Charges, check_articles, role_of
from inmates.actions.dates import DATE_FIELDS
from inmates.actions.people import IDENTITY_FIELDS
from inmates.models import (
    CellStay,
    Charge,
    CriminalCase,
    CustodyEvent,
    CustodyKind,
    Inmate,
    KeyDates,
    LegalStatus,
    RegisterClass,
    Registration,
)
from inmates.refusals import WrongDay


@dataclass(frozen=True)
class Arrival:
    """Someone who is registered for the first time, with what the file says of them."""

    identity: Mapping[str, Any]
    register_class: RegisterClass
    number: str
    admitted_on: date
    origin: str = ""
    block: str = ""
    cell: str = ""
    dates: Mapping[str, Any] = field(default_factory=dict)
    case: Mapping[str, Any] = field(default_factory=dict)
    charges: Charges = ()


@dataclass
class Drafts:
    """The rows of all tables, built and checked, not yet written."""

    inmates: list[Inmate] = field(default_factory=list)
    registrations: list[Registration] = field(default_factory=list)
    events: list[CustodyEvent] = field(default_factory=list)
    stays: list[CellStay] = field(default_factory=list)
    dates: list[KeyDates] = field(default_factory=list)
    cases: list[CriminalCase] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    tables: list[Prepared] = field(default_factory=list)

    def prepare(self) -> None:
        """In the order in which the rows point at each other."""
        self.tables = [
            Prepared(Inmate, self.inmates),
            Prepared(Registration, self.registrations),
            Prepared(CustodyEvent, self.events),
            Prepared(CellStay, self.stays),
            Prepared(KeyDates, self.dates),
            Prepared(CriminalCase, self.cases),
            Prepared(Charge, self.charges),
        ]


def drafted(arrivals: Sequence[Arrival], *, custodian: Agency, by: User) -> Drafts:
    """Everything that `register`, `record_case` and `set_key_dates` would write; raises their refusals."""
    drafts, today = Drafts(), custodian.today()
    for arrival in arrivals:
        _draft(drafts, arrival, custodian, by, today)
    drafts.prepare()
    return drafts


def _draft(drafts: Drafts, arrival: Arrival, custodian: Agency, by: User, today: date) -> None:
    inmate = Inmate(
        custodian=custodian,
        in_custody=True,
        **{name: arrival.identity[name] for name in IDENTITY_FIELDS if name in arrival.identity},
    )
    _check_days(inmate, arrival, today)
    # `bulk_create` calls no `save`, which would do this.
    inmate.identity_index = blind_index(inmate.identity_number)
    inmate.narcotics = any(article.narcotics for article, _rank in arrival.charges)
    sentenced = arrival.register_class.legal_status == LegalStatus.NARAPIDANA
    inmate.expiry_date = arrival.dates.get("expiry") if sentenced else None
    drafts.inmates.append(inmate)
    own: dict[str, Any] = {"inmate": inmate, "recorded_by": by}
    drafts.registrations.append(
        Registration(
            custodian=custodian,
            register_class=arrival.register_class,
            number=arrival.number,
            since=arrival.admitted_on,
            **own,
        )
    )
    drafts.events.append(
        CustodyEvent(kind=CustodyKind.ADMITTED, on=arrival.admitted_on, destination=arrival.origin, **own)
    )
    if arrival.block:
        drafts.stays.append(
            CellStay(
                custodian=custodian, block=arrival.block, cell=arrival.cell, since=arrival.admitted_on, **own
            )
        )
    dates = {name: arrival.dates[name] for name in DATE_FIELDS if name in arrival.dates}
    if dates:
        drafts.dates.append(KeyDates(**dates, **own))
    if arrival.charges:
        case, charges = drafted_case(inmate, arrival.case, arrival.charges, by)
        drafts.cases.append(case)
        drafts.charges += charges


def _check_days(inmate: Inmate, arrival: Arrival, today: date) -> None:
    born = inmate.birth_date
    for day in (arrival.admitted_on, born, arrival.dates.get("detained_on"), arrival.case.get("verdict_on")):
        if day and day > today:
            raise WrongDay(f"{inmate.name}: {day} > {today}")
    if born and born > arrival.admitted_on:
        raise WrongDay(f"{inmate.name}: {born} > {arrival.admitted_on}")


def drafted_case(
    inmate: Inmate, facts: Mapping[str, Any], charges: Charges, by: User
) -> tuple[CriminalCase, list[Charge]]:
    """A case as `record_case` would write it."""
    case = CriminalCase(
        inmate=inmate, recorded_by=by, **{name: facts[name] for name in CASE_FIELDS if name in facts}
    )
    check_articles(case, charges)
    case.narcotics = any(article.narcotics for article, _rank in charges)
    case.role_by_article = role_of(charges)
    return case, [Charge(case=case, article=article, rank=rank) for article, rank in charges]


def written(drafts: Drafts, *, by: User, reason: str) -> None:
    """Insert the rows, and one event a person."""
    for table in drafts.tables:
        if table.objects:
            table.write()
    record_many(
        Action.CREATE,
        by=by,
        on=[(each.inmate, each.inmate, _said(each)) for each in drafts.registrations],
        reason=reason,
    )


def _said(registration: Registration) -> dict[str, Any]:
    kind = CustodyKind.ADMITTED.label
    return {"number": str(registration), "kind": kind, "on": registration.since}
