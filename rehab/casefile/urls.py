"""/peserta/: candidates, participants, case files and the queues around them."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from rehab.casefile.views import (
    assigning,
    candidates,
    consent,
    decisions,
    exits,
    file,
    moves,
    outcomes,
    participants,
)
from rehab.enrolments.models import Assignment, Enrolment

app_name = "casefile"

_SECTION = _("Rehabilitasi")
_DECIDERS = (P.CASEFILE_DECIDE, P.CASEFILE_RECORD_DECISION)
_GRADUATION = (P.CASEFILE_PROPOSE_OUTCOME, P.CASEFILE_CONFIRM_OUTCOME)

lists = [
    route(
        "",
        participants.listing,
        name="participants",
        needs=P.ENROLMENTS_VIEW,
        menu=Menu(_SECTION, _("Peserta"), "person-lines-fill", 310),
    ),
    route("ekspor/", participants.export, name="export", needs=P.ENROLMENTS_EXPORT),
    route(
        "calon/",
        candidates.listing,
        name="candidates",
        needs=P.INMATES_VIEW,
        menu=Menu(_SECTION, _("Calon"), "person-plus", 300),
    ),
    route("calon/daftar-nomor/", candidates.by_numbers, name="propose_numbers", needs=P.ENROLMENTS_PROPOSE),
    route("calon/usulkan/", candidates.propose, name="propose", needs=P.ENROLMENTS_PROPOSE),
    route("penugasan/", assigning.many, name="assign", needs=P.ENROLMENTS_ASSIGN),
]

queues = [
    route(
        "keputusan/",
        decisions.queue,
        name="decisions",
        needs=_DECIDERS,
        menu=Menu(_SECTION, _("Menunggu keputusan"), "clipboard-check", 320),
    ),
    route("keputusan/putuskan/", decisions.decide, name="decide", needs=_DECIDERS),
    route(
        "kelulusan/",
        outcomes.listing,
        name="outcomes",
        needs=_GRADUATION,
        menu=Menu(_SECTION, _("Kelulusan"), "award", 330),
    ),
    route(
        "kelulusan/usulkan/",
        outcomes.propose,
        name="propose_outcomes",
        needs=P.CASEFILE_PROPOSE_OUTCOME,
    ),
    route(
        "kelulusan/jawab/",
        outcomes.answer,
        name="answer_outcomes",
        needs=P.CASEFILE_CONFIRM_OUTCOME,
    ),
    route(
        "keluar/",
        exits.queue,
        name="exits",
        needs=P.ENROLMENTS_EXIT,
        menu=Menu(_SECTION, _("Menunggu dicatat keluar"), "box-arrow-right", 340),
    ),
    route("keluar/catat/", exits.leave_many, name="leave_many", needs=P.ENROLMENTS_EXIT),
]

case_file = [
    route("<int:pk>/", file.page, name="page", needs=P.ENROLMENTS_VIEW, of=Enrolment),
    route("<int:pk>/klinis/", file.clinical, name="clinical", needs=P.ENROLMENTS_VIEW, of=Enrolment),
    route("<int:pk>/kehadiran/", file.attendance, name="attendance", needs=P.ENROLMENTS_VIEW, of=Enrolment),
    route("<int:pk>/catatan/", file.notes, name="notes", needs=P.CLINICAL_READ, of=Enrolment),
    route(
        "<int:pk>/penugasan/", assigning.listing, name="assignments", needs=P.ENROLMENTS_VIEW, of=Enrolment
    ),
    route(
        "penugasan/<int:pk>/akhiri/",
        assigning.end,
        name="end_assignment",
        needs=P.ENROLMENTS_ASSIGN,
        of=Assignment,
    ),
]

consents = [
    route("<int:pk>/persetujuan/", consent.listing, name="consent", needs=P.ENROLMENTS_VIEW, of=Enrolment),
    route(
        "<int:pk>/persetujuan/catat/",
        consent.record,
        name="record_consent",
        needs=P.ENROLMENTS_CONSENT,
        of=Enrolment,
    ),
    route(
        "<int:pk>/persetujuan/cabut/",
        consent.withdraw,
        name="withdraw_consent",
        needs=P.ENROLMENTS_CONSENT,
        of=Enrolment,
    ),
    route(
        "<int:pk>/persetujuan/cetak/",
        consent.paper,
        name="print_consent",
        needs=P.ENROLMENTS_CONSENT,
        of=Enrolment,
    ),
]

acts = [
    route("<int:pk>/hentikan/", moves.suspend, name="suspend", needs=P.ENROLMENTS_SUSPEND, of=Enrolment),
    route("<int:pk>/lanjutkan/", moves.resume, name="resume", needs=P.ENROLMENTS_SUSPEND, of=Enrolment),
    route("<int:pk>/fase/", moves.phase, name="phase", needs=P.ENROLMENTS_SUSPEND, of=Enrolment),
    route("<int:pk>/keluar/", exits.leave, name="leave", needs=P.ENROLMENTS_EXIT, of=Enrolment),
]

urlpatterns = lists + queues + case_file + consents + acts
