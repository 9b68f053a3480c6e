from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.permissions import P
from accounts.requests import MemberRequest
from rehab.casefile import actions, ticks
from rehab.casefile.forms import PARTICIPANT_SORTS, ExportForm, ParticipantFilters
from rehab.casefile.queries import participants as people
from rehab.casefile.queries import standing
from ui.forms import typed
from ui.lists import Listing
from ui.parts import Tab
from ui.sheets import download, workbook


def listing(request: MemberRequest) -> HttpResponse:
    rows = _listing(request)
    may_export = request.user.has_perm(P.ENROLMENTS_EXPORT)
    context = {
        "listing": rows,
        "ticks": ticks.kept(request, rows.rows),
        "closed": not rows.total and standing.is_closed_to(request.user),
        "tabs": _tabs(request, rows),
        "may_assign": request.user.has_perm(P.ENROLMENTS_ASSIGN),
        "may_propose": request.user.has_perm(P.ENROLMENTS_PROPOSE),
        "export_url": f"{reverse('casefile:export')}{rows.query(pilih=None)}" if may_export else "",
        "shows_unit": request.user.agency.is_oversight,
    }
    return render(request, "casefile/participants.html", context)


def export(request: MemberRequest) -> HttpResponse:
    """The rows that the same filters show on the list, and no other."""
    rows = _listing(request)
    form = ExportForm(typed(request))
    if request.method == "POST" and form.is_valid():
        return _file(request, rows, form.cleaned_data["purpose"])
    context = {
        "heading": _("Unduh daftar peserta"),
        "intro": _("%(count)s orang menurut saringan yang dipilih.") % {"count": rows.queryset.count()},
        "form": form,
        "cancel_url": f"{reverse('casefile:participants')}{rows.query()}",
        "trail": [(_("Peserta"), reverse("casefile:participants"))],
    }
    return render(request, "components/form_page.html", context)


def _file(request: MemberRequest, rows: Listing, purpose: str) -> HttpResponse:
    """The scope and the filters are asked anew; each download leaves its own events."""
    found = actions.export_participants(by=request.user, enrolments=rows.queryset, purpose=purpose)
    return download(_workbook(request, people.rows_of(found), purpose), "peserta")


def _listing(request: MemberRequest) -> Listing:
    return Listing(
        request.GET,
        people.participants(request.user),
        filters=ParticipantFilters,
        filter_args={"user": request.user},
        sorts=PARTICIPANT_SORTS,
        # A supervisor acts on nobody's days left: units stand together, in an order that an index has.
        default="nomor" if request.user.agency.is_oversight else "sisa",
        transform=people.rows_of,
    )


def _tabs(request: MemberRequest, rows: Listing) -> list[Tab]:
    counts = people.counts_by_stage(request.user)
    chosen = request.GET.get("tahap", "")
    everything = Tab(_("Semua"), rows.query(tahap=None), current=chosen not in counts)
    return [everything] + [
        Tab(label, rows.query(tahap=key, status=None), current=key == chosen, count=counts[key])
        for key, (label, _statuses) in people.STAGES.items()
    ]


def _workbook(request: MemberRequest, rows: list[people.ParticipantRow], purpose: str) -> bytes:
    when = date_format(request.user.agency.today(), "j M Y")
    head = (
        _("Nomor peserta"),
        _("Nama"),
        _("Status"),
        _("Fase"),
        _("Tingkat risiko"),
        _("Kategori"),
        _("Program"),
        _("Angkatan"),
        _("Blok"),
        _("Sisa hari"),
    )
    lines = [
        (r.number, r.name, r.status, r.phase, r.risk, r.category, r.programme, r.cohort, r.block, r.days_left)
        for r in rows
    ]
    notes = (
        _("Daftar peserta rehabilitasi: rahasia, memuat data pribadi spesifik (UU 27/2022)"),
        _("Diunduh oleh %(name)s pada %(when)s") % {"name": request.user.full_name, "when": when},
        _("Keperluan: %(purpose)s") % {"purpose": purpose},
    )
    return workbook(title=_("Peserta"), head=head, rows=lines, notes=notes)
