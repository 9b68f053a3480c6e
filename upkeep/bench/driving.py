"""The real server with production settings, and people at browsers in front of it."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

_STARTED_WITHIN = 60
_FORM_TOKEN = "__Host-csrf"


class NotServedError(Exception):
    """The server did not start, or answered otherwise than a page must."""


@dataclass
class Server:
    """gunicorn as an office runs it, on a port of its own."""

    port: int
    process: subprocess.Popen[bytes]
    started_in: float

    def memory(self) -> list[int]:
        """Proportional memory of the master and of each worker, in kilobytes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [_proportional(pid) for pid in (self.process.pid, *map(int, children.split()))]


def _proportional(pid: int) -> int:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return int(found[1]) if found else 0


@contextmanager
def serving(app: str, *, database: str, home: Path) -> Iterator[Server]:
    """With its workers; all of them are gone afterwards."""
    port, env = _free_port(), _as_in_an_office(database)
    begun = time.monotonic()
    command = [sys.executable, "-m", "gunicorn", app, "--config", "config/gunicorn.py"]
    log = home / "server.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"],
            env=env,
            start_new_session=True,
            stdout=out,
            stderr=out,
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - begun > _STARTED_WITHIN:
                raise NotServedError(log.read_text()[-3000:])
            time.sleep(0.02)
        yield Server(port, process, time.monotonic() - begun)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _as_in_an_office(database: str) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != "PULIH_DEMO"}
    return {
        **env,
        "DATABASE_URL": database,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1",
        "TRUSTED_PROXIES": "127.0.0.1",
        "WORKERS": env.get("WORKERS", "2"),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        return Browser(port).get("/masuk/").status in (200, 404)
    except OSError:
        return False


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    seconds: float
    headers: Any


@dataclass
class Browser:
    """One person behind the office's HTTPS proxy, which keeps its connection open."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def sign_in(self, username: str, password: str) -> None:
        self.cookies[_FORM_TOKEN] = "a" * 32
        answer = self.post("/masuk/", {"login": username, "password": password})
        if answer.status != 302:
            raise NotServedError(f"{username} could not sign in: {answer.status}")

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies[_FORM_TOKEN]}, doseq=True)
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        told = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-Proto": "https",
            "Referer": f"https://127.0.0.1:{self.port}/",
            **headers,
        }
        begun = time.perf_counter()
        try:
            answer, read = self._exchange(method, path, body, told)
        except (http.client.RemoteDisconnected, ConnectionError):
            # The server let go of a connection that was idle, or changed its worker.
            self._hang_up()
            begun = time.perf_counter()
            answer, read = self._exchange(method, path, body, told)
        seconds = time.perf_counter() - begun
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, read, seconds, answer.headers)

    def _exchange(self, method: str, path: str, body: str | None, told: dict[str, str]) -> Any:
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._connection.request(method, path, body, told)
        answer = self._connection.getresponse()
        return answer, answer.read()

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
