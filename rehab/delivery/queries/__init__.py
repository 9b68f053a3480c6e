"""What other rooms and the pages of this one read."""

from rehab.delivery.queries.attendance import (
    AttendedSession,
    Rate,
    attendance_of,
    attendance_rate,
    rate_of_cohorts,
    rate_of_sessions,
)
from rehab.delivery.queries.cohorts import (
    Candidate,
    CohortRow,
    RosterRow,
    candidates_for,
    cohort_rows,
    cohorts_of,
    roster_of,
)
from rehab.delivery.queries.movements import Movement, movements_on
from rehab.delivery.queries.notes import NoteLine, OwnNote, note_lines, owed_notes, own_note
from rehab.delivery.queries.sessions import (
    SessionRow,
    WeekCount,
    mine,
    not_held_reasons,
    rows_of,
    sessions_of,
    todays_sessions,
    unrecorded,
    week_counts,
    without_basis,
)

__all__ = [
    "AttendedSession",
    "Candidate",
    "CohortRow",
    "Movement",
    "NoteLine",
    "OwnNote",
    "Rate",
    "RosterRow",
    "SessionRow",
    "WeekCount",
    "attendance_of",
    "attendance_rate",
    "candidates_for",
    "cohort_rows",
    "cohorts_of",
    "mine",
    "movements_on",
    "not_held_reasons",
    "note_lines",
    "owed_notes",
    "own_note",
    "rate_of_cohorts",
    "rate_of_sessions",
    "roster_of",
    "rows_of",
    "sessions_of",
    "todays_sessions",
    "unrecorded",
    "week_counts",
    "without_basis",
]
