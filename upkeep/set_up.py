"""The start of a real office: its agencies and the first administrator of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.agency import open_agency
from accounts.actions.roles import grant_role
from accounts.actions.staff import add_staff
from accounts.kinds import Kind
from accounts.models import Agency, User
from audit.models import Action
from audit.trail import record
from ui.refusal import Refused

COMMAND = "set_up"


class AlreadySetUp(Refused):
    sentence = _("Kantor ini sudah disiapkan: instansi sudah ada.")


class NothingToServe(Refused):
    sentence = _("Sebuah kantor memerlukan satu rutan/lapas dan satu mitra.")


@dataclass(frozen=True)
class Office:
    """One agency to open, and who will administer it."""

    kind: Kind
    code: str
    name: str
    short_name: str
    time_zone: str
    username: str
    full_name: str


@dataclass(frozen=True)
class Opened:
    """The administrator's one-time password is shown once and kept nowhere."""

    agency: Agency
    user: User
    password: str


@transaction.atomic
def set_up(*, offices: Iterable[Office]) -> list[Opened]:
    """Open the agencies and their first administrators, all or none; refused a second time.

    The custodian and the partner answer to offices of their own; an oversight office given here
    stands above the custodian.
    """
    wanted = sorted(offices, key=lambda each: each.kind != Kind.OVERSIGHT)
    if Agency.objects.exists():
        raise AlreadySetUp
    if not {Kind.CUSTODIAN, Kind.PARTNER} <= {each.kind for each in wanted}:
        raise NothingToServe
    opened: list[Opened] = []
    for each in wanted:
        above = next((o.agency for o in opened if o.agency.is_oversight), None)
        opened.append(_open(each, above if each.kind == Kind.CUSTODIAN else None))
    for done in opened:
        record(Action.COMMAND, by=None, on=COMMAND, within=done.agency)
    return opened


def _open(office: Office, parent: Agency | None) -> Opened:
    agency = Agency(
        kind=office.kind,
        code=office.code,
        name=office.name,
        short_name=office.short_name,
        time_zone=office.time_zone,
    )
    # The verbs trust their caller; here the caller is a person at a keyboard.
    _check(agency)
    _check(User(username=office.username, full_name=office.full_name, agency=agency), leave="agency")
    fields = {name: getattr(agency, name) for name in ("kind", "code", "name", "short_name", "time_zone")}
    agency = open_agency(parent=parent, **fields)
    user, password = add_staff(agency=agency, username=office.username, full_name=office.full_name)
    grant_role(user=user, role="admin")
    return Opened(agency, user, password)


def _check(row: Agency | User, leave: str = "") -> None:
    """Raise the field's own sentence, with its name before it."""
    try:
        row.full_clean(exclude={"password", "parent", leave})
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        name = "" if field == "__all__" else f"{getattr(row._meta.get_field(field), 'verbose_name', field)}: "
        raise Refused(f"{name}{sentences[0]}") from error
