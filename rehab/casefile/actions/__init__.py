"""The verbs that need both sides: deciding, graduating, leaving."""

from rehab.casefile.actions.deciding import decide
from rehab.casefile.actions.exporting import export_participants
from rehab.casefile.actions.leaving import Exit, leave, leave_many
from rehab.casefile.actions.outcomes import (
    OutcomeChoice,
    confirm_outcomes,
    propose_outcomes,
    return_outcomes,
)

__all__ = [
    "Exit",
    "OutcomeChoice",
    "confirm_outcomes",
    "decide",
    "export_participants",
    "leave",
    "leave_many",
    "propose_outcomes",
    "return_outcomes",
]
