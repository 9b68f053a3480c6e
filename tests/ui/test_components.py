from datetime import date

import pytest
from django.template import TemplateSyntaxError

from tests.ui.conftest import HOSTILE
from ui.parts import TONES, Check, Entry, Step, Tab


@pytest.mark.parametrize(
    "source",
    [
        "{% icon %}",
        "{% status 'Aktif' %}",
        "{% empty_state 'Belum ada' %}",
        "{% stat 3 %}",
        "{% progress 3 4 %}",
        "{% person_line %}",
        "{% crumbs %}",
        "{% card %}x{% endcard %}",
        "{% callout 'info' %}x{% endcallout %}",
        "{% bar_chart 'Judul' %}",
    ],
)
def test_component_without_a_required_argument_fails(shown, source):
    with pytest.raises((TemplateSyntaxError, TypeError)):
        shown(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% status '' 'info' %}",
        "{% status 'Aktif' 'ungu' %}",
        "{% icon 'tidak-ada-gambar-ini' %}",
        "{% card '' %}x{% endcard %}",
        "{% stat 3 '' %}",
        "{% callout 'merah' 'Judul' %}x{% endcallout %}",
        "{% bar_chart '' bars %}",
    ],
)
def test_component_with_a_useless_argument_fails(shown, source):
    with pytest.raises(TemplateSyntaxError):
        shown(source, bars=[])


def test_part_without_a_required_field_fails(shown):
    with pytest.raises(TypeError):
        shown("{% checklist items %}", items=[{"label": "Persetujuan"}])


@pytest.mark.parametrize("tone", TONES)
def test_status_is_a_word_beside_its_colour(shown, tone):
    page = shown("{% status 'Aktif' tone %}", tone=tone)
    assert f"status-{tone}" in page
    assert "Aktif" in page


@pytest.mark.parametrize(
    ("days", "tone", "words"),
    [
        (-3, "danger", "lewat 3 hari"),
        (30, "danger", "30 hari"),
        (31, "warning", "31 hari"),
        (90, "warning", "90 hari"),
        (91, "neutral", "91 hari"),
        (None, "muted", "belum ada"),
    ],
)
def test_days_left_says_how_urgent_it_is(shown, days, tone, words):
    page = shown("{% days_left days %}", days=days)
    assert words in page
    assert f"status-{tone}" in page


@pytest.mark.parametrize("value", [None, ""])
def test_fact_without_a_value_reads_belum_ada(shown, value):
    assert "belum ada" in shown("{% facts pairs %}", pairs=[("Tanggal bebas", value)])


@pytest.mark.parametrize(("value", "words"), [(0, "0"), (False, "tidak"), (date(2025, 3, 9), "9 Mar 2025")])
def test_fact_with_a_value_is_readable(shown, value, words):
    page = shown("{% facts pairs %}", pairs=[("Isi", value)])
    assert words in page
    assert "belum ada" not in page


def test_checklist_counts_what_is_missing(shown):
    checks = [
        Check("Persetujuan", done=True),
        Check("Asesmen", done=False, url="/x/", link="Buka asesmen"),
        Check("SK", done=False),
    ]
    page = shown("{% checklist items %}", items=checks)
    assert "Kurang 2 syarat" in page
    assert '<a href="/x/">Buka asesmen</a>' in page


def test_checklist_with_everything_done_says_so(shown):
    assert "Semua syarat sudah ada" in shown("{% checklist items %}", items=[("Persetujuan", True)])


def test_steps_mark_the_current_one(shown):
    page = shown(
        "{% steps items %}",
        items=[Step("Skrining", "done"), Step("Asesmen", "current")],
    )
    assert page.count('aria-current="step"') == 1


def test_step_in_an_unknown_state_fails(shown):
    with pytest.raises(TemplateSyntaxError):
        shown("{% steps items %}", items=[("Skrining", "selesai")])


def test_tabs_mark_the_page_one_is_on(shown):
    page = shown(
        "{% tabs items %}",
        items=[Tab("Ringkasan", "/a/", current=True), Tab("Klinis", "/b/", count=0)],
    )
    assert page.count('aria-current="page"') == 1
    assert '<span class="tab-count">0</span>' in page


def test_timeline_entry_without_a_date_says_so(shown):
    page = shown("{% timeline entries %}", entries=[Entry(None, "Diusulkan", who="Syarif")])
    assert "tanggal belum ada" in page


def test_timeline_without_entries_is_not_blank(shown):
    assert "Belum ada catatan" in shown("{% timeline entries %}", entries=[])


def test_crumbs_end_in_this_page(shown):
    page = shown("{% crumbs 'Warga binaan' '/warga-binaan/' 'Budi' %}")
    assert '<a href="/warga-binaan/">Warga binaan</a>' in page
    assert '<li aria-current="page">Budi</li>' in page


def test_stat_with_a_link_opens_its_rows(shown):
    assert '<a class="stat stat-neutral" href="/rows/"' in shown("{% stat 0 'menunggu' url='/rows/' %}")


def test_progress_beyond_the_promise_stays_full(shown):
    page = shown("{% progress 14 12 'Sesi' %}")
    assert 'value="12" max="12"' in page
    assert "14 dari 12" in page


def test_icon_is_hidden_from_screen_readers(shown):
    assert shown("{% icon 'people' %}").startswith('<span class="icon" aria-hidden="true"><svg')


@pytest.mark.parametrize(
    "source",
    [
        "{% status bad 'info' %}",
        "{% facts pairs %}",
        "{% card bad %}{{ bad }}{% endcard %}",
        "{% section bad %}{{ bad }}{% endsection %}",
        "{% callout 'info' bad %}{{ bad }}{% endcallout %}",
        "{% empty_state bad bad %}",
        "{% person_line bad number=bad detail=bad %}",
        "{% crumbs bad '/' bad %}",
        "{% timeline entries %}",
        "{% signatures blocks %}",
    ],
)
def test_hostile_words_never_become_markup(shown, source):
    page = shown(
        source,
        bad=HOSTILE,
        pairs=[(HOSTILE, HOSTILE)],
        entries=[(None, HOSTILE, HOSTILE)],
        blocks=[(HOSTILE,)],
    )
    assert "<script" not in page
    assert "&lt;script&gt;" in page
