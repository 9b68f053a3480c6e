import logging
import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts import actions
from accounts.models import User
from audit.append_only import RenewGuards, missing_triggers, trigger_names
from audit.context import origin
from audit.models import Action, AuditEvent
from audit.trail import record, record_many
from config.logs import Line
from tests.factories.accounts import PASSWORD, UserFactory

Browser = Callable[[User], Client]


@pytest.mark.both
@pytest.mark.parametrize("act", ["UPDATE audit_auditevent SET reason = 'x'", "DELETE FROM audit_auditevent"])
def test_database_refuses_to_rewrite_the_trail(registrasi: User, act: str) -> None:
    record(Action.VIEW, by=registrasi, on="buku")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(act)
    assert AuditEvent.objects.get().reason == ""


@pytest.mark.both
def test_database_refuses_to_put_another_event_in_the_place_of_one(registrasi: User) -> None:
    """SQLite's REPLACE removes the old row without firing the trigger on DELETE."""
    event = record(Action.VIEW, by=registrasi, on="buku")
    names = ", ".join(f'"{field.column}"' for field in AuditEvent._meta.concrete_fields if field.name != "id")
    copy = f"SELECT id, {names} FROM audit_auditevent WHERE id = {event.pk}"
    insert = f"INTO audit_auditevent (id, {names}) {copy}"
    if connection.vendor == "postgresql":
        act = f"INSERT {insert} ON CONFLICT (id) DO UPDATE SET reason = 'x'"
    else:
        act = f"INSERT OR REPLACE {insert}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(act)
    assert AuditEvent.objects.get().reason == ""


@pytest.mark.both
def test_database_refuses_a_session_that_poses_as_a_replica(registrasi: User) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no replicas")
    record(Action.VIEW, by=registrasi, on="buku")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "SET LOCAL session_replication_role = replica; DELETE FROM audit_auditevent"
        )


@pytest.mark.both
@pytest.mark.django_db
def test_older_guards_are_renewed_by_the_migration() -> None:
    last = trigger_names(connection, "audit_auditevent")[-1]
    on = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER {last}{on}")
    assert missing_triggers(connection) == [last]
    RenewGuards().database_forwards("audit", SimpleNamespace(connection=connection), None, None)  # type: ignore[arg-type]
    assert missing_triggers(connection) == []


@pytest.mark.both
@pytest.mark.django_db
def test_database_refuses_truncate() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_auditevent")


@pytest.mark.both
@pytest.mark.django_db
def test_triggers_are_there_after_every_migration() -> None:
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_missing_trigger_is_an_error_of_the_start(capsys: pytest.CaptureFixture[str]) -> None:
    name = trigger_names(connection, "audit_auditevent")[0]
    on = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    connection.cursor().execute(f"DROP TRIGGER {name}{on}")
    with pytest.raises(BaseException, match=name):
        call_command("check", databases=["default"])


def test_event_keeps_who_where_and_whom(registrasi: User) -> None:
    with origin("10.0.0.7") as now:
        event = record(Action.VIEW, by=registrasi, on=registrasi, reason="periksa")
    assert (event.actor_username, event.role) == (registrasi.username, "registrasi")
    assert (event.address, event.request_id) == ("10.0.0.7", now.request_id)
    assert (event.object_type, event.object_id) == ("accounts.user", str(registrasi.pk))


def test_event_does_not_change_with_the_record(registrasi: User) -> None:
    name = registrasi.full_name
    record(Action.VIEW, by=registrasi, on=registrasi)
    User.objects.filter(pk=registrasi.pk).update(full_name="Lain")
    assert AuditEvent.objects.get().actor_name == name


def test_many_events_carry_one_request(registrasi: User) -> None:
    with origin():
        record_many(Action.EXPORT, by=registrasi, on=[(f"baris {n}", None, {}) for n in range(40)])
    assert AuditEvent.objects.count() == 40
    assert AuditEvent.objects.values("request_id").distinct().count() == 1


def test_without_trail_no_act(admin_rutan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    member = UserFactory(agency=admin_rutan.agency)
    monkeypatch.setattr(AuditEvent, "save", _broken)
    with pytest.raises(DatabaseError):
        actions.grant_role(by=admin_rutan, user=member, role="medis")
    assert not member.grants.exists()


def test_without_trail_nobody_signs_in(
    registrasi: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr(AuditEvent, "save", _broken)
    page = client.post("/masuk/", {"login": registrasi.username, "password": PASSWORD})
    assert page.status_code in (500, 503)
    monkeypatch.undo()
    assert client.get("/akun/").status_code == 302


def test_without_trail_a_denial_stays_a_denial(
    registrasi: User, client_for: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for(registrasi)
    browser.raise_request_exception = False
    monkeypatch.setattr(AuditEvent, "save", _broken)
    assert browser.get("/instansi/").status_code in (403, 500, 503)


def test_logs_name_nobody(
    admin_rutan: User, registrasi: User, client_for: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client_for(registrasi).get("/instansi/")
    client_for(admin_rutan).post(f"/instansi/pegawai/{registrasi.pk}/ubah/", {"full_name": "Rahasia Sekali"})
    Client().post("/masuk/", {"login": registrasi.username, "password": "salah sekali"})
    ours = "\n".join(each.getMessage() for each in caplog.records if each.name != "django.db.backends")
    for word in ("Rahasia Sekali", registrasi.full_name, "salah sekali", registrasi.username):
        assert word not in ours


def test_log_lines_leave_out_the_rows_of_a_database_error() -> None:
    try:
        raise DatabaseError("violates check\nDETAIL:  Failing row contains (7, Rahmat\nHidayat).")
    except DatabaseError:
        said = Line().formatException(sys.exc_info())
    assert "violates check" in said
    assert "Rahmat" not in said
    assert "Hidayat" not in said


def _broken(*_args: object, **_kwargs: object) -> None:
    raise DatabaseError("disk full")
