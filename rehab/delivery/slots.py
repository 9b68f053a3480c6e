"""What the pages of agreements and programmes show of cohorts and sessions."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.permissions import P
from agreements.models import Agreement
from rehab.delivery import queries
from rehab.programmes.models import Programme
from ui.slots import fills

Filled = tuple[str, dict[str, Any]] | None


@fills("agreements.concerned")
def sessions_concerned(*, request: HttpRequest, object: Agreement, **_context: Any) -> Filled:
    """How many sessions ahead a suspension or an end would leave without a basis."""
    user: Any = request.user
    if not user.has_perm(P.DELIVERY_VIEW):
        return None
    return "delivery/slots/sessions_concerned.html", {"count": queries.sessions_ahead(object, user)}


@fills("agreements.page")
def cohorts_under(*, request: HttpRequest, object: Agreement, **_context: Any) -> Filled:
    """Cohorts run under the agreement, for those who see schedules."""
    user: Any = request.user
    if not user.has_perm(P.DELIVERY_VIEW):
        return None
    rows = queries.cohort_rows(list(queries.cohorts_of(user).filter(agreement=object)[:10]))
    all_url = f"{reverse('delivery:cohorts')}?kerja_sama={object.pk}"
    return "delivery/slots/cohorts.html", {"rows": rows, "all_url": all_url}


@fills("programmes.page")
def cohorts_running(*, request: HttpRequest, object: Programme, **_context: Any) -> Filled:
    """Cohorts of the programme, whatever their version."""
    user: Any = request.user
    if not user.has_perm(P.DELIVERY_VIEW):
        return None
    own = queries.cohorts_of(user).filter(programme_version__programme=object)
    all_url = f"{reverse('delivery:cohorts')}?program={object.pk}"
    return "delivery/slots/cohorts.html", {"rows": queries.cohort_rows(list(own[:10])), "all_url": all_url}
