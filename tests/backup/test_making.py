"""Backups are made while people work, kept apart by age, and never at the cost of an older one."""

import os
import resource
import shutil
import sqlite3
import stat
import threading
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from audit.models import AuditEvent
from upkeep.backup import contents, key, rotation
from upkeep.backup.making import NoRoom, forget_scraps, make
from upkeep.backup.models import Backup


def test_scheduled_backup_is_private_proved_and_remembered(office):
    with office.open():
        made = make()
        path = Path(made.file)
        assert path.parent == office.var / "backups"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(key.file().stat().st_mode) == 0o600
        assert made.size == path.stat().st_size > 1000
        assert (Backup.objects.good().newest(), Backup.objects.count()) == (made, 1)
        assert AuditEvent.objects.filter(action="command", object_label="backup").count() == 1
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert not list(office.var.glob(".snapshot*"))


@contextmanager
def no_file_larger_than(size: int):
    """What a full disk does to whoever writes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [4_096, 2_000_000_000])
def test_full_disk_leaves_the_older_backups(office, room, monkeypatch):
    with office.open():
        first = Path(make().file)
        before = first.read_bytes()
        if room > 1_000_000:
            # Room for the copy of the rows, none for the backup's own last bytes.
            monkeypatch.setattr("upkeep.backup.making.os.fsync", _no_space)
        with no_file_larger_than(room), pytest.raises(NoRoom, match="Cadangan lama tetap utuh"):
            make()
        assert first.read_bytes() == before
        assert [each.name for each in first.parent.iterdir()] == [first.name]
        assert not list(office.var.glob(".snapshot*"))
        assert Backup.objects.good().count() == 1


def _no_space(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_failure_is_remembered_for_the_administrator(office, monkeypatch):
    with office.open():
        monkeypatch.setattr("upkeep.backup.making.os.fsync", _no_space)
        with pytest.raises(NoRoom):
            make()
        newest = Backup.objects.newest()
        assert newest is not None
        assert "No space left" in newest.failure


def test_backup_under_load_holds_one_moment(office):
    """Two tables are always written together: the backup never sees the one without the other."""
    with closing(sqlite3.connect(office.database)) as held:
        held.execute("CREATE TABLE IF NOT EXISTS pair (n INTEGER)")
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(sqlite3.connect(office.database, timeout=20, isolation_level=None)) as held:
            number = 0
            while not stop.is_set():
                number += 1
                held.execute("BEGIN IMMEDIATE")
                sql = "INSERT INTO {} VALUES (?, '1', '2030-01-01 00:00:00')"
                held.execute(sql.format("cache"), [f"n{number}"])
                held.execute(sql.format("django_session"), [f"n{number}"])
                held.execute("COMMIT")
                written.append(number)
                # SQLite serves nobody in turn: a writer that never pauses can starve the backup.
                stop.wait(0.002)

    writers = [threading.Thread(target=write)]
    for each in writers:
        each.start()
    try:
        with office.open():
            while len(written) < 20:
                stop.wait(0.01)
            made = make()
            office_key = key.own()
    finally:
        stop.set()
        for each in writers:
            each.join()
    with Path(made.file).open("rb") as source:
        tallies = contents.Reader(source, office_key).tables(lambda _table, rows: list(rows) and None)
    assert tallies["cache"].rows == tallies["django_session"].rows >= 20


def test_rotation_keeps_the_newest_of_days_weeks_and_months(tmp_path):
    start = datetime(2026, 1, 1, 1, 0)
    paths = [rotation.new_name(tmp_path, start + timedelta(hours=12 * each)) for each in range(2 * 365)]
    stay = {path.name[6:14] for path in rotation.kept(paths, [14, 8, 12])}
    assert len(stay) == 14 + 6 + 10
    assert {"20261231", "20261218", "20261213", "20261130", "20260131"} <= stay
    assert "20261217" not in stay


def test_rotation_touches_nobody_else_s_files(office):
    with office.open(BACKUP_KEEP=[1, 0, 0]):
        folder = Path(make().file).parent
        (folder / "catatan.txt").write_text("punya orang")
        shutil.copy(next(folder.glob("*.cadangan")), folder / "pulih-20200101-010000.cadangan")
        newest = Path(make().file)
    assert {each.name for each in folder.iterdir()} == {newest.name, "catatan.txt"}


def test_what_a_killed_backup_left_is_gone_a_day_later(office):
    folder = office.var / "backups"
    folder.mkdir()
    scraps = [office.var / ".snapshot-ab", office.var / ".pulih.sqlite3.cd", folder / ".pulih-1.cadangan.ef"]
    (office.var / ".restoring-gh/intake").mkdir(parents=True)
    for each in scraps:
        each.touch()
    with office.open():
        forget_scraps()
        assert all(each.exists() for each in scraps)
        for each in (*scraps, office.var / ".restoring-gh"):
            os.utime(each, (0, 0))
        forget_scraps()
    assert {each.name for each in office.var.iterdir() if each.name.startswith(".")} == set()
    assert list(folder.iterdir()) == []
    assert office.database.exists()
