import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.http import QueryDict

from ui.lists import FilterForm, Listing

SORTS = {
    "label": ("Label", ("app_label",)),
    "nama": ("Nama", (F("model").asc(nulls_last=True),)),
}


class Filters(FilterForm):
    search_fields = ("model", "app_label")
    room = forms.ChoiceField(label="Ruang", choices=[("", "Semua"), ("a", "Ruang A"), ("b", "Ruang B")])
    since = forms.DateField(label="Sejak")
    only = forms.BooleanField(label="Hanya genap")
    peer = forms.ModelChoiceField(label="Teman", queryset=ContentType.objects.none())

    def narrow(self, rows, chosen):
        if chosen.get("peer"):
            rows = rows.filter(pk=chosen["peer"].pk)
        return rows.filter(app_label=f"list-{chosen['room']}") if chosen.get("room") else rows


@pytest.fixture
def rows(db):
    ContentType.objects.bulk_create(
        ContentType(app_label=f"list-{'ab'[n % 2]}", model=f"baris {n:03}") for n in range(60)
    )
    return ContentType.objects.filter(app_label__startswith="list-")


def listing(rows, query="", **kwargs):
    return Listing(
        QueryDict(query),
        rows,
        **{"filters": Filters, "sorts": SORTS, "default": "nama", **kwargs},
    )


def names(found):
    return [row.model for row in found.rows]


def test_listing_pages_by_twenty_five(rows):
    found = listing(rows)
    assert len(found.rows) == 25
    assert found.total == 60


@pytest.mark.parametrize(
    ("page", "number"),
    [
        ("2", 2),
        ("99", 3),
        ("0", 3),
        ("-1", 3),
        ("dua", 1),
        ("", 1),
        ("9" * 5000, 1),
        ("1e3", 1),
    ],
)
def test_page_number_out_of_range_or_garbage_is_clamped(rows, page, number):
    assert listing(rows, f"hal={page}").page.number == number


def test_listing_takes_two_queries_whatever_the_rows(rows, django_assert_num_queries):
    for some in (rows.filter(model="baris 001"), rows):
        with django_assert_num_queries(2):
            found = listing(some, "cari=baris&room=b")
            assert found.rows
            assert found.total


def test_filter_narrows_the_rows(rows):
    assert listing(rows, "room=b").total == 30


def test_search_finds_every_word(rows):
    assert names(listing(rows, "cari=list-b+031")) == ["baris 031"]


@pytest.mark.parametrize("query", ["room=zzz", "since=kemarin", "cari=%00", "peer=1", "peer=abc"])
def test_filter_that_makes_no_sense_is_ignored_with_its_name(rows, query):
    found = listing(rows, query)
    assert found.total == 60
    assert len(found.ignored) == 1
    assert not found.filters_active


def test_filter_never_reaches_beyond_the_rows_given(rows):
    foreign = ContentType.objects.exclude(pk__in=rows.values("pk")).first()
    mine = rows.filter(model="baris 001")
    assert foreign.pk not in [row.pk for row in listing(mine, f"cari={foreign.model}").rows]


def test_sort_runs_up_and_down(rows):
    assert names(listing(rows, "urut=nama"))[0] == "baris 000"
    assert names(listing(rows, "urut=-nama"))[0] == "baris 059"


def test_sort_by_an_undeclared_column_falls_back(rows):
    assert listing(rows, "urut=password").sort == "nama"
    assert names(listing(rows, "urut=-model__x"))[0] == "baris 000"


def test_sort_turned_twice_does_not_change_the_declaration(rows):
    listing(rows, "urut=-nama")
    assert names(listing(rows, "urut=nama"))[0] == "baris 000"


def test_rows_without_a_value_stand_last_both_ways(rows):
    order = {"nama": ("Nama", (F("model").asc(nulls_last=True),))}
    for query in ("urut=nama", "urut=-nama"):
        terms = listing(rows, query, sorts=order).queryset.query.order_by
        assert terms[0].nulls_last


def test_link_keeps_filters_and_returns_to_the_first_page(rows):
    assert listing(rows, "room=b&hal=2").query(urut="label") == "?room=b&urut=label"
    assert listing(rows, "room=b&hal=2").query(room=None) == "?"


def test_pager_links_lead_both_ways(rows):
    found = listing(rows, "room=&hal=2")
    assert "hal=1" in found.previous_url
    assert "hal=3" in found.next_url


def test_active_filters_are_named_with_a_way_out(rows):
    (chip,) = listing(rows, "room=b").filters_active
    assert (chip.label, chip.value, chip.url) == ("Ruang", "Ruang B", "?")


def test_transform_makes_rows_of_one_page_only(rows):
    found = listing(rows, transform=lambda page: [len(page)])
    assert found.rows == [25]


def test_list_without_filters_or_sorts_still_pages(rows):
    found = Listing(QueryDict(""), rows)
    assert len(found.rows) == 25
    assert not found.form.searches


def test_sort_header_says_the_direction(shown, rows):
    page = shown("{% sort_header listing 'nama' %}", listing=listing(rows))
    assert 'aria-sort="ascending"' in page
    assert "urut=-nama" in page


def test_filter_bar_shows_hostile_search_as_text(shown, rows):
    page = shown(
        "{% filter_bar listing %}{% pager listing %}",
        listing=listing(rows, "cari=%3Cscript%3Ealert(1)"),
    )
    assert "<script" not in page
    assert "Tidak ada baris" in page


def test_filter_bar_names_the_ignored_filter(shown, rows):
    assert "“Ruang” tidak dikenali" in shown("{% filter_bar listing %}", listing=listing(rows, "room=zzz"))


def test_search_keeps_what_other_controls_of_the_page_chose(rows, shown):
    found = listing(rows, "masa=30&cari=baris&room=a&hal=2", beside=("masa", "dari"))
    bar = shown("{% filter_bar listing %}", listing=found)
    assert '<input type="hidden" name="masa" value="30">' in bar
    assert 'name="dari"' not in bar
    assert found.reset_url == "?masa=30"
