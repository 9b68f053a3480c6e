"""Following every link that a page shows, as someone who clicks everything once."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import resolve

# Pages of one kind are opened this often; ten thousand person pages teach no more than three.
_EACH_KIND = 3


@dataclass(frozen=True)
class Visit:
    """One page opened, and the page that led there."""

    path: str
    status: int
    came_from: str
    body: str


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name in ("href", "xlink:href") and value]


def walk(client: Client, start: str = "/", *, each_kind: int = _EACH_KIND) -> Iterator[Visit]:
    """Open the start page and everything that can be reached from it by links."""
    waiting, seen, kinds = deque([(start, "")]), {start}, Counter[str]()
    while waiting:
        path, came_from = waiting.popleft()
        response = client.get(path)
        body = response.content.decode(errors="replace") if not response.streaming else ""
        yield Visit(path, response.status_code, came_from, body)
        if response.status_code in (301, 302):
            links = [response.headers["Location"]]
        elif "html" in response.headers.get("Content-Type", ""):
            links = _links(body)
        else:
            links = []
        for link in links:
            target = urlsplit(urljoin(path, link))
            if target.netloc or target.scheme or target.path.startswith("/static/"):
                continue
            address = target.path + (f"?{target.query}" if target.query else "")
            kind = _kind(target.path) + ("?" if target.query else "")
            if address not in seen and kinds[kind] < each_kind:
                seen.add(address)
                kinds[kind] += 1
                waiting.append((address, path))


def _links(body: str) -> list[str]:
    parser = _Links()
    parser.feed(body)
    return parser.found


def _kind(path: str) -> str:
    try:
        return resolve(path).view_name
    except Exception:  # a broken link is found when it is opened
        return path
