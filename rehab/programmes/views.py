from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible, visible_or_404
from rehab.programmes import access, actions, queries, refusals
from rehab.programmes.forms import (
    EXTRA_ROWS,
    ProgrammeFilters,
    ProgrammeForm,
    ReasonForm,
    VersionForm,
    session_rows,
)
from rehab.programmes.models import Programme, ProgrammeVersion
from ui.forms import HouseForm, submitted, typed
from ui.lists import Listing


def listing(request: MemberRequest) -> HttpResponse:
    found = Listing(
        request.GET,
        queries.listed(request.user),
        filters=ProgrammeFilters,
        filter_args={"today": request.user.agency.today()},
        sorts={
            "nama": (_("Nama"), ("newest_name", "code")),
            "kategori": (_("Kategori"), ("newest_category", "newest_name")),
        },
        default="nama",
        transform=queries.rows_of(request.user),
    )
    context = {"listing": found, "may_create": access.may_create(request.user)}
    return render(request, "programmes/list.html", context)


def page(request: MemberRequest, pk: int) -> HttpResponse:
    programme = visible_or_404(queries.programmes(), request.user, pk=pk)
    asked = request.GET.get("versi", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 5 else None
    context = {"programme": programme, "shown": queries.page_of(programme, request.user, number)}
    return render(request, "programmes/page.html", context)


def create(request: MemberRequest) -> HttpResponse:
    if not access.may_create(request.user):
        raise PermissionDenied(refusals.NotYourAct.sentence)
    source = _source(request)
    initial: dict[str, Any] = {"valid_from": request.user.agency.today()}
    form = ProgrammeForm(
        typed(request), initial={**initial, **(VersionForm.initial_of(source) if source else {})}
    )

    def act(data: dict[str, Any]) -> Programme:
        return actions.create_programme(
            by=request.user,
            code=data["code"],
            content=form.content_in(data),
            valid_from=data["valid_from"],
            sessions=actions.sessions_of(source, data["services"]) if source else (),
        )

    if submitted(request, form, act):
        messages.success(request, _("Program disimpan. Periksa rancangan sesinya."))
        return redirect(getattr(request, "acted", None) or "programmes:list")
    context = {
        "heading": _("Tambah program"),
        "intro": _("Program milik instansi Anda. Rancangan sesinya diisi sesudah ini."),
        "form": form,
        "cancel_url": reverse("programmes:list"),
        "trail": _trail(),
    }
    return render(request, "components/form_page.html", context)


def new_version(request: MemberRequest, pk: int) -> HttpResponse:
    programme = _own(request, pk)
    today = request.user.agency.today()
    source = programme.versions.first()
    initial = VersionForm.initial_of(source) if source else {}
    form = VersionForm(typed(request), initial={**initial, "valid_from": today})

    def act(data: dict[str, Any]) -> ProgrammeVersion:
        return actions.new_version(
            by=request.user,
            programme=programme,
            content=form.content_in(data),
            valid_from=data["valid_from"],
            sessions=actions.sessions_of(source, data["services"]) if source else (),
        )

    if submitted(request, form, act):
        messages.success(request, _("Versi baru disimpan. Rancangan sesi disalin dari versi sebelumnya."))
        return redirect(programme)
    context = {
        "heading": _("Versi baru"),
        "intro": _("Isinya disalin dari versi terakhir. Angkatan yang berjalan tetap memakai versinya."),
        "form": form,
        "cancel_url": programme.get_absolute_url(),
        "trail": _trail(programme),
    }
    return render(request, "components/form_page.html", context)


def sessions(request: MemberRequest, pk: int) -> HttpResponse:
    version = visible_or_404(queries.versions(), request.user, pk=pk)
    if not access.may_manage(request.user, version.programme):
        raise PermissionDenied(refusals.NotYourProgramme.sentence)
    if request.method != "POST" and access.is_in_use(version):
        raise refusals.VersionInUse()
    body = typed(request)
    form, rows = HouseForm(body), session_rows(body, version, EXTRA_ROWS)
    if (
        request.method == "POST"
        and rows.is_valid()
        and submitted(
            request,
            form,
            lambda _data: actions.set_sessions(by=request.user, version=version, sessions=rows.rows()),
        )
    ):
        messages.success(request, _("Rancangan sesi disimpan."))
        return redirect(
            "programmes:sessions" if "tambah" in request.POST else version.programme,
            *([pk] if "tambah" in request.POST else []),
        )
    context = {
        "form": form,
        "rows": rows,
        "version": version,
        "trail": _trail(version.programme),
        "cancel_url": version.programme.get_absolute_url(),
    }
    return render(request, "programmes/sessions.html", context)


def retire(request: MemberRequest, pk: int) -> HttpResponse:
    programme = _own(request, pk)
    form = ReasonForm(typed(request))
    if submitted(request, form, lambda data: actions.retire(by=request.user, programme=programme, **data)):
        messages.success(request, _("Program tidak ditawarkan lagi."))
        return redirect(programme)
    effects = [
        _("Angkatan baru tidak dapat dibuka dengan program ini."),
        _("Angkatan yang sudah ada berjalan sampai selesai. Program dapat ditawarkan kembali."),
    ]
    return _confirm(
        request, programme, form, _("Berhenti menawarkan program?"), effects, _("Berhenti menawarkan")
    )


def offer_again(request: MemberRequest, pk: int) -> HttpResponse:
    programme = _own(request, pk)
    form = HouseForm(typed(request))
    if submitted(request, form, lambda _data: actions.offer_again(by=request.user, programme=programme)):
        messages.success(request, _("Program ditawarkan kembali."))
        return redirect(programme)
    effects = [_("Angkatan baru dapat dibuka lagi dengan versi yang berlaku hari ini.")]
    return _confirm(
        request, programme, form, _("Tawarkan kembali program ini?"), effects, _("Tawarkan kembali")
    )


def _own(request: MemberRequest, pk: int) -> Programme:
    programme = visible_or_404(Programme, request.user, pk=pk)
    if not access.may_manage(request.user, programme):
        raise PermissionDenied(refusals.NotYourProgramme.sentence)
    return programme


def _source(request: MemberRequest) -> ProgrammeVersion | None:
    """The version that a new programme is copied from, looked up through the same scope (bar 2)."""
    asked = request.GET.get("dari", "")
    if not asked.isdecimal() or len(asked) > 18:
        return None
    return visible(ProgrammeVersion, request.user).filter(pk=int(asked)).first()


def _trail(programme: Programme | None = None) -> list[tuple[str, str]]:
    trail = [(_("Program"), reverse("programmes:list"))]
    return [*trail, (programme.code, programme.get_absolute_url())] if programme else trail


def _confirm(
    request: MemberRequest,
    programme: Programme,
    form: HouseForm,
    heading: str,
    effects: list[str],
    submit: str,
) -> HttpResponse:
    context = {
        "heading": heading,
        "effects": effects,
        "form": form,
        "submit_label": submit,
        "cancel_url": programme.get_absolute_url(),
        "trail": _trail(programme),
    }
    return render(request, "components/confirm_page.html", context)
