"""The frame that the form pages of one person share."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from inmates.models import Inmate
from ui.forms import HouseForm


def form_page(
    request: MemberRequest,
    form: HouseForm,
    *,
    inmate: Inmate,
    heading: str,
    intro: str = "",
    template: str = "components/form_page.html",
    **context: Any,
) -> HttpResponse:
    trail = [(_("Warga binaan"), reverse("inmates:register")), (inmate.name, inmate.get_absolute_url())]
    page = {
        "form": form,
        "inmate": inmate,
        "heading": heading,
        "trail": trail,
        "cancel_url": inmate.get_absolute_url(),
        **context,
        # Whom it is about stands above every form: on a phone the way there is out of sight.
        "intro": f"{inmate.name}. {intro}" if intro else inmate.name,
    }
    return render(request, template, page)


def confirm_page(
    request: MemberRequest,
    form: HouseForm,
    *,
    inmate: Inmate,
    heading: str,
    effects: list[str],
    **context: Any,
) -> HttpResponse:
    return form_page(
        request,
        form,
        inmate=inmate,
        heading=heading,
        template="components/confirm_page.html",
        effects=effects,
        **context,
    )


def done(request: MemberRequest, inmate: Inmate, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(inmate)
