"""The long steps of an import of old data: compare, write, take back."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from accounts.sealing import unseal_bytes
from inmates.actions.bulk.rows import update
from rehab.delivery.actions.past import (
    PastCohort,
    PastParticipant,
    PastSession,
    Taken,
    take_back_past,
    take_in_past,
)
from upkeep.intake.actions import ending
from upkeep.intake.actions.reading import Tick
from upkeep.intake.kept import Detail, dumped, loaded
from upkeep.intake.layout import SKIPPED_WORDS, Skipped
from upkeep.intake.matching import Outcome
from upkeep.intake.models import Import, ImportFile, ImportRow, State
from upkeep.intake.past.judging import Judged, Judging
from upkeep.intake.past.known import load_past
from upkeep.intake.past.reading import Page, pages_of
from upkeep.intake.reading.workbook import read
from upkeep.intake.refusals import RegisterMoved
from upkeep.intake.values.words import written

_BATCH = 500


def _pages(import_: Import) -> list[Page]:
    content = unseal_bytes(ImportFile.objects.get(of=import_).sealed)
    return pages_of(read(content, import_.file_name))


def _judged(import_: Import, pages: Iterable[Page], choices: dict[tuple[str, int], str]) -> list[Judged]:
    rows = [told for page in pages for told in page.told()]
    return list(Judging(load_past(import_.custodian), rows, choices).judge())


def check(import_: Import, tick: Tick) -> None:
    """Compare every row with what there is and keep the outcome. Begun anew when it was interrupted."""
    pages = _pages(import_)
    judged = _judged(import_, pages, {})
    tick(0, len(judged))
    rows = [_row(import_, each) for each in judged]
    rows += [_skipped(import_, page, line, cells) for page in pages for line, cells in _above(page)]
    counts = Counter(str(row.outcome) for row in rows)
    with transaction.atomic():
        ImportRow.objects.filter(of=import_).delete()
        ImportRow.objects.bulk_create(rows, batch_size=_BATCH)
        ending.checked(import_, counts)


def _row(import_: Import, judged: Judged) -> ImportRow:
    return ImportRow(
        of=import_,
        sheet=judged.told.sheet,
        line=judged.told.line,
        outcome=judged.outcome,
        name=judged.name[:200],
        number=judged.number,
        person_id=judged.person.pk if judged.person else None,
        detail=judged.detail().written(),
        gist=judged.gist(),
    )


def _above(page: Page) -> Iterable[tuple[int, Any]]:
    return ((row.line, row.cells) for row in page.above)


def _skipped(import_: Import, page: Page, line: int, cells: Any) -> ImportRow:
    why = Skipped.HEADING if line == page.heading.line else Skipped.ABOVE
    text = " | ".join(filter(None, map(written, cells)))
    detail = Detail(raw={"": text[:500]}, notes=(str(SKIPPED_WORDS[why]),))
    sheet = page.sheet.name[:100]
    return ImportRow(of=import_, sheet=sheet, line=line, outcome=Outcome.SKIPPED, detail=detail.written())


def commit(import_: Import, by: User, tick: Tick) -> None:
    """Write everything or nothing; raises RegisterMoved when the dry run no longer holds."""
    pages = _pages(import_)
    rows = list(ImportRow.objects.filter(of=import_).exclude(outcome=Outcome.SKIPPED).defer("detail"))
    by_place = {(row.sheet, row.line): row for row in rows}
    choices = {place: row.choice for place, row in by_place.items() if row.choice}
    with transaction.atomic():
        # Two imports of one house meet here, and the second one sees what the first one wrote.
        Agency.objects.select_for_update(of=("self",)).get(pk=import_.custodian_id)
        if not Import.objects.filter(pk=import_.pk, state=State.COMMITTING).exists():
            return
        judged = _judged(import_, pages, {})
        _refuse_moved(judged, by_place)
        if choices:
            judged = _judged(import_, pages, choices)
        tick(len(rows), len(rows))
        _keep(import_, judged, by_place, _written(import_, judged, by), by)


def _refuse_moved(judged: list[Judged], by_place: dict[Any, ImportRow]) -> None:
    moved = []
    for each in judged:
        row = by_place.get((each.told.sheet, each.told.line))
        if row is None or row.gist != each.gist():
            moved.append(each.name or str(each.told.line))
    if moved:
        names = ", ".join(moved[:5])
        sentence = _("Data berubah sejak berkas ini diperiksa: %(names)s. Periksa ulang, lalu simpan.")
        raise RegisterMoved(sentence % {"names": names})


def _stands(each: Judged) -> bool:
    return each.outcome in (Outcome.NEW, Outcome.CHANGED)


def _written(import_: Import, judged: list[Judged], by: User) -> Taken:
    stand = [each for each in judged if _stands(each)]
    return take_in_past(
        custodian=import_.custodian,
        cohorts=[
            each.cohort for each in stand if _makes_cohort(each) and isinstance(each.cohort, PastCohort)
        ],
        sessions=[each.session for each in stand if isinstance(each.session, PastSession)],
        participants=[each.participant for each in stand if isinstance(each.participant, PastParticipant)],
        marks=[mark for each in stand for mark in each.marks],
        by=by,
        reason=import_.reason(),
    )


def _makes_cohort(each: Judged) -> bool:
    """A row of the sheet of cohorts; the others only name theirs."""
    return each.session is None and each.participant is None


def _keep(
    import_: Import, judged: list[Judged], by_place: dict[Any, ImportRow], taken: Taken, by: User
) -> None:
    """What each row became, and what taking it back needs."""
    touched = []
    for each in judged:
        row = by_place[each.told.sheet, each.told.line]
        if row.outcome == Outcome.DOUBT and each.outcome != Outcome.DOUBT:
            row.outcome, row.detail = each.outcome, each.detail().written()
            row.person_id = each.person.pk if each.person else None
            touched.append(row)
        if _stands(each):
            row.taken, row.receipt = True, dumped(_receipt(each, taken))
            touched.append(row)
    update(ImportRow, list(dict.fromkeys(touched)), ["person_id", "outcome", "detail", "taken", "receipt"])
    saved = {
        "tersimpan_angkatan": len(taken.cohorts),
        "tersimpan_sesi": len(taken.sessions),
        "tersimpan_peserta": len(taken.enrolments),
        "tersimpan_kehadiran": len(taken.marks),
    }
    ending.committed(import_, saved, last_event=taken.last_event, by=by)


def _receipt(each: Judged, taken: Taken) -> dict[str, Any]:
    """The keys of what this row made."""
    found: dict[str, Any] = {"marks": [taken.marks[mark] for mark in each.marks]}
    if isinstance(each.session, PastSession):
        found["session"] = taken.sessions[each.session].pk
    elif isinstance(each.participant, PastParticipant):
        found["enrolment"] = taken.enrolments[each.participant].pk
    elif _makes_cohort(each) and isinstance(each.cohort, PastCohort):
        found["cohort"] = taken.cohorts[each.cohort].pk
    return found


def undo(import_: Import, by: User) -> None:
    """Take back what the commit wrote, whole or not at all; raises PastBuiltUpon."""
    receipts = [
        loaded(row.receipt) for row in ImportRow.objects.filter(of=import_, taken=True) if row.receipt
    ]

    def keys(name: str) -> list[int]:
        return [each[name] for each in receipts if name in each]

    with transaction.atomic():
        take_back_past(
            custodian=import_.custodian,
            cohorts=keys("cohort"),
            sessions=keys("session"),
            enrolments=keys("enrolment"),
            marks=[mark for each in receipts for mark in each["marks"]],
            last_event=import_.last_event,
            by=by,
            reason=import_.undone_reason,
        )
        ending.undone(import_, by=by)
