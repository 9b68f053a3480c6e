"""The steps of an import: the file, its columns, the commit, the undoing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from accounts.scope import visible_or_404
from ui.forms import HouseForm, submitted, typed
from ui.lists import Listing
from ui.refusal import Refused
from upkeep.intake import actions, queries
from upkeep.intake.forms import (
    ColumnsForm,
    CommitForm,
    CommitPastForm,
    DiscardForm,
    PastUploadForm,
    UndoForm,
    UploadForm,
)
from upkeep.intake.matching import Outcome
from upkeep.intake.models import Import, Kind, State
from upkeep.intake.views.frame import trail


def imports(request: MemberRequest) -> HttpResponse:
    """Files of the register, and the way to bring another."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    made = _uploaded(request, form, actions.upload)
    if made is not None:
        return redirect("intake:columns", pk=made.pk)
    context = {"form": form, "listing": _listing(request, Kind.REGISTER), "trail": trail()[:1]}
    return render(request, "intake/imports.html", context)


def past(request: MemberRequest) -> HttpResponse:
    """Files of rehabilitation that ended before Pulih; the template asks nothing about its columns."""
    form = PastUploadForm(request.POST, request.FILES) if request.method == "POST" else PastUploadForm()
    made = _uploaded(request, form, actions.upload_past)
    if made is not None:
        actions.check_again(import_=made, by=request.user)
        return _worked_on(made)
    context = {
        "form": form,
        "listing": _listing(request, Kind.PAST),
        "trail": [(_("Angkatan"), reverse("delivery:cohorts"))],
    }
    return render(request, "intake/past.html", context)


def _listing(request: MemberRequest, kind: Kind) -> Listing:
    rows = queries.imports_of(request.user, kind).order_by("-pk")
    return Listing(request.GET, rows, transform=queries.import_lines)


def _uploaded(request: MemberRequest, form: UploadForm, upload: Callable[..., Import]) -> Import | None:
    """Outside any transaction: the file is parsed by another process first."""
    if not (form.is_bound and form.is_valid()):
        return None
    sent = form.cleaned_data["file"]
    user = request.user
    try:
        return upload(custodian=user.agency, name=sent.name, content=sent.read(), by=user)
    except Refused as refused:
        form.refuse(refused)
        return None


def columns(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    if known.is_past or known.state not in (State.UPLOADED, State.CHECKED):
        return redirect(known)
    form = ColumnsForm(typed(request), import_=known)

    def act(data: dict[str, Any]) -> Import:
        return actions.order_check(
            import_=known,
            mapping=form.mapping,
            sheets=form.chosen_sheets,
            full_list=data["full_list"],
            admitted_on=data["admitted_on"],
            sex=data["sex"],
            by=request.user,
        )

    if submitted(request, form, act):
        return _worked_on(known)
    context = {
        "form": form,
        "import": known,
        "found": known.found,
        "steps": queries.steps_of(known),
        "heading": _("Kolom berkas"),
        "trail": trail(known),
        "cancel_url": reverse("intake:imports"),
    }
    return render(request, "intake/columns.html", context)


def _worked_on(known: Import) -> HttpResponse:
    """A small file is done at once; a large one waits for the background, and the page says so."""
    if known.rows_in_file <= actions.SMALL:
        actions.do_now(import_=known)
    return redirect(known)


def recheck(request: MemberRequest, pk: int) -> HttpResponse:
    """Compare old data anew, when what there is has changed since."""
    known = visible_or_404(Import, request.user, pk=pk)
    if request.method == "POST" and known.is_past:
        actions.check_again(import_=known, by=request.user)
        return _worked_on(known)
    return redirect(known)


def work(request: MemberRequest, pk: int) -> HttpResponse:
    """When nobody works in the background: do it while the officer waits."""
    known = visible_or_404(Import, request.user, pk=pk)
    if request.method == "POST":
        actions.do_now(import_=known)
    return redirect(known)


def commit(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    if known.state != State.CHECKED:
        return redirect(known)
    undecided = queries.undecided(known)
    effects = _past_effects(known) if known.is_past else _register_effects(known)
    if decided := known.count(Outcome.DOUBT) - undecided:
        effects.append(_("%(n)s baris ragu mengikuti pilihan Anda.") % {"n": decided})
    if undecided:
        effects.append(_("%(n)s baris ragu belum dipilih dan tidak ikut disimpan.") % {"n": undecided})
    if refused := known.count(Outcome.REFUSED):
        effects.append(_("%(n)s baris ditolak tidak ikut; unduh perbaikannya kapan saja.") % {"n": refused})
    effects.append(_("Semuanya disimpan sekaligus, atau tidak satu pun."))
    return _confirmed(
        request,
        known,
        CommitPastForm(typed(request)) if known.is_past else CommitForm(typed(request)),
        lambda _data: actions.order_commit(import_=known, by=request.user),
        heading=_("Simpan data lama") if known.is_past else _("Simpan ke register"),
        effects=effects,
        template="intake/commit.html",
    )


def _register_effects(known: Import) -> list[str]:
    told = (
        (known.count(Outcome.NEW), _("%(n)s orang baru didaftarkan.")),
        (known.count(Outcome.CHANGED), _("%(n)s orang diubah.")),
        (queries.said_to_have_left(known), _("%(n)s orang dicatat keluar.")),
    )
    return [sentence % {"n": n} for n, sentence in told if n]


def _past_effects(known: Import) -> list[str]:
    effects = [
        _("Lembar %(sheet)s: %(n)s baris baru.") % {"sheet": sheet, "n": n}
        for sheet, n in queries.new_by_sheet(known)
    ]
    if changed := known.count(Outcome.CHANGED):
        effects.append(_("%(n)s peserta yang sudah diimpor mendapat tambahan kehadiran.") % {"n": changed})
    effects.append(_("Semuanya bertanda dari data lama. Register dan peserta yang berjalan tidak berubah."))
    return effects


def undo(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    if known.state != State.COMMITTED:
        return redirect(known)
    return _confirmed(
        request,
        known,
        UndoForm(typed(request)),
        lambda data: actions.order_undo(import_=known, by=request.user, **data),
        heading=_("Batalkan impor"),
        effects=_undo_effects(known),
    )


def _undo_effects(known: Import) -> list[str]:
    what = (
        [_("Angkatan, sesi, peserta, dan kehadiran dari impor ini hilang dari semua daftar dan dasbor.")]
        if known.is_past
        else [
            _("Orang yang didaftarkan impor ini hilang dari semua daftar."),
            _("Yang diubah kembali seperti sebelumnya; yang dicatat keluar kembali dalam penahanan."),
        ]
    )
    return [
        *what,
        _("Hanya bisa selama datanya belum diubah atau dipakai lagi sesudah impor."),
        _("Impor, berkas, dan jejaknya tetap tersimpan."),
    ]


def discard(request: MemberRequest, pk: int) -> HttpResponse:
    known = visible_or_404(Import, request.user, pk=pk)
    if known.state not in (State.UPLOADED, State.CHECKED):
        return redirect(known)
    return _confirmed(
        request,
        known,
        DiscardForm(typed(request)),
        lambda _data: actions.discard(import_=known, by=request.user),
        heading=_("Hentikan impor"),
        effects=[_("Tidak ada yang disimpan. Berkas dan jejaknya tetap tersimpan.")],
    )


def _confirmed(
    request: MemberRequest,
    known: Import,
    form: HouseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    effects: list[str],
    template: str = "components/confirm_page.html",
) -> HttpResponse:
    if submitted(request, form, act):
        known.refresh_from_db()
        if known.is_worked_on:
            return _worked_on(known)
        messages.success(request, _("Impor dihentikan. Tidak ada yang disimpan."))
        return redirect("intake:past" if known.is_past else "intake:imports")
    context = {
        "form": form,
        "heading": heading,
        "effects": effects,
        "trail": trail(known),
        "cancel_url": known.get_absolute_url(),
    }
    return render(request, template, context)
