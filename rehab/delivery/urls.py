from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from rehab.delivery.models import Cohort, CohortStaff, Place, Session
from rehab.delivery.views import cohorts, notes, placement, prints, schedule, sessions, sheet

app_name = "delivery"

_SIGN = (P.CASEFILE_DECIDE, P.CASEFILE_RECORD_DECISION)
_PROGRAMME = _("Program")

cohort_routes = [
    route(
        "angkatan/",
        cohorts.listing,
        name="cohorts",
        needs=P.DELIVERY_VIEW,
        menu=Menu(_PROGRAMME, _("Angkatan"), "collection", order=410),
    ),
    route("angkatan/baru/", cohorts.new, name="cohort_new", needs=P.DELIVERY_MANAGE),
    route("angkatan/<int:pk>/", cohorts.page, name="cohort", needs=P.DELIVERY_VIEW, of=Cohort),
    route(
        "angkatan/<int:pk>/ubah/", cohorts.change, name="cohort_change", needs=P.DELIVERY_MANAGE, of=Cohort
    ),
    route(
        "angkatan/<int:pk>/batalkan/",
        cohorts.cancel,
        name="cohort_cancel",
        needs=P.DELIVERY_MANAGE,
        of=Cohort,
    ),
    route("angkatan/<int:pk>/mulai/", cohorts.start, name="cohort_start", needs=P.DELIVERY_MANAGE, of=Cohort),
    route(
        "angkatan/<int:pk>/selesai/",
        cohorts.finish,
        name="cohort_finish",
        needs=P.DELIVERY_MANAGE,
        of=Cohort,
    ),
    route("angkatan/<int:pk>/tim/", cohorts.join, name="team_join", needs=P.DELIVERY_MANAGE, of=Cohort),
    route(
        "angkatan/tim/<int:pk>/akhiri/",
        cohorts.part,
        name="team_leave",
        needs=P.DELIVERY_MANAGE,
        of=CohortStaff,
    ),
]

placement_routes = [
    route("angkatan/<int:pk>/tetapkan/", placement.place, name="place", needs=_SIGN, of=Cohort),
    route(
        "angkatan/tempat/<int:pk>/lepas/",
        placement.release,
        name="release",
        needs=P.DELIVERY_MANAGE,
        of=Place,
    ),
    route("angkatan/<int:pk>/lampiran-sk/", prints.roster, name="roster", needs=_SIGN, of=Cohort),
]

schedule_routes = [
    route("angkatan/<int:pk>/jadwal/", schedule.plan, name="plan", needs=P.DELIVERY_MANAGE, of=Cohort),
    route(
        "angkatan/<int:pk>/sesi-baru/", schedule.new, name="session_new", needs=P.DELIVERY_MANAGE, of=Cohort
    ),
    route(
        "sesi/<int:pk>/pindahkan/", schedule.move, name="session_move", needs=P.DELIVERY_MANAGE, of=Session
    ),
    route(
        "sesi/<int:pk>/batalkan/",
        schedule.cancel,
        name="session_cancel",
        needs=P.DELIVERY_MANAGE,
        of=Session,
    ),
]

session_routes = [
    route(
        "sesi/",
        sessions.day,
        name="sessions",
        needs=P.DELIVERY_VIEW,
        menu=Menu(_PROGRAMME, _("Sesi"), "calendar3", order=420),
    ),
    route("sesi/pekan/", sessions.week, name="week", needs=P.DELIVERY_VIEW),
    route("sesi/semua/", sessions.everything, name="all_sessions", needs=P.DELIVERY_VIEW),
    route("sesi/belum-dicatat/", sessions.unrecorded, name="unrecorded", needs=P.DELIVERY_VIEW),
    route("sesi/tanpa-dasar/", sessions.without_basis, name="without_basis", needs=P.DELIVERY_VIEW),
    route("sesi/pergerakan/", prints.movements, name="movements", needs=P.INMATES_VIEW_BLOCKS),
    route("sesi/<int:pk>/", sessions.page, name="session", needs=P.DELIVERY_VIEW, of=Session),
    route("sesi/<int:pk>/hadir/", sheet.sheet, name="sheet", needs=P.DELIVERY_RECORD, of=Session),
    route(
        "sesi/<int:pk>/tidak-terlaksana/",
        sessions.not_held,
        name="not_held",
        needs=P.DELIVERY_RECORD,
        of=Session,
    ),
    route("sesi/<int:pk>/lembar/", prints.blank, name="blank", needs=P.DELIVERY_RECORD, of=Session),
    route("sesi/<int:pk>/catatan/", notes.note, name="note", needs=P.DELIVERY_NOTE, of=Session),
]

urlpatterns = cohort_routes + placement_routes + schedule_routes + session_routes
