"""The member's own screens: light or dark, and the language they speak."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Action, AuditEvent

pytestmark = pytest.mark.django_db
Browser = Callable[[User], Client]


def test_a_choice_is_kept_shown_and_told(client_for: Browser, karutan: User) -> None:
    browser = client_for(karutan)
    answer = browser.post(
        "/akun/tampilan/", {"theme": "dark", "language": "id", "_once": "a" * 32}, follow=True
    )
    karutan.refresh_from_db()
    assert (karutan.theme, karutan.language) == ("dark", "id")
    assert "Pilihan Anda disimpan." in answer.content.decode()
    event = AuditEvent.objects.filter(action=Action.CHANGE, object_id=str(karutan.pk)).latest("id")
    assert event.changes == {"theme": ["device", "dark"]}


def test_the_same_choice_leaves_no_event(client_for: Browser, karutan: User) -> None:
    client_for(karutan).post("/akun/tampilan/", {"theme": "device", "language": "id", "_once": "a" * 32})
    assert not AuditEvent.objects.filter(action=Action.CHANGE).exists()


def test_an_unknown_choice_is_refused(client_for: Browser, karutan: User) -> None:
    answer = client_for(karutan).post("/akun/tampilan/", {"theme": "pink", "language": "jv"})
    assert answer.status_code == 200
    karutan.refresh_from_db()
    assert (karutan.theme, karutan.language) == ("device", "id")
