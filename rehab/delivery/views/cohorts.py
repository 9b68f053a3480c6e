from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from rehab.delivery import access, actions, queries
from rehab.delivery.forms import CohortChangeForm, CohortFilters, CohortForm, PlainForm, ReasonForm, TeamForm
from rehab.delivery.models import Cohort, CohortStaff
from rehab.delivery.refusals import ChangedMeanwhile
from ui.forms import submitted, typed
from ui.lists import Listing


def listing(request: MemberRequest) -> HttpResponse:
    found = Listing(
        request.GET,
        queries.cohorts_of(request.user),
        filters=CohortFilters,
        filter_args={"user": request.user},
        sorts={
            "mulai": (_("Mulai"), (F("starts_on").asc(),)),
            "selesai": (_("Rencana selesai"), ("ends_on",)),
            "kode": (_("Kode"), ("code",)),
        },
        default="-mulai",
        transform=queries.cohort_rows,
    )
    may_open = access.may_manage_at(request.user, request.user.agency)
    return render(request, "delivery/cohorts.html", {"listing": found, "may_open": may_open})


def page(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    context = {"cohort": cohort, "shown": queries.cohort_page(cohort, request.user)}
    return render(request, "delivery/cohort.html", context)


def new(request: MemberRequest) -> HttpResponse:
    form = CohortForm(typed(request), user=request.user)

    def act(data: dict[str, Any]) -> Cohort:
        return actions.open_cohort(by=request.user, **form.told(data))

    if submitted(request, form, act):
        messages.success(request, _("Angkatan dibuka. Berikutnya: susun jadwal dan tetapkan pesertanya."))
        return redirect(getattr(request, "acted", None) or "delivery:cohorts")
    context = {
        "form": form,
        "heading": _("Buka angkatan"),
        "intro": _("Satu angkatan menjalankan satu program di bawah kerja sama yang berlaku hari ini."),
        "cancel_url": reverse("delivery:cohorts"),
        "trail": [(_("Angkatan"), reverse("delivery:cohorts"))],
    }
    return render(request, "components/form_page.html", context)


def change(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    names = ("code", "quota", "place", "starts_on", "ends_on", "version")
    slots = [(slot.weekday, slot.starts_at) for slot in cohort.slots.all()]
    initial = {name: getattr(cohort, name) for name in names}
    form = CohortChangeForm(typed(request), initial=initial, slots=slots)

    def act(data: dict[str, Any]) -> Cohort:
        try:
            return actions.change_cohort(by=request.user, cohort=cohort, **form.told(data))
        except ChangedMeanwhile:
            form.data = {**form.data.dict(), "version": cohort.version}
            raise

    if submitted(request, form, act):
        messages.success(request, _("Angkatan diubah."))
        return redirect(cohort)
    intro = _(
        "Jadwal yang sudah disusun dilepas bila hari atau jamnya berubah; susun lagi sesudahnya. Bila hanya "
        "tempatnya berubah, sesi yang direncanakan di tempat lama ikut pindah."
    )
    return _form_page(request, cohort, form, _("Ubah angkatan"), intro=intro)


def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    form = ReasonForm(typed(request), submit_label=_("Batalkan angkatan"))

    def act(data: dict[str, Any]) -> Cohort:
        return actions.cancel_cohort(by=request.user, cohort=cohort, reason=data["reason"])

    if submitted(request, form, act):
        messages.success(request, _("Angkatan dibatalkan; pesertanya kembali ke daftar tunggu."))
        return redirect(cohort)
    left = queries.unfinished(cohort)
    effects = [
        ngettext(
            "%(n)s peserta yang ditetapkan kembali ke daftar tunggu (Layak).",
            "%(n)s peserta yang ditetapkan kembali ke daftar tunggu (Layak).",
            left.people,
        )
        % {"n": left.people},
        _cancelled(left),
        _("Angkatan ini tidak dapat dibuka kembali."),
    ]
    return _confirm_page(request, cohort, form, _("Batalkan angkatan"), effects)


def start(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    form = PlainForm(typed(request), submit_label=_("Mulai angkatan"))
    if submitted(request, form, lambda data: actions.start_cohort(by=request.user, cohort=cohort)):
        messages.success(request, _("Angkatan dimulai. Pesertanya kini aktif, fase orientasi."))
        return redirect(cohort)
    intro = _("Semua peserta yang ditetapkan menjadi aktif dengan fase orientasi, dalam satu tindakan.")
    return _form_page(request, cohort, form, _("Mulai angkatan"), intro=intro)


def finish(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    form = PlainForm(typed(request), submit_label=_("Selesaikan angkatan"))
    if submitted(request, form, lambda data: actions.finish_cohort(by=request.user, cohort=cohort)):
        messages.success(request, _("Angkatan selesai."))
        return redirect(cohort)
    left = queries.unfinished(cohort)
    effects = [
        _cancelled(left),
        _("Tidak ada sesi yang dapat ditambahkan lagi."),
    ]
    return _confirm_page(request, cohort, form, _("Selesaikan angkatan"), effects, intro=_still_open(left))


def join(request: MemberRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    form = TeamForm(typed(request), cohort=cohort)

    def act(data: dict[str, Any]) -> CohortStaff:
        return actions.join_team(
            by=request.user, cohort=cohort, staff=data["staff"], capacity=data["capacity"]
        )

    if submitted(request, form, act):
        messages.success(request, _("Tim angkatan ditambah."))
        return redirect(cohort)
    intro = _("Konselor, tenaga medis, dan psikolog langsung ditugaskan kepada semua peserta angkatan.")
    return _form_page(request, cohort, form, _("Tambah anggota tim"), intro=intro)


def part(request: MemberRequest, pk: int) -> HttpResponse:
    member = visible_or_404(CohortStaff, request.user, pk=pk)
    form = PlainForm(typed(request), submit_label=_("Akhiri tugas"))
    if submitted(request, form, lambda data: actions.leave_team(by=request.user, member=member)):
        messages.success(request, _("Tugas di angkatan ini diakhiri."))
        return redirect(member.cohort)
    effects = [
        _("%(name)s tidak lagi berdiri pada sesi angkatan ini yang akan datang.")
        % {"name": member.staff.full_name},
        _("Penugasan pada berkas peserta diakhiri tersendiri oleh instansinya."),
    ]
    return _confirm_page(request, member.cohort, form, _("Akhiri tugas di tim"), effects)


def _cohort(request: MemberRequest, pk: int) -> Cohort:
    return visible_or_404(queries.cohorts_with_parties(), request.user, pk=pk)


def _still_open(left: queries.Unfinished) -> str:
    if not left.people:
        return ""
    still = ngettext("%(n)s peserta belum selesai.", "%(n)s peserta belum selesai.", left.people)
    first = _("Angkatan diselesaikan setelah semuanya ditetapkan lulus, tidak lulus, atau dicatat keluar.")
    return f"{still % {'n': left.people}} {first}"


def _cancelled(left: queries.Unfinished) -> str:
    sentence = ngettext(
        "%(n)s sesi yang masih direncanakan dibatalkan.",
        "%(n)s sesi yang masih direncanakan dibatalkan.",
        left.sessions,
    )
    return sentence % {"n": left.sessions}


def _around(cohort: Cohort) -> dict[str, Any]:
    url = cohort.get_absolute_url()
    return {
        "cancel_url": url,
        "trail": [(_("Angkatan"), reverse("delivery:cohorts")), (cohort.code, url)],
    }


def _form_page(
    request: MemberRequest, cohort: Cohort, form: Any, heading: str, *, intro: str
) -> HttpResponse:
    context = {"form": form, "heading": heading, "intro": intro, **_around(cohort)}
    return render(request, "components/form_page.html", context)


def _confirm_page(
    request: MemberRequest, cohort: Cohort, form: Any, heading: str, effects: list[str], *, intro: str = ""
) -> HttpResponse:
    context = {"form": form, "heading": heading, "effects": effects, "intro": intro, **_around(cohort)}
    return render(request, "components/confirm_page.html", context)
