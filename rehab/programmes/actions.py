"""The verbs of a programme: made, given new versions, taken off offer. A version in use never changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agreements.models import Service
from audit.models import Action
from audit.trail import record
from audit.words import as_written
from rehab.programmes import access, refusals
from rehab.programmes.models import Programme, ProgrammeVersion, SessionKind, SessionTemplate


@dataclass(frozen=True)
class Content:
    """What a version says."""

    name: str
    category: str
    length: int
    unit: str
    services: Sequence[Service]
    mode: str = ProgrammeVersion.Mode.VISITS
    minimum_attendance: int = 80
    admits_tahanan: bool = False
    admits_narapidana: bool = True

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "services"}


@dataclass(frozen=True)
class SessionRow:
    """One session of a version, as it is typed in a row. `order` only says where it stands."""

    order: int
    kind: SessionKind
    title: str
    minutes: int = 90
    format: str = SessionTemplate.Format.GROUP


@transaction.atomic
def create_programme(
    *,
    by: User,
    code: str,
    content: Content,
    valid_from: date | None = None,
    sessions: Sequence[SessionRow] = (),
) -> Programme:
    """A programme of the own custodian, with its first version."""
    if not access.may_create(by):
        raise refusals.NotYourAct()
    programme = Programme(custodian=by.agency, code=code.strip().lower())
    if Programme.objects.filter(custodian=by.agency, code=programme.code).exists():
        raise refusals.ContentNotPossible(_("Kode program ini sudah dipakai."), field="code")
    programme.save(force_insert=True)
    version = _write_version(programme, content, valid_from or by.agency.today(), by)
    _write_sessions(version, sessions)
    record(Action.CREATE, by=by, on=programme, changes={"nama": version.name, "versi": version.number})
    return programme


@transaction.atomic
def new_version(
    *, by: User, programme: Programme, content: Content, valid_from: date, sessions: Sequence[SessionRow] = ()
) -> ProgrammeVersion:
    """What holds from that day on. Cohorts that stand keep the version that they began with."""
    row = _lock_own(programme, by)
    if valid_from < by.agency.today():
        raise refusals.ContentNotPossible(_("Versi baru berlaku paling cepat hari ini."), field="valid_from")
    version = _write_version(row, content, valid_from, by)
    _write_sessions(version, sessions)
    changes = {"nama": version.name, "versi": version.number, "berlaku mulai": valid_from}
    record(Action.CHANGE, by=by, on=row, changes=changes)
    return version


@transaction.atomic
def set_sessions(*, by: User, version: ProgrammeVersion, sessions: Sequence[SessionRow]) -> ProgrammeVersion:
    """Write all sessions of a version that nothing stands on yet, numbered anew in their order."""
    programme = _lock_own(version.programme, by)
    row = ProgrammeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if access.is_in_use(row):
        raise refusals.VersionInUse()
    before = row.templates.count()
    row.templates.all().delete()
    _write_sessions(row, sessions)
    record(
        Action.CHANGE,
        by=by,
        on=programme,
        changes={"versi": row.number, "jumlah sesi": [before, len(sessions)]},
    )
    return row


@transaction.atomic
def retire(*, by: User, programme: Programme, reason: str) -> Programme:
    """No new cohort from today on; those that stand go on to their end."""
    row = _lock_own(programme, by)
    if not reason.strip():
        raise refusals.ContentNotPossible(_("Tuliskan alasannya."), field="reason")
    if row.retired_on is not None:
        raise refusals.AlreadyRetired()
    row.retired_on = by.agency.today()
    row.save(update_fields=["retired_on"])
    record(Action.CHANGE, by=by, on=row, changes={"tidak ditawarkan sejak": row.retired_on}, reason=reason)
    return row


@transaction.atomic
def offer_again(*, by: User, programme: Programme, reason: str = "") -> Programme:
    """Open to new cohorts again, with the version that holds today."""
    row = _lock_own(programme, by)
    if row.retired_on is None:
        raise refusals.StillOffered()
    row.retired_on = None
    row.save(update_fields=["retired_on"])
    record(Action.CHANGE, by=by, on=row, changes={"ditawarkan": gettext_lazy("kembali")}, reason=reason)
    return row


def _lock_own(programme: Programme, by: User) -> Programme:
    if not access.may_create(by):
        raise refusals.NotYourAct()
    row = (
        Programme.objects.select_for_update(of=("self",)).filter(pk=programme.pk, custodian=by.agency).first()
    )
    if row is None:
        raise refusals.NotYourProgramme()
    return row


def _write_version(programme: Programme, content: Content, valid_from: date, by: User) -> ProgrammeVersion:
    if not content.services:
        raise refusals.ContentNotPossible(_("Pilih sedikitnya satu layanan."), field="services")
    if not (content.admits_tahanan or content.admits_narapidana):
        raise refusals.ContentNotPossible(
            _("Pilih sedikitnya satu status hukum yang diterima."), field="admits_narapidana"
        )
    version = ProgrammeVersion(
        programme=programme,
        number=programme.versions.count() + 1,
        valid_from=valid_from,
        created_by=by,
        **content.columns(),
    )
    version.save(force_insert=True)
    version.services.set(content.services)
    return version


def _write_sessions(version: ProgrammeVersion, sessions: Sequence[SessionRow]) -> None:
    """Only kinds of the version's own services: an agreement that covers it covers every session."""
    covered = set(version.services.values_list("pk", flat=True))
    outside = sorted({row.kind.name for row in sessions if row.kind.service_id not in covered})
    if outside:
        sentence = _("Jenis sesi ini di luar layanan program: %(kinds)s.")
        raise refusals.ContentNotPossible(sentence % {"kinds": ", ".join(outside)})
    ordered = sorted(sessions, key=lambda row: row.order)
    SessionTemplate.objects.bulk_create(
        SessionTemplate(
            version=version,
            order=place,
            kind=row.kind,
            title=row.title.strip() or as_written(row.kind.name),
            minutes=row.minutes,
            format=row.format,
        )
        for place, row in enumerate(ordered, start=1)
    )


def sessions_of(version: ProgrammeVersion, services: Iterable[Service]) -> list[SessionRow]:
    """The sessions of a version as rows to copy, without those of services that are not taken over."""
    chosen = {service.pk for service in services}
    rows = version.templates.select_related("kind").order_by("order")
    return [
        SessionRow(row.order, row.kind, row.title, row.minutes, row.format)
        for row in rows
        if row.kind.service_id in chosen
    ]
