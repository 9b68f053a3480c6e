"""A real office in miniature: gunicorn with production settings, on a database of its own."""

import http.client
import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2
from cryptography.fernet import Fernet
from django.conf import settings

from accounts.kept import COOKIE

_CSRF = "a" * 32


@dataclass
class Office:
    """Environment, world and web server; `start` and `kill` as often as a test likes."""

    home: Path
    people: int
    members: int
    port: int = 0
    world: dict[str, Any] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    # Between the server and PostgreSQL, where a test pulls it out.
    cable: Any = None

    def __post_init__(self) -> None:
        self.port = _free_port()
        self.database = new_database(self.home)
        self.env = {
            **os.environ,
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "FIELD_KEYS": Fernet.generate_key().decode(),
            "INDEX_KEY": secrets.token_urlsafe(32),
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "127.0.0.1",
            "PULIH_VAR": str(self.home),
            "WORKERS": "2",
        }
        build = [sys.executable, "-m", "tests.robustness.world", str(self.people), str(self.members)]
        told = subprocess.run(build, env=self.env, cwd=settings.BASE_DIR, capture_output=True, check=False)
        assert told.returncode == 0, told.stderr.decode()[-3000:]
        self.world = json.loads(told.stdout.splitlines()[-1])

    def start(self, clock: timedelta = timedelta(0)) -> float:
        """Seconds until the server answers. Its clock may be wrong by so much."""
        begun = time.monotonic()
        command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--config", "config/gunicorn.py"]
        if clock:
            command[2:3] = ["tests.robustness.wrong_clock", str(clock.total_seconds())]
        with (self.home / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--bind", f"127.0.0.1:{self.port}"],
                env=self.env,
                cwd=settings.BASE_DIR,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() - begun > 30:
                raise AssertionError((self.home / "server.log").read_text()[-3000:])
            time.sleep(0.05)
        return time.monotonic() - begun

    def kill(self) -> None:
        """Power cut: the master and every worker at once, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def processes(self) -> list[int]:
        """The server and its workers."""
        assert self.process is not None
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, told.split())]

    def _answers(self) -> bool:
        try:
            return Browser(self, "").get("/masuk/")[0] == 200
        except OSError:
            return False

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database holds, read past the house."""
        connection = _connect(self.database)
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            return list(cursor.fetchall())
        finally:
            connection.close()

    def write(self, sql: str) -> None:
        """Change what the database holds, past the house."""
        connection = _connect(self.database)
        try:
            connection.cursor().execute(sql)
            connection.commit()
        finally:
            connection.close()


class Browser:
    """One person at a browser, behind the office's HTTPS proxy."""

    def __init__(self, office: Office, cookie: str) -> None:
        self.office = office
        self.led_to = ""
        self.connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=60)
        self.headers = {
            "Cookie": f"__Host-pulih={cookie}; __Host-csrf={_CSRF}",
            "X-Forwarded-Proto": "https",
            "Referer": f"https://127.0.0.1:{office.port}/",
        }

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, Any]) -> tuple[int, str]:
        return self._ask("POST", path, urlencode({**fields, "csrfmiddlewaretoken": _CSRF}, doseq=True))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            self.connection.request(method, path, body, {**self.headers, **kind})
            answer = self.connection.getresponse()
            self.led_to = answer.getheader("Location", "")
            self._remember(answer.headers.get_all("Set-Cookie", []))
            return answer.status, answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            self.connection.close()

    def _remember(self, cookies: list[str]) -> None:
        """Whose form this browser may send when the session is gone."""
        for cookie in cookies:
            pair = cookie.partition(";")[0]
            if pair.startswith(f"__Host-{COOKIE}="):
                self.headers["Cookie"] += f"; {pair}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_database(home: Path) -> str:
    """A database of its own beside the one the tests run on."""
    given = settings.DATABASES["default"]
    if given["ENGINE"] == "django.db.backends.sqlite3":
        return f"sqlite:///{home / 'pulih.sqlite3'}"
    name = f"pulih_robust_{secrets.token_hex(4)}"
    server = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    connection.close()
    return f"{server}/{name}"


def _connect(database: str) -> Any:
    if database.startswith("sqlite"):
        return sqlite3.connect(database.removeprefix("sqlite:///"), timeout=20)
    return psycopg2.connect(database)
