import re

import pytest

from tests.ui.conftest import HOSTILE

BARS = [("Blok A", 40, "/a/"), ("Blok B", 10, "/b/"), ("Blok C", 0)]
WEEKS = [("3 Mar", 0, 4, 1, "/w1/"), ("10 Mar", 2, 3, 0, "/w2/")]
POINTS = [("3 Mar", 80.4), ("10 Mar", None), ("17 Mar", 91.0)]
CHARTS = [
    ("{% bar_chart 'Judul' data %}", BARS),
    ("{% funnel_chart 'Judul' data %}", BARS),
    ("{% stacked_chart 'Judul' data %}", WEEKS),
    ("{% rate_chart 'Judul' data %}", POINTS),
]


@pytest.mark.parametrize(("source", "data"), CHARTS)
def test_chart_has_a_name_a_description_and_a_table(shown, source, data):
    page = shown(source, data=data)
    assert re.search(r'role="(img|group)"', page)
    assert "<title>Judul</title>" in page
    assert re.search(r"<desc>\S.+</desc>", page)
    assert page.count('<th scope="row">') == len(data)


@pytest.mark.parametrize(("source", "data"), CHARTS)
def test_chart_carries_no_inline_style(shown, source, data):
    page = shown(source, data=data)
    assert "style=" not in page
    assert not re.search(r'(x|width|cx|height)="[^"]*,', page)


@pytest.mark.parametrize(("source", "data"), CHARTS)
def test_chart_without_data_says_so(shown, source, data):
    page = shown(source, data=[])
    assert "Belum ada data" in page
    assert '<svg class="chart' not in page


@pytest.mark.parametrize(("source", "data"), CHARTS)
def test_chart_shows_hostile_labels_as_text(shown, source, data):
    page = shown(source, data=[(HOSTILE, *row[1:]) for row in data])
    assert "<script" not in page


def test_chart_with_links_is_a_group_so_that_they_can_be_reached(shown):
    assert 'role="group"' in shown("{% bar_chart 'Judul' data %}", data=BARS)
    assert 'role="img"' in shown("{% bar_chart 'Judul' data %}", data=[("Blok A", 3)])


def test_bar_opens_the_rows_it_counts(shown):
    assert '<a href="/a/">' in shown("{% bar_chart 'Judul' data %}", data=BARS)


def test_bars_are_as_long_as_their_numbers(shown):
    page = shown("{% bar_chart 'Judul' data %}", data=BARS)
    assert re.findall(r'chart-bar chart-info" x="0" y="\d+" width="([\d.]+%)"', page) == [
        "100.00%",
        "25.00%",
        "0.00%",
    ]


def test_funnel_tells_the_share_of_the_first_stage(shown):
    assert "10 · 25%" in shown("{% funnel_chart 'Judul' data %}", data=BARS)


def test_long_label_is_cut_in_the_drawing_and_whole_in_the_table(shown):
    label = "Sesi kelompok pencegahan kekambuhan tahap primary blok A"
    page = shown("{% bar_chart 'Judul' data %}", data=[(label, 3)])
    assert "…</text>" in page
    assert f'<th scope="row">{label}</th>' in page


def test_week_never_counts_planned_as_held(shown):
    page = shown("{% stacked_chart 'Judul' data %}", data=WEEKS)
    heights = dict(re.findall(r'<rect class="chart-(held|planned)"[^>]* height="(\d+)"', page))
    assert heights == {"held": "96", "planned": "64"}


def test_all_weeks_empty_draws_no_column(shown):
    page = shown("{% stacked_chart 'Judul' data %}", data=[("3 Mar", 0, 0, 0)])
    assert 'class="chart-held"' not in page


def test_week_without_a_rate_is_a_gap_not_a_zero(shown):
    page = shown("{% rate_chart 'Judul' data %}", data=POINTS)
    assert page.count("<circle") == 2
    assert page.count('class="chart-line"') == 0
    assert "belum ada" in page


def test_many_weeks_name_at_most_six(shown):
    page = shown("{% stacked_chart 'Judul' data %}", data=[(f"M{n}", 1, 1, 0) for n in range(52)])
    assert page.count('class="chart-tick"') <= 6
