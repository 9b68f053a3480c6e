from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import record
from upkeep.intake.fields import LABELS
from upkeep.intake.kept import KeptTable
from upkeep.intake.models import Import, SavedColumns, State
from upkeep.intake.refusals import ColumnsRefused, NotNow


@transaction.atomic
def order_check(
    *,
    import_: Import,
    mapping: Mapping[str, str],
    sheets: Sequence[str],
    full_list: bool,
    admitted_on: date | None,
    sex: str,
    by: User,
) -> Import:
    """Say what the columns hold, remember it for files like this, and have the rows compared."""
    import_ = _in_state(import_, State.UPLOADED, State.CHECKED)
    tables = [table for table in import_.found.tables if table.sheet in sheets]
    if not tables:
        raise ColumnsRefused(_("Pilih sedikitnya satu lembar."))
    if admitted_on and admitted_on > import_.custodian.today():
        raise ColumnsRefused(_("Tanggal ini belum tiba."), field="admitted_on")
    known = {column.key for table in import_.found.tables for column in table.columns}
    chosen = {key: field for key, field in mapping.items() if key in known and field in LABELS}
    for table in tables:
        _check_columns(table, chosen)
    import_.mapping, import_.sheets = chosen, [table.sheet for table in tables]
    import_.full_list, import_.admitted_on, import_.sex = full_list, admitted_on, sex
    SavedColumns.objects.update_or_create(
        custodian=import_.custodian,
        signature=import_.signature,
        defaults={"mapping": chosen, "saved_by": by, "saved_at": timezone.now()},
    )
    _order(import_, State.CHECKING, by=by)
    return import_


def _check_columns(table: KeptTable, mapping: Mapping[str, str]) -> None:
    """A name stands in every table that is read, and no field in two of its columns."""
    fields = [mapping[column.key] for column in table.columns if mapping.get(column.key)]
    where = _(" (lembar %(sheet)s)") % {"sheet": table.sheet} if table.sheet else ""
    if "name" not in fields:
        raise ColumnsRefused(_("Pilih kolom yang berisi nama%(where)s.") % {"where": where})
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice:
        words = {"field": LABELS[twice], "where": where}
        raise ColumnsRefused(_("%(field)s dipilih untuk dua kolom%(where)s.") % words)


@transaction.atomic
def check_again(*, import_: Import, by: User) -> Import:
    """Have the rows compared with what there is now. What was answered to rows in doubt is asked anew."""
    import_ = _in_state(import_, State.UPLOADED, State.CHECKED)
    _order(import_, State.CHECKING, by=by)
    return import_


@transaction.atomic
def order_commit(*, import_: Import, by: User) -> Import:
    """Have everything that was understood and decided written."""
    import_ = _in_state(import_, State.CHECKED)
    import_.committed_by = by
    _order(import_, State.COMMITTING, by=by)
    return import_


@transaction.atomic
def order_undo(*, import_: Import, reason: str, by: User) -> Import:
    """Have everything that the import wrote taken back."""
    import_ = _in_state(import_, State.COMMITTED)
    import_.undone_reason = reason
    _order(import_, State.UNDOING, by=by, reason=reason)
    return import_


@transaction.atomic
def discard(*, import_: Import, by: User) -> Import:
    """The import is not carried on. The file stays, so that the trail can be followed."""
    import_ = _in_state(import_, State.UPLOADED, State.CHECKED)
    _told(import_, State.DISCARDED, by=by)
    import_.save()
    return import_


def _in_state(import_: Import, *states: State) -> Import:
    found = Import.objects.select_for_update(of=("self",)).select_related("custodian").get(pk=import_.pk)
    if found.state not in states:
        raise NotNow
    return found


def _order(import_: Import, state: State, *, by: User, reason: str = "") -> None:
    _told(import_, state, by=by, reason=reason)
    import_.ordered_by, import_.queued_at = by, timezone.now()
    import_.claimed_at, import_.attempts, import_.trouble = None, 0, ""
    import_.done, import_.total = 0, 0
    import_.save()


def _told(import_: Import, state: State, *, by: User, reason: str = "") -> None:
    changes = {"state": [State(import_.state).label, state.label]}
    record(Action.MOVE, by=by, on=import_, changes=changes, reason=reason)
    import_.state = state
