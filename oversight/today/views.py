from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from oversight.forms import rows_of
from oversight.scope import Scope
from oversight.today import queries, tasks


def home(request: MemberRequest) -> HttpResponse:
    context = {"day": queries.day_of(request.user), "today": request.user.agency.today()}
    return render(request, "today/home.html", context)


def task(request: MemberRequest, key: str) -> HttpResponse:
    """Every row of a task, counted by the same selection as its number on the first page.

    A task with a place of its own is done there.
    """
    found = tasks.find(key)
    if found is None:
        raise Http404
    if not found.concerns(request.user):
        raise PermissionDenied(_("Daftar ini bukan untuk peran Anda."))
    scope = Scope.of(request.user)
    if found.place:
        return redirect(found.url(scope))
    listing = rows_of(request.GET, found.kind, found.select(scope), scope)
    return render(request, "today/task.html", {"task": found, "listing": listing})
