"""The verbs of cohorts, sessions, attendance and session notes."""

from rehab.delivery.actions.cohorts import (
    cancel_cohort,
    change_cohort,
    finish_cohort,
    open_cohort,
    start_cohort,
)
from rehab.delivery.actions.notes import Written, record_reading, write_note
from rehab.delivery.actions.placement import leave, place, record_print, release
from rehab.delivery.actions.recording import (
    Held,
    Mark,
    record_held,
    record_not_held,
    record_sheet,
)
from rehab.delivery.actions.schedule import (
    add_session,
    cancel_session,
    move_session,
    plan_sessions,
)
from rehab.delivery.actions.team import join_team, leave_team

__all__ = [
    "Held",
    "Mark",
    "Written",
    "add_session",
    "cancel_cohort",
    "cancel_session",
    "change_cohort",
    "finish_cohort",
    "join_team",
    "leave",
    "leave_team",
    "move_session",
    "open_cohort",
    "place",
    "plan_sessions",
    "record_held",
    "record_not_held",
    "record_print",
    "record_reading",
    "record_sheet",
    "release",
    "start_cohort",
    "write_note",
]
