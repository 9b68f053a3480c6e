from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Action
from audit.trail import changed_fields, record
from inmates.actions.ground import bump, check_day, check_version, locked, save_checked, settle_narcotics
from inmates.models import Article, Charge, CriminalCase, Inmate
from inmates.models.case import RoleByArticle
from inmates.refusals import AlreadySo, ArticleRefused

CASE_FIELDS = (
    "court",
    "case_number",
    "offence_on",
    "verdict_number",
    "verdict_on",
    "sentence_years",
    "sentence_months",
    "sentence_days",
    "fine",
    "subsidiary_months",
    "rehabilitation_ordered",
)
# The heaviest role that the articles speak of stands for the case.
_BY_WEIGHT = (RoleByArticle.TRAFFICKING, RoleByArticle.POSSESSION, RoleByArticle.USER)

Charges = Sequence[tuple[Article, str]]


@transaction.atomic
def record_case(*, inmate: Inmate, facts: Mapping[str, Any], charges: Charges, by: User) -> CriminalCase:
    """A case with its charges, (article, rank) each. The narcotics flag and the role follow from them."""
    inmate = locked(inmate)
    case = CriminalCase(inmate=inmate, recorded_by=by, **_facts(facts))
    _check_days(inmate, case)
    check_articles(case, charges)
    case.narcotics = any(article.narcotics for article, _rank in charges)
    case.role_by_article = role_of(charges)
    save_checked(case)
    _write_charges(case, charges)
    settle_narcotics(inmate)
    record(Action.CREATE, by=by, on=case, person=inmate, changes={"articles": _said(charges)})
    return case


@transaction.atomic
def change_case(
    *, case: CriminalCase, version: int, facts: Mapping[str, Any], charges: Charges, by: User
) -> CriminalCase:
    """Mend a case or its charges. A narcotics flag corrected by hand stays as it was corrected."""
    inmate, case = _locked_case(case)
    check_version(case, version)
    changes: dict[str, Any] = changed_fields(case, _facts(facts))
    for name, value in _facts(facts).items():
        setattr(case, name, value)
    _check_days(inmate, case)
    check_articles(case, charges)
    old = [(charge.article, charge.rank) for charge in case.charges.select_related("article")]
    if old != list(charges):
        changes["articles"] = [_said(old), _said(charges)]
    if not changes:
        return case
    if not case.narcotics_correction:
        case.narcotics = any(article.narcotics for article, _rank in charges)
    case.role_by_article = role_of(charges)
    case.version += 1
    save_checked(case)
    case.charges.all().delete()
    _write_charges(case, charges)
    settle_narcotics(inmate)
    record(Action.CHANGE, by=by, on=case, person=inmate, changes=changes)
    return case


@transaction.atomic
def correct_narcotics(*, case: CriminalCase, narcotics: bool, reason: str, by: User) -> CriminalCase:
    """Say, with a reason, that a case is (not) a narcotics case whatever its articles say."""
    inmate, case = _locked_case(case)
    if case.narcotics == narcotics:
        raise AlreadySo(_("Penanda narkotika sudah demikian."), field="narcotics")
    case.narcotics, case.narcotics_correction = narcotics, reason
    case.save(update_fields=["narcotics", "narcotics_correction"])
    bump(case)
    settle_narcotics(inmate)
    record(
        Action.CHANGE,
        by=by,
        on=case,
        person=inmate,
        changes={"narcotics": [_yes_or_no(not narcotics), _yes_or_no(narcotics)]},
        reason=reason,
    )
    return case


@transaction.atomic
def close_case(*, case: CriminalCase, closed_on: date, reason: str, by: User) -> CriminalCase:
    """The case no longer holds the person: served, acquitted, withdrawn."""
    inmate, case = _locked_case(case)
    if case.closed_on:
        raise AlreadySo(_("Perkara ini sudah dinyatakan selesai."))
    check_day(inmate, closed_on, field="closed_on")
    return _set_closed(inmate, case, closed_on, reason, by=by)


@transaction.atomic
def reopen_case(*, case: CriminalCase, reason: str, by: User) -> CriminalCase:
    """The case was closed by mistake, or holds the person again."""
    inmate, case = _locked_case(case)
    if not case.closed_on:
        raise AlreadySo(_("Perkara ini masih terbuka."))
    return _set_closed(inmate, case, None, reason, by=by)


def role_of(charges: Charges) -> str:
    """The role by article: that of the heaviest primary narcotics charge, else of the heaviest other one.

    A filter for queueing, never a finding about the person (domain §1.2).
    """
    narcotics = [(article, rank) for article, rank in charges if article.narcotics and not article.modifier]
    primary = [article for article, rank in narcotics if rank == Charge.Rank.PRIMARY]
    roles = {article.role for article in (primary or [article for article, _rank in narcotics])}
    return next((role for role in _BY_WEIGHT if role in roles), RoleByArticle.OTHER)


def _locked_case(case: CriminalCase) -> tuple[Inmate, CriminalCase]:
    inmate = locked(case.inmate)
    return inmate, CriminalCase.objects.select_for_update(of=("self",)).get(pk=case.pk)


def _set_closed(
    inmate: Inmate, case: CriminalCase, closed_on: date | None, reason: str, *, by: User
) -> CriminalCase:
    changes = changed_fields(case, {"closed_on": closed_on})
    case.closed_on, case.closed_reason = closed_on, reason if closed_on else ""
    case.save(update_fields=["closed_on", "closed_reason"])
    bump(case)
    settle_narcotics(inmate)
    record(Action.CHANGE, by=by, on=case, person=inmate, changes=changes, reason=reason)
    return case


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in CASE_FIELDS if name in facts}


def _check_days(inmate: Inmate, case: CriminalCase) -> None:
    for name in ("offence_on", "verdict_on"):
        day = getattr(case, name)
        if day is not None:
            check_day(inmate, day, field=name)


def check_articles(case: CriminalCase, charges: Charges) -> None:
    """At least one article that can stand alone, none twice, each in force at some day of the case.

    An article that ended before the deed, or began after the verdict, cannot be charged (domain §1.3).
    """
    if not charges:
        raise ArticleRefused(_("Isi sedikitnya satu pasal."), field="articles")
    if len({article.pk for article, _rank in charges}) < len(charges):
        raise ArticleRefused(_("Pasal yang sama dicatat dua kali pada satu perkara."), field="articles")
    if all(article.modifier for article, _rank in charges):
        raise ArticleRefused(
            _("Pasal juncto tidak berdiri sendiri: isi juga pasal pokoknya."), field="articles"
        )
    until = case.verdict_on or case.inmate.custodian.today()
    for article, rank in charges:
        if article.modifier and rank != Charge.Rank.JUNCTO:
            raise ArticleRefused(
                _("%(article)s hanya dicatat sebagai juncto.") % {"article": article}, field="articles"
            )
        if not article.in_force_between(case.offence_on, until):
            raise ArticleRefused(_why_not_in_force(article), field="articles")


def _why_not_in_force(article: Article) -> str:
    said = _("%(article)s tidak berlaku antara tanggal kejadian dan putusan.") % {"article": article}
    if article.successor is None:
        return said
    return said + " " + _("Penggantinya: %(article)s.") % {"article": article.successor}


def _write_charges(case: CriminalCase, charges: Charges) -> None:
    Charge.objects.bulk_create(Charge(case=case, article=article, rank=rank) for article, rank in charges)


def _said(charges: Charges) -> str:
    return ", ".join(f"{article} ({Charge.Rank(rank).label})" for article, rank in charges)


def _yes_or_no(value: bool) -> str:
    return _("ya") if value else _("tidak")
