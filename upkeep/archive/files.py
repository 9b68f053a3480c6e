"""Where the sealed files lie."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    place = Path(settings.ARCHIVE_DIR)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def path_of(name: str) -> Path:
    return folder() / name


def remove(name: str) -> None:
    if name:
        path_of(name).unlink(missing_ok=True)


def all_files() -> Iterator[Path]:
    return folder().glob("*.sealed")
