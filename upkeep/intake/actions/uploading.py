from collections.abc import Iterable
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.db import transaction

from accounts.models import Agency, User
from accounts.sealing import seal_bytes
from audit.models import Action
from audit.trail import record
from upkeep.intake.fields import propose
from upkeep.intake.kept import KeptColumn, KeptTable, Layout
from upkeep.intake.layout import Table, table_of
from upkeep.intake.models import OPEN, Import, ImportFile, Kind, SavedColumns
from upkeep.intake.past.reading import layout_of
from upkeep.intake.reading.workbook import Sheet, read
from upkeep.intake.refusals import NoTable, NotTheTemplate, TooManyOpen
from upkeep.intake.values.numbers import as_written

_MOST_OPEN = 20
_SAMPLES = 3


def upload(*, custodian: Agency, name: str, content: bytes, by: User) -> Import:
    """Keep a file of the register, sealed, with the columns that were found in it.

    Raises Unreadable for a file that cannot be read, and NoTable for one without headings.
    """
    # By another process, before any transaction begins.
    sheets = read(content, name)
    tables = [(sheet, table_of(sheet)) for sheet in sheets]
    found = [(sheet, table) for sheet, table in tables if table is not None]
    if not found:
        raise NoTable(field="file")
    layout = Layout(
        tuple(_kept(sheet, table) for sheet, table in found),
        tuple(sheet.name for sheet, table in tables if table is None),
    )
    return _made(
        layout,
        custodian=custodian,
        name=name,
        content=content,
        by=by,
        mapping=_columns(custodian, layout.signature(), [table for _sheet, table in found]),
        sheets=[sheet.name for sheet, _table in found if not sheet.hidden] or [found[0][0].name],
    )


def upload_past(*, custodian: Agency, name: str, content: bytes, by: User) -> Import:
    """Keep a filled-in template of old data, sealed. Its columns are known, so that nothing is asked.

    Raises Unreadable for a file that cannot be read, and NotTheTemplate for one without its headings.
    """
    layout = layout_of(read(content, name))
    if not layout.tables:
        raise NotTheTemplate(field="file")
    told = {"kind": Kind.PAST, "sheets": [table.sheet for table in layout.tables]}
    return _made(layout, custodian=custodian, name=name, content=content, by=by, **told)


def _made(layout: Layout, *, custodian: Agency, name: str, content: bytes, by: User, **told: Any) -> Import:
    with transaction.atomic():
        Agency.objects.select_for_update(of=("self",)).get(pk=custodian.pk)
        if Import.objects.within(custodian).filter(state__in=OPEN).count() >= _MOST_OPEN:
            raise TooManyOpen(field="file")
        made = Import.objects.create(
            custodian=custodian,
            file_name=PurePath(name.replace("\\", "/")).name[-150:],
            file_size=len(content),
            digest=sha256(content).hexdigest(),
            uploaded_by=by,
            layout=layout.written(),
            signature=layout.signature(),
            **told,
        )
        ImportFile.objects.create(of=made, sealed=seal_bytes(content))
        record(Action.CREATE, by=by, on=made, changes={"rows": made.rows_in_file})
    return made


def _kept(sheet: Sheet, table: Table) -> KeptTable:
    columns = tuple(KeptColumn(each.key, each.label, _some(table.samples(each))) for each in table.columns)
    return KeptTable(sheet.name, len(table.rows), table.heading_lines, columns, sheet.hidden)


def _some(cells: Iterable[object]) -> tuple[str, ...]:
    texts = (as_written(cell)[:60] for cell in cells)  # type: ignore[arg-type]
    return tuple(dict.fromkeys(text for text in texts if text))[:_SAMPLES]


def _columns(custodian: Agency, signature: str, tables: list[Table]) -> dict[str, str]:
    """The columns as they were said for the last file with these headings, else as they look."""
    saved = SavedColumns.objects.filter(custodian=custodian, signature=signature).first()
    if saved is not None:
        return dict(saved.mapping)
    mapping: dict[str, str] = {}
    for table in tables:
        proposal = propose({each.key: (each.label, table.samples(each)) for each in table.columns})
        mapping = {**proposal, **{key: value for key, value in mapping.items() if value}}
    return mapping
