"""The records that the walk asks for, one line a model, and what the table alone cannot say.

A route with `of=Model` needs a line in `OBJECTS`; the walk fails without it. `make(side, kind)`
makes one record of that side; `kind` is the kind of agency that walks (only records that belong
to an agency itself, such as its staff, need it).
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from accounts.kinds import Kind
from accounts.models import Agency, RoleGrant, User
from agreements.models import Agreement
from audit.models import Action, AuditEvent
from audit.trail import record
from inmates.models import CriminalCase, CustodyEvent, Inmate, Registration
from rehab.delivery.models import Cohort, CohortStaff, Place, Session
from rehab.enrolments.models import Assignment, Enrolment
from rehab.programmes.models import Programme, ProgrammeVersion
from tests.access.world import Side
from tests.factories.accounts import UserFactory
from tests.factories.archive import ArchiveFactory
from tests.factories.delivery import CohortFactory, CohortStaffFactory, PlaceFactory, SessionFactory
from tests.factories.enrolments import AssignmentFactory, EnrolmentFactory
from tests.factories.inmates import CriminalCaseFactory, InmateFactory
from tests.factories.intake import ImportFactory, ImportRowFactory
from tests.factories.programmes import ProgrammeFactory, ProgrammeVersionFactory
from upkeep.archive.models import Archive
from upkeep.intake.models import Import, ImportRow

OBJECTS: dict[type[Model], Callable[[Side, Kind], Any]] = {
    Agency: lambda side, kind: side.agency(kind),
    User: lambda side, kind: UserFactory(agency=side.agency(kind)),
    RoleGrant: lambda side, kind: UserFactory(agency=side.agency(kind), roles=["auditor"]).grants.get(),
    AuditEvent: lambda side, kind: record(Action.VIEW, by=side.member(kind, "admin"), on="halaman"),
    Archive: lambda side, kind: ArchiveFactory(agency=side.agency(kind)),
    Agreement: lambda side, _kind: side.agreement,
    Inmate: lambda side, _kind: InmateFactory(custodian=side.custodian),
    Registration: lambda side, _kind: InmateFactory(custodian=side.custodian).registrations.get(),
    CustodyEvent: lambda side, _kind: InmateFactory(custodian=side.custodian).custody_events.get(),
    CriminalCase: lambda side, _kind: CriminalCaseFactory(inmate__custodian=side.custodian),
    Assignment: lambda side, _kind: AssignmentFactory(
        enrolment=EnrolmentFactory(agreement=side.agreement, consented=True)
    ),
    Enrolment: lambda side, _kind: EnrolmentFactory(agreement=side.agreement, active=True),
    Cohort: lambda side, _kind: CohortFactory(agreement=side.agreement),
    CohortStaff: lambda side, _kind: CohortStaffFactory(cohort__agreement=side.agreement),
    Place: lambda side, _kind: PlaceFactory(cohort__agreement=side.agreement, cohort__running=True),
    Import: lambda side, _kind: ImportFactory(custodian=side.custodian),
    ImportRow: lambda side, _kind: ImportRowFactory(of__custodian=side.custodian),
    Session: lambda side, _kind: SessionFactory(cohort__agreement=side.agreement),
    Programme: lambda side, _kind: ProgrammeFactory(custodian=side.custodian),
    ProgrammeVersion: lambda side, _kind: ProgrammeVersionFactory(programme__custodian=side.custodian),
}

# Routes whose own rule is narrower than their permission (assigned only, author only, a state):
# their view may answer 403 or 404 to a role that the table admits.
NARROWER: set[str] = {
    "casefile:notes",
    "today:task",
    # Its receiver alone.
    "archive:download",
    # Only assigned clinicians, each act in its own state.
    "clinical:screening",
    "clinical:paper",
    "clinical:start",
    "clinical:change_frame",
    "clinical:question",
    "clinical:review",
    "clinical:refer",
    "clinical:discard",
    "clinical:assessment",
    "clinical:assessment_sign",
}

# Routes with more than a `pk` in the path.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "inmates:event": {"kind": "released"},
    "today:task": {"key": "keputusan"},
    "clinical:question": {"number": 1},
    "dashboards:rows": {"key": "peserta-aktif"},
}
