"""A real office starts with its agencies and one administrator each, once, and never in the demo."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, User
from audit.models import Action, AuditEvent
from tests.factories.accounts import PartnerFactory, UserFactory
from upkeep import questions

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
    monkeypatch.setattr(questions.MigrationExecutor, "migration_plan", lambda *_args: [("accounts", "0009")])
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


def answer(monkeypatch: pytest.MonkeyPatch, *given: str) -> Any:
    left = iter(given)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: next(left))
    return left


def test_questions_are_asked_for_what_no_flag_gives(monkeypatch):
    left = answer(
        monkeypatch, "bnnk-balangan", "BNN Kabupaten Balangan", "BNNK", "", "admin.bnnk", "Fitri Amalia", "t"
    )
    call_command("set_up", stdout=StringIO(), stderr=StringIO(), **flags("custodian", time_zone="wib"))
    assert Agency.objects.partners().get().time_zone == "Asia/Makassar"
    assert Agency.objects.custodians().get().time_zone == "Asia/Jakarta"
    assert list(left) == []


def test_wrong_answer_at_the_keyboard_is_asked_again_at_once(monkeypatch):
    answer(
        monkeypatch,
        "bnnk balangan",
        "bnnk",
        "",
        "BNN",
        "BNNK",
        "WIBB",
        "WIT",
        "Admin!",
        "admin.bnnk",
        "F",
        "t",
    )
    said = StringIO()
    call_command("set_up", stdout=StringIO(), stderr=said, **flags("custodian", time_zone="WITA"))
    partner = Agency.objects.partners().get()
    assert (partner.code, partner.name, partner.time_zone) == ("bnnk", "BNN", "Asia/Jayapura")
    assert "huruf kecil" in said.getvalue()


def add(kind: str, **options: Any) -> str:
    out = StringIO()
    given = {name.removeprefix(f"{kind}_"): value for name, value in flags(kind).items()}
    call_command("add_agency", kind, no_input=True, stdout=out, stderr=StringIO(), **{**given, **options})
    return out.getvalue()


@pytest.fixture
def office() -> None:
    run(**flags("custodian"), **flags("partner"))


def test_further_partner_joins_a_running_office(office):
    shown = add("partner", code="bnnk-tabalong", admin="admin.tabalong", name="BNN Kabupaten Tabalong")
    partner = Agency.objects.get(code="bnnk-tabalong")
    admin = partner.staff.get()
    assert (partner.kind, admin.role_codes, admin.must_change_password) == ("partner", ["admin"], True)
    assert admin.check_password(shown.split("admin.tabalong")[1].split()[0])
    assert AuditEvent.objects.get(action=Action.COMMAND, object_label="add_agency").agency_id == partner.pk


def test_office_above_is_added_over_those_that_answer_to_it(office):
    add("oversight", unit=["custodian-barabai"])
    custodian = Agency.objects.custodians().get()
    assert custodian.parent == Agency.objects.get(kind="oversight")
    moved = AuditEvent.objects.get(action=Action.CHANGE, object_type="accounts.agency")
    assert (moved.agency_id, moved.changes["parent"]) == (custodian.pk, ["", "Oversight"])


def test_further_custodian_answers_to_the_office_above(office):
    add("oversight")
    add("custodian", code="rutan-tanjung", admin="admin.tanjung", above="oversight-barabai")
    assert Agency.objects.get(code="rutan-tanjung").parent.code == "oversight-barabai"


@pytest.mark.parametrize(
    ("kind", "options", "sentence"),
    [
        ("partner", {}, "Sudah dipakai"),
        ("partner", {"code": "lain"}, "nama pengguna: Sudah dipakai"),
        ("custodian", {"code": "lain", "admin": "lain", "above": "tidak-ada"}, "partner-barabai"),
        ("custodian", {"code": "lain", "admin": "lain", "above": "partner-barabai"}, "pengawas"),
        ("partner", {"code": "lain", "admin": "lain", "unit": ["custodian-barabai"]}, "pengawas"),
    ],
)
def test_agency_that_cannot_join_leaves_nothing_behind(office, kind, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        add(kind, **options)
    assert (Agency.objects.count(), User.objects.count()) == (2, 2)


def test_no_agency_joins_an_office_that_is_not_set_up():
    with pytest.raises(CommandError, match="set_up"):
        add("partner")


def test_lost_administrator_is_let_in_again_by_command(office):
    out = StringIO()
    call_command("issue_password", "admin.partner", stdout=out)
    admin = User.objects.get(username="admin.partner")
    assert admin.check_password(out.getvalue().split()[1])
    assert admin.must_change_password
    event = AuditEvent.objects.latest("id")
    assert (event.actor_id, event.agency_id, event.object_id) == (None, admin.agency_id, str(admin.pk))


def test_command_lets_in_nobody_but_administrators(office):
    other = UserFactory(agency=Agency.objects.partners().get(), roles=["asesor"])
    with pytest.raises(CommandError, match="admin"):
        call_command("issue_password", other.username)
