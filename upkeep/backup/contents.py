"""What a backup holds, as lines of JSON: what it is, every table with its rows, every kept file.

{"pulih": 1, "made_at", "migrations", "tables", "settings"}
{"table": NAME}  [row]  [row] …  {"rows": N, "sha256": …}
{"file": PATH}   "base64" …      {"size": N, "sha256": …}
{"end": true}
"""

import base64
import gzip
import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from upkeep.backup.container import Damaged, Newer, Sealing, Unsealing
from upkeep.rows.reading import Counting, Row, Snapshot, Tally, line
from upkeep.rows.shape import Node, Table

FORMAT = 1
PIECE = 48 * 1024


@dataclass(frozen=True)
class Manifest:
    """What the backup says of itself. `settings` holds the keys without which its rows cannot be read."""

    made_at: str
    migrations: list[Node]
    tables: list[Table]
    settings: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        return {
            "pulih": FORMAT,
            "made_at": self.made_at,
            "migrations": self.migrations,
            "tables": [table.as_data() for table in self.tables],
            "settings": self.settings,
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Manifest":
        """Raises Newer before it reads what a later Pulih may have written differently."""
        if data["pulih"] > FORMAT:
            raise Newer
        tables = [Table.from_data(each) for each in data["tables"]]
        migrations = [(app, name) for app, name in data["migrations"]]
        return cls(data["made_at"], migrations, tables, data["settings"])


def write(out: BinaryIO, key: bytes, manifest: Manifest, snapshot: Snapshot, files: dict[str, Path]) -> int:
    """Write everything and return the number of rows."""
    sealing = Sealing(out, key)
    total = 0
    with gzip.GzipFile(fileobj=sealing, mode="wb", compresslevel=4, mtime=0) as packed:
        packed.write(_line(manifest.as_data()))
        for table in manifest.tables:
            packed.write(_line({"table": table.name}))
            counting = Counting(table)
            for row in counting.passing(snapshot.rows(table)):
                packed.write(line(row))
            packed.write(_line({"rows": counting.tally.rows, "sha256": counting.tally.digest}))
            total += counting.tally.rows
        for name, path in files.items():
            with suppress(FileNotFoundError):  # taken away since the moment of the rows
                _write_file(packed, name, path)
        packed.write(_line({"end": True}))
    sealing.finish()
    return total


def _write_file(packed: gzip.GzipFile, name: str, path: Path) -> None:
    digest, size = sha256(), 0
    with path.open("rb") as source:
        packed.write(_line({"file": name}))
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            packed.write(_line(base64.b64encode(piece).decode()))
    packed.write(_line({"size": size, "sha256": digest.hexdigest()}))


class Reader:
    """Reads a backup from the beginning to the end, once. Raises Damaged wherever it is not whole."""

    def __init__(self, source: BinaryIO, key: bytes) -> None:
        self._sealed = io.BufferedReader(Unsealing(source, key), 1024 * 1024)
        self._lines = gzip.GzipFile(fileobj=self._sealed, mode="rb")
        self.manifest = Manifest.from_data(self._next())

    def tables(self, fill: "Callable[[Table, Iterator[Row]], None]") -> dict[str, Tally]:
        """Hand the rows of each table to `fill`, and return what was read, proved."""
        found = {}
        for table in self.manifest.tables:
            if self._next() != {"table": table.name}:
                raise Damaged
            counting = Counting(table)
            told: list[dict[str, Any]] = []
            fill(table, counting.passing(self._rows(told)))
            tally = counting.tally
            if not told or told[0] != {"rows": tally.rows, "sha256": tally.digest}:
                raise Damaged
            found[table.name] = tally
        return found

    def files(self, into: Path | None) -> int:
        """Write the kept files below the folder (None: only prove them), up to the very end of the backup."""
        count = 0
        while (head := self._next()) != {"end": True}:
            self._file(_safe(head["file"]), into)
            count += 1
        if self._lines.read(1) or self._sealed.read(1):
            raise Damaged
        return count

    def _rows(self, told: list[dict[str, Any]]) -> Iterator[Row]:
        while True:
            found = self._next()
            if isinstance(found, dict):
                told.append(found)
                return
            yield found

    def _file(self, name: PurePosixPath, into: Path | None) -> None:
        target = Path("/dev/null") if into is None else into / name
        if into is not None:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size = sha256(), 0
        with target.open("wb") as out:
            while isinstance(piece := self._next(), str):
                data = base64.b64decode(piece)
                digest.update(data)
                size += len(data)
                out.write(data)
        if into is not None:
            target.chmod(0o600)
        if piece != {"size": size, "sha256": digest.hexdigest()}:
            raise Damaged

    def _next(self) -> Any:
        try:
            return json.loads(self._lines.readline())
        except (OSError, EOFError, ValueError) as wrong:
            raise Damaged from wrong


def _line(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise Damaged
    return path
