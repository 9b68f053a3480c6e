from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from accounts.permissions import P
from accounts.routing import Menu, route
from oversight.dashboards import views

app_name = "dashboards"

urlpatterns = [
    route(
        "dasbor/",
        views.home,
        name="home",
        needs=P.DASHBOARD_VIEW,
        menu=Menu(_("Pengawasan"), _("Dasbor"), "bar-chart-line", 700),
    ),
    route("dasbor/unit/<int:pk>/", views.unit, name="unit", needs=P.DASHBOARD_VIEW, of=Agency),
    route("dasbor/rincian/<slug:key>/", views.rows, name="rows", needs=P.DASHBOARD_VIEW),
]
