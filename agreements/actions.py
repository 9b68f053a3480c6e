"""The verbs of agreements. Each locks the line, so that two agreements of one line cannot race."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Agency, User
from agreements.models import Agreement, Line, Service, Suspension
from agreements.refusals import (
    ChangedMeanwhile,
    DaysNotPossible,
    DaysOverlap,
    NotAPartner,
    NotPossibleNow,
    ReasonMissing,
)
from agreements.workflow import Act, obstacle, overlap
from audit.models import Action
from audit.trail import changed_fields, record
from audit.words import all_as_written


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the paper says. Numbers are free text; `last_day` counts (inclusive)."""

    title: str
    first_day: date
    last_day: date | None = None
    services: Sequence[Service] = ()
    kind: str = Agreement.AgreementKind.NOTA
    custodian_number: str = ""
    partner_number: str = ""
    number_unconfirmed: bool = False
    signed_on: date | None = None
    signed_at: str = ""
    custodian_signatory: str = ""
    partner_signatory: str = ""
    term_unconfirmed: bool = False

    def columns(self) -> dict[str, Any]:
        """The values of the agreement's own columns: all but the services."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "services"}


@transaction.atomic
def draft(*, by: User, partner: Agency, terms: Terms) -> Agreement:
    """Write down a new agreement of the member's custodian with a partner. It opens nothing yet."""
    if not by.agency.is_custodian:
        raise NotPossibleNow(_("Kerja sama disusun oleh rutan atau lapas."))
    if not partner.is_partner:
        raise NotAPartner(field="partner")
    line = Line.objects.create(custodian=by.agency, partner=partner)
    return _new_draft(by=by, line=line, terms=terms)


@transaction.atomic
def change_draft(
    *, agreement: Agreement, by: User, terms: Terms, partner: Agency | None = None, version: int | None = None
) -> Agreement:
    """Change a draft. Once in force a paper stands as it was signed: a renewal takes its place."""
    mine = _locked(agreement, Act.CHANGE, version)
    _check_days(terms, renews=mine.renews)
    changes = changed_fields(mine, terms.columns())
    for name, value in terms.columns().items():
        setattr(mine, name, value)
    if partner is not None and partner.pk != mine.partner_id:
        changes["partner"] = [str(mine.partner), str(partner)]
        _change_partner(mine, partner)
    _save(mine)
    if before := _set_services(mine, terms.services):
        changes["services"] = [before, _names(terms.services)]
    record(Action.CHANGE, by=by, on=mine, changes=changes)
    return mine


@transaction.atomic
def discard(*, agreement: Agreement, by: User, reason: str, version: int | None = None) -> Agreement:
    """Put a draft aside. It stays readable to the custodian and frees its numbers."""
    mine = _locked(agreement, Act.DISCARD, version)
    mine.discarded_at, mine.discarded_by, mine.discarded_reason = timezone.now(), by, _given(reason)
    _save(mine)
    _record_move(mine, by=by, before=Agreement.State.DRAFT, reason=reason)
    return mine


@transaction.atomic
def put_in_force(
    *, agreement: Agreement, by: User, reason: str = "", version: int | None = None
) -> Agreement:
    """The custodian's head puts a complete draft in force: from its first day to its last.

    Refused while something is missing, or when another agreement of the line holds on one of its days.
    """
    mine = _locked(agreement, Act.PUT_IN_FORCE, version)
    mine.put_in_force_at, mine.put_in_force_by, mine.put_in_force_reason = timezone.now(), by, reason.strip()
    _save(mine)
    _record_move(mine, by=by, before=Agreement.State.DRAFT, reason=reason)
    return mine


@transaction.atomic
def renew(
    *, agreement: Agreement, by: User, terms: Terms, reason: str = "", version: int | None = None
) -> Agreement:
    """Draft the agreement that follows in the same line. Enrolments of the line go on under it."""
    mine = _locked(agreement, Act.RENEW, version)
    return _new_draft(by=by, line=mine.line, terms=terms, renews=mine, reason=reason)


@transaction.atomic
def suspend(*, agreement: Agreement, by: User, reason: str, version: int | None = None) -> Suspension:
    """Close the agreement from today (the custodian's date) until the custodian's head lifts it."""
    mine = _locked(agreement, Act.SUSPEND, version)
    before = mine.state
    suspension = Suspension.objects.create(
        agreement=mine, from_day=mine.custodian.today(), reason=_given(reason), by=by
    )
    _save(mine)
    _record_move(mine, by=by, before=before, reason=reason)
    return suspension


@transaction.atomic
def lift(*, agreement: Agreement, by: User, reason: str, version: int | None = None) -> Suspension:
    """Lift the suspension that stands: today is open again."""
    mine = _locked(agreement, Act.LIFT, version)
    suspension = mine.suspensions.select_for_update(of=("self",)).open().get()
    suspension.lifted_on, suspension.lifted_at = mine.custodian.today(), timezone.now()
    suspension.lifted_by, suspension.lifted_reason = by, _given(reason)
    suspension.save()
    _save(mine)
    _record_move(mine, by=by, before=Agreement.State.SUSPENDED, reason=reason)
    return suspension


@transaction.atomic
def end(
    *, agreement: Agreement, by: User, reason: str, from_day: date | None = None, version: int | None = None
) -> Agreement:
    """End it for good from a day on: today at the earliest, its last day at the latest.

    An end that lies ahead may be brought forward, never put off: putting off would extend.
    """
    mine = _locked(agreement, Act.END, version)
    before, was = mine.state, mine.ended_on
    day = from_day or mine.custodian.today()
    _check_end(mine, day)
    mine.ended_on, mine.ended_at = day, timezone.now()
    mine.ended_by, mine.ended_reason = by, _given(reason)
    _save(mine)
    _record_move(mine, by=by, before=before, reason=reason, ended_on=[was or "", day])
    return mine


def _locked(agreement: Agreement, act: Act, version: int | None) -> Agreement:
    """The agreement as it stands now, under the lock of its line, if the act may begin."""
    Line.objects.select_for_update(of=("self",)).get(pk=agreement.line_id)
    mine = Agreement.objects.with_state().select_for_update(of=("self",)).get(pk=agreement.pk)
    if version is not None and version != mine.version:
        raise ChangedMeanwhile
    if refusal := obstacle(act, mine):
        raise refusal
    return mine


def _new_draft(
    *, by: User, line: Line, terms: Terms, renews: Agreement | None = None, reason: str = ""
) -> Agreement:
    _check_days(terms, renews=renews)
    agreement = Agreement.objects.create(
        line=line, renews=renews, drafted_by=by, renewal_reason=reason.strip(), **terms.columns()
    )
    agreement.services.set(terms.services)
    changes = {name: value for name, value in terms.columns().items() if value not in ("", None, False)}
    changes |= {"partner": str(line.partner), "services": _names(terms.services)}
    if renews:
        changes["renews"] = str(renews)
    record(Action.CREATE, by=by, on=agreement, changes=changes, reason=reason)
    return agreement


def _check_days(terms: Terms, *, renews: Agreement | None) -> None:
    if terms.last_day and terms.last_day < terms.first_day:
        raise DaysNotPossible(_("Hari terakhir mendahului hari pertama."), field="last_day")
    if renews and renews.final_day and terms.first_day <= renews.final_day:
        earliest = date_format(renews.final_day + timedelta(days=1), "j M Y")
        raise DaysOverlap(
            _("Perpanjangan mulai paling awal %(day)s, sehari setelah yang lama selesai.")
            % {"day": earliest},
            field="first_day",
        )
    if renews and (refusal := overlap(renews.line_id, terms.first_day, terms.last_day)):
        raise refusal


def _check_end(agreement: Agreement, day: date) -> None:
    today = agreement.custodian.today()
    if day < today:
        raise DaysNotPossible(_("Pengakhiran paling awal hari ini."), field="from_day")
    if agreement.last_day and day > agreement.last_day:
        raise DaysNotPossible(_("Pengakhiran paling lambat pada hari terakhir kerja sama."), field="from_day")
    if agreement.ended_on and day >= agreement.ended_on:
        raise DaysNotPossible(
            _("Pengakhiran sudah ditetapkan sejak %(day)s dan hanya dapat dimajukan.")
            % {"day": date_format(agreement.ended_on, "j M Y")},
            field="from_day",
        )


def _change_partner(agreement: Agreement, partner: Agency) -> None:
    """A draft that renews nothing is alone in its line, so the line turns with it."""
    if agreement.renews_id:
        raise NotPossibleNow(_("Mitra pada perpanjangan sama dengan yang diperpanjang."), field="partner")
    if not partner.is_partner:
        raise NotAPartner(field="partner")
    Line.objects.filter(pk=agreement.line_id).update(partner=partner)
    agreement.partner = partner


def _set_services(agreement: Agreement, services: Sequence[Service]) -> str:
    """Replace the services; the names as they were when that changed anything, else nothing."""
    before = list(agreement.services.all())
    if {each.pk for each in before} == {each.pk for each in services}:
        return ""
    agreement.services.set(services)
    return _names(before) or _("belum ada")


def _save(agreement: Agreement) -> None:
    agreement.version += 1
    agreement.save()


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing(field="reason")
    return reason.strip()


def _record_move(
    agreement: Agreement, *, by: User, before: Agreement.State, reason: str, **changes: Any
) -> None:
    now = Agreement.objects.with_state().get(pk=agreement.pk).state
    changes["state"] = [before.label, now.label]
    record(Action.MOVE, by=by, on=agreement, changes=changes, reason=reason.strip())


def _names(services: Sequence[Service]) -> str:
    return all_as_written(service.name for service in services)
