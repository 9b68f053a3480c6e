"""How rows read, by kind: on the first page as lines, on a page of rows as a table."""

from oversight.rows.people import ENROLMENT, EXIT, PERSON, WARD
from oversight.rows.shape import Cell, Kind, Row, page_of, without_silent_columns
from oversight.rows.work import AGREEMENT, COHORT, EVENT, MOVEMENT, SESSION, STAFF

__all__ = [
    "AGREEMENT",
    "COHORT",
    "ENROLMENT",
    "EVENT",
    "EXIT",
    "MOVEMENT",
    "PERSON",
    "SESSION",
    "STAFF",
    "WARD",
    "Cell",
    "Kind",
    "Row",
    "page_of",
    "without_silent_columns",
]
