from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from accounts.routing import Menu, route
from agreements import views
from agreements.models import Agreement

app_name = "agreements"

_PREPARE = (P.AGREEMENTS_DRAFT, P.AGREEMENTS_DECIDE)

reading = [
    route(
        "kerja-sama/",
        views.listing,
        name="list",
        needs=P.AGREEMENTS_VIEW,
        menu=Menu(_("Program"), _("Kerja sama"), "file-earmark-text", order=450),
    ),
    route("kerja-sama/<int:pk>/", views.page, name="page", needs=P.AGREEMENTS_VIEW, of=Agreement),
]

drafts = [
    route("kerja-sama/baru/", views.draft, name="draft", needs=P.AGREEMENTS_DRAFT),
    route("kerja-sama/<int:pk>/ubah/", views.change, name="change", needs=_PREPARE, of=Agreement),
    route("kerja-sama/<int:pk>/batalkan/", views.discard, name="discard", needs=_PREPARE, of=Agreement),
    route("kerja-sama/<int:pk>/perpanjang/", views.renew, name="renew", needs=_PREPARE, of=Agreement),
]

opening = [
    route(
        "kerja-sama/<int:pk>/berlakukan/",
        views.put_in_force,
        name="put_in_force",
        needs=P.AGREEMENTS_DECIDE,
        of=Agreement,
    ),
    route(
        "kerja-sama/<int:pk>/cabut-penangguhan/",
        views.lift,
        name="lift",
        needs=P.AGREEMENTS_DECIDE,
        of=Agreement,
    ),
]

closing = [
    route(
        "kerja-sama/<int:pk>/tangguhkan/",
        views.suspend,
        name="suspend",
        needs=P.AGREEMENTS_CLOSE,
        of=Agreement,
    ),
    route("kerja-sama/<int:pk>/akhiri/", views.end, name="end", needs=P.AGREEMENTS_CLOSE, of=Agreement),
]

urlpatterns = reading + drafts + opening + closing
