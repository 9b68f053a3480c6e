from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import kept
from ui.views import forbidden


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in: what was typed is kept and offered again."""
    if not request.user.is_authenticated:
        sentence = _("Halaman ini sudah kedaluwarsa. Kembali, muat ulang, lalu kirim lagi.")
        return forbidden(request, PermissionError(sentence))
    view = request.resolver_match.func if request.resolver_match else None
    access = getattr(view, "access", None)
    if access is None or access.public:
        # Signing in or out in an old tab: nothing was typed; the page of today asks again.
        return redirect(request.path)
    back = kept.way_back(request, kept.keep(request))
    return render(request, "accounts/kept_form.html", {"back": back}, status=403)
