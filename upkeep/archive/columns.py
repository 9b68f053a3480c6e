"""The columns of a table: their stable names, and what the data dictionary says of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Agency, RoleGrant, User
from accounts.roles import role_choices
from inmates.models import Inmate
from upkeep.archive.cells import cell
from upkeep.archive.tables import Table
from upkeep.archive.words import MEANINGS

# Whoever is pointed at is also named, so that a row can be read by itself.
_NAMED: dict[type[models.Model], str] = {User: "full_name", Agency: "short_name", Inmate: "name"}
_MOST_NAMES = 20_000


@dataclass(frozen=True)
class Column:
    name: str
    meaning: str
    kind: str
    codes: str
    value: Callable[[Any, "Names"], Any]


@dataclass
class Names:
    """The names of those whom a stretch of rows points at, asked for once a stretch."""

    _found: dict[tuple[type[models.Model], int], str] = field(default_factory=dict)

    def learn(self, table: Table, rows: Iterable[Any]) -> None:
        if len(self._found) > _MOST_NAMES:
            self._found.clear()
        for model, names in _pointing(table).items():
            wanted = {getattr(row, name) for row in rows for name in names} - {None}
            unknown = [pk for pk in wanted if (model, pk) not in self._found]
            people = model._base_manager.filter(pk__in=unknown).values_list("pk", _NAMED[model])
            self._found |= {(model, pk): name for pk, name in people}

    def of(self, model: type[models.Model], pk: int | None) -> str:
        return self._found.get((model, pk), "") if pk is not None else ""


def columns_of(table: Table) -> list[Column]:
    columns = []
    for each in _fields(table):
        columns.append(Column(each.attname, _meaning(each), _kind(each), _codes(each), _getter(each.attname)))
        if each.related_model in _NAMED:
            columns.append(_name_beside(each))
    return columns


def written(columns: list[Column], row: Any, names: Names, zone: ZoneInfo) -> list[str]:
    return [cell(each.value(row, names), zone) for each in columns]


def _fields(table: Table) -> list[Any]:
    return [each for each in table.model._meta.concrete_fields if each.name not in table.without]


def _pointing(table: Table) -> Mapping[type[models.Model], list[str]]:
    found: dict[type[models.Model], list[str]] = {}
    for each in _fields(table):
        if each.related_model in _NAMED:
            found.setdefault(each.related_model, []).append(each.attname)
    return found


def _getter(name: str) -> Callable[[Any, Names], Any]:
    return lambda row, _names: getattr(row, name)


def _name_beside(pointer: Any) -> Column:
    model, attribute = pointer.related_model, pointer.attname
    return Column(
        f"{pointer.name}_name",
        _("Nama dari %(column)s") % {"column": attribute},
        _("teks"),
        "",
        lambda row, names: names.of(model, getattr(row, attribute)),
    )


def _meaning(each: Any) -> str:
    """The word for this very column, else the model's own, else the word for columns of that name."""
    label = each.model._meta.label_lower.rpartition(".")[2]
    own = str(each.verbose_name)
    unsaid = each.primary_key or own == each.name.replace("_", " ")
    general = MEANINGS.get(each.name, own) if unsaid else own
    return capfirst(str(MEANINGS.get(f"{label}.{each.name}", general)))


def _kind(each: Any) -> str:
    if each.primary_key:
        return _("bilangan, kunci baris")
    if each.is_relation:
        return _("bilangan, menunjuk %(table)s") % {"table": each.related_model._meta.verbose_name}
    for kind, word in _KINDS.items():
        if isinstance(each, kind):
            return str(word())
    return _("teks, paling banyak %(n)s huruf") % {"n": each.max_length} if each.max_length else _("teks")


_KINDS: dict[type[models.Field], Callable[[], str]] = {
    models.DateTimeField: lambda: _("waktu ISO 8601 dengan selisih zona"),
    models.DateField: lambda: _("tanggal ISO 8601 (tahun-bulan-hari)"),
    models.TimeField: lambda: _("jam (jam:menit:detik)"),
    models.BooleanField: lambda: _("true atau false"),
    models.JSONField: lambda: _("JSON"),
    models.IntegerField: lambda: _("bilangan bulat"),
    models.DecimalField: lambda: _("bilangan desimal"),
    models.FloatField: lambda: _("bilangan desimal"),
}


def _codes(each: Any) -> str:
    pairs = role_choices() if (each.model, each.name) == (RoleGrant, "role") else each.flatchoices
    return "; ".join(f"{code} = {word}" for code, word in pairs)
