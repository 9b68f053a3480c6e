"""The doctor names what is broken and what to do about it; each thing is broken once."""

import os
import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from audit.append_only import guard, unguard
from audit.models import AuditEvent
from tests.factories.inmates import InmateFactory
from upkeep.backup.models import Backup
from upkeep.certificates import issue
from upkeep.doctor import database, surroundings
from upkeep.doctor.examine import examine
from upkeep.work.models import Worker


@pytest.fixture
def healthy(db, tmp_path, monkeypatch):
    """An office in which nothing is wrong."""
    var = tmp_path / "var"
    (var / "static").mkdir(parents=True)
    (var / "static/staticfiles.json").write_text("{}")
    values = {
        "PRODUCTION": True,
        "SECRET_KEY": "s3cret-" * 10,
        "ALLOWED_HOSTS": ["pulih.rutan.internal"],
        "TRUSTED_PROXIES": ["127.0.0.1"],
        "VAR_DIR": var,
        "BASE_DIR": tmp_path,
        "STATIC_ROOT": var / "static",
        "BACKUP_DIR": var / "backups",
    }
    for name, value in values.items():
        monkeypatch.setattr(settings, name, value)
    # The tests' own database promises nothing: the promises are tried by themselves.
    monkeypatch.setattr(database, "promises", lambda: iter(()))
    now = timezone.now()
    Worker.objects.create(name="w", started_at=now, beat_at=now)
    Backup.objects.create(started_at=now, finished_at=now, file="b")
    InmateFactory(bare=True)
    return tmp_path


def wrong() -> dict[str, str]:
    """What the doctor says is wrong, by part; every finding says what to do."""
    found = [(title, each) for title, findings in examine() for each in findings]
    assert all(each.todo for _title, each in found)
    return {title: each.what for title, each in found if not each.advice}


def test_nothing_is_wrong_with_a_healthy_office(healthy, capsys):
    assert wrong() == {}
    call_command("doctor")
    assert "SALAH" not in capsys.readouterr().out


def test_exit_code_says_that_something_is_wrong(healthy, monkeypatch, capsys):
    monkeypatch.setattr(settings, "DEBUG", True)
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")
    assert ended.value.code == 1
    assert "Hapus DEBUG" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("SECRET_KEY", "pendek", "Pengaturan"),
        ("PRODUCTION", False, "Pengaturan"),
        ("ALLOWED_HOSTS", ["*"], "Pengaturan"),
        ("TRUSTED_PROXIES", [], "Proksi"),
        ("TRUSTED_PROXIES", ["0.0.0.0/0"], "Proksi"),
        ("TRUSTED_PROXIES", ["proksi"], "Proksi"),
        ("FIELD_KEYS", [Fernet.generate_key().decode()], "Kunci"),
        ("STATIC_ROOT", Path("/nowhere"), "Berkas tampilan"),
    ],
)
def test_wrong_setting_is_named(healthy, monkeypatch, name, value, part):
    monkeypatch.setattr(settings, name, value)
    assert list(wrong()) == [part]


def test_keys_that_others_can_read_are_named(healthy):
    for path in (healthy / ".env", healthy / "var/keys", healthy / "var/backup.key"):
        path.touch()
        path.chmod(0o640)
        assert str(path) in wrong()["Kunci"]
        path.chmod(0o600)
    assert wrong() == {}


def test_full_disk_is_named(healthy, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=5 * 1024**2))
    assert "tinggal 5 MB" in wrong()["Disk"]


def test_backup_folder_that_cannot_be_written_is_named(healthy, monkeypatch):
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    assert "tidak dapat ditulisi" in wrong()["Disk"]


def test_clock_that_went_back_is_named(healthy):
    AuditEvent.objects.create(at=timezone.now() + timedelta(days=2), object_label="x")
    assert "mundur" in wrong()["Jam"]


def test_old_backup_and_silent_worker_are_named(healthy):
    long_ago = timezone.now() - timedelta(days=3)
    Backup.objects.update(finished_at=long_ago)
    Worker.objects.update(beat_at=long_ago)
    assert list(wrong()) == ["Cadangan", "Pekerja latar"]


def test_failed_backup_is_named(healthy):
    now = timezone.now()
    Backup.objects.create(started_at=now, finished_at=now, failure="disk penuh")
    assert "disk penuh" in wrong()["Cadangan"]


def test_missing_guard_is_named(healthy):
    unguard(connection, "audit_auditevent")
    assert "jejak dapat diubah" in wrong()["Penjaga jejak"]
    guard(connection, "audit_auditevent")
    assert wrong() == {}


def test_pending_and_unknown_migrations_are_named(healthy):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'backup'")
        assert wrong() == {"Versi": "Basis data belum mutakhir."}
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0999_later', %s)",
            [timezone.now()],
        )
        assert "audit.0999_later" in wrong()["Versi"]


def test_database_that_is_away_ends_the_visit(healthy, monkeypatch):
    def away() -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(database, "connection", SimpleNamespace(ensure_connection=away))
    assert list(wrong()) == ["Basis data"]


def test_certificate_is_watched(healthy, monkeypatch):
    folder = issue(healthy / "var/tls", hosts=["pulih.rutan.internal"])
    assert wrong() == {}
    for days, word in ((380, "akan habis"), (400, "habis pada")):
        later = surroundings.datetime.now(surroundings.UTC) + timedelta(days=days)
        clock = SimpleNamespace(now=lambda _zone, later=later: later)
        monkeypatch.setattr(surroundings, "datetime", clock)
        found = list(surroundings.certificate(folder / "server.crt"))
        assert word in found[0].what


def test_promises_of_the_database_are_read_back(office):
    with office.open() as there, there.cursor() as cursor:
        assert list(database.promises()) == []
        cursor.execute("PRAGMA synchronous = OFF")
        assert "synchronous=0" in next(database.promises()).what


@pytest.mark.both
def test_postgres_that_may_lose_commits_is_named(db):
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's own promises")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    assert any("synchronous_commit" in each.what for each in database.promises())


def test_damaged_database_file_is_named(office):
    data = bytearray(office.database.read_bytes())
    page = 4096
    for place in range(page * 20, page * 60):
        data[place] ^= 0xFF
    office.database.write_bytes(bytes(data))
    with office.open():
        try:
            found = [each.what for each in database.promises()]
        except Exception as error:  # SQLite may refuse to read it at all
            found = [str(error)]
    assert any("rusak" in each or "malformed" in each for each in found)
