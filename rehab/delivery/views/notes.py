from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import actions, queries
from rehab.delivery.forms import NoteForm, lines_in
from rehab.delivery.models import Session
from ui.forms import typed
from ui.refusal import Refused


def note(request: MemberRequest, pk: int) -> HttpResponse:
    """One's own note of a session. A text that came second is kept and shown beside the one that stands."""
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    own = queries.own_note(session, request.user)
    sent = typed(request)
    form = NoteForm(sent, initial={"summary": own.summary, "base_version": own.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        written = _write(request, session, form)
        if written is not None and written.taken:
            messages.success(request, _("Catatan sesi disimpan."))
            return redirect(session)
        status = 409 if written is not None else 200
    return _page(request, session, form, lines_in(sent) if sent else None, status)


def _write(request: MemberRequest, session: Session, form: NoteForm) -> actions.Written | None:
    """Not inside a transaction of the page: a text that came second stays kept."""
    try:
        return actions.write_note(
            by=request.user, session=session, lines=lines_in(request.POST), **form.cleaned_data
        )
    except Refused as error:
        form.refuse(error)
        return None


def _page(request: MemberRequest, session: Session, form: Any, lines: Any, status: int) -> HttpResponse:
    own = queries.own_note(session, request.user)
    if status == 409:
        form.data = {**form.data.dict(), "base_version": own.version}
    shown = queries.note_sheet(session, request.user, own, lines)
    if own.note is not None:
        actions.record_reading(by=request.user, note=own.note, members=shown.written_about)
    context = {
        "session": session,
        "form": form,
        "shown": shown,
        "own": own,
        "second": status == 409,
        "missing": queries.why_no_note(session, request.user),
    }
    return render(request, "delivery/note.html", context, status=status)
