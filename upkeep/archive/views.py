from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from ui.forms import submitted, typed
from ui.lists import Listing
from upkeep.archive import actions, queries
from upkeep.archive.access import may_order
from upkeep.archive.forms import DiscardForm, OrderForm


def archives(request: MemberRequest) -> HttpResponse:
    listing = Listing(request.GET, queries.listed(request.user), transform=queries.rows_of)
    context = {"listing": listing, "may_order": may_order(request.user)}
    return render(request, "archive/archives.html", context)


def order(request: MemberRequest) -> HttpResponse:
    form = OrderForm(typed(request), head=request.user)
    if submitted(request, form, lambda data: actions.order(by=request.user, **data)):
        messages.success(request, _("Arsip sedang dibuat. Halaman ini memperbarui diri."))
        return redirect(getattr(request, "acted", None) or "archive:archives")
    context = {
        "heading": _("Buat arsip instansi"),
        "intro": _(
            "Semua yang dimiliki instansi Anda dalam satu berkas ZIP berisi tabel CSV dan kamus datanya. "
            "Berkas dibuat di latar, tersimpan tersegel 24 jam, dan diserahkan hanya kepada penerimanya."
        ),
        "form": form,
        "cancel_url": reverse("archive:archives"),
        "trail": [(_("Arsip instansi"), reverse("archive:archives"))],
    }
    return render(request, "components/form_page.html", context)


def archive(request: MemberRequest, pk: int) -> HttpResponse:
    found = visible_or_404(queries.with_people(), request.user, pk=pk)
    return render(request, "archive/archive.html", {"shown": queries.page_of(found, request.user)})


def download(request: MemberRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    found = visible_or_404(queries.with_people(), request.user, pk=pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    response = StreamingHttpResponse(
        actions.hand_over(by=request.user, archive=found), content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.download_name}"'
    response["Content-Length"] = str(found.size)
    return response


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    found = visible_or_404(queries.with_people(), request.user, pk=pk)
    form = DiscardForm(typed(request))
    if submitted(request, form, lambda _data: actions.discard(by=request.user, archive=found)):
        messages.success(request, _("Berkas arsip dihapus."))
        return redirect("archive:archives")
    context = {
        "heading": _("Hapus arsip ini?"),
        "effects": [
            _("Berkasnya dihapus dari server dan tidak dapat diunduh lagi."),
            _("Data di Pulih tidak berubah. Jejak tetap mencatat siapa yang meminta dan mengunduhnya."),
        ],
        "form": form,
        "cancel_url": found.get_absolute_url(),
        "trail": [
            (_("Arsip instansi"), reverse("archive:archives")),
            (found.get_part_display(), found.get_absolute_url()),
        ],
    }
    return render(request, "components/confirm_page.html", context)
