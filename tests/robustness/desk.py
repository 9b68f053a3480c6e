"""A facilitator at a desk: opens the sheet, marks everyone, sends it."""

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.robustness.server import Browser, Office

_VERSION = re.compile(r'name="version"[^>]*value="(\d+)"')


@dataclass
class Desk:
    """Keeps what the server acknowledged, what it answered otherwise, and how long it took."""

    office: Office
    sheet: dict[str, Any]
    sent: int = 0
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Other desks have sat at this sheet before, in tests of the same office.
        self.token = secrets.token_hex(3)
        self.browser = Browser(self.office, self.sheet["cookie"])
        self.path = f"/sesi/{self.sheet['session']}/hadir/"

    def form(self, note: str) -> dict[str, Any]:
        """The sheet as it stands, everyone present, with a note that only this sending carries."""
        status, page = self.browser.get(self.path)
        version = _VERSION.search(page)
        if status != 200 or version is None:
            raise AssertionError(f"The sheet was not shown: {status}")
        facts = {"version": version[1], "delivered_by": self.sheet["user"], "actual_start": "00:00"}
        for pk in self.office.world["members"]:
            facts |= {f"hadir-{pk}": "H", f"ket-{pk}": note}
        return facts

    def save(self) -> None:
        """One sheet opened, marked and sent. A connection that breaks is not an answer."""
        self.sent += 1
        note = f"{self.sheet['session']}.{self.token}.{self.sent}"
        try:
            form = self.form(note)
            begun = time.monotonic()
            status, page = self.browser.post(self.path, form)
        except OSError:
            return
        self.took.append(time.monotonic() - begun)
        if status == 302:
            self.acknowledged.append(note)
        else:
            self.refused.append(f"{status}: {_words(page)}")


def all_at_once(work: list[Callable[[], None]]) -> list[threading.Thread]:
    threads = [threading.Thread(target=each, daemon=True) for each in work]
    for thread in threads:
        thread.start()
    return threads


def _words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())[:300]
