"""Giving and taking roles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import actions
from accounts.forms.agency import GrantForm, ReasonForm
from accounts.models import RoleGrant, User
from accounts.requests import MemberRequest
from accounts.roles import role
from accounts.scope import visible_or_404
from ui.forms import submitted, typed


def grant(request: MemberRequest, pk: int) -> HttpResponse:
    user = visible_or_404(User, request.user, pk=pk)
    form = GrantForm(typed(request), user=user)
    if submitted(request, form, lambda data: actions.grant_role(by=request.user, user=user, **data)):
        messages.success(request, _("Peran diberikan."))
        return redirect("accounts:staff", pk)
    context = {
        "heading": _("Beri peran"),
        "intro": _(
            "Berlaku pada permintaan berikutnya. Admin instansi tidak memegang peran yang membaca data."
        ),
        "form": form,
        "cancel_url": reverse("accounts:staff", args=[pk]),
        "trail": _trail(user),
    }
    return render(request, "components/form_page.html", context)


def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    held = visible_or_404(RoleGrant, request.user, pk=pk)
    form = ReasonForm(typed(request))
    if submitted(request, form, lambda data: actions.revoke_role(by=request.user, grant=held, **data)):
        messages.success(request, _("Peran dicabut."))
        return redirect("accounts:staff", held.user_id)
    context = {
        "heading": _("Cabut peran %(role)s?") % {"role": role(held.role).name},
        "effects": [
            _("Mulai permintaan berikutnya %(name)s tidak dapat lagi memakai peran ini.")
            % {"name": held.user.full_name},
            _("Riwayat peran tetap tersimpan; peran yang sama dapat diberikan lagi."),
        ],
        "form": form,
        "submit_label": _("Cabut peran"),
        "cancel_url": reverse("accounts:staff", args=[held.user_id]),
        "trail": _trail(held.user),
    }
    return render(request, "components/confirm_page.html", context)


def _trail(user: User) -> list[tuple[str, str]]:
    return [
        (_("Pegawai"), reverse("accounts:staff_list")),
        (user.full_name, reverse("accounts:staff", args=[user.pk])),
    ]
