"""What the pages of programmes show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import visible
from rehab.programmes import access
from rehab.programmes.models import (
    Programme,
    ProgrammeQuerySet,
    ProgrammeVersion,
    ProgrammeVersionQuerySet,
    SessionTemplate,
)


@dataclass(frozen=True)
class ProgrammeRow:
    pk: int
    code: str
    name: str
    category: Any
    length: str
    services: list[str]
    owner: str
    state: str
    tone: str
    unconfirmed: bool


def programmes() -> ProgrammeQuerySet:
    """A programme with what its page shows."""
    return Programme.objects.select_related("custodian")


def versions() -> ProgrammeVersionQuerySet:
    return ProgrammeVersion.objects.select_related("programme")


def listed(user: User) -> QuerySet[Any, Any]:
    """Programmes within reach, with the name and category of their newest version that began or will."""
    newest = ProgrammeVersion.objects.filter(programme=OuterRef("pk")).order_by("-valid_from", "-number")
    rows = visible(Programme, user).with_versions()  # type: ignore[attr-defined]
    return rows.annotate(
        newest_name=Subquery(newest.values("name")[:1]),
        newest_category=Subquery(newest.values("category")[:1]),
    )


def rows_of(user: User) -> Any:
    today = user.agency.today()

    def transform(programmes: Sequence[Programme]) -> list[ProgrammeRow]:
        return [_row(each, today) for each in programmes]

    return transform


def _row(programme: Programme, today: date) -> ProgrammeRow:
    # The versions were prefetched, the newest first.
    versions = list(programme.versions.all())
    version = next((each for each in versions if each.valid_from <= today), versions[0] if versions else None)
    offered = programme.is_offered(today)
    return ProgrammeRow(
        pk=programme.pk,
        code=programme.code,
        name=version.name if version else programme.code,
        category=version.get_category_display() if version else None,
        length=length_of(version) if version else "",
        services=[each.name for each in version.services.all()] if version else [],
        owner=programme.custodian.short_name if programme.custodian else _("Nasional"),
        state=_("Ditawarkan") if offered else _("Tidak ditawarkan lagi"),
        tone="success" if offered else "muted",
        unconfirmed=bool(version and version.unconfirmed),
    )


def length_of(version: ProgrammeVersion) -> str:
    return f"{version.length} {version.get_unit_display()}"


@dataclass(frozen=True)
class VersionShown:
    """One version in full, or in its line of the history."""

    version: ProgrammeVersion
    facts: list[tuple[Any, Any]]
    services: list[tuple[Any, Any]]
    sessions: list[SessionTemplate]
    state: str
    tone: str
    sessions_open: bool


@dataclass(frozen=True)
class ProgrammePage:
    shown: VersionShown | None
    history: Sequence[ProgrammeVersion]
    may_manage: bool
    may_copy: bool
    offered: bool


def page_of(programme: Programme, user: User, number: int | None = None) -> ProgrammePage:
    """The version asked for, or the one that holds today, and the others beside it."""
    today = user.agency.today()
    versions = list(
        programme.versions.annotate(session_count=Count("templates")).order_by("-valid_from", "-number")
    )
    chosen = next((each for each in versions if each.number == number), None) if number else None
    current = next((each for each in versions if each.valid_from <= today), None)
    version = chosen or current or (versions[0] if versions else None)
    return ProgrammePage(
        shown=_shown(version, current, user) if version else None,
        history=versions,
        may_manage=access.may_manage(user, programme),
        may_copy=access.may_create(user),
        offered=programme.is_offered(today),
    )


def _shown(version: ProgrammeVersion, current: ProgrammeVersion | None, user: User) -> VersionShown:
    holds = current is not None and version.pk == current.pk
    comes = version.valid_from > user.agency.today()
    return VersionShown(
        version=version,
        facts=_facts(version),
        services=[(_("Layanan"), ", ".join(each.name for each in version.services.all()))],
        sessions=list(version.templates.select_related("kind__service").order_by("order")),
        state=_("Berlaku") if holds else _("Akan berlaku") if comes else _("Digantikan"),
        tone="success" if holds else "info" if comes else "muted",
        sessions_open=access.may_change_sessions(user, version),
    )


def _facts(version: ProgrammeVersion) -> list[tuple[Any, Any]]:
    admitted = [
        str(label)
        for admits, label in (
            (version.admits_narapidana, _("narapidana")),
            (version.admits_tahanan, _("tahanan")),
        )
        if admits
    ]
    return [
        (_("Kategori"), version.get_category_display()),
        (_("Moda"), version.get_mode_display()),
        (_("Lama"), length_of(version)),
        (_("Kehadiran minimum"), f"{version.minimum_attendance} %"),
        (_("Status hukum saat ditetapkan"), ", ".join(admitted)),
        (_("Berlaku mulai"), version.valid_from),
    ]
