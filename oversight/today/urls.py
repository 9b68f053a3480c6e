from django.utils.translation import gettext_lazy as _

from accounts.permissions import SIGNED_IN
from accounts.routing import Menu, route
from oversight.today import views

app_name = "today"

urlpatterns = [
    route("", views.home, name="home", needs=SIGNED_IN, menu=Menu("", _("Hari ini"), "sun", 10)),
    route("tugas/<slug:key>/", views.task, name="task", needs=SIGNED_IN),
]
