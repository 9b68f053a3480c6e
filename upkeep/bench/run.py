"""One run: the small world first, then the large one, each behind the real server."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from upkeep.bench import measuring, plain, report
from upkeep.bench.driving import Browser, Server, serving
from upkeep.bench.measuring import Sheet, Times
from upkeep.bench.pages import FACILITATOR, Page, World, world
from upkeep.bench.worlds import rows_of_each_table, size_on_disk, world_of
from upkeep.bulk.nation import Size, Told
from upkeep.bulk.offices import PASSWORD

_CLIENTS = 4
_SAVE = "save"
# A session lives for a quarter of an hour after its last request.
_SIGNED_IN_FOR = 600
_LINKED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')


@dataclass
class Measured:
    """The times of each page in one world."""

    times: dict[str, Times] = field(default_factory=dict)
    four: dict[str, Times] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    server: dict[str, Any] = field(default_factory=dict)


@dataclass
class Run:
    database: dict[str, Any]
    home: Path
    readings: int
    only: str
    four: bool
    told: Told
    say: Callable[[str], Any]
    _browsers: dict[tuple[int, str, int], tuple[Browser, float]] = field(default_factory=dict)

    def of(self, small: Size, large: Size) -> report.Results:
        begun = report.machine("")
        with world_of(small, self._server(), self.told) as address:
            first, _found = self._measure(address, four=False)
        with world_of(large, self._server(), self.told) as address:
            second, found = self._measure(address, four=self.four)
            rows, disk = rows_of_each_table(), size_on_disk()
            with connection.cursor() as cursor:
                best = plain.times(cursor, found, self.readings)
                cursor.execute("SHOW server_version")
                version = cursor.fetchone()[0]
        bare = self._bare(address, sorted({each.size for each in second.times.values()}))
        pages = [self._told(page, first, second, bare, best) for page in self._pages(found)]
        machine = {**report.machine(version), "load_before": begun["load"]}
        server = {**second.server, "people": large.people, "rows": rows, "disk_mb": disk // 2**20}
        server["trail_small"] = first.server["trail"]
        return {"machine": machine, "server": server, "pages": pages}

    def _server(self) -> str:
        it = self.database
        return f"postgresql://{it['USER']}@{it['HOST']}:{it['PORT']}/{it['NAME']}"

    def _pages(self, found: World) -> list[Page]:
        save = Page(_SAVE, "Simpan 40 tanda hadir", "save", FACILITATOR, "", 302)
        return [each for each in (*found.pages, save) if each.key.startswith(self.only)]

    def _measure(self, address: str, *, four: bool) -> tuple[Measured, World]:
        found, measured = world(), Measured()
        sheets = [Sheet(pk) for pk in found.sheets[:_CLIENTS]]
        with serving("config.wsgi", database=address, home=self.home) as server:
            measured.server["cold_start_s"] = round(server.started_in, 1)
            for page in self._pages(found):
                self._measure_page(measured, server, page, sheets, four=four)
            measured.server["memory_mb"] = [each // 1024 for each in server.memory()]
            measured.server |= self._on_the_wire(server, found)
        measured.server["trail"] = measuring.cost_of_the_trail()
        for page in self._pages(found):
            measured.queries[page.key] = (
                measuring.queries_of_saving(sheets[0]) if page.key == _SAVE else measuring.queries_of(page)
            )
        return measured, found

    def _measure_page(
        self, measured: Measured, server: Server, page: Page, sheets: list[Sheet], *, four: bool
    ) -> None:
        clients = _CLIENTS if four else 1
        asks = []
        for number in range(clients):
            browser = self._signed_in(server, page.who, number)
            sheet = sheets[number % len(sheets)]
            asks.append(sheet.saving(browser) if page.key == _SAVE else measuring.opening(browser, page))
        measured.times[page.key] = measuring.one_client(asks[0], self.readings)
        if four:
            measured.four[page.key] = measuring.several_clients(asks, max(10, self.readings // 2))
        self.say(f"{page.key}: {measured.times[page.key].p95:.0f} ms")

    def _signed_in(self, server: Server, who: str, number: int) -> Browser:
        """Each signs in through the door, and again before the session ends of idleness."""
        key, now = (server.port, who, number), time.monotonic()
        browser, since = self._browsers.get(key, (Browser(server.port), -_SIGNED_IN_FOR))
        if now - since >= _SIGNED_IN_FOR:
            browser = Browser(server.port)
            browser.sign_in(who, PASSWORD)
        self._browsers[key] = (browser, now)
        return browser

    def _on_the_wire(self, server: Server, found: World) -> dict[str, Any]:
        """Bytes of a first visit (the page and what it links to, compressed) and of the next (the page)."""
        browser = self._signed_in(server, found.pages[0].who, 0)
        page = browser.get(found.pages[0].path).body
        linked = sorted(set(_LINKED.findall(page)))
        static = sum(len(browser.get(each.decode(), **{"Accept-Encoding": "br"}).body) for each in linked)
        return {"first_visit_kb": (len(page) + static) // 1024, "next_visit_kb": len(page) // 1024}

    def _bare(self, address: str, sizes: list[int]) -> dict[int, float]:
        """The median of a bare view by the bytes it returns."""
        with serving("upkeep.bench.bare", database=address, home=self.home) as server:
            browser = Browser(server.port)
            return {
                size: measuring.one_client(lambda size=size: browser.get(f"/{size}/"), self.readings).p50
                for size in sizes
            }

    def _told(
        self, page: Page, small: Measured, large: Measured, bare: dict[int, float], best: dict[str, Times]
    ) -> dict[str, Any]:
        times = large.times[page.key]
        told: dict[str, Any] = {
            "key": page.key,
            "title": page.title,
            "kind": page.kind,
            "who": page.who,
            "queries": large.queries[page.key],
            "queries_small": small.queries[page.key],
            "large": times.as_data(),
            "small": small.times[page.key].as_data(),
            "growth": round(times.p50 / small.times[page.key].p50, 2),
            "over_bare": round(times.p50 / max(bare[times.size], 0.1), 1),
        }
        if page.key in large.four:
            told["four"] = large.four[page.key].as_data()
        if page.key in best:
            told["sql"] = best[page.key].as_data()
            told["over_sql"] = round(times.p50 / max(best[page.key].p50, 0.1), 2)
        return told
