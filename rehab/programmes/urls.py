from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from rehab.programmes import views
from rehab.programmes.models import Programme, ProgrammeVersion

app_name = "programmes"

reading = [
    route(
        "",
        views.listing,
        name="list",
        needs=P.PROGRAMMES_VIEW,
        menu=Menu(_("Program"), _("Program"), "journal-text", order=70),
    ),
    route("<int:pk>/", views.page, name="page", needs=P.PROGRAMMES_VIEW, of=Programme),
]

managing = [
    route("baru/", views.create, name="create", needs=P.PROGRAMMES_MANAGE),
    route(
        "<int:pk>/versi-baru/", views.new_version, name="new_version", needs=P.PROGRAMMES_MANAGE, of=Programme
    ),
    route("<int:pk>/berhenti/", views.retire, name="retire", needs=P.PROGRAMMES_MANAGE, of=Programme),
    route(
        "<int:pk>/tawarkan/", views.offer_again, name="offer_again", needs=P.PROGRAMMES_MANAGE, of=Programme
    ),
    route(
        "versi/<int:pk>/sesi/",
        views.sessions,
        name="sessions",
        needs=P.PROGRAMMES_MANAGE,
        of=ProgrammeVersion,
    ),
]

urlpatterns = reading + managing
