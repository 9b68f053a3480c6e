"""The verbs of an enrolment. Rooms above write an enrolment through these and no other way."""

from rehab.enrolments.actions.assignment import assign, assign_team, end_assignment
from rehab.enrolments.actions.consent import record_consent, withdraw_consent
from rehab.enrolments.actions.moving import move, move_many, set_phase
from rehab.enrolments.actions.proposal import propose

__all__ = [
    "assign",
    "assign_team",
    "end_assignment",
    "move",
    "move_many",
    "propose",
    "record_consent",
    "set_phase",
    "withdraw_consent",
]
