"""What happens to a person in custody.

Each verb locks the person, keeps the conclusions on them (in custody, narcotics, expiry date)
in step, and writes one event of the trail. They are called as `inmates.actions.register(...)`.
"""

from inmates.actions.bulk import take_back, take_in
from inmates.actions.cases import change_case, close_case, correct_narcotics, record_case, reopen_case
from inmates.actions.custody import annul_event, record_event
from inmates.actions.dates import set_key_dates
from inmates.actions.exports import export_register
from inmates.actions.housing import assign_guardian, end_guardianship, move_cell, move_cells, why_not_moved
from inmates.actions.people import change_identity, register
from inmates.actions.registrations import change_registration, correct_registration

__all__ = [
    "annul_event",
    "assign_guardian",
    "change_case",
    "change_identity",
    "change_registration",
    "close_case",
    "correct_narcotics",
    "correct_registration",
    "end_guardianship",
    "export_register",
    "move_cell",
    "move_cells",
    "record_case",
    "record_event",
    "register",
    "reopen_case",
    "set_key_dates",
    "take_back",
    "take_in",
    "why_not_moved",
]
