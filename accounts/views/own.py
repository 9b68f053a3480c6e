"""Signing in and out, and the member's own account."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import actions, kept, queries
from accounts.adapter import Adapter
from accounts.forms.own import AppearanceForm, ChangePasswordForm, SignInForm
from accounts.requests import MemberRequest
from ui.forms import HouseForm, submitted, typed


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    wanted = _wanted_page(request)
    if request.user.is_authenticated:
        return redirect(wanted or settings.LOGIN_REDIRECT_URL)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        return form.login(request, redirect_url=wanted or resolve_url(settings.LOGIN_REDIRECT_URL))
    context = {
        "form": form,
        "redirect_field_value": wanted,
        "demo_accounts": queries.demo_accounts() if settings.DEMO else [],
    }
    return render(request, "accounts/sign_in.html", context)


def _wanted_page(request: HttpRequest) -> str:
    """Where the person was going, when that is a page of this site."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""


def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method != "POST" and request.user.is_authenticated:
        return render(request, "accounts/sign_out.html", {"form": HouseForm()})
    if request.user.is_authenticated:
        Adapter(request).logout(request)
    response = redirect("accounts:sign_in")
    kept.forget_browser(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def account(request: MemberRequest) -> HttpResponse:
    context = {"details": queries.details_of(request.user), "roles": queries.roles_of(request.user)}
    return render(request, "accounts/account.html", context)


def appearance(request: MemberRequest) -> HttpResponse:
    own = {"theme": request.user.theme, "language": request.user.language}
    form = AppearanceForm(typed(request), initial=own)
    if submitted(request, form, lambda data: actions.change_appearance(by=request.user, **data)):
        # The answer already speaks the language that was just chosen.
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Pilihan Anda disimpan."))
        return redirect("accounts:account")
    return render(request, "accounts/appearance.html", {"form": form})


@sensitive_post_parameters()
def change_password(request: MemberRequest) -> HttpResponse:
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, request=request)
    if submitted(request, form, lambda data: actions.change_password(by=request.user, new=data["new"])):
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Kata sandi diganti. Sesi lain dengan akun ini sudah diakhiri."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/change_password.html", {"form": form})


def still_here(request: HttpRequest) -> HttpResponse:
    """Someone is typing: the session has seen them."""
    return HttpResponse(status=204)
