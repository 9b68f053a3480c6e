"""Lists: searched, filtered, sorted and paged from the address, in two queries.

    class InmateFilters(FilterForm):
        search_fields = ("name", "alias")
        block = forms.ChoiceField(label=_("Blok"), choices=..., required=False)

        def narrow(self, rows, chosen):
            return rows.filter(block=chosen["block"]) if chosen.get("block") else rows

    listing = Listing(
        request.GET, Inmate.objects.visible_to(user), filters=InmateFilters,
        sorts={"nama": (_("Nama"), ("name",)), "sisa": (_("Sisa hari"), ("expires_on",))},
        default="nama", transform=rows_of,
    )

The template shows `{% filter_bar listing %}`, `listing.rows`, `{% pager listing %}`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy, Q, QuerySet
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

PAGE, SORT, SEARCH = "hal", "urut", "cari"
# A list of a whole country is neither counted nor paged to its end: nobody reads that far, and
# every search would pay for it. More than this is said as "more than".
COUNTED = 10_000

Sorts = Mapping[str, tuple[Any, Sequence[Any]]]


class QuickSelect(forms.Select):
    """A drop-down of a filter. Django's own renders a template for each option, and units are hundreds."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        # Read once, and not by `list`, which asks how many there are: each is a question to the database.
        choices = [(key, label) for key, label in self.choices]
        if any(isinstance(label, list | tuple) for _key, label in choices):
            return super().render(name, value, attrs, renderer)
        chosen = set(self.format_value(value))
        options = "\n".join(_option(str(key), str(label), str(key) in chosen) for key, label in choices)
        told = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>\n{}\n</select>", told, mark_safe(options))


def _option(key: str, label: str, chosen: bool) -> str:
    """Both are escaped whatever they are: a name is text, and asking each what it is costs more."""
    return f'<option value="{escape(key)}"{" selected" if chosen else ""}>{escape(label)}</option>'


class FilterForm(forms.Form):
    """Base of the filters of a list. What is not chosen, or makes no sense, narrows nothing."""

    # Columns that the search box looks in; empty: the list has no search box.
    search_fields: tuple[str, ...] = ()
    search_label: Any = _("Cari")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for field in self.fields.values():
            field.required = False
            if type(field.widget) is forms.Select:
                field.widget = QuickSelect(field.widget.attrs)
                field.widget.choices = field.choices
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        if self.searches:
            box = forms.CharField(label=self.search_label, required=False, max_length=100)
            box.widget.attrs["type"] = "search"
            self.fields = {SEARCH: box, **self.fields}

    @property
    def searches(self) -> bool:
        return bool(self.search_fields) or type(self).search is not FilterForm.search

    def search(self, rows: Any, text: str) -> Any:
        """Rows in which every word of the text is found."""
        for word in text.split():
            found = Q()
            for column in self.search_fields:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(found)
        return rows

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        """The rows that what was chosen leaves; only valid values are in `chosen`."""
        return rows

    def link_only(self, *names: str) -> None:
        """Fields that narrow from a link but are not offered: a whole country has too many choices."""
        for name in names:
            self.fields[name].widget = forms.HiddenInput()

    def apply(self, rows: Any) -> Any:
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        text = chosen.pop(SEARCH, "")
        if text:
            rows = self.search(rows, text)
        return self.narrow(rows, chosen)


@dataclass(frozen=True)
class Chip:
    """A filter that is on, with the address of the list without it."""

    label: Any
    value: str
    url: str


class _Pages(Paginator):  # type: ignore[type-arg]
    """Pages over no more than the rows that are counted."""

    @cached_property
    def seen(self) -> int:
        """Rows there are, counted no further than one past the limit."""
        rows: Any = self.object_list
        if isinstance(rows, list):
            return len(rows)
        return int(rows.order_by().values("pk")[: COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self.seen, COUNTED)

    def page(self, number: Any) -> Page[Any]:
        """Behind the first page the keys are found first: what a row shows is not read for rows skipped."""
        page = super().page(number)
        rows: Any = self.object_list
        if page.number > 1 and not isinstance(rows, list):
            bottom = page.start_index() - 1
            keys = rows.values("pk")[bottom : bottom + self.per_page]
            page.object_list = rows.filter(pk__in=keys)
        return page


class Listing:
    """One page of rows that this person may see, and the links around it."""

    def __init__(
        self,
        query: QueryDict,
        rows: QuerySet[Any, Any],
        *,
        filters: type[FilterForm] = FilterForm,
        filter_args: Mapping[str, Any] | None = None,
        sorts: Sorts | None = None,
        default: str = "",
        page_size: int = 25,
        transform: Callable[[list[Any]], Sequence[Any]] | None = None,
        beside: Sequence[str] = (),
    ) -> None:
        """`beside` names what other controls of the page put into the address: searching keeps it."""
        self._query = query
        self._beside = beside
        self.sorts: Sorts = sorts or {}
        self._default = default
        self._page_size = page_size
        self._transform = transform
        self.form = filters(query, **(filter_args or {}))
        # Every row that the filters leave, in order: what an export takes.
        self.queryset = self._sorted(self.form.apply(rows))

    @cached_property
    def sort(self) -> str:
        """The key in use, with a leading minus when it runs down."""
        wanted = self._query.get(SORT, "")
        return wanted if wanted.removeprefix("-") in self.sorts else self._default

    def _sorted(self, rows: Any) -> Any:
        key = self.sort.removeprefix("-")
        if key not in self.sorts:
            return rows if rows.ordered else rows.order_by("pk")
        terms = [_as_order(term) for term in self.sorts[key][1]]
        if self.sort.startswith("-"):
            terms = [_turned(term) for term in terms]
        return rows.order_by(*terms, "pk")

    @cached_property
    def page(self) -> Page[Any]:
        return self._pages.get_page(self._query.get(PAGE, "1"))

    @cached_property
    def _pages(self) -> _Pages:
        return _Pages(self.queryset, self._page_size)

    @cached_property
    def rows(self) -> Sequence[Any]:
        found = list(self.page.object_list)
        return self._transform(found) if self._transform else found

    @property
    def total(self) -> int:
        """Rows of the list, as far as they are counted; `more` says that there are others behind."""
        return self._pages.count

    @property
    def more(self) -> bool:
        return self._pages.seen > COUNTED

    @property
    def pages(self) -> list[int | str]:
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    def query(self, **changes: Any) -> str:
        """The address of this list with changes; it opens at its first page unless one is named."""
        changed = self._query.copy()
        changed.pop(PAGE, None)
        for name, value in changes.items():
            changed.pop(name, None)
            if value is not None:
                changed[name] = value
        return f"?{changed.urlencode()}"

    @property
    def previous_url(self) -> str:
        return self.query(hal=self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.query(hal=self.page.next_page_number()) if self.page.has_next() else ""

    @property
    def page_links(self) -> list[tuple[int | str, str]]:
        return [(number, self.query(hal=number) if isinstance(number, int) else "") for number in self.pages]

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(name, self._query[name]) for name in self._beside if self._query.get(name)]

    @property
    def reset_url(self) -> str:
        sort = [(SORT, self.sort)] if self.sort != self._default else []
        return f"?{urlencode([*self.kept, *sort])}"

    @property
    def without_ticks(self) -> str:
        """The address of this page of the list, with nothing ticked on its other pages."""
        return self.query(pilih=None, hal=self.page.number)

    def direction(self, key: str) -> str:
        """ascending, descending or none, as `aria-sort` says it."""
        if self.sort == key:
            return "ascending"
        return "descending" if self.sort == f"-{key}" else "none"

    def sort_url(self, key: str) -> str:
        return self.query(urut=f"-{key}" if self.sort == key else key)

    @property
    def sort_choices(self) -> list[tuple[str, Any, bool]]:
        return [
            (key, label, self.sort.removeprefix("-") == key) for key, (label, _terms) in self.sorts.items()
        ]

    @cached_property
    def filters_active(self) -> list[Chip]:
        chips = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, "", []) or value is False:
                continue
            shown = _shown(self.form, name, value)
            chips.append(Chip(self.form[name].label, shown, self.query(**{name: None})))
        return chips

    @property
    def ignored(self) -> list[str]:
        """Labels of filters whose value makes no sense here and was left out."""
        return [str(self.form[name].label) for name in self.form.errors if name in self.form.fields]


def _as_order(term: Any) -> OrderBy:
    if isinstance(term, OrderBy):
        return term.copy()
    if isinstance(term, str):
        return F(term.removeprefix("-")).desc() if term.startswith("-") else F(term).asc()
    return OrderBy(term)


def _turned(order: OrderBy) -> OrderBy:
    """The other way round; rows without a value stay last where they stood last."""
    order.descending = not order.descending
    return order


def _shown(form: forms.Form, name: str, value: Any) -> str:
    field = form.fields[name]
    if isinstance(field, forms.BooleanField):
        return str(_("ya"))
    if isinstance(field, forms.ModelChoiceField):
        chosen = value if field.to_field_name is None and hasattr(value, "__iter__") else [value]
        return ", ".join(field.label_from_instance(one) for one in chosen)
    if isinstance(field, forms.ChoiceField):
        wanted = {str(one) for one in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in _flat(field.choices) if str(key) in wanted)
    return str(field.widget.format_value(value) if isinstance(field, forms.DateField) else value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat: list[tuple[Any, Any]] = []
    for key, label in choices:
        flat.extend(label if isinstance(label, (list, tuple)) else [(key, label)])
    return flat
