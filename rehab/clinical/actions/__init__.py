"""The verbs of this room: interviews, assessments, and their readings."""

from rehab.clinical.actions.assessing import (
    Written,
    save_assessment,
    sign_assessment,
    write_assessment,
)
from rehab.clinical.actions.reading import record_closed, record_print, record_reading
from rehab.clinical.actions.screening import (
    change_frame,
    discard_screening,
    refer,
    save_answers,
    sign_screening,
    start_screening,
)

__all__ = [
    "Written",
    "change_frame",
    "discard_screening",
    "record_closed",
    "record_print",
    "record_reading",
    "refer",
    "save_answers",
    "save_assessment",
    "sign_assessment",
    "sign_screening",
    "start_screening",
    "write_assessment",
]
