"""What the list and the page of agreements show, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from agreements import access, workflow
from agreements.models import Agreement, AgreementQuerySet
from agreements.wording import ENDING_DAYS, TONES, WORDS
from agreements.workflow import Act
from ui.parts import Check, Entry

State = Agreement.State
_RUNNING = (State.COMING, State.IN_FORCE, State.SUSPENDED)


def for_page() -> AgreementQuerySet:
    """Agreements with all that their page shows; the view narrows them to the reader's."""
    return Agreement.objects.for_page()


@dataclass(frozen=True)
class Row:
    """An agreement in a list."""

    title: str
    url: str
    kind: str
    numbers: str
    parties: str
    first_day: date
    last_day: date | None
    state: str
    tone: str
    ending: bool
    days_left: int | None
    running: bool
    number_unconfirmed: bool
    term_unconfirmed: bool


def rows(user: User) -> Any:
    """A function that turns agreements (`with_state`) into the rows that this member reads."""

    def made(found: Iterable[Agreement]) -> Sequence[Row]:
        return [_row(each, user) for each in found]

    return made


def _row(agreement: Agreement, user: User) -> Row:
    state = agreement.state
    return Row(
        title=agreement.title,
        url=agreement.get_absolute_url(),
        kind=agreement.get_kind_display(),
        numbers=" · ".join(filter(None, [agreement.custodian_number, agreement.partner_number])),
        parties=_other_party(agreement, user),
        first_day=agreement.first_day,
        last_day=agreement.last_day,
        state=str(state.label),
        tone=TONES[state],
        ending=is_ending(agreement, state),
        days_left=agreement.days_left,
        running=state in _RUNNING,
        number_unconfirmed=agreement.number_unconfirmed,
        term_unconfirmed=agreement.term_unconfirmed,
    )


def _other_party(agreement: Agreement, user: User) -> str:
    if user.agency_id == agreement.custodian_id:
        return agreement.partner.short_name
    if user.agency_id == agreement.partner_id:
        return agreement.custodian.short_name
    return f"{agreement.custodian.short_name} – {agreement.partner.short_name}"


def is_ending(agreement: Agreement, state: str) -> bool:
    """In force, with 90 days or fewer left."""
    left = agreement.days_left
    return state == State.IN_FORCE and left is not None and left <= ENDING_DAYS


@dataclass(frozen=True)
class Stretch:
    """One agreement of the line, or the closed days between two."""

    title: str
    url: str
    first_day: date
    last_day: date | None
    state: str
    tone: str
    here: bool = False
    gap_days: int = 0


@dataclass(frozen=True)
class Way:
    """An act that this member may do now."""

    label: Any
    url: str
    icon: str
    grave: bool
    main: bool


@dataclass(frozen=True)
class AgreementPage:
    """All that the page of one agreement says to one member."""

    row: Row
    paper: list[tuple[Any, Any]]
    term: list[tuple[Any, Any]]
    services: list[str]
    line: list[Stretch]
    history: list[Entry]
    ways: list[Way]
    checks: list[Check]
    waits_for_head: bool
    suspended_since: date | None
    suspended_reason: str
    ended_on: date | None
    follows: str


def page_of(agreement: Agreement, user: User) -> AgreementPage:
    """The page of an agreement loaded `for_page`."""
    row = _row(agreement, user)
    is_draft = agreement.state == State.DRAFT
    line = list(Agreement.objects.visible_to(user).filter(line=agreement.line_id).standing().with_state())
    suspension = next((each for each in agreement.suspensions.all() if each.lifted_on is None), None)
    running = row.running and suspension is not None
    return AgreementPage(
        row=row,
        paper=_paper(agreement),
        term=_term(agreement),
        services=[service.name for service in agreement.services.all()],
        line=stretches(line, agreement) if len(line) > 1 else [],
        history=_history(agreement),
        ways=_ways(agreement, user),
        checks=_checks(agreement) if is_draft else [],
        waits_for_head=is_draft and not access.may(Act.PUT_IN_FORCE, user, agreement),
        suspended_since=suspension.from_day if running and suspension else None,
        suspended_reason=suspension.reason if running and suspension else "",
        ended_on=agreement.ended_on,
        follows=_open_now(line, agreement),
    )


def _open_now(line: Sequence[Agreement], agreement: Agreement) -> str:
    """The title of another agreement that keeps the line in force today."""
    found = (each.title for each in line if each.pk != agreement.pk and each.state == State.IN_FORCE)
    return next(found, "")


def _paper(agreement: Agreement) -> list[tuple[Any, Any]]:
    return [
        (_("Bentuk"), agreement.get_kind_display()),
        (_("Rutan/lapas"), agreement.custodian.name),
        (_("Nomor rutan/lapas"), _marked(agreement.custodian_number, agreement.number_unconfirmed)),
        (_("Penanda tangan rutan/lapas"), agreement.custodian_signatory),
        (_("Mitra"), agreement.partner.name),
        (_("Nomor mitra"), _marked(agreement.partner_number, agreement.number_unconfirmed)),
        (_("Penanda tangan mitra"), agreement.partner_signatory),
        (_("Ditandatangani"), agreement.signed_on),
        (_("Tempat"), agreement.signed_at),
    ]


def _term(agreement: Agreement) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (_("Hari pertama"), _marked(_said(agreement.first_day), agreement.term_unconfirmed)),
        (_("Hari terakhir"), _marked(_said(agreement.last_day), agreement.term_unconfirmed)),
    ]
    if agreement.ended_on:
        pairs.append((_("Diakhiri sejak"), agreement.ended_on))
    return pairs


def _said(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""


def _marked(value: str, unconfirmed: bool) -> str:
    if not value:
        return _("belum ada (belum dikonfirmasi)") if unconfirmed else ""
    return _("%(value)s (belum dikonfirmasi)") % {"value": value} if unconfirmed else value


def stretches(line: Sequence[Agreement], here: Agreement) -> list[Stretch]:
    """The line in order of days, with the days that are, or will be, closed in between."""
    found: list[Stretch] = []
    until: date | None = None
    for each in sorted(line, key=lambda agreement: (agreement.first_day, agreement.pk)):
        if until and each.first_day > until + timedelta(days=1):
            found.append(_gap(until + timedelta(days=1), each.first_day - timedelta(days=1)))
        state = each.state
        found.append(
            Stretch(
                title=each.title,
                url=each.get_absolute_url(),
                first_day=each.first_day,
                last_day=each.final_day,
                state=str(state.label),
                tone=TONES[state],
                here=each.pk == here.pk,
            )
        )
        if each.put_in_force_at and each.final_day:
            until = max(filter(None, [until, each.final_day]))
    return found


def _gap(first_day: date, last_day: date) -> Stretch:
    days = (last_day - first_day).days + 1
    return Stretch("", "", first_day, last_day, _("Tertutup"), "danger", gap_days=days)


def _history(agreement: Agreement) -> list[Entry]:
    """What was done, by whom and why, newest first."""
    mine = agreement
    done = [
        (mine.drafted_at, _("Draf disusun"), mine.drafted_by, mine.renewal_reason, "neutral"),
        (mine.put_in_force_at, _("Diberlakukan"), mine.put_in_force_by, mine.put_in_force_reason, "success"),
        (mine.discarded_at, _("Draf dibatalkan"), mine.discarded_by, mine.discarded_reason, "muted"),
        (mine.ended_at, _ended(mine), mine.ended_by, mine.ended_reason, "danger"),
    ]
    for each in mine.suspensions.all():
        done.append((each.at, _("Ditangguhkan"), each.by, each.reason, "warning"))
        done.append((each.lifted_at, _("Penangguhan dicabut"), each.lifted_by, each.lifted_reason, "success"))
    told = sorted(
        (each for each in done if each[0]), key=lambda each: each[0] or mine.drafted_at, reverse=True
    )
    return [
        Entry(at=at, title=title, who=_who(by), note=note, tone=tone) for at, title, by, note, tone in told
    ]


def _ended(agreement: Agreement) -> str:
    if agreement.ended_on is None:
        return ""
    return _("Diakhiri sejak %(day)s") % {"day": date_format(agreement.ended_on, "j M Y")}


def _who(user: User | None) -> str:
    return f"{user.full_name}, {user.agency.short_name}" if user else ""


_URL_NAMES = {
    Act.PUT_IN_FORCE: "agreements:put_in_force",
    Act.LIFT: "agreements:lift",
    Act.RENEW: "agreements:renew",
    Act.CHANGE: "agreements:change",
    Act.SUSPEND: "agreements:suspend",
    Act.END: "agreements:end",
    Act.DISCARD: "agreements:discard",
}


def _ways(agreement: Agreement, user: User) -> list[Way]:
    """A button for each act that is open to this member today; the first leads on."""
    open_now = [
        act
        for act in _URL_NAMES
        if access.may(act, user, agreement) and workflow.obstacle(act, agreement) is None
    ]
    return [
        Way(
            label=WORDS[act].button,
            url=reverse(_URL_NAMES[act], args=[agreement.pk]),
            icon=WORDS[act].icon,
            grave=WORDS[act].grave,
            main=act in (Act.PUT_IN_FORCE, Act.LIFT),
        )
        for act in open_now
    ]


def _checks(agreement: Agreement) -> list[Check]:
    met = [
        Check(each.label, each.met, "" if each.met else each.missing)
        for each in workflow.requirements(agreement)
    ]
    clash = workflow.overlap(agreement.line_id, agreement.first_day, agreement.last_day)
    return [
        *met,
        Check(
            _("Jangka waktu yang bebas dari kerja sama lain"), clash is None, clash.sentence if clash else ""
        ),
    ]
