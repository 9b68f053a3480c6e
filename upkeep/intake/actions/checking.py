from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import transaction

from accounts.models import User
from upkeep.intake.actions import ending
from upkeep.intake.actions.reading import FileRead, Tick, read_again
from upkeep.intake.differences import as_understood, shown
from upkeep.intake.kept import Candidate, Detail, digest
from upkeep.intake.layout import SKIPPED_WORDS, Skipped, Sorted
from upkeep.intake.matching import Matching, Outcome, Verdict
from upkeep.intake.models import Import, ImportRow
from upkeep.intake.register import Known, Register, load
from upkeep.intake.values.words import written

_BATCH = 500


def check(import_: Import, tick: Tick) -> None:
    """Compare every row with the register and keep the outcome. Begun anew when it was interrupted."""
    found = read_again(import_, tick)
    register = load(import_.custodian)
    matching = Matching(import_.custodian, register, found.articles)
    with transaction.atomic():
        ImportRow.objects.filter(of=import_).delete()
    counts: Counter[str] = Counter()
    total = len(found.people) + len(found.others)
    batch: list[ImportRow] = []
    for row in _rows(import_, found, matching, register):
        counts[row.outcome] += 1
        batch.append(row)
        if len(batch) == _BATCH:
            _save(batch)
            tick(sum(counts.values()), total)
    _save(batch)
    with transaction.atomic():
        ending.checked(import_, counts)


def _rows(import_: Import, found: FileRead, matching: Matching, register: Register) -> Iterator[ImportRow]:
    for verdict in matching.judge(found.people, {}):
        yield _row(import_, verdict, register)
    for sheet, each in found.others:
        yield _skipped(import_, sheet, each)
    if import_.full_list:
        for known in matching.missing():
            yield _missing(import_, known)


def _save(batch: list[ImportRow]) -> None:
    ImportRow.objects.bulk_create(batch)
    batch.clear()


def _row(import_: Import, verdict: Verdict, register: Register) -> ImportRow:
    person = verdict.person
    return ImportRow(
        of=import_,
        sheet=person.sheet[:100],
        line=person.line,
        outcome=verdict.outcome,
        name=(person.name or person.raw.get("name", ""))[:200],
        number=(person.number.text if person.number else "")[:100],
        person_id=verdict.known.pk if verdict.known else None,
        detail=detail_of(verdict, register).written(),
        gist=gist_of(verdict),
    )


def gist_of(verdict: Verdict) -> str:
    return digest(verdict.gist())


def detail_of(verdict: Verdict, register: Register) -> Detail:
    return Detail(
        raw=verdict.person.raw,
        changes=tuple((each.label, each.old, each.new) for each in verdict.differences.changes),
        problems=tuple((each.label, each.value, each.sentence) for each in verdict.problems),
        notes=tuple(verdict.notes),
        doubt=verdict.doubt,
        candidates=tuple(_candidates(verdict.candidates, register)),
        may_be_new=verdict.may_be_new,
        understood=as_understood(verdict.person),
    )


def _candidates(pks: Iterable[int], register: Register) -> Iterator[Candidate]:
    for pk in pks:
        known = register.people[pk]
        about = [known.numbered, shown(known.birth_date)]
        yield Candidate(pk, known.name, ", ".join(filter(None, about)))


def _skipped(import_: Import, sheet: str, each: Sorted) -> ImportRow:
    text = " | ".join(filter(None, map(written, each.row.cells)))
    words = str(SKIPPED_WORDS[each.skipped or Skipped.EMPTY])
    detail = Detail(raw={"": text[:500]}, notes=(words,))
    return ImportRow(
        of=import_, sheet=sheet[:100], line=each.row.line, outcome=Outcome.SKIPPED, detail=detail.written()
    )


def _missing(import_: Import, known: Known) -> ImportRow:
    detail = Detail(raw={"birth_date": shown(known.birth_date)})
    return ImportRow(
        of=import_,
        outcome=Outcome.MISSING,
        name=known.name,
        number=known.numbered[:100],
        person_id=known.pk,
        detail=detail.written(),
    )


def still_permitted(by: User | None, import_: Import) -> bool:
    """Whoever ordered the work still may, at the moment it is done."""
    return by is not None and by.is_active and Import.objects.visible_to(by).filter(pk=import_.pk).exists()
