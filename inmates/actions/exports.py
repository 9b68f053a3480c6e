from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from audit.models import Action
from audit.trail import record_many
from inmates.models import Inmate


@transaction.atomic
def export_register(*, inmates: Iterable[Inmate], purpose: str, by: User) -> int:
    """Write down who left the house in a file, and what for: one event a person (bar 18)."""
    people = list(inmates)
    total = {"rows": len(people)}
    record_many(Action.EXPORT, by=by, on=[(person, person, total) for person in people], reason=purpose)
    return len(people)
