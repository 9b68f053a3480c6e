from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from tests.ui.conftest import HOSTILE
from ui import gallery, views


def get(path="/", **extra):
    request = RequestFactory().get(path, **extra)
    request.user = AnonymousUser()
    return request


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.forbidden, 403),
        (views.not_found, 404),
        (views.too_many_requests, 429),
        (views.server_error, 500),
    ],
)
def test_error_page_says_what_happened_and_leads_on(view, status):
    response = view(get())
    page = text(response)
    assert response.status_code == status
    assert page.count("<h1>") == 1
    assert 'href="/"' in page
    assert '<html lang="id"' in page


def test_error_page_leads_a_stranger_to_the_door_and_a_member_home(menu):
    assert "Masuk ke Pulih" in text(views.not_found(get()))
    page = text(views.not_found(signed_in(menu)))
    assert "Ke halaman Hari ini" in page
    assert "Masuk ke Pulih" not in page


def test_not_found_is_the_same_page_for_every_address():
    there = views.not_found(get("/warga-binaan/7/"), Exception("Inmate 7"))
    nowhere = views.not_found(get("/tidak-ada/<script>/"), Exception("no route"))
    assert there.content == nowhere.content


def test_forbidden_says_which_role_may():
    assert "Hanya Karutan" in text(views.forbidden(get(), PermissionError("Hanya Karutan yang memutuskan.")))


def test_forbidden_sentence_is_never_markup():
    assert "<script" not in text(views.forbidden(get(), Exception(HOSTILE))).replace("<script src=", "")


def test_conflict_says_why_and_leads_back_to_our_page():
    response = views.conflict(
        get("/angkatan/3/", HTTP_REFERER="http://testserver/angkatan/"),
        "Angkatan sudah penuh.",
    )
    assert response.status_code == 409
    assert "Angkatan sudah penuh." in text(response)
    assert 'href="http://testserver/angkatan/"' in text(response)


@pytest.mark.parametrize("referer", ["https://jahat.example/", "javascript:alert(1)", ""])
def test_conflict_never_leads_to_a_foreign_page(referer):
    page = text(views.conflict(get("/angkatan/3/", HTTP_REFERER=referer), "Penuh."))
    assert 'href="/angkatan/3/"' in page
    assert "jahat" not in page


def test_server_error_needs_no_request_at_all():
    assert "Ada yang rusak" in text(views.server_error(None))


def signed_in(menu):
    request = get()
    request.menu = menu
    request.user = SimpleNamespace(
        is_authenticated=True,
        full_name=HOSTILE,
        agency=SimpleNamespace(name="Rutan Barabai", short_name="Barabai"),
        get_username=str,
    )
    return request


def test_base_page_shows_who_is_here_and_where(menu):
    page = render_to_string("base.html", {}, request=signed_in(menu))
    assert "Rutan Barabai" in page
    assert '<a href="/warga-binaan/" aria-current="page">' in page
    assert "<script>alert" not in page


def test_closed_menu_of_a_phone_says_where_one_is(menu):
    page = render_to_string("base.html", {}, request=signed_in(menu))
    assert '<span class="menu-here">Warga binaan</span>' in page


def test_base_page_names_the_page_for_outside_checks(menu):
    request = signed_in(menu)
    request.resolver_match = SimpleNamespace(view_name="inmates:list")
    assert 'data-page="inmates:list"' in render_to_string("base.html", {}, request=request)


@pytest.mark.parametrize("demo", [True, False])
def test_demo_is_told_apart(menu, settings, demo):
    settings.DEMO = demo
    assert ("demo-ribbon" in render_to_string("base.html", {}, request=signed_in(menu))) is demo


def test_gallery_shows_every_component():
    page = text(views.gallery(get("/galeri/?cari=budi&block=Z")))
    for name in (
        "stat-number",
        "timeline",
        "checklist",
        "chart-bars",
        "chart-rate",
        "error-summary",
        "signatures",
    ):
        assert name in page


def test_form_frame_keeps_what_was_typed_and_links_each_error():
    form = gallery.SampleForm({"name": HOSTILE, "born": "kemarin"})
    page = render_to_string("components/form.html", {"form": form, "cancel_url": "/batal/"}, request=get())
    assert 'value="&lt;script&gt;' in page
    assert '<a href="#id_born">' in page
    assert 'href="/batal/"' in page
    assert 'aria-invalid="true"' in page


def test_form_frame_carries_the_token_of_one_sending():
    form = gallery.SampleForm()
    form.once = "token-1"
    page = render_to_string("components/form.html", {"form": form}, request=get())
    assert '<input type="hidden" name="_once" value="token-1">' in page


def test_confirm_page_tells_what_will_happen_before_the_grave_button():
    context = {
        "heading": "Akhiri perjanjian",
        "effects": ["12 peserta berhenti."],
        "form": gallery.SampleForm(),
    }
    page = render_to_string("components/confirm_page.html", context, request=get())
    assert page.index("12 peserta berhenti.") < page.index("btn-danger")


def test_sign_in_posts_the_names_that_outside_checks_use():
    page = render_to_string("accounts/sign_in.html", {"form": gallery.SampleForm()}, request=get())
    assert 'name="login"' in page
    assert 'name="password"' in page


def test_document_on_paper_has_letterhead_and_no_inline_style():
    context = {
        "letterhead": ["Kementerian", HOSTILE],
        "title": "Daftar hadir",
        "number": "12/2025",
    }
    page = render_to_string("print_base.html", context, request=get())
    assert "<p>Kementerian</p>" in page
    assert "style=" not in page
    assert "<script>alert" not in page


def test_components_are_there_without_loading_them():
    assert "ui.templatetags.ui" in engines["django"].engine.builtins
