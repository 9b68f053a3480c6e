from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sealing import blind_index
from audit.models import Action
from audit.trail import changed_fields, record_many
from inmates import custody_order
from inmates.actions.bulk.arriving import drafted_case
from inmates.actions.bulk.rows import insert, update
from inmates.actions.cases import CASE_FIELDS, Charges, check_articles, role_of
from inmates.actions.dates import DATE_FIELDS
from inmates.actions.ground import settle_expiry, settle_narcotics
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
from inmates.refusals import OutOfOrder

_INMATE_FIELDS = [*IDENTITY_FIELDS, "identity_index", "version", "expiry_date", "narcotics"]
_DATES_FIELDS = [*DATE_FIELDS, "version", "recorded_by", "recorded_at"]
_CASE_FIELDS = [*CASE_FIELDS, "narcotics", "role_by_article", "version"]
_CHUNK = 500


@dataclass(frozen=True)
class Amendment:
    """What changes of someone who is registered. What is not given stays."""

    inmate_id: int
    identity: Mapping[str, Any] = field(default_factory=dict)
    registration: tuple[RegisterClass, str, date] | None = None
    dates: Mapping[str, Any] = field(default_factory=dict)
    case_id: int | None = None
    case: Mapping[str, Any] = field(default_factory=dict)
    charges: Charges | None = None
    place: tuple[str, str] | None = None


@dataclass
class Before:
    """What an amendment replaced, and the rows it added: all that undoing it takes. Plain values only."""

    identity: dict[str, Any] = field(default_factory=dict)
    registration: tuple[int | None, int, int] | None = None  # closed, opened, event
    dates: dict[str, Any] | None = None
    dates_made: bool = False
    case_made: int | None = None
    case: dict[str, Any] | None = None
    stay: tuple[int | None, int] | None = None  # closed, opened


@dataclass
class Stand:
    """The rows of the people concerned, read in as many questions as there are tables."""

    inmates: dict[int, Inmate]
    registrations: dict[int, Registration]
    kinds: dict[int, list[str]]
    dates: dict[int, KeyDates]
    stays: dict[int, CellStay]
    cases: dict[int, list[CriminalCase]]

    @classmethod
    def of(cls, inmates: Mapping[int, Inmate]) -> "Stand":
        pks = list(inmates)
        kinds: dict[int, list[str]] = {}
        for pk, kind in _rows(CustodyEvent.objects.standing().order_by("on", "id"), pks, "inmate_id", "kind"):
            kinds.setdefault(pk, []).append(kind)
        cases: dict[int, list[CriminalCase]] = {}
        for case in _rows(CriminalCase.objects.open().prefetch_related("charges__article"), pks):
            cases.setdefault(case.inmate_id, []).append(case)
        opened = Registration.objects.open().select_related("register_class")
        return cls(
            dict(inmates),
            {row.inmate_id: row for row in _rows(opened, pks)},
            kinds,
            {row.inmate_id: row for row in _rows(KeyDates.objects.all(), pks)},
            {row.inmate_id: row for row in _rows(CellStay.objects.open(), pks)},
            cases,
        )


def _rows(rows: Any, pks: Sequence[int], *values: str) -> Iterator[Any]:
    for start in range(0, len(pks), _CHUNK):
        some = rows.filter(inmate__in=pks[start : start + _CHUNK])
        yield from some.values_list(*values) if values else some


@dataclass
class Writes:
    """What the amendments come to, gathered by table so that each is written at once."""

    by: User
    today: date
    befores: dict[int, Before] = field(default_factory=dict)
    people: list[Inmate] = field(default_factory=list)
    closed: list[Registration] = field(default_factory=list)
    opened: list[tuple[Registration, CustodyEvent, Registration | None]] = field(default_factory=list)
    new_dates: list[KeyDates] = field(default_factory=list)
    old_dates: list[KeyDates] = field(default_factory=list)
    new_cases: list[CriminalCase] = field(default_factory=list)
    old_cases: list[CriminalCase] = field(default_factory=list)
    recharged: list[int] = field(default_factory=list)
    charges: list[Charge] = field(default_factory=list)
    ended: list[CellStay] = field(default_factory=list)
    begun: list[tuple[CellStay, CellStay | None]] = field(default_factory=list)

    def write(self) -> None:
        """In the order in which the rows point at each other."""
        update(Inmate, self.people, _INMATE_FIELDS)
        update(Registration, self.closed, ["until"])
        insert(Registration, [new for new, _event, _old in self.opened])
        for new, event, _old in self.opened:
            event.registration = new
        insert(CustodyEvent, [event for _new, event, _old in self.opened])
        insert(KeyDates, self.new_dates)
        update(KeyDates, self.old_dates, _DATES_FIELDS)
        insert(CriminalCase, self.new_cases)
        update(CriminalCase, self.old_cases, _CASE_FIELDS)
        for start in range(0, len(self.recharged), _CHUNK):
            Charge.objects.filter(case__in=self.recharged[start : start + _CHUNK]).delete()
        insert(Charge, self.charges)
        update(CellStay, self.ended, ["until"])
        insert(CellStay, [new for new, _old in self.begun])
        self._remember()

    def _remember(self) -> None:
        """The keys that the new rows were given."""
        for new, event, old in self.opened:
            self.befores[new.inmate_id].registration = (old.pk if old else None, new.pk, event.pk)
        for stay, before in self.begun:
            self.befores[stay.inmate_id].stay = (before.pk if before else None, stay.pk)
        for case in self.new_cases:
            self.befores[case.inmate_id].case_made = case.pk


def amended(
    amendments: Sequence[Amendment], stand: Stand, *, today: date, by: User, reason: str
) -> dict[int, Before]:
    """Write the amendments; what each replaced, by person. Runs inside the verb's transaction."""
    writes, told = Writes(by, today), []
    for amendment in amendments:
        inmate = stand.inmates[amendment.inmate_id]
        before = writes.befores[inmate.pk] = Before()
        changes = _identity(inmate, amendment, before)
        changes |= _registration(inmate, amendment, stand, writes)
        changes |= _dates(inmate, amendment, before, stand, writes)
        changes |= _case(inmate, amendment, before, stand, writes)
        changes |= _place(inmate, amendment, stand, writes)
        _settle(inmate, stand)
        writes.people.append(inmate)
        told.append((inmate, inmate, changes))
    writes.write()
    record_many(Action.CHANGE, by=by, on=told, reason=reason)
    return writes.befores


def _settle(inmate: Inmate, stand: Stand) -> None:
    """The conclusions on the person, as `ground` keeps them, from the rows at hand."""
    registration, dates = stand.registrations.get(inmate.pk), stand.dates.get(inmate.pk)
    sentenced = registration and registration.register_class.legal_status == LegalStatus.NARAPIDANA
    inmate.expiry_date = dates.expiry if sentenced and dates and not dates.life_sentence else None
    inmate.narcotics = any(case.narcotics for case in stand.cases.get(inmate.pk, ()))


def _identity(inmate: Inmate, amendment: Amendment, before: Before) -> dict[str, Any]:
    new = {name: amendment.identity[name] for name in IDENTITY_FIELDS if name in amendment.identity}
    if not new:
        return {}
    changes: dict[str, Any] = changed_fields(inmate, new)
    before.identity = {name: getattr(inmate, name) for name in new}
    for name, value in new.items():
        setattr(inmate, name, value)
    # `bulk_update` calls no `save`, which would do this.
    inmate.identity_index = blind_index(inmate.identity_number)
    inmate.version += 1
    if "identity_number" in changes:
        changes["identity_number"] = _("NIK diubah")
    return changes


def _registration(inmate: Inmate, amendment: Amendment, stand: Stand, writes: Writes) -> dict[str, Any]:
    if amendment.registration is None:
        return {}
    register_class, number, since = amendment.registration
    if not custody_order.is_possible([*stand.kinds.get(inmate.pk, []), CustodyKind.REGISTER_CHANGE]):
        raise OutOfOrder(_("Golongan %(name)s tidak dapat diubah sekarang.") % {"name": inmate.name})
    old = stand.registrations.get(inmate.pk)
    if old is not None:
        old.until = since
        writes.closed.append(old)
    own: dict[str, Any] = {"inmate": inmate, "recorded_by": writes.by}
    new = Registration(
        custodian_id=inmate.custodian_id, register_class=register_class, number=number, since=since, **own
    )
    writes.opened.append((new, CustodyEvent(kind=CustodyKind.REGISTER_CHANGE, on=since, **own), old))
    stand.registrations[inmate.pk] = new
    return {"number": [str(old or ""), str(new)], "since": since}


def _dates(
    inmate: Inmate, amendment: Amendment, before: Before, stand: Stand, writes: Writes
) -> dict[str, Any]:
    new = {name: amendment.dates[name] for name in DATE_FIELDS if name in amendment.dates}
    if not new:
        return {}
    known = stand.dates.get(inmate.pk)
    kept = known or KeyDates(inmate=inmate, version=0)
    before.dates_made = known is None
    before.dates = {name: getattr(kept, name) for name in DATE_FIELDS}
    changes: dict[str, Any] = changed_fields(kept, new)
    for name, value in new.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.recorded_by, kept.recorded_at = writes.by, timezone.now()
    (writes.old_dates if known else writes.new_dates).append(kept)
    stand.dates[inmate.pk] = kept
    return changes


def _case(
    inmate: Inmate, amendment: Amendment, before: Before, stand: Stand, writes: Writes
) -> dict[str, Any]:
    if amendment.charges is None:
        return {}
    if amendment.case_id is None:
        case, charges = drafted_case(inmate, amendment.case, amendment.charges, writes.by)
        writes.new_cases.append(case)
        writes.charges += charges
        stand.cases.setdefault(inmate.pk, []).append(case)
        return {"articles": ["", _said(amendment.charges)]}
    case = next(each for each in stand.cases.get(inmate.pk, ()) if each.pk == amendment.case_id)
    facts = {name: amendment.case[name] for name in CASE_FIELDS if name in amendment.case}
    old = [(charge.article, str(charge.rank)) for charge in case.charges.all()]
    before.case = {
        "pk": case.pk,
        "facts": {name: getattr(case, name) for name in (*facts, "narcotics", "role_by_article")},
        "charges": [(article.pk, rank) for article, rank in old],
    }
    changes: dict[str, Any] = changed_fields(case, facts)
    for name, value in facts.items():
        setattr(case, name, value)
    if set(old) != {(article, str(rank)) for article, rank in amendment.charges}:
        changes["articles"] = [_said(old), _said(amendment.charges)]
        _recharge(case, amendment.charges, writes)
    case.version += 1
    writes.old_cases.append(case)
    return changes


def _recharge(case: CriminalCase, charges: Charges, writes: Writes) -> None:
    check_articles(case, charges)
    if not case.narcotics_correction:
        case.narcotics = any(article.narcotics for article, _rank in charges)
    case.role_by_article = role_of(charges)
    writes.recharged.append(case.pk)
    writes.charges += [Charge(case=case, article=article, rank=rank) for article, rank in charges]


def _said(charges: Charges) -> str:
    return ", ".join(str(article) for article, _rank in charges)


def _place(inmate: Inmate, amendment: Amendment, stand: Stand, writes: Writes) -> dict[str, Any]:
    if amendment.place is None:
        return {}
    block, cell = amendment.place
    old = stand.stays.get(inmate.pk)
    since = max(writes.today, old.since) if old else writes.today
    if old is not None:
        old.until = since
        writes.ended.append(old)
    new = CellStay(
        inmate=inmate,
        custodian_id=inmate.custodian_id,
        block=block,
        cell=cell,
        since=since,
        recorded_by=writes.by,
    )
    writes.begun.append((new, old))
    return {"cell": [str(old or ""), str(new)]}


def restored(inmate: Inmate, before: Before) -> None:
    """Put back what the amendment replaced; the events it wrote are annulled, not removed."""
    if before.identity:
        for name, value in before.identity.items():
            setattr(inmate, name, value)
        inmate.version += 1
        inmate.save()
    if before.dates_made:
        KeyDates.objects.filter(inmate=inmate).delete()
    elif before.dates is not None:
        KeyDates.objects.filter(inmate=inmate).update(**before.dates, version=F("version") + 1)
    if before.case_made:
        Charge.objects.filter(case=before.case_made).delete()
        CriminalCase.objects.filter(pk=before.case_made).delete()
    if before.case:
        _restore_case(before.case)
    if before.stay:
        closed, opened = before.stay
        CellStay.objects.filter(pk=opened).delete()
        CellStay.objects.filter(pk=closed).update(until=None)
    if before.registration:
        _restore_registration(before.registration)
    settle_expiry(inmate)
    settle_narcotics(inmate)


def _restore_case(old: Mapping[str, Any]) -> None:
    Charge.objects.filter(case=old["pk"]).delete()
    Charge.objects.bulk_create(
        Charge(case_id=old["pk"], article_id=article, rank=rank) for article, rank in old["charges"]
    )
    CriminalCase.objects.filter(pk=old["pk"]).update(**old["facts"], version=F("version") + 1)


def _restore_registration(ids: tuple[int | None, int, int]) -> None:
    """As annulling the change of class does: the number is given back, the one before it opens again."""
    closed, opened, _event = ids
    now = timezone.now()
    Registration.objects.filter(pk=opened).update(until=F("since"), annulled_at=now)
    if closed is not None:
        Registration.objects.filter(pk=closed).update(until=None)
