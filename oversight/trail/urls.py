from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from audit.models import AuditEvent
from oversight.trail import views

app_name = "trail"

urlpatterns = [
    route(
        "jejak/",
        views.events,
        name="events",
        needs=P.TRAIL_VIEW,
        menu=Menu(_("Pengawasan"), _("Jejak"), "clock-history", 800),
    ),
    route("jejak/ekspor/", views.export, name="export", needs=P.TRAIL_VIEW),
    route("jejak/<int:pk>/", views.event, name="event", needs=P.TRAIL_VIEW, of=AuditEvent),
]
