from django.conf import settings

from accounts.access_page import access_page
from accounts.routing import all_routes


def test_access_page_is_current() -> None:
    written = (settings.BASE_DIR / "docs" / "access.md").read_text()
    assert written == access_page(), "run `manage.py access_page`"


def test_every_route_names_its_permission() -> None:
    assert [each.path for each in all_routes() if each.access is None] == []


def test_sign_up_and_mail_routes_do_not_exist() -> None:
    words = ("signup", "daftar-akun", "email", "reset", "social")
    assert [each.path for each in all_routes() if any(word in each.path for word in words)] == []
