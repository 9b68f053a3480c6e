"""Which of the scheduled backups are kept: the newest of each of the last days, weeks and months."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"pulih-(\d{8}-\d{6})(?:-(\d+))?\.cadangan")
_PERIODS: tuple[Callable[[datetime], str], ...] = (
    lambda at: f"{at:%Y-%m-%d}",
    lambda at: f"{at:%G-%V}",
    lambda at: f"{at:%Y-%m}",
)


def new_name(folder: Path, at: datetime) -> Path:
    """A name that says when, and that is still free."""
    first = folder / f"pulih-{at:%Y%m%d-%H%M%S}.cadangan"
    more = (first.with_stem(f"{first.stem}-{number}") for number in range(2, 1000))
    return next(path for path in (first, *more) if not path.exists())


def kept(paths: Iterable[Path], keep: Iterable[int]) -> set[Path]:
    """Those that stay; files with other names are nobody's business here."""
    dated = sorted(((at, path) for path in paths if (at := made_at(path))), key=_order, reverse=True)
    staying = {path for _at, path in dated[:1]}
    for count, period in zip(keep, _PERIODS, strict=True):
        newest: dict[str, Path] = {}
        for at, path in dated:
            newest.setdefault(period(at), path)
        staying |= set(list(newest.values())[:count])
    return staying


def rotate(folder: Path) -> None:
    paths = [path for path in folder.iterdir() if made_at(path)]
    for path in set(paths) - kept(paths, settings.BACKUP_KEEP):
        path.unlink(missing_ok=True)


def _order(dated: tuple[datetime, Path]) -> tuple[datetime, int]:
    """Two of the same second are told apart by their number."""
    at, path = dated
    found = _NAME.fullmatch(path.name)
    return at, int(found[2] or 1) if found else 0


def made_at(path: Path) -> datetime | None:
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], "%Y%m%d-%H%M%S").astimezone() if found else None
