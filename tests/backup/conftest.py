import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.installation import Installation
from upkeep.backup import key
from upkeep.backup.making import make


@dataclass(frozen=True)
class Held:
    """A backup and the key that opens it."""

    path: Path
    key: bytes


@pytest.fixture(scope="session")
def held(model_office: Installation, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A backup of the model office; tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("held")
    path, home = folder / "kantor.cadangan", folder / "home"
    shutil.copytree(model_office.home, home)
    twin = Installation(home, f"sqlite:///{home / 'var/pulih.sqlite3'}", model_office.wrap)
    with twin.open():
        make(path)
        office_key = key.own()
    assert office_key is not None
    return Held(path, office_key)
