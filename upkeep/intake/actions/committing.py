from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from inmates.actions import bulk
from inmates.actions.bulk.rows import update
from inmates.models import RegisterClass
from upkeep.intake.actions import ending
from upkeep.intake.actions.checking import detail_of, gist_of
from upkeep.intake.actions.reading import FileRead, Tick, read_again
from upkeep.intake.kept import receipt_written
from upkeep.intake.matching import Matching, Outcome, Verdict
from upkeep.intake.models import Import, ImportRow
from upkeep.intake.refusals import RegisterMoved
from upkeep.intake.register import Register, load
from upkeep.intake.understanding import CASE, DATES, IDENTITY, Person

_TRIES = 3


class _Again(Exception):  # noqa: N818
    """Someone changed the register between the last look and the lock."""


@dataclass
class Plan:
    """What the rows come to when the officer's answers are in."""

    arrivals: list[tuple[ImportRow, bulk.Arrival]] = field(default_factory=list)
    amendments: list[tuple[ImportRow, bulk.Amendment]] = field(default_factory=list)
    departures: list[tuple[ImportRow, bulk.Departure]] = field(default_factory=list)
    refused: list[ImportRow] = field(default_factory=list)
    unchanged: list[ImportRow] = field(default_factory=list)


def commit(import_: Import, by: User, tick: Tick) -> None:
    """Write everything or nothing; raises RegisterMoved when the dry run no longer holds."""
    found = read_again(import_, tick)
    # What is sealed in them is not needed, and takes long to open.
    rows = list(ImportRow.objects.filter(of=import_).exclude(outcome=Outcome.SKIPPED).defer("detail"))
    for _try in range(_TRIES):
        seen = bulk.last_event(import_.custodian)
        plan = _planned(import_, found, rows, load(import_.custodian))
        tick(len(rows), len(rows))
        try:
            _write(import_, plan, by, _unless_moved(import_, seen))
        except _Again:
            continue
        except IntegrityError as error:
            raise RegisterMoved(_MOVED % {"names": _("nomor register atau NIK yang baru dipakai")}) from error
        return
    raise RegisterMoved(_("Register sedang banyak diubah. Coba simpan lagi sebentar lagi."))


_MOVED = gettext_lazy("Register berubah sejak berkas ini diperiksa: %(names)s. Periksa ulang, lalu simpan.")


def _unless_moved(import_: Import, seen: int) -> Callable[[], None]:
    def unless() -> None:
        if bulk.register_changed_since(import_.custodian, seen):
            raise _Again

    return unless


def _planned(import_: Import, found: FileRead, rows: Sequence[ImportRow], register: Register) -> Plan:
    """Judge again, against the register as it is now; raises RegisterMoved where it says otherwise."""
    by_place = {(row.sheet, row.line): row for row in rows if row.outcome != Outcome.MISSING}
    verdicts = _still_so(import_, found, by_place, register)
    choices = {place: row.choice for place, row in by_place.items() if row.choice}
    if choices:
        matching = Matching(import_.custodian, register, found.articles)
        verdicts = list(matching.judge(found.people, choices))
    classes = {each.code: each for each in RegisterClass.objects.all()}
    plan = Plan()
    for verdict in verdicts:
        row = by_place[verdict.person.sheet[:100], verdict.person.line]
        _plan_row(plan, row, verdict, classes, register)
    for row in rows:
        if row.outcome == Outcome.MISSING and row.choice and row.person_id and row.left_on:
            plan.departures.append((row, bulk.Departure(row.person_id, row.choice, row.left_on)))
    return plan


def _still_so(
    import_: Import, found: FileRead, by_place: dict[Any, ImportRow], register: Register
) -> list[Verdict]:
    """The verdicts of now, without the officer's answers, when they are those of the dry run."""
    verdicts = list(Matching(import_.custodian, register, found.articles).judge(found.people, {}))
    moved = []
    for verdict in verdicts:
        row = by_place.get((verdict.person.sheet[:100], verdict.person.line))
        if row is None or row.gist != gist_of(verdict):
            moved.append(verdict.person.name or str(verdict.person.line))
    if moved:
        more = _(" dan %(n)s baris lain") % {"n": len(moved) - 5} if len(moved) > 5 else ""
        raise RegisterMoved(_MOVED % {"names": ", ".join(moved[:5]) + more})
    return verdicts


def _plan_row(
    plan: Plan, row: ImportRow, verdict: Verdict, classes: dict[str, RegisterClass], register: Register
) -> None:
    if verdict.outcome == Outcome.NEW:
        plan.arrivals.append((row, _arrival(verdict.person, classes)))
    elif verdict.outcome == Outcome.CHANGED:
        plan.amendments.append((row, _amendment(verdict, classes)))
    elif verdict.outcome == Outcome.REFUSED and row.outcome == Outcome.DOUBT:
        row.outcome, row.detail = Outcome.REFUSED, detail_of(verdict, register).written()
        plan.refused.append(row)
    elif verdict.outcome == Outcome.UNCHANGED and row.outcome == Outcome.DOUBT:
        row.outcome, row.person_id = Outcome.UNCHANGED, verdict.known.pk if verdict.known else None
        plan.unchanged.append(row)


def _arrival(person: Person, classes: dict[str, RegisterClass]) -> bulk.Arrival:
    values = person.values
    assert person.number is not None
    return bulk.Arrival(
        identity=person.some_of(IDENTITY),
        register_class=classes[person.register_class],
        number=person.number.text,
        admitted_on=values["admitted_on"],
        origin=values.get("origin", ""),
        block=values.get("block", ""),
        cell=values.get("cell", ""),
        dates=person.some_of(DATES),
        case=person.some_of(CASE),
        charges=person.charges,
    )


def _amendment(verdict: Verdict, classes: dict[str, RegisterClass]) -> bulk.Amendment:
    found = verdict.differences
    assert verdict.known is not None
    registration = None
    if found.registration:
        code, number, since = found.registration
        registration = (classes[code], number, since)
    return bulk.Amendment(
        inmate_id=verdict.known.pk,
        identity=found.identity,
        registration=registration,
        dates=found.dates,
        case_id=found.case.pk if found.case else None,
        case=found.case_facts,
        charges=found.charges,
        place=found.place,
    )


def _write(import_: Import, plan: Plan, by: User, unless: Callable[[], None]) -> None:
    bulk.take_in(
        custodian=import_.custodian,
        arrivals=[arrival for _row, arrival in plan.arrivals],
        amendments=[amendment for _row, amendment in plan.amendments],
        departures=[departure for _row, departure in plan.departures],
        by=by,
        reason=import_.reason(),
        unless=unless,
        then=lambda taken: _keep(import_, plan, taken, by),
    )


def _keep(import_: Import, plan: Plan, taken: bulk.Taken, by: User) -> None:
    """Whom each row became, and what undoing it takes. Runs inside the commit's own transaction."""
    receipts = {each.inmate_id: each for each in taken.receipts}
    for (row, _arrival_of_row), inmate in zip(plan.arrivals, taken.arrivals, strict=True):
        row.person_id, row.outcome = inmate.pk, Outcome.NEW
    for row, amendment in plan.amendments:
        row.person_id, row.outcome = amendment.inmate_id, Outcome.CHANGED
    for row, _part in (*plan.amendments, *plan.departures):
        row.receipt = receipt_written(receipts[row.person_id or 0])
    touched = [row for row, _part in (*plan.arrivals, *plan.amendments, *plan.departures)]
    for row in touched:
        row.taken = True
    update(ImportRow, [*plan.refused, *plan.unchanged], ["person_id", "outcome", "detail"])
    update(ImportRow, touched, ["person_id", "outcome", "taken", "receipt"])
    saved = {
        "tersimpan_baru": len(plan.arrivals),
        "tersimpan_berubah": len(plan.amendments),
        "tersimpan_keluar": len(plan.departures),
    }
    ending.committed(import_, saved, last_event=taken.last_event, by=by)
