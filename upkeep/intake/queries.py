"""What the pages of an import show, each in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.sealing import unseal_bytes
from inmates.models import CustodyKind
from ui.parts import Step
from upkeep.intake.fields import LABELS
from upkeep.intake.kept import Detail
from upkeep.intake.matching import LEAVE_OUT, NEW_PERSON, Outcome
from upkeep.intake.models import Import, ImportFile, ImportRow, Kind, State
from upkeep.intake.past.columns import label_of
from upkeep.work.models import Worker

TONES = {
    Outcome.NEW: "success",
    Outcome.CHANGED: "info",
    Outcome.UNCHANGED: "neutral",
    Outcome.DOUBT: "warning",
    Outcome.REFUSED: "danger",
    Outcome.MISSING: "warning",
    Outcome.SKIPPED: "muted",
}
STATE_TONES = {
    State.UPLOADED: "warning",
    State.CHECKING: "info",
    State.CHECKED: "warning",
    State.COMMITTING: "info",
    State.COMMITTED: "success",
    State.UNDOING: "info",
    State.UNDONE: "muted",
    State.DISCARDED: "muted",
}
# After so long in the queue somebody should have begun.
_PATIENCE = timedelta(seconds=20)
_SILENT_FOR = timedelta(minutes=2)


@dataclass(frozen=True)
class ImportLine:
    """One import in the list of imports."""

    url: str
    file_name: str
    uploaded_at: datetime
    uploaded_by: str
    state: str
    tone: str
    summary: str


def imports_of(user: User, kind: Kind) -> "QuerySet[Import]":
    return Import.objects.visible_to(user).filter(kind=kind).select_related("uploaded_by").defer("layout")


def import_lines(found: Iterable[Any]) -> Sequence[ImportLine]:
    return [
        ImportLine(
            url=each.get_absolute_url(),
            file_name=each.file_name,
            uploaded_at=each.uploaded_at,
            uploaded_by=each.uploaded_by.full_name,
            state=str(State(each.state).label),
            tone=STATE_TONES[State(each.state)],
            summary=summary(each),
        )
        for each in found
    ]


def summary(import_: Import) -> str:
    """ "12 baru, 3 berubah, …": the outcomes that there are."""
    wanted = (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED, Outcome.DOUBT, Outcome.REFUSED)
    parts = [f"{count} {each.label.lower()}" for each in wanted if (count := import_.count(each))]
    return ", ".join(parts)


def steps_of(import_: Import) -> list[Step]:
    """The steps, with where this import stands. The columns of the template of old data are known."""
    if import_.is_past:
        early = (State.UPLOADED, State.CHECKING, State.CHECKED, State.DISCARDED)
        at = 1 if import_.state in early else 2 if import_.state == State.COMMITTING else 3
        return _steps((_("Unggah"), _("Periksa"), _("Simpan")), at)
    at = {
        State.UPLOADED: 1,
        State.CHECKING: 2,
        State.CHECKED: 2,
        State.DISCARDED: 2,
        State.COMMITTING: 3,
    }.get(State(import_.state), 4)
    return _steps((_("Unggah"), _("Kolom"), _("Periksa"), _("Simpan")), at)


def _steps(labels: Sequence[str], at: int) -> list[Step]:
    names = ["done" if place < at else "current" if place == at else "todo" for place in range(len(labels))]
    return [Step(label, state) for label, state in zip(labels, names, strict=True)]


@dataclass(frozen=True)
class Waiting:
    """How the work stands, and whether anybody is there to do it."""

    done: int
    total: int
    begun: bool
    nobody: bool


def waiting_of(import_: Import) -> Waiting | None:
    if not import_.is_worked_on:
        return None
    now = timezone.now()
    begun = import_.claimed_at is not None and import_.claimed_at > now - _SILENT_FOR
    queued = import_.queued_at or now
    nobody = not begun and now - queued > _PATIENCE and not Worker.objects.alive().exists()
    return Waiting(import_.done, import_.total, begun, nobody)


@dataclass(frozen=True)
class OutcomeCount:
    """A count that opens the rows it counts."""

    key: str
    label: str
    count: int
    tone: str
    current: bool


def counts_of(import_: Import, chosen: str) -> list[OutcomeCount]:
    return [
        OutcomeCount(each.value, str(each.label), import_.count(each), TONES[each], each.value == chosen)
        for each in Outcome
        if import_.count(each) or each in (Outcome.NEW, Outcome.CHANGED, Outcome.REFUSED)
    ]


@dataclass(frozen=True)
class RowLine:
    """One row of the file as the preview shows it."""

    pk: int
    url: str
    line: int
    sheet: str
    name: str
    number: str
    outcome: str
    tone: str
    detail: Detail
    decided: str
    left_on: date | None
    person_url: str

    @property
    def says_more(self) -> bool:
        """Whether anything stands under *Rincian*."""
        told = self.detail
        return bool(told.problems or told.changes or told.notes or told.doubt)


def rows_of(import_: Import, user: User) -> "QuerySet[ImportRow]":
    return ImportRow.objects.visible_to(user).filter(of=import_)


def row_lines(rows: Iterable[Any]) -> Sequence[RowLine]:
    return [row_line(row) for row in rows]


def row_line(row: ImportRow) -> RowLine:
    outcome = Outcome(row.outcome)
    detail = row.what
    return RowLine(
        pk=row.pk,
        url=reverse("intake:row", args=[row.pk]),
        line=row.line,
        sheet=row.sheet,
        name=row.name,
        number=row.number,
        outcome=str(outcome.label),
        tone=TONES[outcome],
        detail=detail,
        decided=decided_words(row, detail),
        left_on=row.left_on,
        person_url=reverse("inmates:person", args=[row.person_id]) if row.person_id else "",
    )


def decided_words(row: ImportRow, detail: Detail) -> str:
    """The officer's answer in words."""
    if row.choice == NEW_PERSON:
        return _("orang baru")
    if row.choice == LEAVE_OUT:
        return _("dilewati")
    if row.choice in CustodyKind.values:
        return str(CustodyKind(row.choice).label)
    chosen = next((each for each in detail.candidates if str(each.pk) == row.choice), None)
    return _("sama dengan %(name)s") % {"name": chosen.name} if chosen else ""


def undecided(import_: Import) -> int:
    return ImportRow.objects.filter(of=import_, outcome=Outcome.DOUBT, choice="").count()


def said_to_have_left(import_: Import) -> int:
    return ImportRow.objects.filter(of=import_, outcome=Outcome.MISSING).exclude(choice="").count()


def new_by_sheet(import_: Import) -> list[tuple[str, int]]:
    """How many rows of each sheet are new, in the order of the sheets."""
    rows = ImportRow.objects.filter(of=import_, outcome=Outcome.NEW)
    found = dict(rows.order_by().values("sheet").annotate(n=Count("pk")).values_list("sheet", "n"))
    return [(table.sheet, found[table.sheet]) for table in import_.found.tables if table.sheet in found]


def raw_facts(import_: Import, detail: Detail) -> list[tuple[Any, str]]:
    """What the row itself says, by field."""
    if import_.is_past:
        return [(label_of(name) if name else _("Isi baris"), value) for name, value in detail.raw.items()]
    return [(LABELS.get(name, _("Isi baris")), value) for name, value in detail.raw.items()]


def to_correct(import_: Import, user: User) -> "QuerySet[ImportRow]":
    """Rows that were refused, and rows in doubt that nobody decided."""
    undecided = Q(outcome=Outcome.DOUBT, choice__in=("", LEAVE_OUT))
    return rows_of(import_, user).filter(Q(outcome=Outcome.REFUSED) | undecided).order_by("pk")


def content_of(import_: Import) -> bytes:
    return unseal_bytes(ImportFile.objects.get(of=import_).sealed)


def attachment_name(import_: Import) -> str:
    return content_disposition_header(True, import_.file_name) or "attachment"  # noqa: FBT003
