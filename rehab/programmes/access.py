"""Who may do what with a programme. Each docstring is the rule."""

from django.db import models

from accounts.models import User
from accounts.permissions import P
from rehab.programmes.models import Programme, ProgrammeVersion


def may_create(user: User) -> bool:
    """Petugas rehabilitasi of a custodian makes programmes of the own unit."""
    return user.has_perm(P.PROGRAMMES_MANAGE) and user.agency.is_custodian


def may_manage(user: User, programme: Programme) -> bool:
    """A programme is managed by its own custodian; a national one comes with the system."""
    return may_create(user) and programme.custodian_id == user.agency_id


def is_in_use(version: ProgrammeVersion) -> bool:
    """Something of a higher room (a cohort, an enrolment) stands on it: then its content never changes.

    Read from the foreign keys that protect the row, since this room knows none of those above.
    """
    return any(
        related.related_model._base_manager.filter(**{related.field.name: version}).exists()
        for related in ProgrammeVersion._meta.related_objects
        if related.on_delete is models.PROTECT
    )


def may_change_sessions(user: User, version: ProgrammeVersion) -> bool:
    """The sessions of a version are written until it is first used; afterwards a new version."""
    return may_manage(user, version.programme) and not is_in_use(version)
