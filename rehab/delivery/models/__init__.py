from rehab.delivery.models.attendance import Attendance, AttendanceCode, AttendanceHistory
from rehab.delivery.models.cohort import Cohort, CohortStaff, Place, WeeklySlot
from rehab.delivery.models.note import NoteText, SessionNote, SessionNoteLine
from rehab.delivery.models.session import NotHeldReason, Session, SessionStaff

__all__ = [
    "Attendance",
    "AttendanceCode",
    "AttendanceHistory",
    "Cohort",
    "CohortStaff",
    "NotHeldReason",
    "NoteText",
    "Place",
    "Session",
    "SessionNote",
    "SessionNoteLine",
    "SessionStaff",
    "WeeklySlot",
]
