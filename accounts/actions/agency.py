from typing import Any

from django.db import transaction

from accounts.errors import AgencyNotAbove, NotOfThisAgency
from accounts.models import Agency, User
from audit.models import Action
from audit.trail import changed_fields, record
from audit.words import choice_as_written


@transaction.atomic
def open_agency(*, by: User | None = None, parent: Agency | None = None, **fields: Any) -> Agency:
    """Set an agency up. Only a command does this: no screen makes agencies."""
    if parent is not None and not parent.is_oversight:
        raise AgencyNotAbove
    agency = Agency.objects.create(parent=parent, **fields)
    record(
        Action.CREATE, by=by, on=agency, within=agency, changes={"jenis": choice_as_written(agency, "kind")}
    )
    return agency


@transaction.atomic
def place_under(*, by: User | None = None, agency: Agency, parent: Agency) -> Agency:
    """Let an agency answer to an oversight office, whose Pengawas reads it from the next request on."""
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    if not parent.is_oversight or agency.pk in (parent.pk, parent.parent_id):
        raise AgencyNotAbove
    changes = changed_fields(agency, {"parent": parent})
    agency.parent = parent
    agency.save(update_fields=["parent"])
    record(Action.CHANGE, by=by, on=agency, within=agency, changes=changes)
    return agency


@transaction.atomic
def change_agency(*, by: User, agency: Agency, **fields: Any) -> Agency:
    """Letterhead, place of letters and names, by the agency's own administrator."""
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=agency.pk)
    if by.agency_id != agency.pk:
        raise NotOfThisAgency
    changes = changed_fields(agency, fields)
    if changes:
        for name, value in fields.items():
            setattr(agency, name, value)
        agency.save(update_fields=list(fields))
        record(Action.CHANGE, by=by, on=agency, changes=changes)
    return agency
