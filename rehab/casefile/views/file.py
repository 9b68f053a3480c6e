from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from accounts.permissions import P
from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.casefile import access
from rehab.casefile.queries import attendance as sessions
from rehab.casefile.queries import clinical as results
from rehab.casefile.queries import file
from rehab.casefile.queries.timeline import timeline
from rehab.clinical.actions import record_reading
from rehab.delivery.queries import note_lines
from rehab.enrolments.states import Status


def page(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    context = {
        "file": file.case_file(request.user, enrolment, "page"),
        "next": file.next_step(request.user, enrolment),
        "entries": timeline(request.user, enrolment),
        "decision": file.last_decision(enrolment),
        "may_phase": enrolment.status == Status.ACTIVE and request.user.has_perm(P.ENROLMENTS_SUSPEND),
    }
    return render(request, "casefile/page.html", context)


def clinical(request: MemberRequest, pk: int) -> HttpResponse:
    """Tier 3 to those assigned, with one event; the conclusions to every other reader."""
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    found = file.case_file(request.user, enrolment, "clinical")
    context: dict[str, Any] = {"file": found, "results": [], "assessments": []}
    if found.clinical:
        record_reading(by=request.user, enrolment=enrolment, part="skrining dan asesmen")
        context["results"] = results.results_of(enrolment)
        context["assessments"] = results.assessments_of(enrolment)
    return render(request, "casefile/clinical.html", context)


def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    context = {
        "file": file.case_file(request.user, enrolment, "attendance"),
        "summary": sessions.attendance_of(request.user, enrolment),
        "opens_sessions": request.user.has_perm(P.DELIVERY_VIEW),
    }
    return render(request, "casefile/attendance.html", context)


def notes(request: MemberRequest, pk: int) -> HttpResponse:
    enrolment = visible_or_404(file.loaded(), request.user, pk=pk)
    access.refuse_unassigned(request.user, enrolment)
    record_reading(by=request.user, enrolment=enrolment, part="catatan sesi")
    context = {
        "file": file.case_file(request.user, enrolment, "notes"),
        "lines": note_lines(enrolment, request.user),
    }
    return render(request, "casefile/notes.html", context)
