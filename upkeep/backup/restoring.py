"""Bringing a backup back: proved from end to end before anything is touched, then all of it or nothing."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from audit.models import Action
from audit.trail import record
from ui.refusal import Refused
from upkeep.backup import contents, key
from upkeep.backup.container import Newer
from upkeep.backup.making import prove, the_custodian
from upkeep.rows.building import build, is_empty
from upkeep.rows.shape import unknown_migrations

COMMAND = "restore"
_KEYS = ("SECRET_KEY", "FIELD_KEYS", "INDEX_KEY")


class InUse(Refused):
    sentence = _(
        "Basis data di sini sudah berisi. Untuk menggantinya dengan cadangan ini, ulangi dengan --replace: "
        "yang lama tetap disimpan di sampingnya."
    )


class OtherFieldKeys(Refused):
    sentence = _(
        "FIELD_KEYS atau INDEX_KEY di .env bukan kunci cadangan ini. Hapus kedua baris itu dari .env, lalu "
        "ulangi: kunci yang benar ada di dalam cadangan."
    )


@dataclass(frozen=True)
class Restored:
    """What came back, and where the replaced things stand aside."""

    made_at: str
    rows: int
    files: int
    aside: list[str]


def restore(path: Path, *, office: bytes, replace: bool = False) -> Restored:
    """Bring back everything. Refused leaves everything as it was."""
    manifest = prove(path, office)
    if unknown_migrations(manifest.migrations):
        raise Newer
    if not is_empty(connection.settings_dict) and not replace:
        raise InUse
    reads = _reads(manifest)
    if not reads and "FIELD_KEYS" in os.environ and "INDEX_KEY" in os.environ:
        # Keys that stand in the environment go before those of the file: the wrong ones would stay.
        raise OtherFieldKeys
    with closing(path.open("rb")) as source, _undone_on_failure() as placing, _keys_of(manifest):
        reader = contents.Reader(source, office)
        tallies: dict[str, Any] = {}

        def feed(fill: Any) -> dict[str, Any]:
            tallies.update(reader.tables(fill))
            return tallies

        def finish() -> None:
            placing.files = reader.files(placing.staged)
            with transaction.atomic():
                changes = {"made_at": manifest.made_at, "file": path.name}
                record(Action.COMMAND, by=None, on=COMMAND, within=the_custodian(), changes=changes)
            placing.put_files()
            if not reads:
                placing.put_keys(manifest.settings)
            placing.put_settings(manifest.settings)
            placing.put_backup_key(office)

        aside = build(
            connection.settings_dict,
            migrations=manifest.migrations,
            tables=manifest.tables,
            feed=feed,
            finish=finish,
        )
    # What is open here still looks at the database that was replaced.
    connection.close()
    rows = sum(each.rows for each in tallies.values())
    return Restored(manifest.made_at, rows, placing.files, [*([aside] if aside else []), *placing.aside])


class Placing:
    """Kept files and keys on their way into `var/`; every step knows its way back."""

    def __init__(self, var: Path, home: Path) -> None:
        self.var, self.home = var, home
        self.staged = var / f".restoring-{secrets.token_hex(6)}"
        self.files = 0
        self.aside: list[str] = []
        self._undo: list[Callable[[], object]] = []

    def put_files(self) -> None:
        """Whole folders change places: what stood there before stands aside."""
        for folder in sorted(self.staged.iterdir()):
            target = self.var / folder.name
            self._set_aside(target)
            folder.rename(target)
            self._undo.append(lambda target=target: shutil.rmtree(target))

    def put_keys(self, told: dict[str, Any]) -> None:
        """Without them the identity numbers in the rows cannot be read."""
        lines = [told["SECRET_KEY"], ",".join(told["FIELD_KEYS"]), told["INDEX_KEY"]]
        self._write(self.var / "keys", "\n".join(lines) + "\n")

    def put_settings(self, told: dict[str, Any]) -> None:
        """The office's settings, on a machine that has none yet."""
        env = self.home / ".env"
        if told["production"] and not (settings.PRODUCTION or settings.DEMO or env.exists()):
            self._write(env, _env(told))

    def put_backup_key(self, office: bytes) -> None:
        """The next backups are sealed with the same key, so that one paper opens them all."""
        if key.own() is None:
            key.keep(office)
            self._undo.append(key.file().unlink)

    def undo(self) -> None:
        while self._undo:
            self._undo.pop()()

    def _write(self, path: Path, text: str) -> None:
        self._set_aside(path)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(text)
        self._undo.append(path.unlink)

    def _set_aside(self, path: Path) -> None:
        if path.exists():
            kept = path.with_name(f"{path.name}.diganti-{secrets.token_hex(4)}")
            path.rename(kept)
            self.aside.append(str(kept))
            self._undo.append(lambda: kept.rename(path))


@contextmanager
def _undone_on_failure() -> Iterator[Placing]:
    placing = Placing(Path(settings.VAR_DIR), Path(settings.BASE_DIR))
    placing.staged.mkdir(parents=True, mode=0o700)
    try:
        yield placing
    except BaseException:
        placing.undo()
        raise
    finally:
        shutil.rmtree(placing.staged, ignore_errors=True)


@contextmanager
def _keys_of(manifest: contents.Manifest) -> Iterator[None]:
    """The rows of the backup are written and read with its own keys."""
    own = {name: getattr(settings, name) for name in _KEYS}
    try:
        for name in _KEYS:
            setattr(settings, name, manifest.settings[name])
        yield
    finally:
        for name, value in own.items():
            setattr(settings, name, value)


def _reads(manifest: contents.Manifest) -> bool:
    """This installation's own keys already read the rows of the backup."""
    told = manifest.settings
    return bool(
        set(told["FIELD_KEYS"]) <= set(settings.FIELD_KEYS) and told["INDEX_KEY"] == settings.INDEX_KEY
    )


def _env(told: dict[str, Any]) -> str:
    """The office's settings file, with the addresses of this machine instead of those of the lost one."""
    here = ("DATABASE_URL", "PULIH_VAR")
    lines = [each for each in told["env"].splitlines() if each.split("=")[0].strip() not in here]
    if not told["env"]:
        lines = [f"SECRET_KEY='{told['SECRET_KEY']}'", f"ALLOWED_HOSTS={','.join(told['ALLOWED_HOSTS'])}"]
    lines += [f"{name}={os.environ[name]}" for name in here if name in os.environ]
    return "\n".join(lines) + "\n"
