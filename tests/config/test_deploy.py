"""`check --deploy` with the settings of an office: clean with all of them, and not without (bar 29)."""

import json
import os
import secrets
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings

OF_OURS = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "PULIH_DEMO", "DEBUG", "PULIH_VAR")


HARD = """
import json
from django.conf import settings
from django.contrib.auth.hashers import make_password
names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
         "SESSION_COOKIE_PATH", "SESSION_COOKIE_DOMAIN"]
hasher = make_password("kuda-laut-biru").split("$")[0]
print(json.dumps([hasher, *(getattr(settings, name) for name in names)]))
"""


def check(home: Any, **given: str) -> "subprocess.CompletedProcess[str]":
    return run(home, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)


def run(home: Any, *words: str, **given: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in OF_OURS}
    return subprocess.run(
        [sys.executable, *words],
        cwd=settings.BASE_DIR,
        env={**kept, "PULIH_VAR": str(home), **given},
        capture_output=True,
        text=True,
        check=False,
    )


def office(**other: str) -> dict[str, str]:
    return {"SECRET_KEY": secrets.token_urlsafe(64), "ALLOWED_HOSTS": "pulih.example.go.id", **other}


@pytest.mark.parametrize("database", ["sqlite:////tmp/kantor.sqlite3", "postgresql://pulih@127.0.0.1/pulih"])
def test_settings_of_an_office_are_clean(tmp_path, database):
    told = check(tmp_path, **office(DATABASE_URL=database))
    assert told.returncode == 0, told.stderr
    assert "no issues (0 silenced)" in told.stdout


@pytest.mark.parametrize("wrong", [{"PULIH_DEMO": "1"}, {"DEBUG": "1"}, {"ALLOWED_HOSTS": "*"}])
def test_settings_with_one_wrong_are_refused(tmp_path, wrong):
    told = check(tmp_path, **office(**wrong))
    assert told.returncode != 0
    assert next(iter(wrong)) in told.stderr


def test_office_hashes_with_argon2_and_its_cookies_belong_to_one_host_over_https(tmp_path):
    """Asked of a process of its own: the tests hash with something quicker."""
    told = run(tmp_path, "-c", HARD, **office(DJANGO_SETTINGS_MODULE="config.settings"))
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == ["argon2", "__Host-pulih", "__Host-csrf", True, True, "/", None]
