"""The agency and its staff, for its administrators."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import actions, queries
from accounts.access import may_be_managed
from accounts.filters import StaffFilters
from accounts.forms.agency import AgencyForm, NewStaffForm, ReasonForm, StaffForm
from accounts.models import User
from accounts.requests import MemberRequest
from accounts.scope import visible, visible_or_404
from accounts.sealing import seal, unseal
from ui.forms import HouseForm, submitted, typed
from ui.lists import Listing

_SHOWN_ONCE = "one_time_password"


def agency(request: MemberRequest) -> HttpResponse:
    own = request.user.agency
    context = {
        "agency": own,
        "details": queries.agency_facts(own),
        "staff": visible(User, request.user).active().count(),
    }
    return render(request, "accounts/agency.html", context)


def change_agency(request: MemberRequest) -> HttpResponse:
    own = request.user.agency
    form = AgencyForm(typed(request), instance=own)
    if submitted(request, form, lambda data: actions.change_agency(by=request.user, agency=own, **data)):
        messages.success(request, _("Data instansi disimpan."))
        return redirect("accounts:agency")
    context = {
        "heading": _("Ubah data instansi"),
        "form": form,
        "cancel_url": reverse("accounts:agency"),
        "trail": [(_("Instansi"), reverse("accounts:agency"))],
    }
    return render(request, "components/form_page.html", context)


def staff_list(request: MemberRequest) -> HttpResponse:
    listing = Listing(
        request.GET,
        queries.staff_with_grants(request.user),
        filters=StaffFilters,
        filter_args={"agency": request.user.agency},
        sorts={"nama": (_("Nama"), ("full_name",)), "masuk": (_("Nama pengguna"), ("username",))},
        default="nama",
        transform=queries.staff_rows,
    )
    return render(request, "accounts/staff_list.html", {"listing": listing})


def staff(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    context = {
        "member": user,
        "details": queries.staff_facts(user),
        "grants": queries.grant_rows(user),
        "manageable": may_be_managed(request.user, user),
    }
    return render(request, "accounts/staff.html", context)


def add_staff(request: MemberRequest) -> HttpResponse:
    form = NewStaffForm(typed(request), agency=request.user.agency)
    if submitted(request, form, lambda data: actions.take_on(by=request.user, **data)):
        return _show_password_once(request, getattr(request, "acted", None))
    context = {
        "heading": _("Tambah pegawai"),
        "intro": _("Pulih membuat kata sandi sekali pakai dan menampilkannya satu kali."),
        "form": form,
        "cancel_url": reverse("accounts:staff_list"),
        "trail": _staff_trail(),
    }
    return render(request, "components/form_page.html", context)


def change_staff(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    form = StaffForm(typed(request), instance=visible_or_404(User, request.user, pk=pk))
    if submitted(request, form, lambda data: actions.change_staff(by=request.user, user=user, **data)):
        messages.success(request, _("Data pegawai disimpan."))
        return redirect("accounts:staff", pk)
    context = {
        "heading": _("Ubah data pegawai"),
        "form": form,
        "cancel_url": reverse("accounts:staff", args=[pk]),
        "trail": _staff_trail(user),
    }
    return render(request, "components/form_page.html", context)


def issue_password(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    form = HouseForm(typed(request))
    if submitted(
        request, form, lambda _data: (user, actions.issue_one_time_password(by=request.user, user=user))
    ):
        return _show_password_once(request, getattr(request, "acted", None))
    context = {
        "heading": _("Buat kata sandi sekali pakai?"),
        "effects": [
            _("Kata sandi %(name)s yang lama tidak berlaku lagi dan semua sesinya berakhir.")
            % {"name": user.full_name},
            _("Kata sandi sekali pakai ditampilkan satu kali, berlaku 72 jam, dan harus diganti saat masuk."),
        ],
        "submit_label": _("Buat kata sandi"),
    }
    return _confirm(request, user, form, context)


def deactivate(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    form = ReasonForm(typed(request))
    if submitted(request, form, lambda data: actions.deactivate(by=request.user, user=user, **data)):
        messages.success(request, _("Akun dinonaktifkan."))
        return redirect("accounts:staff", pk)
    context = {
        "heading": _("Nonaktifkan akun pegawai?"),
        "effects": [
            _("%(name)s tidak dapat masuk lagi dan sesi yang terbuka berakhir.") % {"name": user.full_name},
            _("Semua yang pernah dicatatnya tetap ada. Akun dapat diaktifkan kembali."),
        ],
        "submit_label": _("Nonaktifkan"),
    }
    return _confirm(request, user, form, context)


def reactivate(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    form = HouseForm(typed(request))
    if submitted(request, form, lambda _data: (user, actions.reactivate(by=request.user, user=user))):
        return _show_password_once(request, getattr(request, "acted", None))
    context = {
        "heading": _("Aktifkan kembali akun pegawai?"),
        "effects": [
            _("%(name)s dapat masuk lagi dengan peran yang masih berlaku.") % {"name": user.full_name},
            _("Kata sandi sekali pakai yang baru ditampilkan satu kali."),
        ],
        "submit_label": _("Aktifkan"),
    }
    return _confirm(request, user, form, context)


def shown_once(request: MemberRequest, pk: int) -> HttpResponse:
    """The one-time password, for the only time that anybody sees it."""
    user = visible_or_404(User, request.user, pk=pk)
    kept = request.session.pop(_SHOWN_ONCE, None)
    password = unseal(kept["sealed"]) if kept and kept["user"] == pk else ""
    return render(request, "accounts/one_time_password.html", {"member": user, "password": password})


def _show_password_once(request: MemberRequest, done: tuple[User, str] | None) -> HttpResponse:
    """Lead to the page that shows it; a second sending is led there too, by its token."""
    if done is None:
        return redirect("accounts:staff_list")
    user, password = done
    request.session[_SHOWN_ONCE] = {"user": user.pk, "sealed": seal(password)}
    return redirect("accounts:shown_once", user.pk)


def _confirm(request: MemberRequest, user: User, form: HouseForm, context: Mapping[str, Any]) -> HttpResponse:
    frame = {
        "form": form,
        "cancel_url": reverse("accounts:staff", args=[user.pk]),
        "trail": _staff_trail(user),
    }
    return render(request, "components/confirm_page.html", {**context, **frame})


def _staff_trail(user: User | None = None) -> list[tuple[str, str]]:
    trail = [(_("Pegawai"), reverse("accounts:staff_list"))]
    return [*trail, (user.full_name, reverse("accounts:staff", args=[user.pk]))] if user else trail
