from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import actions, queries
from rehab.delivery.forms import HeldForm, marks_in
from rehab.delivery.models import Session
from rehab.delivery.refusals import ChangedMeanwhile
from ui.forms import sentence_of, typed
from ui.refusal import Refused


def sheet(request: MemberRequest, pk: int) -> HttpResponse:
    """The attendance sheet. It carries no once-only token: the same sheet sent again changes nothing,
    and one opened before another's change is refused by its version."""
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    sent = typed(request)
    marks = marks_in(sent) if sent else {}
    closed = queries.sheet_facts_closed(session)
    initial = {} if sent and not closed else queries.held_facts(session, request.user)
    form = HeldForm(sent, session=session, user=request.user, closed=closed, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, session, form, marks)
        except ChangedMeanwhile as error:
            form.refuse(error)
            status = 409
        except Refused as error:
            form.refuse(error)
        except IntegrityError as error:
            form.add_error(None, sentence_of(error))
        else:
            messages.success(request, _("Daftar hadir disimpan."))
            return redirect(session)
    return _page(request, session, form, marks, status)


def _record(request: MemberRequest, session: Session, form: HeldForm, marks: Any) -> None:
    actions.record_sheet(
        by=request.user,
        session=session,
        marks=marks,
        held=form.held(form.cleaned_data),
        version=form.cleaned_data["version"],
    )


def _page(request: MemberRequest, session: Session, form: HeldForm, marks: Any, status: int) -> HttpResponse:
    """What was typed stays; after another's change the sheet shows both and carries the new version."""
    if status == 409:
        session = visible_or_404(queries.sessions_with_parties(), request.user, pk=session.pk)
        form.data = {**form.data.dict(), "version": session.version}
    lines = queries.sheet_of(session, request.user, marks)
    if "semua" in request.GET and request.method == "GET":
        lines = lines.all_present()
    context = {
        "session": session,
        "form": form,
        "sheet": lines,
        "closed": form.closed and lines.is_closed and not form.errors,
        "second": status == 409 and session.state == Session.State.HELD,
        "codes": queries.codes(),
        "missing": queries.why_not_recordable(session, request.user),
        "row": queries.rows_of([session], request.user)[0],
    }
    return render(request, "delivery/sheet.html", context, status=status)
