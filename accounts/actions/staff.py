import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import keeps_an_administrator
from accounts.errors import InactiveAccount, LastAdministrator, NotOfThisAgency, ToOneself
from accounts.models import Agency, User
from audit.models import Action
from audit.trail import changed_fields, record

ONE_TIME_PASSWORD_TERM = timedelta(hours=72)
# Without letters and digits that are mistaken for each other when read aloud or copied from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Four groups of four characters: about 79 bits, and possible to copy by hand."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _n in range(4)) for _group in range(4))


@transaction.atomic
def add_staff(
    *,
    by: User | None = None,
    agency: Agency,
    username: str,
    full_name: str,
    staff_number: str = "",
    position: str = "",
) -> tuple[User, str]:
    """A new member with a one-time password, which is returned once and kept nowhere."""
    if by is not None and by.agency_id != agency.pk:
        raise NotOfThisAgency
    password = one_time_password()
    user = User(
        agency=agency,
        username=username,
        full_name=full_name,
        staff_number=staff_number,
        position=position,
        must_change_password=True,
        password_expires_at=timezone.now() + ONE_TIME_PASSWORD_TERM,
    )
    user.set_password(password)
    user.save(force_insert=True)
    record(Action.CREATE, by=by, on=user, within=agency, changes={"nama pengguna": username})
    return user, password


@transaction.atomic
def change_staff(*, by: User, user: User, **fields: Any) -> User:
    """Name, staff number and position; the user name stays, since the trail names it."""
    user = locked(user, by)
    changes = changed_fields(user, fields)
    if changes:
        for name, value in fields.items():
            setattr(user, name, value)
        user.save(update_fields=list(fields))
        record(Action.CHANGE, by=by, on=user, changes=changes)
    return user


@transaction.atomic
def issue_one_time_password(*, by: User | None = None, user: User) -> str:
    """A new one-time password, valid for 72 hours; it ends every session of the member."""
    user = locked(user, by)
    if by is not None and by.pk == user.pk:
        raise ToOneself
    if not user.is_active:
        raise InactiveAccount
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_expires_at = timezone.now() + ONE_TIME_PASSWORD_TERM
    user.save(update_fields=["password", "must_change_password", "password_expires_at"])
    record(Action.CHANGE, by=by, on=user, within=user.agency, changes={"kata sandi": "sekali pakai"})
    return password


@transaction.atomic
def deactivate(*, by: User, user: User, reason: str) -> None:
    """Close the account: the member's next request finds nobody signed in. Never the last administrator."""
    user = locked(user, by)
    if by.pk == user.pk:
        raise ToOneself
    if not keeps_an_administrator(user.agency, without=user):
        raise LastAdministrator
    if user.is_active:
        user.is_active = False
        user.save(update_fields=["is_active"])
        record(Action.CHANGE, by=by, on=user, changes={"aktif": ["ya", "tidak"]}, reason=reason)


@transaction.atomic
def reactivate(*, by: User, user: User) -> str:
    """Open the account again, with a one-time password: the old one may have been passed on."""
    user = locked(user, by)
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
        record(Action.CHANGE, by=by, on=user, changes={"aktif": ["tidak", "ya"]})
    return issue_one_time_password(by=by, user=user)


@transaction.atomic
def change_password(*, by: User, new: str) -> None:
    """The member's own new password. Every other session of theirs ends with it (session hash)."""
    user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    user.set_password(new)
    user.must_change_password = False
    user.password_expires_at = None
    user.save(update_fields=["password", "must_change_password", "password_expires_at"])
    record(Action.CHANGE, by=by, on=user, changes={"kata sandi": "diganti"})


@transaction.atomic
def change_appearance(*, by: User, theme: str, language: str) -> None:
    """How the member's own screens look, and in which language they speak."""
    user = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    fields = {"theme": theme, "language": language}
    changes = changed_fields(user, fields)
    if changes:
        user.theme, user.language = theme, language
        user.save(update_fields=list(fields))
        record(Action.CHANGE, by=by, on=user, changes=changes)


def locked(user: User, by: User | None) -> User:
    """The member as the database has them, under the lock of their agency.

    One lock an agency: "never the last administrator" and "administers or reads cases"
    are rules over several rows.
    """
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=user.agency_id)
    if by is not None and by.agency_id != agency.pk:
        raise NotOfThisAgency
    return User.objects.select_for_update(of=("self",)).select_related("agency").get(pk=user.pk)
