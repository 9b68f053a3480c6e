"""Taking the database away from a running office, and giving it back."""

import resource
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.robustness.server import Office


@contextmanager
def database_away(office: Office) -> Iterator[None]:
    """SQLite's file is not where it was; PostgreSQL's connections break and no new one is taken."""
    if office.cable:
        office.cable.cut()
        yield
        office.cable.mend()
        return
    file = Path(office.database.removeprefix("sqlite:///"))
    hidden = file.with_suffix(".away")
    file.rename(hidden)
    file.mkdir()
    yield
    file.rmdir()
    hidden.rename(file)


@contextmanager
def disk_full(office: Office) -> Iterator[None]:
    """No file that the server's processes write may grow past a page."""
    processes = office.processes()
    for pid in processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    for pid in processes:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Cable:
    """The wire between the office and PostgreSQL."""

    def __init__(self, database: str) -> None:
        parts = urlsplit(database)
        self.target = (str(parts.hostname), int(parts.port or 5432))
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"{parts.username}:@127.0.0.1:{self.port}"))
        self.ends: list[socket.socket] = []
        self._listen()

    def cut(self) -> None:
        for each in [self.listener, *self.ends]:
            _close(each)
        self.ends.clear()

    def mend(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self._listen()

    def _listen(self) -> None:
        threading.Thread(target=self._join, args=(self.listener,), daemon=True).start()

    def _join(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.target)
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65536):
            other.sendall(data)
    _close(one)
    _close(other)


def _close(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
