"""Queues: exits to confirm, decisions that wait, graduations to propose and to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.models import User, zones_by_date
from accounts.scope import visible
from agreements.models import Agreement
from inmates.models import CustodyEvent, CustodyKind
from inmates.models.custody import TERMINAL
from rehab.casefile.queries.participants import participants
from rehab.delivery.queries import attendance_rate
from rehab.enrolments.models import Consent, Enrolment, ExitReason, OutcomeProposal
from rehab.enrolments.states import Status

# The exit that a custody event suggests (domain §2.6).
_BY_EVENT = {
    CustodyKind.RELEASED: "bebas-murni",
    CustodyKind.RELEASED_BY_LAW: "bebas-demi-hukum",
    CustodyKind.PB: "integrasi",
    CustodyKind.CB: "integrasi",
    CustodyKind.CMB: "integrasi",
    CustodyKind.HOME_ASSIMILATION: "integrasi",
    CustodyKind.TRANSFER_OUT: "mutasi",
    CustodyKind.DIED: "meninggal",
    CustodyKind.ESCAPED: "pelarian",
}


@dataclass(frozen=True)
class Suggestion:
    """Why someone stands in the queue of exits, and what the officer is offered to confirm."""

    why: str
    on: date | None
    reason: ExitReason | None


def awaiting_exit(user: User) -> Any:
    """Within reach, live, with custody ended or consent refused or withdrawn."""
    return participants(user).awaiting_exit().select_related("agreement")


def suggestions(enrolments: Iterable[Enrolment]) -> dict[int, Suggestion]:
    """What stands behind each exit of the queue, in three queries."""
    rows = list(enrolments)
    people = [row.inmate_id for row in rows]
    ended = CustodyEvent.objects.standing().filter(inmate__in=people, kind__in=TERMINAL)
    events = {event.inmate_id: event for event in ended.order_by("on", "pk")}
    consents: dict[int, Consent] = {}
    for consent in Consent.objects.filter(enrolment__in=rows).order_by("pk"):
        consents[consent.enrolment_id] = consent
    reasons = {reason.code: reason for reason in ExitReason.objects.all()}
    return {
        row.pk: _suggestion(row, events.get(row.inmate_id), consents.get(row.pk), reasons) for row in rows
    }


def _suggestion(
    row: Enrolment, event: CustodyEvent | None, consent: Consent | None, reasons: dict[str, ExitReason]
) -> Suggestion:
    if not row.inmate.in_custody:
        if event is None:
            return Suggestion(_("Tidak lagi ditahan di sini"), None, None)
        code = _BY_EVENT[CustodyKind(event.kind)]
        return Suggestion(str(event.get_kind_display()), max(event.on, row.proposed_on), reasons.get(code))
    if consent is not None and consent.withdrawn_on:
        reason = reasons.get("mengundurkan-diri")
        return Suggestion(_("Persetujuan dicabut"), max(consent.withdrawn_on, row.proposed_on), reason)
    if consent is not None and not consent.given:
        reason = reasons.get("tidak-bersedia")
        return Suggestion(_("Tidak bersedia"), max(consent.given_on, row.proposed_on), reason)
    return Suggestion("", None, None)


@dataclass(frozen=True)
class ExitRow:
    """One line of the queue of exits."""

    pk: int
    name: str
    number: str
    status: str
    tone: str
    why: str
    on: date | None
    reason: str
    reason_pk: int | None
    line_in_force: bool
    url: str


def exit_rows(enrolments: Iterable[Enrolment]) -> list[ExitRow]:
    rows = list(enrolments)
    found = suggestions(rows)
    lines = set(Agreement.objects.in_force().values_list("line_id", flat=True))
    return [
        ExitRow(
            pk=row.pk,
            name=row.inmate.name,
            number=row.number,
            status=str(row.get_status_display()),
            tone=row.tone,
            why=found[row.pk].why,
            on=found[row.pk].on,
            reason=str(found[row.pk].reason or ""),
            reason_pk=_key(found[row.pk].reason),
            line_in_force=row.agreement.line_id in lines,
            url=row.get_absolute_url(),
        )
        for row in rows
    ]


def _key(reason: ExitReason | None) -> int | None:
    return reason.pk if reason else None


@dataclass(frozen=True)
class DecisionRow:
    """One line of the queue of decisions."""

    pk: int
    name: str
    number: str
    status: str
    tone: str
    risk: str
    category: str
    role: str
    since: date
    review_on: date | None
    days_left: int | None
    url: str


def decision_rows(enrolments: Iterable[Enrolment]) -> list[DecisionRow]:
    return [
        DecisionRow(
            pk=row.pk,
            name=row.inmate.name,
            number=row.number,
            status=str(row.get_status_display()),
            tone=row.tone,
            risk=str(row.get_risk_band_display()),
            category=row.category,
            role=str(row.get_role_by_assessment_display()),
            since=row.status_since.astimezone(row.custodian.zone).date(),
            review_on=row.deferred_until,
            days_left=row.inmate.days_left(row.custodian.today()),
            url=row.get_absolute_url(),
        )
        for row in enrolments
    ]


def awaiting_decision(user: User) -> Any:
    """Assessed, and every deferral: those that are due stand first in the list's order."""
    return participants(user).filter(status__in=(Status.ASSESSED, Status.DEFERRED))


@dataclass(frozen=True)
class OutcomeRow:
    """One line of the graduation page."""

    pk: int
    enrolment: Enrolment
    name: str
    number: str
    cohort: str
    rate: int | None
    minimum: int
    outcome: str
    tone: str
    reason: str
    proposed_by: str
    returned: str

    @property
    def suggested(self) -> str:
        reached = self.rate is not None and self.rate >= self.minimum
        return Status.GRADUATED if reached else Status.NOT_GRADUATED


def active_without_proposal(user: User) -> Any:
    """Active, and no graduation waits for the head."""
    waiting = OutcomeProposal.objects.filter(answer="").values("enrolment")
    return participants(user).filter(status=Status.ACTIVE).exclude(pk__in=waiting)


def past_their_end(rows: Any) -> Any:
    """The programme is over and nobody has proposed an outcome, now or before."""
    proposed = OutcomeProposal.objects.filter(enrolment=OuterRef("pk"))
    over = Q(pk=None)
    for today, zones in zones_by_date().items():
        over |= Q(custodian__time_zone__in=zones, ends_on__lt=today)
    return rows.filter(over, ~Exists(proposed))


def sent_back(rows: Any) -> Any:
    """The head sent the last proposal back."""
    latest = OutcomeProposal.objects.filter(enrolment=OuterRef("pk")).order_by("-pk").values("answer")[:1]
    return rows.annotate(last_answer=Subquery(latest)).filter(last_answer=OutcomeProposal.Answer.RETURNED)


def proposals_of(user: User) -> Any:
    """Every graduation proposed within reach, answered or not."""
    rows: Any = visible(OutcomeProposal, user)
    return rows.select_related(
        "enrolment__inmate", "enrolment__custodian", "enrolment__programme_version", "proposed_by"
    )


def open_proposals(user: User) -> Any:
    """Graduations that wait for the head's answer."""
    return proposals_of(user).filter(answer="")


def rows_to_propose(enrolments: Iterable[Any]) -> list[OutcomeRow]:
    """With the attendance of today, and what the head answered the last time."""
    rows = list(enrolments)
    rates = attendance_rate([row.pk for row in rows])
    returned = OutcomeProposal.objects.filter(
        enrolment__in=[row.pk for row in rows], answer=OutcomeProposal.Answer.RETURNED
    )
    answers = dict(returned.order_by("pk").values_list("enrolment", "answer_reason"))
    return [
        OutcomeRow(
            pk=row.pk,
            enrolment=row,
            name=row.inmate.name,
            number=row.number,
            cohort=getattr(row, "cohort_code", None) or "",
            rate=rates[row.pk].percent if row.pk in rates else None,
            minimum=_minimum(row),
            outcome="",
            tone="neutral",
            reason="",
            proposed_by="",
            returned=answers.get(row.pk, ""),
        )
        for row in rows
    ]


def rows_to_confirm(proposals: Iterable[OutcomeProposal]) -> list[OutcomeRow]:
    """As proposed, with the attendance of the day of the proposal."""
    return [
        OutcomeRow(
            pk=each.pk,
            enrolment=each.enrolment,
            name=each.enrolment.inmate.name,
            number=each.enrolment.number,
            cohort="",
            rate=each.attendance_rate,
            minimum=_minimum(each.enrolment),
            outcome=str(each.get_outcome_display()),
            tone="success" if each.outcome == Status.GRADUATED else "warning",
            reason=each.reason,
            proposed_by=each.proposed_by.full_name,
            returned="",
        )
        for each in proposals
    ]


def _minimum(row: Enrolment) -> int:
    return row.programme_version.minimum_attendance if row.programme_version else 0
