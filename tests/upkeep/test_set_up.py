"""A real office starts with its agencies and one administrator each, once, and never in the demo."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, User
from audit.models import Action, AuditEvent
from tests.factories.accounts import PartnerFactory
from upkeep.management.commands import set_up as command

pytestmark = pytest.mark.django_db


def flags(kind: str, **other: str) -> dict[str, str]:
    given = {
        "code": f"{kind}-barabai",
        "name": f"Nama resmi {kind}",
        "short_name": kind.title(),
        "admin": f"admin.{kind}",
        "admin_name": "Aditya Permana",
    }
    return {f"{kind}_{name}": value for name, value in (given | other).items()}


def run(**options: Any) -> str:
    out = StringIO()
    call_command("set_up", no_input=True, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_set_up_opens_the_agencies_with_one_administrator_each():
    run(**flags("custodian"), **flags("partner"), **flags("oversight"))
    assert {each.kind: [one.role_codes for one in each.staff.all()] for each in Agency.objects.all()} == {
        "custodian": [["admin"]],
        "partner": [["admin"]],
        "oversight": [["admin"]],
    }
    assert Agency.objects.custodians().get().parent.is_oversight
    assert Agency.objects.partners().get().parent is None


def test_one_time_password_shown_opens_only_the_page_that_replaces_it():
    shown = run(**flags("custodian"), **flags("partner"))
    password = next(line.split()[-1] for line in shown.splitlines() if "admin.partner" in line)
    client = Client()
    client.post(reverse("accounts:sign_in"), {"login": "admin.partner", "password": password})
    assert client.get(reverse("today:home")).url == reverse("accounts:change_password")
    assert password not in str(list(AuditEvent.objects.values()))


def test_set_up_is_in_the_trail_of_each_agency():
    run(**flags("custodian"), **flags("partner"))
    told = AuditEvent.objects.filter(action=Action.COMMAND, object_label="set_up")
    assert set(told.values_list("agency_id", flat=True)) == set(Agency.objects.values_list("pk", flat=True))
    assert told.values("request_id").distinct().count() == 1


def test_set_up_a_second_time_is_refused():
    PartnerFactory()
    with pytest.raises(CommandError, match="sudah disiapkan"):
        run(**flags("custodian"), **flags("partner"))


def test_set_up_of_the_demo_is_refused(settings):
    settings.DEMO = True
    with pytest.raises(CommandError, match="dunia contoh"):
        run(**flags("custodian"), **flags("partner"))
    assert not Agency.objects.exists()


def test_set_up_of_an_old_database_is_refused(monkeypatch):
    monkeypatch.setattr(command.MigrationExecutor, "migration_plan", lambda *_args: [("accounts", "0009")])
    with pytest.raises(CommandError, match="migrate"):
        run(**flags("custodian"), **flags("partner"))


def test_missing_answer_is_named_by_its_flag():
    with pytest.raises(CommandError, match="--partner-code"):
        run(**flags("custodian"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"admin": "Admin Rutan"}, "nama pengguna"),
        ({"admin": "admin.custodian"}, "nama pengguna"),
        ({"code": "kode dengan spasi"}, "kode"),
        ({"time_zone": "Europe/Paris"}, "zona waktu"),
    ],
)
def test_wrong_answer_leaves_nothing_behind(wrong, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(**flags("custodian"), **flags("partner", **wrong))
    assert not Agency.objects.exists()
    assert not User.objects.exists()


def test_questions_are_asked_for_what_no_flag_gives(monkeypatch):
    answers = iter(["bnnk-balangan", "BNN Kabupaten Balangan", "BNNK", "", "admin.bnnk", "Fitri Amalia", "t"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers))
    call_command(
        "set_up", stdout=StringIO(), stderr=StringIO(), **flags("custodian", time_zone="Asia/Jakarta")
    )
    assert Agency.objects.partners().get().time_zone == "Asia/Makassar"
    assert Agency.objects.custodians().get().time_zone == "Asia/Jakarta"
    assert list(answers) == []
