"""The trail by person: whom a search found, and who saw or changed what of one of them (UU 27/2022)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from accounts.models import User
from audit.models import Action
from inmates.models import Inmate
from oversight.trail.filters import people_called
from oversight.trail.minimise import names_persons_to
from oversight.trail.queries import TrailListing

_MOST_SHOWN = 10
_SAW = (Action.VIEW, Action.EXPORT, Action.PRINT)
_CHANGED = (Action.CREATE, Action.CHANGE, Action.MOVE, Action.ANNUL)


@dataclass(frozen=True)
class Found:
    """A person whom the search names, and the way to their access report."""

    name: str
    register_number: str
    url: str


@dataclass(frozen=True)
class Line:
    """What one member of staff did with the person's records."""

    who: str
    agency: str
    saw: int
    changed: int
    denied: int
    last: datetime
    url: str


@dataclass(frozen=True)
class AccessReport:
    name: str
    register_number: str
    lines: list[Line]


def people_found(listing: TrailListing) -> list[Found]:
    """The first people that the search box names, for a reader who may know names."""
    text = listing.form.cleaned_data.get("cari") or ""
    if not text or not names_persons_to(listing.reader):
        return []
    people = people_called(text, listing.reader).with_register().order_by("name", "pk")[:_MOST_SHOWN]
    return [
        Found(each.name, each.register_number or "", listing.query(cari=None, orang=each.pk))
        for each in people
    ]


def access_report(listing: TrailListing) -> AccessReport | None:
    """Everyone who acted on the chosen person's records within the search, the latest first."""
    pk = listing.form.cleaned_data.get("orang")
    person = _person(pk, listing.reader) if pk else None
    if person is None:
        return None
    rows = (
        listing.queryset.visible_to(listing.reader)
        .order_by()
        .values("actor_name", "actor_username", "agency_name")
        .annotate(
            saw=Count("pk", filter=Q(action__in=_SAW)),
            changed=Count("pk", filter=Q(action__in=_CHANGED)),
            denied=Count("pk", filter=Q(action=Action.DENIED)),
            last=Max("at"),
        )
    )
    lines = [
        Line(
            row["actor_name"],
            row["agency_name"],
            row["saw"],
            row["changed"],
            row["denied"],
            row["last"],
            listing.query(pegawai=row["actor_username"]) if row["actor_username"] else "",
        )
        for row in rows
    ]
    lines.sort(key=lambda line: line.last, reverse=True)
    return AccessReport(person.name, person.register_number or "", lines)


def _person(pk: int, reader: User) -> Inmate | None:
    return Inmate.objects.within(reader.agency).with_register().filter(pk=pk).first()
