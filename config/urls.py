"""The one table of paths. A page belongs to the highest room it reads, whatever its path."""

from django.conf import settings
from django.urls import include, path

from accounts.permissions import PUBLIC
from accounts.routing import route
from ui.views import gallery

urlpatterns = [
    path("", include("accounts.urls")),
    path("warga-binaan/", include("inmates.urls")),
    path("impor/", include("upkeep.intake.urls")),
    path("", include("oversight.today.urls")),
    path("", include("agreements.urls")),
    path("program/", include("rehab.programmes.urls")),
    path("", include("rehab.delivery.urls")),
    path("peserta/", include("rehab.casefile.urls")),
    path("peserta/", include("rehab.clinical.urls")),
    path("", include("oversight.dashboards.urls")),
    path("", include("oversight.trail.urls")),
    path("instansi/arsip/", include("upkeep.archive.urls")),
]

if settings.DEBUG or settings.DEMO:
    gallery_routes = [route("galeri/", gallery, name="gallery", needs=PUBLIC)]
    urlpatterns.append(path("", include((gallery_routes, "ui"))))

handler400 = "ui.views.bad_request"
handler403 = "ui.views.forbidden"
handler404 = "ui.views.not_found"
handler429 = "ui.views.too_many_requests"
handler500 = "ui.views.server_error"
