import pytest

from inmates.models import Article
from upkeep.intake.values.articles import ArticleCatalogue, charges
from upkeep.intake.values.words import BadValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def read():
    catalogue = ArticleCatalogue.of(Article.objects.all())

    def read(text, law=None):
        return [(f"{each.code} {each.law}", rank) for each, rank in charges(text, law, catalogue)]

    return read


P, S, J = "primer", "subsider", "juncto"
N = "UU 35/2009"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ps. 112 ayat (1) jo. 132 UU 35/2009", [(f"112 {N}", P), (f"132 {N}", J)]),
        ("Pasal 114 ayat (1) jo Pasal 132 ayat (1) UU RI No. 35 Tahun 2009 tentang Narkotika",
         [(f"114 {N}", P), (f"132 {N}", J)]),
        ("114 (1) subs 112 (1)", [(f"114 {N}", P), (f"112 {N}", S)]),
        ("Primair 114 ayat (2), Subsidair 112 ayat (2) UU.RI NO.35 TH 2009",
         [(f"114 {N}", P), (f"112 {N}", S)]),
        ("127 ayat (1) huruf a", [(f"127 ayat (1) huruf a {N}", P)]),
        ("127 (1) b UU Narkotika", [(f"127 ayat (1) huruf b {N}", P)]),
        ("PSL 127 AYAT 1 HURUF A UU 35", [(f"127 ayat (1) huruf a {N}", P)]),
        ("Pasal 127 UU 35/2009", [(f"127 {N}", P)]),
        ("112/127 UU No 35 Tahun 2009", [(f"112 {N}", P), (f"127 {N}", P)]),
        ("111 dan 112", [(f"111 {N}", P), (f"112 {N}", P)]),
        ("112 atau 127 ayat (1) huruf a UU 35/2009", [(f"112 {N}", P), (f"127 ayat (1) huruf a {N}", S)]),
        ("112 ayat (1), 112 ayat (2)", [(f"112 {N}", P)]),
        ("KUHP 609 ayat (1) huruf a", [("609 ayat (1) huruf a KUHP (UU 1/2023)", P)]),
        ("Pasal 609 ayat (1) huruf a UU No. 1 Tahun 2023", [("609 ayat (1) huruf a KUHP (UU 1/2023)", P)]),
        ("Pasal 610 KUHP baru", [("610 KUHP (UU 1/2023)", P)]),
        ("363 ayat (1) ke-4 KUHP", [("363 KUHP lama", P)]),
        ("Pasal 363 ayat (1) ke 3, 4 dan 5 KUHPidana", [("363 KUHP lama", P)]),
        ("Pasal 476 KUHP", [("476 KUHP (UU 1/2023)", P)]),
        ("362", [("362 KUHP lama", P)]),
        ("81 ayat (2) UU No. 35 Tahun 2014 tentang Perlindungan Anak", [("81 UU 17/2016", P)]),
        ("Pasal 112 ayat (1) UU 35/2009 dan Pasal 363 KUHP", [(f"112 {N}", P), ("363 KUHP lama", P)]),
        ("Pasal 2 ayat (1) UU Darurat No. 12 Tahun 1951", [("2 UU 12/1951", P)]),
        ("Pasal 363 jo Pasal 55 ayat (1) ke-1 KUHP", [("363 KUHP lama", P), ("55 KUHP lama", J)]),
        ("340 subs 338 KUHP", [("340 KUHP lama", P), ("338 KUHP lama", S)]),
        ("-", []),
    ],
)  # fmt: skip
def test_articles_are_found_in_free_text(read, text, expected):
    assert read(text) == expected


def test_law_in_a_column_of_its_own(read):
    assert read("112 (1)", "35/2009") == [(f"112 {N}", P)]
    assert read("112", "Narkotika") == [(f"112 {N}", P)]
    assert read("81", "UU 17/2016") == [("81 UU 17/2016", P)]
    assert read(112, "UU 35 Tahun 2009") == [(f"112 {N}", P)]


@pytest.mark.parametrize(
    "text",
    [
        "Pasal 999 UU 35/2009",
        "112 UU 8/1981",
        "132",
        "narkotika",
        "Pasal 112 UU 35/2009 barang bukti 5 gram",
        "ayat (1)",
        "310",
    ],
)
def test_what_is_no_known_article_is_refused(read, text):
    with pytest.raises(BadValue):
        read(text)
