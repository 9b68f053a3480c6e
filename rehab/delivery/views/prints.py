from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from audit.words import on_paper
from rehab.delivery import actions, queries
from ui.parts import Signature


@on_paper
def roster(request: MemberRequest, pk: int) -> HttpResponse:
    """The list that goes with the SK, in roster order."""
    cohort = visible_or_404(queries.cohorts_with_parties(), request.user, pk=pk)
    rows = queries.decree_rows(cohort, request.user)
    actions.record_print(by=request.user, what=cohort, people=[row.enrolment for row in rows])
    context = {
        "cohort": cohort,
        "rows": rows,
        "letterhead": cohort.custodian.letterhead_lines,
        "title": _("Lampiran SK: daftar peserta angkatan %(code)s") % {"code": cohort.code},
        "number": cohort.decree_number,
        "back_url": cohort.get_absolute_url(),
        "signers": [Signature(_("Kepala %(agency)s") % {"agency": cohort.custodian.short_name})],
    }
    return render(request, "delivery/roster_print.html", context)


@on_paper
def blank(request: MemberRequest, pk: int) -> HttpResponse:
    """The sheet on paper, in the same order as on the screen."""
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    sheet = queries.sheet_of(session, request.user)
    people = [line.member.enrolment for line in sheet.lines]
    actions.record_print(by=request.user, what=session, people=people)
    context = {
        "session": session,
        "row": queries.rows_of([session], request.user)[0],
        "lines": sheet.lines,
        "codes": queries.codes(),
        "letterhead": session.cohort.custodian.letterhead_lines,
        "title": _("Daftar hadir"),
        "back_url": session.get_absolute_url(),
        "signers": [Signature(_("Pembawa sesi")), Signature(_("Petugas rehabilitasi"))],
    }
    return render(request, "delivery/blank_print.html", context)


@on_paper
def movements(request: MemberRequest) -> HttpResponse:
    """Who is brought where and when: for the guards' post."""
    try:
        day = date.fromisoformat(request.GET.get("tanggal", ""))
    except ValueError:
        day = request.user.agency.today()
    moves = queries.movements_on(day, request.user)
    people = [mover.enrolment for move in moves for mover in move.people]
    actions.record_print(by=request.user, what=_("daftar pergerakan"), people=people)
    context = {
        "day": day,
        "moves": moves,
        "letterhead": request.user.agency.letterhead_lines,
        "title": _("Daftar pergerakan warga binaan"),
        "signers": [Signature(_("Petugas keamanan"))],
    }
    return render(request, "delivery/movements_print.html", context)
