"""Making a backup while people work: written under another name, read back, then put in its place."""

import os
import secrets
import shutil
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Agency
from audit.models import Action
from audit.trail import record
from ui.refusal import Refused
from upkeep.backup import contents, key, rotation
from upkeep.backup.models import Backup
from upkeep.rows.reading import Row, snapshot_of
from upkeep.rows.shape import Table, is_up_to_date

COMMAND = "backup"
# Folders of the installation that hold nothing of a record, or are backups themselves.
NOT_KEPT = {"static", "backups"}


class NoRoom(Refused):
    def __init__(self, error: OSError | sqlite3.Error) -> None:
        why = getattr(error, "strerror", None) or str(error)
        super().__init__(
            _("Cadangan tidak dapat ditulis (%(why)s). Cadangan lama tetap utuh.") % {"why": why}
        )


@dataclass(frozen=True)
class Made:
    path: Path
    size: int
    rows: int
    sha256: str


def make(path: Path | None = None) -> Backup:
    """A backup at that path, or among the scheduled ones, which are then rotated.

    The attempt is remembered either way; Refused (with a sentence) or the error itself goes on.
    """
    started = timezone.now()
    try:
        made = _make(path or _scheduled(started))
    except Exception as error:
        _remember_failure(started, error)
        raise
    backup = _remember(started, made)
    if path is None:
        rotation.rotate(made.path.parent)
    return backup


def forget_scraps() -> None:
    """What a backup or a restore that was killed left half-made, a day later."""
    database = Path(str(connection.settings_dict["NAME"])).name
    here = [".snapshot-*", ".restoring-*", f".{database}.*"]
    found = [path for pattern in here for path in Path(settings.VAR_DIR).glob(pattern)]
    for path in [*found, *Path(settings.BACKUP_DIR).glob(".pulih-*.cadangan.*")]:
        if path.stat().st_mtime < time.time() - 24 * 3600:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def scheduled() -> None:
    """The turn of the background worker."""
    make()


def the_custodian() -> Agency | None:
    """Whose auditor reads of it: an installation of one rutan is that rutan's."""
    found = list(Agency.objects.custodians()[:2])
    return found[0] if len(found) == 1 else None


def _make(path: Path) -> Made:
    office = key.own_or_new()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _under_another_name(path) as unfinished:
            rows = _write(unfinished, office)
            prove(unfinished, office)
            size, digest = unfinished.stat().st_size, _digest(unfinished)
    except (OSError, sqlite3.Error) as error:
        raise NoRoom(error) from error
    return Made(path, size, rows, digest)


def _write(unfinished: Path, office: bytes) -> int:
    var = Path(settings.VAR_DIR)
    with snapshot_of(connection, var) as snapshot, unfinished.open("wb") as out:
        manifest = contents.Manifest(
            made_at=timezone.now().isoformat(),
            migrations=list(snapshot.shape.migrations),
            tables=list(snapshot.shape.tables),
            settings=_settings(),
        )
        rows = contents.write(out, office, manifest, snapshot, kept_files(var))
        out.flush()
        os.fsync(out.fileno())
        return rows


def prove(path: Path, office: bytes) -> contents.Manifest:
    """Read it through to the end. Raises Foreign, Newer, OtherKey or Damaged."""
    with closing(path.open("rb")) as source:
        reader = contents.Reader(source, office)
        reader.tables(_read_through)
        reader.files(None)
        return reader.manifest


def _read_through(_table: Table, rows: Iterator[Row]) -> None:
    deque(rows, maxlen=0)


@contextmanager
def _under_another_name(path: Path) -> Iterator[Path]:
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def kept_files(var: Path) -> dict[str, Path]:
    """Every file in the folders below `var/`: what an import or a document left there."""
    folders = [each for each in var.iterdir() if each.is_dir() and each.name not in NOT_KEPT]
    folders = [each for each in folders if each.resolve() != Path(settings.BACKUP_DIR).resolve()]
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(var)): path for path in sorted(found) if not path.is_symlink()}


def _settings() -> dict[str, Any]:
    """The keys without which the rows cannot be read, and the settings file of the office."""
    env = Path(settings.BASE_DIR) / ".env"
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": list(settings.FIELD_KEYS),
        "INDEX_KEY": settings.INDEX_KEY,
        "ALLOWED_HOSTS": list(settings.ALLOWED_HOSTS),
        "production": bool(settings.PRODUCTION),
        "env": env.read_text() if env.exists() else "",
    }


def _scheduled(at: datetime) -> Path:
    return rotation.new_name(Path(settings.BACKUP_DIR), timezone.localtime(at))


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return file_digest(source, "sha256").hexdigest()


def _remember(started: datetime, made: Made) -> Backup:
    """In the trail and for the administrators; a database that an upgrade waits for may lack the tables."""
    backup = Backup(
        started_at=started,
        finished_at=timezone.now(),
        file=str(made.path)[:500],
        size=made.size,
        rows=made.rows,
        sha256=made.sha256,
    )
    try:
        with transaction.atomic():
            record(Action.COMMAND, by=None, on=COMMAND, within=the_custodian())
            backup.save()
    except DatabaseError:
        if is_up_to_date(connection):
            raise
    return backup


def _remember_failure(started: datetime, error: Exception) -> None:
    """So that the administrator's page says so. Its own words only when they are ours."""
    why = str(error.sentence) if isinstance(error, Refused) else type(error).__name__
    with suppress(DatabaseError), transaction.atomic():
        Backup.objects.create(started_at=started, finished_at=timezone.now(), failure=why[:300])
