"""The people of a stored file, read anew each time: the file is the truth."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.sealing import unseal_bytes
from inmates.models import Article
from upkeep.intake.layout import Skipped, Sorted, sort_rows, table_of
from upkeep.intake.models import Import, ImportFile
from upkeep.intake.reading.workbook import read
from upkeep.intake.understanding import Person, Reader
from upkeep.intake.values.articles import ArticleCatalogue

Tick = Callable[[int, int], None]


@dataclass(frozen=True)
class FileRead:
    """Every row of the sheets that are read: the people, and the others with what they are."""

    people: list[Person]
    others: list[tuple[str, Sorted]]
    articles: dict[int, Article]


def read_again(import_: Import, tick: Tick) -> FileRead:
    content = unseal_bytes(ImportFile.objects.get(of=import_).sealed)
    articles = {article.pk: article for article in Article.objects.all()}
    catalogue = ArticleCatalogue.of(articles.values())
    people: list[Person] = []
    others: list[tuple[str, Sorted]] = []
    for sheet in read(content, import_.file_name):
        table = table_of(sheet)
        if table is None or sheet.name not in import_.sheets:
            continue
        rows = sort_rows(table, import_.mapping)
        headings = [row for row in sheet.rows if row.line in table.heading_lines]
        others += [(sheet.name, Sorted(row, Skipped.HEADING)) for row in headings]
        others += [(sheet.name, each) for each in rows if each.skipped is not None]
        reader = Reader(
            table,
            import_.mapping,
            catalogue,
            import_.custodian.today(),
            admitted_on=import_.admitted_on,
            sex=import_.sex,
        )
        for person in reader.people(rows):
            people.append(person)
            if len(people) % 500 == 0:
                tick(len(people), import_.rows_in_file)
    return FileRead(people, others, articles)
