"""Every permission of Pulih. The word before the dot is the room that it opens."""

from enum import StrEnum


class P(StrEnum):
    """What a role may do; who holds which is declared in `accounts.roles`."""

    # accounts, audit
    STAFF_MANAGE = "accounts.manage_staff"
    TRAIL_VIEW = "trail.view"
    # agreements
    AGREEMENTS_VIEW = "agreements.view"
    AGREEMENTS_DRAFT = "agreements.draft"
    AGREEMENTS_DECIDE = "agreements.decide"  # put in force, renew, lift a suspension
    AGREEMENTS_CLOSE = "agreements.close"  # suspend, end
    # inmates
    INMATES_VIEW_BLOCKS = "inmates.view_blocks"  # tier 1: name, block, cell
    INMATES_VIEW = "inmates.view"  # tier 2: registration, case, dates
    INMATES_WRITE = "inmates.write"
    INMATES_MOVE_CELL = "inmates.move_cell"
    INMATES_EXPORT = "inmates.export"
    # rehab: programmes
    PROGRAMMES_VIEW = "programmes.view"
    PROGRAMMES_MANAGE = "programmes.manage"
    # rehab: enrolments
    ENROLMENTS_VIEW = "enrolments.view"  # tier 2: the case file and the lists of participants
    ENROLMENTS_PROPOSE = "enrolments.propose"
    ENROLMENTS_CONSENT = "enrolments.consent"
    ENROLMENTS_ASSIGN = "enrolments.assign"
    ENROLMENTS_SUSPEND = "enrolments.suspend"
    ENROLMENTS_EXIT = "enrolments.exit"
    ENROLMENTS_EXPORT = "enrolments.export"
    ENROLMENTS_IMPORT = "enrolments.import"  # ended participation from before Pulih
    # rehab: clinical (tier 3, of those assigned)
    CLINICAL_READ = "clinical.read"
    CLINICAL_SCREEN = "clinical.screen"
    CLINICAL_ASSESS = "clinical.assess"
    # rehab: delivery
    DELIVERY_VIEW = "delivery.view"  # tier 1: schedule, rosters, present or not
    DELIVERY_MANAGE = "delivery.manage"  # cohorts, schedule
    DELIVERY_RECORD = "delivery.record"  # held or not, attendance
    DELIVERY_NOTE = "delivery.note"
    # rehab: casefile
    CASEFILE_DECIDE = "casefile.decide"  # the Karutan himself
    CASEFILE_RECORD_DECISION = "casefile.record_decision"  # for him, from the paper he signed
    CASEFILE_PROPOSE_OUTCOME = "casefile.propose_outcome"
    CASEFILE_CONFIRM_OUTCOME = "casefile.confirm_outcome"
    # oversight
    DASHBOARD_VIEW = "dashboards.view"
    # upkeep: the whole of an agency in a file
    ARCHIVE_ORDER = "archive.order"  # tiers 1 and 2; the clinical part for somebody else
    ARCHIVE_RECEIVE = "archive.receive"  # the clinical part, when named its receiver


# A permission every signed-in member has.
SIGNED_IN = "signed_in"
# A page anyone may open: the sign-in page and little else.
PUBLIC = "public"
