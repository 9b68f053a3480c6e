from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import actions, queries
from rehab.delivery.forms import MoveForm, PlanForm, ReasonForm, SessionForm
from rehab.delivery.models import Cohort, Session
from ui.forms import submitted, typed


def plan(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = visible_or_404(queries.cohorts_with_parties(), request.user, pk=pk)
    coming = queries.coming_days(cohort)
    if not coming.sessions and request.method == "GET":
        messages.info(request, _("Semua sesi kelompok program ini sudah ada di jadwal."))
        return redirect(cohort)
    form = PlanForm(typed(request), days=coming.days)

    def act(data: dict[str, Any]) -> list[Session]:
        return actions.plan_sessions(by=request.user, cohort=cohort, skip=data["skip"])

    if submitted(request, form, act):
        messages.success(request, _("Jadwal disusun."))
        if left := queries.coming_days(cohort).sessions:
            messages.warning(request, _without_day(left))
        return redirect(cohort)
    intro = _("%(n)s sesi kelompok program ini akan ditempatkan berurutan pada jam pertemuan angkatan.")
    intro %= {"n": coming.sessions - coming.beyond}
    context = {
        "form": form,
        "heading": _("Susun jadwal"),
        "intro": f"{intro} {_without_day(coming.beyond)}" if coming.beyond else intro,
        **_around(cohort),
    }
    return render(request, "components/form_page.html", context)


def new(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = visible_or_404(queries.cohorts_with_parties(), request.user, pk=pk)
    people = queries.roster_of(cohort, request.user)
    form = SessionForm(typed(request), cohort=cohort, people=people, initial={"place": cohort.place})

    def act(data: dict[str, Any]) -> Session:
        wanted = data.pop("enrolment")
        person = next((row.enrolment for row in people if row.enrolment.pk == wanted), None)
        return actions.add_session(by=request.user, cohort=cohort, enrolment=person, **data)

    if submitted(request, form, act):
        messages.success(request, _("Sesi ditambahkan."))
        return redirect(getattr(request, "acted", None) or cohort)
    context = {
        "form": form,
        "heading": _("Tambah sesi"),
        "intro": _(
            "Untuk sesi tambahan, sesi perorangan, atau sesi terlaksana yang belum pernah dijadwalkan."
        ),
        **_around(cohort),
    }
    return render(request, "components/form_page.html", context)


def move(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    initial = queries.hours_of(session)
    form = MoveForm(typed(request), cohort=session.cohort, initial=initial)

    def act(data: dict[str, Any]) -> Session:
        return actions.move_session(by=request.user, session=session, **data)

    if submitted(request, form, act):
        messages.success(request, _("Jadwal sesi diubah."))
        return redirect(session)
    context = {"form": form, "heading": _("Pindahkan sesi"), "intro": session.title, **_on(session)}
    return render(request, "components/form_page.html", context)


def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    session = visible_or_404(queries.sessions_with_parties(), request.user, pk=pk)
    form = ReasonForm(typed(request), submit_label=_("Batalkan sesi"))

    def act(data: dict[str, Any]) -> Session:
        return actions.cancel_session(by=request.user, session=session, reason=data["reason"])

    if submitted(request, form, act):
        messages.success(request, _("Sesi dibatalkan."))
        return redirect(session)
    effects = [
        _("Sesi ini keluar dari jadwal dan tidak dihitung."),
        _("Isinya dapat dijadwalkan lagi lewat Susun jadwal."),
    ]
    context = {"form": form, "heading": _("Batalkan sesi"), "intro": session.title, "effects": effects}
    return render(request, "components/confirm_page.html", {**context, **_on(session)})


def _without_day(sessions: int) -> str:
    sentence = _(
        "%(n)s sesi belum mendapat hari karena jatuh di luar masa kerja sama. Susun lagi setelah "
        "kerja sama diperpanjang."
    )
    return sentence % {"n": sessions}


def _around(cohort: Cohort) -> dict[str, Any]:
    url = cohort.get_absolute_url()
    return {
        "cancel_url": url,
        "trail": [(_("Angkatan"), reverse("delivery:cohorts")), (cohort.code, url)],
    }


def _on(session: Session) -> dict[str, Any]:
    url = session.get_absolute_url()
    return {
        "cancel_url": url,
        "trail": [(_("Sesi"), reverse("delivery:sessions")), (session.title, url)],
    }
