from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from inmates.models.custody import TERMINAL
from upkeep.intake.matching import LEAVE_OUT, NEW_PERSON, Outcome
from upkeep.intake.models import Import, ImportRow, State
from upkeep.intake.refusals import ChoiceRefused, NotNow


@transaction.atomic
def answer(*, row: ImportRow, choice: str, by: User) -> ImportRow:
    """Which person a row in doubt means: one of those offered, someone new, or leave the row out."""
    row = _open_row(row)
    offered = {str(each.pk) for each in row.what.candidates} | {LEAVE_OUT}
    if row.what.may_be_new:
        offered.add(NEW_PERSON)
    if row.outcome != Outcome.DOUBT or choice not in offered:
        raise ChoiceRefused
    row.choice = choice
    row.save(update_fields=["choice"])
    record(Action.CHANGE, by=by, on=row.of, changes={"row": row.line, "choice": choice})
    return row


@transaction.atomic
def left(*, import_: Import, rows: Sequence[int], kind: str, on: date, by: User) -> int:
    """These people, who are in no row of a full list, have left; how and when is the officer's word."""
    import_ = _checked(import_)
    if kind not in TERMINAL:
        raise ChoiceRefused(_("Pilih bagaimana mereka keluar."), field="kind")
    if on > import_.custodian.today():
        raise ChoiceRefused(_("Tanggal ini belum tiba."), field="on")
    chosen = ImportRow.objects.filter(of=import_, outcome=Outcome.MISSING, pk__in=rows)
    count = chosen.update(choice=kind, left_on=on)
    if not count:
        raise ChoiceRefused(_("Centang sedikitnya satu orang."))
    record(Action.CHANGE, by=by, on=import_, changes={"kind": kind, "on": on, "rows": count})
    return count


@transaction.atomic
def not_left(*, row: ImportRow, by: User) -> ImportRow:
    """Take back that this person left: the import does nothing about them."""
    row = _open_row(row)
    if row.outcome != Outcome.MISSING:
        raise ChoiceRefused
    row.choice, row.left_on = "", None
    row.save(update_fields=["choice", "left_on"])
    record(Action.CHANGE, by=by, on=row.of, changes={"row": row.name, "choice": ""})
    return row


def _checked(import_: Import) -> Import:
    found = Import.objects.select_for_update(of=("self",)).select_related("custodian").get(pk=import_.pk)
    if found.state != State.CHECKED:
        raise NotNow
    return found


def _open_row(row: ImportRow) -> ImportRow:
    _checked(row.of)
    return ImportRow.objects.select_for_update(of=("self",)).select_related("of").get(pk=row.pk)
