"""What lower rooms' pages show of people in the programme."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import P
from agreements.models import Agreement
from inmates.models import Inmate
from rehab.casefile.queries import standing
from ui.slots import fills

Filled = tuple[str, dict[str, Any]] | None


@fills("inmates.person.programme")
def programme_of_person(*, request: HttpRequest, object: Inmate, **_context: Any) -> Filled:
    """Where the person stands, and every earlier attempt, for readers of case files."""
    user: Any = request.user
    if not user.has_perm(P.ENROLMENTS_VIEW):
        return None
    return "casefile/slots/person_programme.html", {"enrolments": standing.of_person(user, object)}


@fills("inmates.person.actions")
def propose_person(*, request: HttpRequest, object: Inmate, **_context: Any) -> Filled:
    """*Usulkan*, when this role may and the person can be proposed now."""
    user: Any = request.user
    if not user.has_perm(P.ENROLMENTS_PROPOSE) or not standing.can_be_proposed(user, object):
        return None
    return "casefile/slots/person_propose.html", {"url": f"{reverse('casefile:propose')}?pilih={object.pk}"}


@fills("agreements.page")
def people_of_agreement(*, request: HttpRequest, object: Agreement, **_context: Any) -> Filled:
    """How many people the reader reaches under the line, each number with its list."""
    user: Any = request.user
    if not user.has_perm(P.ENROLMENTS_VIEW):
        return None
    return "casefile/slots/agreement_people.html", {"counts": standing.under_line(user, object)}


@fills("agreements.concerned")
def people_concerned(*, request: HttpRequest, object: Agreement, **_context: Any) -> Filled:
    """How many people a suspension or an end would close to the partner."""
    user: Any = request.user
    if not user.has_perm(P.ENROLMENTS_VIEW):
        return None
    return "casefile/slots/agreement_concerned.html", {"count": standing.open_to_partner(object)}
