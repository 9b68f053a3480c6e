from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from audit.models import AuditEvent
from oversight.trail import actions
from oversight.trail.forms import PurposeForm
from oversight.trail.minimise import names_persons_to
from oversight.trail.people import access_report, people_found
from oversight.trail.queries import EventRow, TrailListing, details_of, row_of
from ui.refusal import Refused
from ui.sheets import download, workbook


def events(request: MemberRequest) -> HttpResponse:
    listing = TrailListing(request.GET, request.user)
    context = {
        "listing": listing,
        "export_url": reverse("trail:export") + listing.query(),
        "names": names_persons_to(request.user),
        "found": people_found(listing),
        "report": access_report(listing),
    }
    return render(request, "trail/events.html", context)


def event(request: MemberRequest, pk: int) -> HttpResponse:
    row = row_of(visible_or_404(AuditEvent, request.user, pk=pk), request.user)
    return render(request, "trail/event.html", {"row": row, "details": details_of(row)})


def export(request: MemberRequest) -> HttpResponse:
    listing = TrailListing(request.GET, request.user)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.export(by=request.user, listing=listing, **form.cleaned_data)
        except Refused as error:
            form.refuse(error)
        else:
            return download(_sheet(request, rows, form.cleaned_data["purpose"]), "jejak")
    context = {
        "heading": _("Ekspor jejak"),
        "intro": _("Semua baris hasil pencarian diunduh. Ekspor ini dicatat dalam jejak."),
        "form": form,
        "cancel_url": reverse("trail:events") + listing.query(),
        "trail": [(_("Jejak"), reverse("trail:events"))],
    }
    return render(request, "components/form_page.html", context)


def _sheet(request: MemberRequest, rows: list[EventRow], purpose: str) -> bytes:
    head = [_("Waktu"), _("Kalimat"), _("Oleh"), _("Peran"), _("Instansi"), _("Tindakan"), _("Objek")]
    head += [_("Tentang"), _("Nomor peserta"), _("Perubahan"), _("Alasan"), _("Alamat"), _("Permintaan")]
    made = _("Dibuat oleh %(name)s pada %(at)s") % {
        "name": request.user.full_name,
        "at": _time(timezone.now()),
    }
    return workbook(
        title=_("Jejak"),
        head=head,
        rows=[_cells(row) for row in rows],
        notes=[_("Keperluan: %(purpose)s") % {"purpose": purpose}, made],
    )


def _cells(row: EventRow) -> list[str]:
    changes = "; ".join(f"{each.field}: {each.old} → {each.new}" for each in row.changes)
    cells = [_time(row.at), row.sentence, row.who, row.role, row.agency, row.action, row.object, row.person]
    return [*cells, row.number, changes, row.reason, row.address, row.request_id]


def _time(at: object) -> str:
    return date_format(timezone.localtime(at), "j M Y H.i.s")  # type: ignore[arg-type]
