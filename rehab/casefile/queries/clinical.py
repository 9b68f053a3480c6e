"""Results and assessments as the tier 3 tab shows them; the caller has checked the assignment."""

from dataclasses import dataclass
from datetime import date

from rehab.casefile.doors import link
from rehab.clinical.models import Assessment, InstrumentResult
from rehab.enrolments.models import Enrolment


@dataclass(frozen=True)
class ResultRow:
    pk: int
    name: str
    on: date
    interviewer: str
    time_point: str
    signed: bool
    revision: int
    url: str = ""


def results_of(enrolment: Enrolment) -> list[ResultRow]:
    """Newest first, drafts among them."""
    rows = InstrumentResult.objects.filter(enrolment=enrolment).select_related("interviewer")
    return [
        ResultRow(
            pk=row.pk,
            name=row.instrument.upper(),
            on=row.interviewed_on,
            interviewer=row.interviewer.full_name,
            time_point=str(row.get_time_point_display()),
            signed=row.signed_at is not None,
            revision=row.revision,
            url=link("clinical:screening", enrolment.pk),
        )
        for row in rows.order_by("-interviewed_on", "-pk")
    ]


def assessments_of(enrolment: Enrolment) -> list[Assessment]:
    """Signed ones: drafts belong to their author's page."""
    rows = Assessment.objects.filter(enrolment=enrolment, signed_at__isnull=False)
    return list(rows.select_related("assessor").order_by("-assessed_on", "-pk"))
