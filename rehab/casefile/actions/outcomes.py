"""Graduated or not: proposed by Petugas rehabilitasi, confirmed or returned by the Karutan."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action
from audit.trail import record_many
from audit.words import choice_as_written
from rehab.casefile.refusals import OutcomeNotPossible
from rehab.delivery.queries import attendance_rate
from rehab.delivery.queries.attendance import Rate
from rehab.enrolments import actions as enrolments
from rehab.enrolments.actions.locking import lock
from rehab.enrolments.models import Enrolment, OutcomeProposal
from rehab.enrolments.refusals import NotYourMove, ReasonMissing
from rehab.enrolments.states import Status


@dataclass(frozen=True)
class OutcomeChoice:
    """What the officer proposes for one participant."""

    enrolment: Enrolment
    outcome: str
    reason: str = ""


@transaction.atomic
def propose_outcomes(*, by: User, choices: Sequence[OutcomeChoice]) -> list[OutcomeProposal]:
    """Propose for a roster, all or none: the minimum attendance of the programme, or a reason."""
    if not by.has_perm(P.CASEFILE_PROPOSE_OUTCOME):
        raise NotYourMove(_("Kelulusan diusulkan oleh petugas rehabilitasi."))
    if not choices:
        raise OutcomeNotPossible(_("Pilih sedikitnya satu peserta."))
    rows = {row.pk: row for row in lock([choice.enrolment for choice in choices], by=by)}
    rates = attendance_rate(list(rows))
    proposals = [
        _proposal(rows[each.enrolment.pk], each, percent_of(rates, each.enrolment.pk), by) for each in choices
    ]
    waiting = OutcomeProposal.objects.filter(enrolment__in=rows, answer="").select_related(
        "enrolment__inmate"
    )
    already = [each.enrolment.inmate.name for each in waiting]
    if already:
        sentence = _("Sudah diusulkan dan menunggu Kepala: %(names)s.")
        raise OutcomeNotPossible(sentence % {"names": ", ".join(already)})
    for proposal in proposals:
        proposal.save(force_insert=True)
    trail = [(each, each.enrolment, {"usulan": choice_as_written(each, "outcome")}) for each in proposals]
    record_many(Action.CREATE, by=by, on=trail)
    return proposals


def percent_of(rates: Mapping[int, Rate], pk: int) -> int | None:
    """None while nothing was counted."""
    return rates[pk].percent if pk in rates else None


def agrees_with_attendance(outcome: str, rate: int | None, minimum: int) -> bool:
    """Graduated at or above the minimum, not graduated below it; without sessions nothing agrees."""
    return rate is not None and (rate >= minimum) == (outcome == Status.GRADUATED)


def _proposal(row: Enrolment, choice: OutcomeChoice, rate: int | None, by: User) -> OutcomeProposal:
    if row.status != Status.ACTIVE or row.programme_version is None:
        raise OutcomeNotPossible(_("%(name)s tidak sedang aktif dalam program.") % {"name": row.inmate.name})
    minimum = row.programme_version.minimum_attendance
    if not choice.reason.strip() and not agrees_with_attendance(choice.outcome, rate, minimum):
        shown = f"{rate}%" if rate is not None else _("belum ada")
        told = {"name": row.inmate.name, "rate": shown, "minimum": minimum}
        sentence = _("%(name)s: kehadiran %(rate)s, minimum %(minimum)s%%. Tuliskan alasan usulan ini.")
        raise OutcomeNotPossible(sentence % told, field=f"alasan_{row.pk}")
    return OutcomeProposal(
        enrolment=row,
        outcome=OutcomeProposal.Outcome(choice.outcome),
        reason=choice.reason.strip(),
        attendance_rate=rate,
        proposed_by=by,
    )


@transaction.atomic
def confirm_outcomes(
    *, by: User, proposals: Sequence[OutcomeProposal], document: str = ""
) -> list[OutcomeProposal]:
    """The Karutan confirms for the roster: each participant moves as proposed, all or none."""
    rows = _lock_open(proposals, by)
    groups: dict[tuple[str, str], list[Enrolment]] = defaultdict(list)
    for row in rows:
        groups[row.outcome, row.reason].append(row.enrolment)
    for (outcome, reason), members in groups.items():
        enrolments.move_many(by=by, enrolments=members, to=outcome, reason=reason, document=document)
    _answer(rows, by, OutcomeProposal.Answer.CONFIRMED, "")
    return rows


@transaction.atomic
def return_outcomes(*, by: User, proposals: Sequence[OutcomeProposal], reason: str) -> list[OutcomeProposal]:
    """The Karutan sends the proposals back with a reason; nobody moves."""
    if not reason.strip():
        raise ReasonMissing()
    rows = _lock_open(proposals, by)
    lock([row.enrolment for row in rows], by=by)
    _answer(rows, by, OutcomeProposal.Answer.RETURNED, reason.strip())
    trail = [(each, each.enrolment, {"jawaban": choice_as_written(each, "answer")}) for each in rows]
    record_many(Action.CHANGE, by=by, on=trail, reason=reason)
    return rows


def _lock_open(proposals: Sequence[OutcomeProposal], by: User) -> list[OutcomeProposal]:
    if not by.has_perm(P.CASEFILE_CONFIRM_OUTCOME):
        raise NotYourMove(_("Kelulusan ditetapkan oleh Kepala."))
    wanted = {each.pk for each in proposals}
    found = (
        OutcomeProposal.objects.within(by.agency)
        .filter(pk__in=wanted, answer="")
        .select_related("enrolment__inmate", "enrolment__custodian")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    rows = list(found)
    if not wanted or len(rows) != len(wanted):
        raise OutcomeNotPossible(_("Sebagian usulan sudah dijawab. Muat ulang daftar."))
    return rows


def _answer(rows: list[OutcomeProposal], by: User, answer: str, reason: str) -> None:
    now = timezone.now()
    for row in rows:
        row.answer, row.answer_reason, row.answered_by, row.answered_at = answer, reason, by, now
    OutcomeProposal.objects.bulk_update(rows, ["answer", "answer_reason", "answered_by", "answered_at"])
