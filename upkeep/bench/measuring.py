"""How long each page takes, one client after the other and several at once; and what it asks the database."""

import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Action, AuditEvent
from audit.trail import record
from rehab.delivery.models import Place, Session
from rehab.enrolments.models import Status
from upkeep.bench.driving import Answer, Browser, NotServedError
from upkeep.bench.pages import FACILITATOR, Page

_VERSION = re.compile(rb'name="version"[^>]*value="(\d+)"')
_WARM_UP = 3
_EVENTS = 200

Ask = Callable[[], Answer]


@dataclass(frozen=True)
class Times:
    """Milliseconds of all readings of one page."""

    n: int
    p50: float
    p95: float
    size: int

    @classmethod
    def of(cls, answers: list[Answer]) -> "Times":
        took = sorted(1000 * each.seconds for each in answers)
        p95 = statistics.quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
        size = max(len(each.body) for each in answers)
        return cls(len(took), round(statistics.median(took), 1), round(p95, 1), size)

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def one_client(ask: Ask, readings: int) -> Times:
    for _time in range(_WARM_UP):
        ask()
    return Times.of([ask() for _time in range(readings)])


def several_clients(asks: list[Ask], readings: int) -> Times:
    """All at once; an answer that is an error stops the whole."""
    answers: list[Answer] = []
    wrong: list[Exception] = []
    ready = threading.Barrier(len(asks))

    def work(ask: Ask) -> None:
        try:
            ask()
            ready.wait()
            mine = [ask() for _time in range(readings)]
        except Exception as error:
            wrong.append(error)
            ready.abort()
        else:
            answers.extend(mine)

    threads = [threading.Thread(target=work, args=[each]) for each in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return Times.of(answers)


def opening(browser: Browser, page: Page) -> Ask:
    def ask() -> Answer:
        answer = browser.get(page.path)
        if answer.status != page.status:
            raise NotServedError(f"{page.key}: {page.path} answered {answer.status}")
        return answer

    return ask


class Sheet:
    """Forty marks, every one of them changed each time, saved in one request."""

    def __init__(self, session_id: int) -> None:
        session = Session.objects.select_related("cohort__custodian").get(pk=session_id)
        self.path = f"/sesi/{session_id}/hadir/"
        # Whoever is suspended stands on the sheet and cannot be marked.
        seated = Place.objects.on(session.day).filter(cohort=session.cohort, enrolment__status=Status.ACTIVE)
        self.members = list(seated.values_list("enrolment", flat=True))
        starts = session.planned_start.astimezone(session.cohort.custodian.zone)
        by = User.objects.get(username=FACILITATOR)
        self.facts = {"delivered_by": by.pk, "actual_start": f"{starts:%H:%M}"}
        self._times = count()

    def form(self, page: bytes) -> dict[str, Any]:
        version = _VERSION.search(page)
        if version is None:
            raise NotServedError(f"{self.path} shows no form")
        turn = next(self._times)
        note = f"uji {threading.get_ident()} {turn}"
        marks = {f"hadir-{pk}": "H" for pk in self.members} | {f"ket-{pk}": note for pk in self.members}
        return {**self.facts, **marks, "version": version[1].decode()}

    def saving(self, browser: Browser) -> Ask:
        def ask() -> Answer:
            page = browser.get(self.path)
            answer = browser.post(self.path, self.form(page.body))
            if answer.status != 302:
                raise NotServedError(f"{self.path} was not saved: {answer.status}")
            return answer

        return ask


# Queries are counted in this process: the server is not watched while it is timed. What only begins or ends
# a transaction is none.
_NO_QUERY = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def queries_of(page: Page) -> int:
    with _signed_in(page.who) as client:
        client.get(page.path)
        with CaptureQueriesContext(connection) as caught:
            client.get(page.path)
    return _number(caught)


def queries_of_saving(sheet: Sheet) -> int:
    with _signed_in(FACILITATOR) as client:
        form = sheet.form(client.get(sheet.path).content)
        with CaptureQueriesContext(connection) as caught:
            answer = client.post(sheet.path, form)
    if answer.status_code != 302:
        raise NotServedError(f"{sheet.path} was not saved: {answer.status_code}")
    return _number(caught)


def _number(caught: CaptureQueriesContext) -> int:
    return sum(not query["sql"].startswith(_NO_QUERY) for query in caught)


def cost_of_the_trail() -> dict[str, Any]:
    """Its events, the bytes of one with its indexes, and the milliseconds of writing one more."""
    by = User.objects.select_related("agency").get(username=FACILITATOR)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), pg_total_relation_size(%s) FROM audit_auditevent",
            [AuditEvent._meta.db_table],
        )
        events, size = cursor.fetchone()
    took = []
    with transaction.atomic():
        for _time in range(_EVENTS):
            begun = time.perf_counter()
            record(Action.VIEW, by=by, on="bench")
            took.append(1000 * (time.perf_counter() - begun))
        transaction.set_rollback(True)
    return {"events": events, "bytes": size // max(events, 1), "write_ms": round(statistics.median(took), 2)}


@contextmanager
def _signed_in(username: str) -> Iterator[Client]:
    client = Client(SERVER_NAME="127.0.0.1")
    user = User.objects.select_related("agency").get(username=username)
    client.force_login(user, backend="accounts.backends.RoleBackend")
    yield client
    client.logout()
