"""From a dead computer to work again: everything comes back, or nothing is touched."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from audit.append_only import missing_triggers
from audit.models import AuditEvent
from inmates.models import Inmate
from upkeep.backup import container, key, restoring
from upkeep.backup.making import make, prove
from upkeep.backup.models import Backup
from upkeep.backup.restoring import InUse, restore
from upkeep.rows.shape import is_up_to_date


def test_clean_machine_gets_everything(held, model_office, clean_machine):
    before = model_office.tallies()
    with clean_machine.open() as there:
        done = restore(held.path, office=held.key)
        assert (done.files, done.aside) == (1, [])
        assert missing_triggers(there) == []
        event = AuditEvent.objects.order_by("-pk").first()
        assert (event.action, event.object_label) == ("command", "restore")
        for statement in ("UPDATE audit_auditevent SET reason = 'x'", "DELETE FROM audit_auditevent"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        assert Inmate.objects.get(name__startswith="D'Angelo").identity_number == "6307012345678901"
        assert key.own() == held.key
        # The next row takes the next number.
        Inmate.objects.order_by("-pk").first().custodian.staff.model.objects.create(
            username="baru", full_name="Baru", agency=Inmate.objects.first().custodian
        )
    after = clean_machine.tallies()
    # What happened since: the event of the restore, and the new member.
    assert {name for name in before if before[name] != after[name]} == {"audit_auditevent", "accounts_user"}
    assert after["audit_auditevent"].rows == before["audit_auditevent"].rows + 1
    kept = "var/intake/2026/daftar.xlsx"
    assert (clean_machine.home / kept).read_bytes() == (model_office.home / kept).read_bytes()
    assert (clean_machine.home / kept).stat().st_mode & 0o777 == 0o600


def test_filled_database_is_replaced_only_when_told_and_kept_aside(held, office):
    with office.open():
        with pytest.raises(InUse):
            restore(held.path, office=held.key)
        AuditEvent.objects.create(at="2026-01-01T00:00Z", object_label="sesudah cadangan")
        done = restore(held.path, office=held.key, replace=True)
        assert not AuditEvent.objects.filter(object_label="sesudah cadangan").exists()
        old = Path(done.aside[0])
        assert old.exists()
    from tests.support.installation import rows

    assert rows(old, "SELECT 1 FROM audit_auditevent WHERE object_label = 'sesudah cadangan'") == [(1,)]
    assert len(list(office.var.glob("intake.diganti-*"))) == 1


def test_failure_at_the_very_end_leaves_everything_as_it_was(held, office, monkeypatch):
    before = office.database.read_bytes()

    def broken(*_args: object) -> None:
        raise RuntimeError("mati")

    monkeypatch.setattr("upkeep.rows.building._put_in_place", broken)
    with office.open(FIELD_KEYS=["ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMDEyMzU="]):
        (office.var / "keys").write_text("rahasia kunci indeks\n")
        with pytest.raises(RuntimeError):
            restore(held.path, office=held.key, replace=True)
    assert office.database.read_bytes() == before
    assert (office.var / "keys").read_text() == "rahasia kunci indeks\n"
    names = {each.name for each in office.var.iterdir()}
    assert names - {"pulih.sqlite3-journal"} == {"pulih.sqlite3", "intake", "keys"}


def test_refused_backup_touches_nothing(held, clean_machine, tmp_path):
    bad = tmp_path / "rusak.cadangan"
    bad.write_bytes(held.path.read_bytes()[:-1])
    with clean_machine.open():
        with pytest.raises(container.Damaged):
            restore(bad, office=held.key)
        with pytest.raises(container.OtherKey):
            restore(held.path, office=os.urandom(32))
    assert list(clean_machine.var.iterdir()) == []


def test_backup_of_a_newer_pulih_is_refused(held, clean_machine, monkeypatch):
    monkeypatch.setattr(restoring, "unknown_migrations", lambda _migrations: [("audit", "0099_later")])
    with clean_machine.open(), pytest.raises(container.Newer):
        restore(held.path, office=held.key)
    assert list(clean_machine.var.iterdir()) == []


def test_office_gets_its_settings_and_keys_back(held, office, clean_machine, tmp_path):
    path = tmp_path / "produksi.cadangan"
    (office.home / ".env").write_text("SECRET_KEY=asli\nDATABASE_URL=postgresql://mati/pulih\nWORKERS=3\n")
    keys = {"SECRET_KEY": "asli", "FIELD_KEYS": settings.FIELD_KEYS, "INDEX_KEY": "indeks"}
    with office.open(PRODUCTION=True, **keys):
        make(path)
        office_key = key.own()
    with clean_machine.open():
        restore(path, office=office_key)
    env = (clean_machine.home / ".env").read_text()
    assert "SECRET_KEY=asli\nWORKERS=3\n" in env
    assert "mati" not in env
    assert (clean_machine.var / "keys").read_text().split() == ["asli", *settings.FIELD_KEYS, "indeks"]
    assert (clean_machine.var / "keys").stat().st_mode & 0o777 == 0o600


def test_older_backup_is_brought_up_to_date(office, clean_machine, tmp_path):
    """Made by this code from a database that an upgrade still waits for, as before every upgrade."""
    path = tmp_path / "lama.cadangan"
    with office.open():
        call_command("migrate", "backup", "zero", verbosity=0)
        make(path)
        office_key = key.own()
        assert "backup_backup" not in {table.name for table in prove(path, office_key).tables}
    with clean_machine.open() as there:
        restore(path, office=office_key)
        assert Backup.objects.count() == 0
        assert is_up_to_date(there)
        assert Inmate.objects.filter(name__startswith="D'Angelo").exists()


def test_commands_say_in_a_sentence_what_they_did_or_refused(office, clean_machine, tmp_path, capsys):
    path, paper = tmp_path / "kantor.cadangan", tmp_path / "kertas.txt"
    with office.open():
        call_command("backup", str(path))
        assert "Cadangan dibuat dan diperiksa" in (told := capsys.readouterr().out)
        assert "backup_key" in told
        call_command("backup_key")
        assert key.on_paper(key.own())[:30] in (sheet := capsys.readouterr().out)
        paper.write_text(key.on_paper(key.own()))
        with pytest.raises(CommandError, match="sudah berisi"):
            call_command("restore", str(path))
        with pytest.raises(CommandError, match="sudah berisi"):
            call_command("move", to=office.url)
        call_command("backup_key", "--new")
        assert capsys.readouterr().out != sheet
        # The key that sealed it is still here, beside the new one.
        with pytest.raises(CommandError, match="sudah berisi"):
            call_command("restore", str(path))
    with clean_machine.open():
        with pytest.raises(CommandError, match="Ketik kunci dari kertas"):
            call_command("restore", str(path))
        paper_wrong = tmp_path / "salah.txt"
        paper_wrong.write_text(paper.read_text()[:-2])
        with pytest.raises(CommandError, match="salah ketik"):
            call_command("restore", str(path), key_file=str(paper_wrong))
        call_command("restore", str(path), key_file=str(paper))
        assert "Dipulihkan dari cadangan" in capsys.readouterr().out


def test_killed_in_the_middle_leaves_the_old_database(held, office):
    before = office.database.read_bytes()
    shutil.copy(held.path, office.home / "kantor.cadangan")
    env = {**os.environ, "PULIH_VAR": str(office.var), "DATABASE_URL": office.url}
    env["BACKUP_KEY"] = key.on_paper(held.key)
    command = [sys.executable, "manage.py", "restore", str(office.home / "kantor.cadangan"), "--replace"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, start_new_session=True)
    until = time.monotonic() + 60
    while not list(office.var.glob(".pulih.sqlite3.*")) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert office.database.read_bytes() == before
