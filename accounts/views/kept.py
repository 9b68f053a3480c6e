from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import kept
from ui.views import forbidden


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the last sign-in: what was typed is kept and offered again."""
    token = kept.keep(request) if request.user.is_authenticated else ""
    if not token:
        sentence = _("Halaman ini sudah kedaluwarsa. Kembali, muat ulang, lalu kirim lagi.")
        return forbidden(request, PermissionError(sentence))
    return render(request, "accounts/kept_form.html", {"back": f"{request.path}?isian={token}"}, status=403)
