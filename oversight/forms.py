"""Lists of rows: searched and paged, never filtered beyond what their number counts."""

from typing import Any

from django.http import QueryDict

from oversight.rows import Kind, without_silent_columns
from oversight.scope import Scope
from ui.lists import FilterForm, Listing


class RowFilters(FilterForm):
    """The search box of a kind of rows."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        self.search_fields = kind.search
        super().__init__(*args, **kwargs)


def rows_of(
    query: QueryDict,
    kind: Kind,
    rows: Any,
    scope: Scope,
    *,
    filters: type[RowFilters] = RowFilters,
    filter_args: dict[str, Any] | None = None,
) -> Listing:
    """A page of these rows in the order of their selection."""
    return Listing(
        query,
        kind.load(rows),
        filters=filters,
        filter_args={"kind": kind, **(filter_args or {})},
        transform=lambda found: without_silent_columns(kind.rows(found, scope), scope),
    )
