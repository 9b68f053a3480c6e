"""The navigation a member sees: the routes that carry a menu entry and that they may follow."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.routing import all_routes


@dataclass(frozen=True)
class Item:
    title: Any
    url: str
    icon: str
    current: bool


@dataclass
class Section:
    title: Any
    items: list[Item] = field(default_factory=list)


def menu_for(user: User, path: str) -> list[Section]:
    """Sections in the order of their first entry; the longest matching entry is the current one."""
    entries = [
        (each.access.menu, reverse(each.name))
        for each in all_routes()
        if each.access and each.access.menu and each.access.allows(user)
    ]
    entries.sort(key=lambda entry: entry[0].order)
    # Everything begins with the first page, which is only itself.
    here = max(
        (url for _menu, url in entries if path == url or (url != "/" and path.startswith(url))),
        key=len,
        default="",
    )
    sections: dict[str, Section] = {}
    for menu, url in entries:
        section = sections.setdefault(str(menu.section), Section(menu.section))
        section.items.append(Item(menu.title, url, menu.icon, current=url == here))
    return list(sections.values())
