from rehab.enrolments.models.consent import Consent, ConsentText
from rehab.enrolments.models.decision import Decision, OutcomeProposal
from rehab.enrolments.models.enrolment import (
    Enrolment,
    ExitReason,
    NumberSeries,
    Phase,
    RiskBand,
    RoleByAssessment,
    StatusChange,
)
from rehab.enrolments.models.staff import Assignment
from rehab.enrolments.states import Status

__all__ = [
    "Assignment",
    "Consent",
    "ConsentText",
    "Decision",
    "Enrolment",
    "ExitReason",
    "NumberSeries",
    "OutcomeProposal",
    "Phase",
    "RiskBand",
    "RoleByAssessment",
    "Status",
    "StatusChange",
]
