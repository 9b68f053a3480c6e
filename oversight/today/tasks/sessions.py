"""Sessions: to hold, to record, to write down."""

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from oversight import rows
from oversight.selections import sessions
from oversight.today.task import Place, Task, leads_sessions, may, runs_sessions

DELIVERY = (
    Task(
        "sesi-hari-ini",
        _("Sesi hari ini"),
        _("Buka sesinya, tandai kehadiran, simpan."),
        rows.SESSION,
        sessions.today,
        runs_sessions,
        tone="success",
        act=_("Isi daftar hadir"),
        act_at="delivery:sheet",
        place=Place("delivery:sessions", label=_("Buka jadwal hari ini"), narrower=True),
    ),
    Task(
        "sesi-saya-belum-dicatat",
        _("Sesi saya yang belum dicatat"),
        _("Catat terlaksana atau tidak, dan daftar hadirnya."),
        rows.SESSION,
        sessions.my_late_sheets,
        leads_sessions,
        tone="warning",
        act=_("Catat"),
        act_at="delivery:session",
        place=Place("delivery:unrecorded", {"saya": "on"}),
    ),
    Task(
        "sesi-belum-dicatat",
        _("Sesi yang belum dicatat"),
        _("Ingatkan pembawanya, atau catat dari kertas."),
        rows.SESSION,
        sessions.late_sheets,
        may(P.DELIVERY_MANAGE),
        tone="warning",
        act=_("Catat"),
        act_at="delivery:session",
        place=Place("delivery:unrecorded"),
    ),
    Task(
        "catatan-saya",
        _("Catatan sesi yang belum saya tulis"),
        _("Beberapa kalimat sudah cukup, selagi masih ingat."),
        rows.SESSION,
        sessions.my_owed_notes,
        may(P.DELIVERY_NOTE),
        act=_("Tulis catatan"),
        act_at="delivery:note",
    ),
)
