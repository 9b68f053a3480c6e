"""What was measured, as a table beside the last time, and as a file for the next."""

import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from upkeep.bench.pages import AIMS

# Every page against its time in the small world; a dashboard against its best SQL.
GROWTH, OVER_SQL, SEVERAL = 1.3, 1.5, 500
SAVE_QUERIES = 12

Results = dict[str, Any]


def machine(database: str) -> dict[str, Any]:
    model = next(_lines(Path("/proc/cpuinfo"), "model name"), platform.machine())
    memory = next(_lines(Path("/proc/meminfo"), "MemTotal"), "0 kB")
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gb": round(int(memory.split()[0]) / 2**20),
        "load": [round(each, 1) for each in os.getloadavg()],
        "python": platform.python_version(),
        "postgres": database,
    }


def _lines(file: Path, name: str) -> Iterator[str]:
    if file.exists():
        for line in file.read_text().splitlines():
            if line.startswith(name):
                yield line.partition(":")[2].strip()


def missed(page: dict[str, Any]) -> list[str]:
    """Which aims a page misses, by how much."""
    found = []
    if page["large"]["p95"] > AIMS[page["kind"]]:
        found.append(f"p95 {page['large']['p95']:.0f} > {AIMS[page['kind']]} ms")
    if page["growth"] > GROWTH:
        found.append(f"{page['growth']:.1f} x small")
    if page["kind"] == "dashboard" and page.get("over_sql", 0) > OVER_SQL:
        found.append(f"{page['over_sql']:.1f} x SQL")
    if page.get("four", {}).get("p95", 0) > SEVERAL:
        found.append(f"four: p95 {page['four']['p95']:.0f} > {SEVERAL} ms")
    if page["kind"] == "save" and page["queries"] > SAVE_QUERIES:
        found.append(f"{page['queries']} queries > {SAVE_QUERIES}")
    return found


_HEAD = ("page", "who", "q", "p50", "p95", "p95 ×4", "kB", "/small", "/bare", "/SQL", "before", "missed")


def table(results: Results, before: Results | None) -> list[tuple[str, ...]]:
    """A row a page; `before` is the p95 of the run that is compared with."""
    old = {each["key"]: each["large"]["p95"] for each in before["pages"]} if before else {}
    rows: list[tuple[str, ...]] = [_HEAD]
    for page in results["pages"]:
        large = page["large"]
        rows.append(
            (
                page["title"],
                page["key"].partition(".")[2] or page["who"].partition(".")[0],
                str(page["queries"]),
                f"{large['p50']:.0f}",
                f"{large['p95']:.0f}",
                f"{page['four']['p95']:.0f}" if "four" in page else "",
                f"{large['size'] / 1024:.0f}",
                f"{page['growth']:.1f}",
                f"{page['over_bare']:.0f}",
                f"{page['over_sql']:.1f}" if "over_sql" in page else "",
                f"{old[page['key']]:.0f}" if page["key"] in old else "",
                "; ".join(missed(page)),
            )
        )
    return rows


def in_columns(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place in (0, 1, len(widths) - 1) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def in_markdown(rows: list[tuple[str, ...]]) -> str:
    """For docs/performance.md."""
    head, *body = rows
    rule = ["---" if place in (0, 1, len(head) - 1) else "---:" for place in range(len(head))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, rule, *body))


def publish(results: Results, docs: Path) -> None:
    """Put the table and the machine into the page of the docs, between its two marks."""
    page = docs / "performance.md"
    before, _begin, rest = page.read_text().partition(_BEGIN)
    _old, _end, after = rest.partition(_END)
    if not after:
        raise ValueError(f"{page} has no place for the figures: {_BEGIN} … {_END}")
    told = "\n\n".join((in_words(results), in_markdown(table(results, None))))
    page.write_text(f"{before}{_BEGIN}\n{told}\n{_END}{after}")


_BEGIN, _END = "<!-- figures: written by make bench -->", "<!-- end of figures -->"


def in_words(results: Results) -> str:
    """The machine and the size of everything."""
    machine, server = results["machine"], results["server"]
    rows = ", ".join(f"{number:,} {name}" for name, number in server["rows"].items())
    master, *workers = server["memory_mb"]
    trail = server["trail"]
    return "\n".join(
        (
            f"- Machine: {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, Python "
            f"{machine['python']}, PostgreSQL {machine['postgres']}. Load average before the run "
            f"{machine['load_before'][0]}, after it {machine['load'][0]}.",
            f"- World: {server['people']:,} people; rows: {rows}; {server['disk_mb']:,} MB on disk.",
            f"- Cold start {server['cold_start_s']} s; memory of the master {master} MB, of the workers "
            f"{', '.join(f'{each} MB' for each in workers)} (proportional).",
            f"- The register on the wire: {server['first_visit_kb']} kB at a first visit with everything it "
            f"links to, {server['next_visit_kb']} kB at the next, before the proxy compresses it.",
            f"- The trail: {trail['events']:,} events of {trail['bytes']} bytes with their indexes; writing "
            f"one more takes {trail['write_ms']} ms, and {server['trail_small']['write_ms']} ms after "
            f"{server['trail_small']['events']:,}.",
        )
    )


def write(results: Results, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def read(file: Path) -> Results | None:
    found: Results | None = json.loads(file.read_text()) if file.exists() else None
    return found
