"""Bar 27: an upgrade brings a populated database of the first release up to today's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.robustness.server import new_database

pytestmark = pytest.mark.robustness


def test_first_release_is_brought_up_with_every_row(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.robustness.upgrade"],
        env={
            **os.environ,
            "DATABASE_URL": new_database(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr.decode()[-3000:]
    upgrade = json.loads(told.stdout)
    assert all(upgrade["before"].values())
    assert upgrade["before"].keys() == upgrade["after"].keys()
    lost = {name: rows for name, rows in upgrade["before"].items() if upgrade["after"][name] < rows}
    assert not lost
    assert all(upgrade["filled"].values()), upgrade["filled"]
