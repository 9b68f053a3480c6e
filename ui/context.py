"""What every page knows about itself."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class Page:
    name: str = ""
    demo: bool = False
    # light, dark, or device: as the reader chose, or as their device has it.
    theme: str = "device"
    # Sections of the menu: .title and .items, an item: .title .url .icon .current
    menu: list[Any] = field(default_factory=list)

    @property
    def here(self) -> Any:
        """The entry of the menu that this page stands under; what a closed menu says of where one is."""
        return next((item.title for part in self.menu for item in part.items if item.current), "")


def page(request: HttpRequest) -> dict[str, Page]:
    match = getattr(request, "resolver_match", None)
    return {
        "page": Page(
            name=match.view_name if match else "",
            demo=settings.DEMO,
            theme=getattr(getattr(request, "user", None), "theme", "device"),
            menu=getattr(request, "menu", []),
        )
    }
