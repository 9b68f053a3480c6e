import pytest
from django.http import HttpRequest, HttpResponse

from accounts.menu import menu_for
from accounts.models import User
from accounts.permissions import SIGNED_IN, P
from accounts.routing import all_routes, route


def view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_route_with_a_key_says_whose() -> None:
    with pytest.raises(ValueError, match="whose"):
        route("x/<int:pk>/", view, name="x", needs=P.STAFF_MANAGE)


def test_route_calls_the_key_pk() -> None:
    with pytest.raises(ValueError, match="`pk`"):
        route("x/<int:number>/", view, name="x", needs=P.STAFF_MANAGE, of=User)


def test_route_keeps_what_it_declared() -> None:
    access = route("x/", view, name="x", needs=SIGNED_IN).callback.access  # type: ignore[attr-defined]
    assert access.needs == (SIGNED_IN,)
    assert not access.public


def test_menu_shows_what_the_member_may_follow(admin_rutan: User, registrasi: User) -> None:
    urls = {item.url for section in menu_for(admin_rutan, "/") for item in section.items}
    assert {"/instansi/", "/instansi/pegawai/"} <= urls
    assert "/jejak/" not in urls
    assert "/instansi/" not in {i.url for s in menu_for(registrasi, "/") for i in s.items}


def test_menu_marks_the_longest_match(admin_rutan: User) -> None:
    items = [item for s in menu_for(admin_rutan, "/instansi/pegawai/7/") for item in s.items]
    assert [item.url for item in items if item.current] == ["/instansi/pegawai/"]


def test_menu_entries_open_for_those_who_see_them() -> None:
    assert all(each.access.of is None for each in all_routes() if each.access and each.access.menu)
