"""The worker: takes steps of chores and turns of jobs until it is told to stop."""

import logging
import os
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from audit.context import origin
from upkeep.work import claims
from upkeep.work.models import BEAT, Worker
from upkeep.work.schedule import Chore, Job

log = logging.getLogger("pulih.work")

IDLE = 2.0  # seconds between two looks when there was nothing to do
LONGEST_BACK_OFF = 60.0


def own_name() -> str:
    """Host and process, and a part of chance: a container starts every time as process 1 of one host."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}"


@dataclass
class Backoff:
    """Who failed waits, longer each time, before they are tried again."""

    wait: float = 0.0
    until: float = 0.0

    def failed(self) -> None:
        self.wait = min(max(self.wait * 2, 1.0), LONGEST_BACK_OFF)
        self.until = time.monotonic() + self.wait

    def succeeded(self) -> None:
        self.wait = self.until = 0.0

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.until


@dataclass
class Loop:
    """One worker. `gone` says that the server it works beside is no longer there."""

    chores: Sequence[Chore]
    jobs: Sequence[Job]
    name: str = field(default_factory=own_name)
    gone: Callable[[], bool] = lambda: False
    stopping: threading.Event = field(default_factory=threading.Event)
    _backoffs: dict[str, Backoff] = field(default_factory=dict)
    _settled: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> None:
        """Work until stopped. A database that is away is waited for; nothing else ends the loop."""
        with self._alive():
            while not self.stopping.is_set():
                close_old_connections()
                if not self.round():
                    self.stopping.wait(IDLE)
                if self.gone():
                    self.stopping.set()

    def run_once(self) -> None:
        """Everything that waits now, then stop."""
        with self._alive():
            while not self.stopping.is_set() and self.round():
                pass

    def round(self) -> bool:
        """One step of every chore and every turn that is due; True when there was something to do."""
        did = [self._guarded(chore.name, chore.step) for chore in self.chores]
        did += [self._guarded(job.name, lambda job=job: self._turn(job)) for job in self.jobs]
        return any(did)

    def _turn(self, job: Job) -> bool:
        slot = job.slot(timezone.now())
        if (job.name, slot) in self._settled:
            return False
        run = claims.claim(job=job.name, slot=slot, holder=self.name)
        if run is None:
            if claims.is_settled(job=job.name, slot=slot):
                self._settled.add((job.name, slot))
            return False
        try:
            job.run()
        except Exception:
            claims.fail(run)
            raise
        claims.finish(run)
        return True

    def _guarded(self, name: str, step: Callable[[], bool]) -> bool:
        """The step's answer. Its error is told without its words, which may hold a person's data."""
        backoff = self._backoffs.setdefault(name, Backoff())
        if self.stopping.is_set() or not backoff.over:
            return False
        try:
            with origin():
                did = step()
        except Exception as error:
            backoff.failed()
            log.error("%s failed: %s; again in %d s", name, where(error), backoff.wait)
            return False
        backoff.succeeded()
        return did

    @contextmanager
    def _alive(self) -> Iterator[None]:
        """Heard of from before the first claim until after the last, also during a long step."""
        while not self._beat() and not self.stopping.wait(IDLE):
            if self.gone():
                self.stopping.set()
        heart = threading.Thread(target=self._keep_beating, name="heart", daemon=True)
        heart.start()
        try:
            yield
        finally:
            self.stopping.set()
            heart.join()
            self._leave()

    def _keep_beating(self) -> None:
        while not self.stopping.wait(BEAT.total_seconds()):
            self._beat()
        connection.close()

    def _beat(self) -> bool:
        close_old_connections()
        now = timezone.now()
        try:
            Worker.objects.update_or_create(
                name=self.name,
                defaults={"beat_at": now},
                create_defaults={"started_at": now, "beat_at": now},
            )
        except (DatabaseError, InterfaceError) as error:
            log.warning("heartbeat failed: %s", where(error))
            return False
        return True

    def _leave(self) -> None:
        try:
            Worker.objects.filter(name=self.name).delete()
        except (DatabaseError, InterfaceError):
            log.warning("left without a word: the database is away")


def where(error: BaseException) -> str:
    """The kind of an error and the place it came from; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.relpath(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    ours = [each for each in frames if "site-packages" not in each.filename]
    if ours and ours[-1] is not frames[-1]:
        place += f" from {os.path.relpath(ours[-1].filename)}:{ours[-1].lineno}"
    return f"{type(error).__name__}{place}"
