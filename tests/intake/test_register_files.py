"""Registers in many shapes of mess, each against its known truth."""

from datetime import date

import pytest

from inmates.models import Article
from upkeep.intake.fields import propose
from upkeep.intake.layout import sort_rows, table_of
from upkeep.intake.reading.workbook import read
from upkeep.intake.understanding import Reader
from upkeep.intake.values.articles import ArticleCatalogue
from upkeep.samples.registers import messy_register

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 1)


def understood(book):
    """Every person of the file, and how many other rows it has."""
    catalogue, people, others = ArticleCatalogue.of(Article.objects.all()), {}, 0
    for sheet in read(book.content, book.name):
        table = table_of(sheet)
        mapping = propose({each.key: (each.label, table.samples(each)) for each in table.columns})
        rows = sort_rows(table, mapping)
        others += len(table.heading_lines) + sum(row.skipped is not None for row in rows)
        found = Reader(table, mapping, catalogue, TODAY).people(rows)
        people |= {(sheet.name, person.line): person for person in found}
    return people, others


@pytest.mark.parametrize("seed", range(60))
def test_every_row_means_what_it_means(seed):
    book = messy_register(seed)
    people, others = understood(book)
    assert {(truth.sheet, truth.line) for truth in book.truths} == set(people), book.shape
    assert others == book.other_lines, book.shape
    for truth in book.truths:
        person = people[truth.sheet, truth.line]
        if truth.spoilt:
            assert truth.spoilt in [problem.label for problem in person.problems], (book.shape, person)
            continue
        assert person.problems == [], (book.shape, person.problems, person.raw)
        assert person.register_class == truth.register_class
        assert person.number.text == truth.values["number"]
        assert tuple(article.code for article, _rank in person.charges) == truth.charges
        said = {name: value for name, value in truth.values.items() if name != "number"}
        found = {name: person.values.get(name) for name in said}
        assert {**found, "name": found["name"].title()} == {**said, "name": said["name"].title()}, book.shape
