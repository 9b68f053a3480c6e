"""What happens to a person in custody: events, registrations, cell, guardian."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from inmates import actions, queries
from inmates.forms.custody import (
    CellForm,
    CorrectRegistrationForm,
    EndGuardianshipForm,
    EventForm,
    GuardianForm,
    ReasonForm,
    RegistrationForm,
)
from inmates.models import CustodyEvent, CustodyKind, Inmate, Registration
from inmates.models.custody import TERMINAL
from inmates.views.frame import confirm_page, done, form_page
from ui.forms import submitted, typed


def event_kinds(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    possible = queries.kinds_that_may_follow(inmate)
    late = [kind for kind in CustodyKind if kind not in possible and kind != CustodyKind.REGISTER_CHANGE]
    context = {
        "inmate": inmate,
        "staying": [kind for kind in possible if kind not in TERMINAL],
        "leaving": [kind for kind in possible if kind in TERMINAL],
        "late": late,
    }
    return render(request, "inmates/event_kinds.html", context)


def event(request: MemberRequest, pk: int, kind: str) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    if kind not in CustodyKind.values or kind == CustodyKind.REGISTER_CHANGE:
        raise Http404
    what = CustodyKind(kind)
    form = EventForm(typed(request), kind=what, initial={"on": inmate.custodian.today()})

    def act(data: dict[str, Any]) -> CustodyEvent:
        return actions.record_event(inmate=inmate, kind=kind, by=request.user, **data)

    if submitted(request, form, act):
        return done(request, inmate, _said_of(what))
    heading = _("Catat: %(kind)s") % {"kind": what.label}
    if what in TERMINAL:
        return confirm_page(request, form, inmate=inmate, heading=heading, effects=_effects_of_leaving())
    return form_page(request, form, inmate=inmate, heading=heading)


def _said_of(kind: CustodyKind) -> str:
    """That it is written down, and what usually has to be written next."""
    match kind:
        case CustodyKind.REMISSION:
            return _("Remisi dicatat. Salin juga tanggal ekspirasi yang baru dari SDP.")
        case CustodyKind.ADMITTED | CustodyKind.TRANSFER_IN:
            return _(
                "Masuknya dicatat. Periksa perkara dan tanggal pentingnya: "
                "yang tersimpan dari penahanan sebelumnya."
            )
        case CustodyKind.RECAPTURED:
            return _("Tertangkap kembali dicatat. Catat juga kamar dan walinya, dan periksa ekspirasinya.")
    return _("Peristiwa dicatat.")


def _effects_of_leaving() -> list[str]:
    return [
        _("Ia tidak lagi tercatat dalam penahanan di sini."),
        _("Penempatan kamar dan perwaliannya berakhir pada tanggal yang sama."),
        _("Bila keliru, peristiwa ini dapat dibatalkan dengan alasan."),
    ]


def annul(request: MemberRequest, pk: int) -> HttpResponse:
    happened = visible_or_404(CustodyEvent, request.user, pk=pk)
    inmate = happened.inmate
    form = ReasonForm(typed(request))
    if submitted(request, form, lambda data: actions.annul_event(event=happened, by=request.user, **data)):
        return done(request, inmate, _("Peristiwa dibatalkan."))
    return confirm_page(
        request,
        form,
        inmate=inmate,
        heading=_("Batalkan peristiwa: %(event)s") % {"event": happened.get_kind_display()},
        effects=_effects_of_annulling(happened),
        submit_label=_("Batalkan peristiwa"),
    )


def _effects_of_annulling(happened: CustodyEvent) -> list[str]:
    kept = _("Peristiwa tetap terbaca dalam riwayat, dicoret, dengan alasan dan nama Anda.")
    if queries.stands_alone(happened):
        return [
            kept,
            _("Ini satu-satunya peristiwa: pendaftarannya batal, dan ia tidak lagi tercatat di sini."),
            _("Nomor registernya dapat dipakai lagi; kamar dan walinya berakhir."),
        ]
    return [kept, _("Keberadaan, kamar, wali, dan registrasinya kembali seperti sebelum peristiwa ini.")]


def registration(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    form = RegistrationForm(typed(request), initial={"since": inmate.custodian.today()})
    if submitted(
        request, form, lambda data: actions.change_registration(inmate=inmate, by=request.user, **data)
    ):
        return done(request, inmate, _("Registrasi diubah. Periksa putusan dan tanggal pentingnya."))
    now = queries.open_registration(inmate)
    intro = _("Registrasi yang sekarang: %(now)s. Ia ditutup pada tanggal mulai yang baru.") % {"now": now}
    return form_page(
        request,
        form,
        inmate=inmate,
        heading=_("Ubah registrasi (naik golongan)"),
        intro=intro if now else "",
    )


def correct_registration(request: MemberRequest, pk: int) -> HttpResponse:
    wrong = visible_or_404(Registration, request.user, pk=pk)
    initial = {"register_class": wrong.register_class, "number": wrong.number}
    form = CorrectRegistrationForm(typed(request), initial=initial)
    if submitted(
        request,
        form,
        lambda data: actions.correct_registration(registration=wrong, by=request.user, **data),
    ):
        return done(request, wrong.inmate, _("Registrasi diperbaiki."))
    return form_page(
        request,
        form,
        inmate=wrong.inmate,
        heading=_("Perbaiki registrasi yang salah tulis"),
        intro=_("Untuk naik golongan pakai Ubah registrasi, supaya riwayatnya tercatat."),
    )


def cell(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    form = CellForm(typed(request), initial={"since": inmate.custodian.today()})
    if submitted(request, form, lambda data: actions.move_cell(inmate=inmate, by=request.user, **data)):
        return done(request, inmate, _("Kamar diubah."))
    now = queries.open_stay(inmate)
    intro = _("Sekarang di %(stay)s.") % {"stay": now} if now else _("Belum tercatat di kamar mana pun.")
    return form_page(request, form, inmate=inmate, heading=_("Pindah blok atau kamar"), intro=intro)


def guardian(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    form = GuardianForm(
        typed(request), custodian=inmate.custodian, initial={"since": inmate.custodian.today()}
    )
    if submitted(request, form, lambda data: actions.assign_guardian(inmate=inmate, by=request.user, **data)):
        return done(request, inmate, _("Wali pemasyarakatan ditetapkan."))
    return form_page(
        request,
        form,
        inmate=inmate,
        heading=_("Tetapkan wali pemasyarakatan"),
        template="inmates/guardian.html",
        guardian=queries.live_guardian(inmate),
        nobody=not form.fields["officer"].queryset.exists(),
    )


def end_guardian(request: MemberRequest, pk: int) -> HttpResponse:
    inmate = visible_or_404(Inmate, request.user, pk=pk)
    form = EndGuardianshipForm(typed(request), initial={"until": inmate.custodian.today()})
    if submitted(
        request, form, lambda data: actions.end_guardianship(inmate=inmate, by=request.user, **data)
    ):
        return done(request, inmate, _("Perwalian diakhiri."))
    return confirm_page(
        request,
        form,
        inmate=inmate,
        heading=_("Akhiri perwalian"),
        effects=[_("Walinya tidak lagi dapat membuka data orang ini.")],
        cancel_url=reverse("inmates:guardian", args=[inmate.pk]),
    )
