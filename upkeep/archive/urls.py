from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from upkeep.archive import views
from upkeep.archive.models import Archive

app_name = "archive"

_EITHER = (P.ARCHIVE_ORDER, P.ARCHIVE_RECEIVE)
_MENU = Menu(_("Instansi"), _("Arsip instansi"), "archive", 930)

urlpatterns = [
    route("", views.archives, name="archives", needs=_EITHER, menu=_MENU),
    route("baru/", views.order, name="order", needs=P.ARCHIVE_ORDER),
    route("<int:pk>/", views.archive, name="archive", needs=_EITHER, of=Archive),
    route("<int:pk>/unduh/", views.download, name="download", needs=_EITHER, of=Archive),
    route("<int:pk>/hapus/", views.discard, name="discard", needs=_EITHER, of=Archive),
]
