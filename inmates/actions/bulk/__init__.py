"""Many people at once, from a file: the same rules as the single verbs, in few statements.

What can be prepared is prepared before the transaction begins, so that the database is held
for the writing alone.
"""

from inmates.actions.bulk.amending import Amendment, Before
from inmates.actions.bulk.arriving import Arrival
from inmates.actions.bulk.intake import (
    Receipt,
    Taken,
    last_event,
    locked_people,
    register_changed_since,
    take_in,
)
from inmates.actions.bulk.leaving import Departure
from inmates.actions.bulk.undoing import BuiltUpon, take_back

__all__ = [
    "Amendment",
    "Arrival",
    "Before",
    "BuiltUpon",
    "Departure",
    "Receipt",
    "Taken",
    "last_event",
    "locked_people",
    "register_changed_since",
    "take_back",
    "take_in",
]
