"""The one table of paths. A page belongs to the highest room it reads, whatever its path."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("galeri/", include("ui.urls")))

handler400 = "ui.views.bad_request"
handler403 = "ui.views.forbidden"
handler404 = "ui.views.not_found"
handler500 = "ui.views.server_error"
