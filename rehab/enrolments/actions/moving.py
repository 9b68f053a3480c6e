"""Moving an enrolment along the table of `workflow`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from audit.models import Action
from audit.trail import record, record_many
from audit.words import choice_as_written
from rehab.enrolments import refusals, workflow
from rehab.enrolments.actions.locking import lock, lock_live
from rehab.enrolments.models import Enrolment, Phase, StatusChange
from rehab.enrolments.states import ENDED, Status


def move(*, by: User, enrolment: Enrolment, to: str, **told: Any) -> Enrolment:
    """Move one enrolment. See `move_many`."""
    return move_many(by=by, enrolments=[enrolment], to=to, **told)[0]


@transaction.atomic
def move_many(
    *,
    by: User,
    enrolments: Sequence[Enrolment],
    to: str,
    reason: str = "",
    on: date | None = None,
    decided_by: User | None = None,
    document: str = "",
    note: str = "",
    **carries: Any,
) -> list[Enrolment]:
    """Move all of them or none, as the table of moves allows (design §3).

    `carries` are the fields that the move brings (risk band, programme, exit reason …).
    `decided_by` names the head when an officer records his signed paper: then `document`
    is its number and date.
    """
    rows = lock(enrolments, by=by)
    target = Status(to)
    moves = {row.pk: _listed(row, target) for row in rows}
    for each in set(moves.values()):
        _check_told(each, by, decided_by or by, document, carries)
    _check_needs(rows, moves, carries)
    day = _day(rows, on)
    if not reason.strip() and any(moves[row.pk].reason(row) for row in rows):
        raise refusals.ReasonMissing()
    changes = [
        _change(
            row, target, by=by, decided_by=decided_by or by, on=day, reason=reason.strip(), document=document
        )
        for row in rows
    ]
    for change in changes:
        change.note = note
        change.exit_reason = carries.get("exit_reason")
    StatusChange.objects.bulk_create(changes)
    trail = [(row, row, _apply(row, target, day, carries, document)) for row in rows]
    record_many(Action.MOVE, by=by, on=trail, reason=reason)
    return rows


def _listed(row: Enrolment, target: Status) -> workflow.Move:
    found = workflow.find(row.status, target)
    if found is not None:
        return found
    if not row.is_live:
        sentence = _("Kepesertaan %(name)s sudah berakhir dan tidak menerima catatan baru.")
        raise refusals.EnrolmentEnded(sentence % {"name": row.inmate.name})
    sentence = _("%(name)s berstatus %(now)s; dari sana tidak ada langkah ke %(next)s.")
    names = {"name": row.inmate.name, "now": row.get_status_display(), "next": target.label}
    raise refusals.NotListed(sentence % names)


def _check_told(each: workflow.Move, by: User, decider: User, document: str, carries: dict[str, Any]) -> None:
    """Who may, who decided, and whether everything that the move owes was brought."""
    if not each.allowed_to(by):
        sentence = _("Langkah ini dilakukan oleh peran: %(roles)s.")
        raise refusals.NotYourMove(sentence % {"roles": ", ".join(each.roles_of(by.agency.kind)) or "–"})
    if each.decider:
        _check_decider(each.decider, by, decider, document)
    unknown = set(carries) - each.carried
    owed = [name for name in each.owes if carries.get(name) in (None, "")]
    if unknown:
        raise TypeError(f"{each.source} → {each.target} does not carry {', '.join(sorted(unknown))}")
    if owed:
        field: Any = Enrolment._meta.get_field(owed[0])
        sentence = _("Belum diisi: %(field)s.") % {"field": field.verbose_name}
        raise refusals.SomethingMissing(sentence, field=owed[0])


def _check_decider(permission: P, by: User, decider: User, document: str) -> None:
    """The head himself, or his paper: an officer who records for him names him and its number."""
    if decider.agency_id != by.agency_id or not decider.has_perm(permission):
        raise refusals.DeciderMissing(_("Sebutkan Kepala yang memutuskan."), field="decided_by")
    if decider.pk != by.pk and not document.strip():
        raise refusals.DeciderMissing(
            _("Tuliskan nomor dan tanggal berita acara atau SK yang ditandatangani Kepala."),
            field="document_number",
        )


def _check_needs(rows: list[Enrolment], moves: dict[int, workflow.Move], carries: dict[str, Any]) -> None:
    sentences = []
    for facts in workflow.facts_of(rows, carries):
        row = facts.enrolment
        for need in workflow.missing_for(moves[row.pk], facts):
            sentences.append(f"{row.inmate.name}: {need.sentence}")
    if sentences:
        raise refusals.SomethingMissing(" ".join(sentences))


def _day(rows: list[Enrolment], on: date | None) -> date:
    """The day of the act, on the custodian's calendar."""
    today = rows[0].custodian.today() if rows else timezone.localdate()
    if on is not None and on > today:
        raise refusals.DayNotPossible(_("Tanggal tidak boleh di masa depan."), field="on")
    for row in rows:
        if on is not None and on < row.proposed_on:
            sentence = _("Tanggal mendahului tanggal usulan %(name)s (%(day)s).")
            day = date_format(row.proposed_on, "j M Y")
            raise refusals.DayNotPossible(sentence % {"name": row.inmate.name, "day": day}, field="on")
    return on or today


def _change(
    row: Enrolment, target: Status, *, by: User, decided_by: User, on: date, reason: str, document: str
) -> StatusChange:
    return StatusChange(
        enrolment=row,
        from_status=row.status,
        to_status=target,
        decided_by=decided_by,
        recorded_by=by,
        on=on,
        reason=reason,
        document=document.strip(),
    )


def _apply(
    row: Enrolment, target: Status, day: date, carries: dict[str, Any], document: str
) -> dict[str, Any]:
    """Write the new status and what it brings; return what the trail should say."""
    trail: dict[str, Any] = {"status": [choice_as_written(row, "status"), target.label]}
    was, row.status, row.status_since = row.status, target, timezone.now()
    for name, value in carries.items():
        setattr(row, name, value)
        trail[name] = value
    if was == Status.DEFERRED and target != Status.DEFERRED:
        row.deferred_until = None
    if was == Status.PLACED and target == Status.ELIGIBLE:
        row.programme_version = row.starts_on = row.ends_on = None
    if was == Status.PLACED and target == Status.ACTIVE and not row.phase:
        row.phase = Phase.ORIENTATION
    if target in ENDED:
        row.ended_on = day
    if document:
        trail["dokumen"] = document
    row.version += 1
    row.save()
    return trail


@transaction.atomic
def set_phase(*, by: User, enrolment: Enrolment, phase: str) -> Enrolment:
    """Phase of someone active: orientasi, primary, re-entry. By who may suspend."""
    row = lock_live(enrolment, by=by)
    if not by.has_perm(P.ENROLMENTS_SUSPEND):
        raise refusals.NotYourMove(_("Fase diubah oleh petugas rehabilitasi atau konselor."))
    if row.status != Status.ACTIVE:
        raise refusals.PhaseNotPossible(_("Fase hanya milik peserta yang aktif."), field="phase")
    if not workflow.LINE.holds(workflow.facts_for(row)):
        raise refusals.SomethingMissing(str(workflow.LINE.sentence))
    old, row.phase = choice_as_written(row, "phase"), Phase(phase)
    row.version += 1
    row.save(update_fields=["phase", "version"])
    record(Action.CHANGE, by=by, on=row, changes={"phase": [old, choice_as_written(row, "phase")]})
    return row
