from django.db import transaction

from accounts.models import User
from inmates.actions import bulk
from upkeep.intake.actions import ending
from upkeep.intake.kept import receipt_read
from upkeep.intake.models import Import, ImportRow


def undo(import_: Import, by: User) -> None:
    """Take back what the commit wrote, whole or not at all; raises BuiltUpon."""
    rows = list(ImportRow.objects.filter(of=import_, taken=True))
    receipts = [_receipt(row) for row in rows]
    arrived = [row.pk for row, receipt in zip(rows, receipts, strict=True) if receipt.arrived]
    with transaction.atomic():
        bulk.take_back(
            custodian=import_.custodian,
            receipts=receipts,
            last_event=import_.last_event,
            by=by,
            reason=import_.undone_reason,
        )
        for start in range(0, len(arrived), 500):
            ImportRow.objects.filter(pk__in=arrived[start : start + 500]).update(person_id=None)
        ending.undone(import_, by=by)


def _receipt(row: ImportRow) -> bulk.Receipt:
    """Who arrived leaves with everything: nothing had to be kept of what was before."""
    return receipt_read(row.receipt) if row.receipt else bulk.Receipt(row.person_id or 0, arrived=True)
