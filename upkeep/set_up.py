"""The start of a real office: its agencies and the first administrator of each; and those that join later."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions.agency import open_agency, place_under
from accounts.actions.roles import grant_role
from accounts.actions.staff import add_staff
from accounts.kinds import Kind
from accounts.models import Agency, User
from audit.models import Action
from audit.trail import record
from ui.refusal import Refused

COMMAND = "set_up"
COMMAND_LATER = "add_agency"


class AlreadySetUp(Refused):
    sentence = _("Kantor ini sudah disiapkan: instansi sudah ada.")


class NotSetUpYet(Refused):
    sentence = _("Kantor ini belum disiapkan: jalankan dahulu `manage.py set_up`.")


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


# Where the rule of each answer stands.
_FIELDS: dict[str, type[Agency] | type[User]] = {
    "code": Agency,
    "name": Agency,
    "short_name": Agency,
    "time_zone": Agency,
    "username": User,
    "full_name": User,
}


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


@transaction.atomic
def add_agency(*, office: Office, above: str = "", units: Iterable[str] = ()) -> Opened:
    """Open one more agency in a running office: a further partner or custodian, or an office above them.

    `above` is the code of the oversight office it answers to, `units` the codes of the agencies
    that answer to it from now on.
    """
    if not Agency.objects.exists():
        raise NotSetUpYet
    opened = _open(office, _called(above) if above else None)
    for code in units:
        place_under(agency=_called(code), parent=opened.agency)
    record(Action.COMMAND, by=None, on=COMMAND_LATER, within=opened.agency)
    return opened


def check_answer(name: str, answer: str) -> None:
    """Raise the field's own sentence when this answer alone could not stand."""
    model = _FIELDS[name]
    field: Any = model._meta.get_field(name)
    try:
        field.clean(answer, None)
    except ValidationError as error:
        raise Refused(error.messages[0]) from error
    if field.unique and model._default_manager.filter(**{name: answer}).exists():
        raise Refused(str(_("Sudah dipakai. Pilih yang lain.")))


def _called(code: str) -> Agency:
    found = Agency.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Agency.objects.order_by("code").values_list("code", flat=True))
        raise Refused(
            _("Tidak ada instansi dengan kode “%(code)s”. Yang ada: %(known)s.")
            % {"code": code, "known": known}
        )
    return found


def _open(office: Office, parent: Agency | None) -> Opened:
    # The verbs trust their caller; here the caller is a person at a keyboard.
    for name, model in _FIELDS.items():
        try:
            check_answer(name, getattr(office, name))
        except Refused as refused:
            field: Any = model._meta.get_field(name)
            raise Refused(f"{office.kind.label}, {field.verbose_name}: {refused.sentence}") from refused
    fields = {name: getattr(office, name) for name in ("kind", "code", "name", "short_name", "time_zone")}
    agency = open_agency(parent=parent, **fields)
    user, password = add_staff(agency=agency, username=office.username, full_name=office.full_name)
    grant_role(user=user, role="admin")
    return Opened(agency, user, password)
