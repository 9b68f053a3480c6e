"""The case file of one enrolment: the few facts of the person, the tabs, what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import P
from inmates.models import Charge, KeyDates, LegalStatus
from inmates.models.person import Inmate
from rehab.casefile.criteria import Criterion, from_snapshot
from rehab.casefile.doors import door, link
from rehab.casefile.queries.queues import suggestions
from rehab.clinical.models import Assessment
from rehab.delivery.models import Place
from rehab.enrolments import workflow
from rehab.enrolments.access import is_assigned, sees_person
from rehab.enrolments.models import Assignment, Decision, Enrolment
from rehab.enrolments.models.enrolment import EnrolmentQuerySet
from rehab.enrolments.states import Status
from ui.parts import Check, Tab

Pair = tuple[str, Any]


def loaded() -> EnrolmentQuerySet:
    """An enrolment with what every page of its file shows."""
    return Enrolment.objects.select_related(
        "inmate",
        "custodian",
        "agreement__line__partner",
        "agreement__line__custodian",
        "programme_version",
        "exit_reason",
    )


@dataclass(frozen=True)
class Act:
    """One thing that could be done now: a button when this reader may, else who may."""

    label: str | Promise
    help: str | Promise
    url: str
    open: bool
    roles: str
    missing: tuple[str | Promise, ...]


@dataclass(frozen=True)
class CaseFile:
    enrolment: Enrolment
    person: list[Pair]
    way: list[Pair]
    days_left: int | None
    detention_ends: date | None
    tabs: list[Tab]
    clinical: bool
    inmate_url: str

    @property
    def recommendation(self) -> str:
        """The assessor's recommendation as words."""
        code = self.enrolment.recommendation
        return str(Assessment.Recommendation(code).label) if code else ""


def case_file(user: User, enrolment: Enrolment, current: str) -> CaseFile:
    """Header and tabs. `clinical` says whether tier 3 is open to this reader."""
    inmate = Inmate.objects.with_register().filter(pk=enrolment.inmate_id).get()
    dates = KeyDates.objects.filter(inmate=inmate).first()
    clinical = user.has_perm(P.CLINICAL_READ) and is_assigned(user, enrolment)
    return CaseFile(
        enrolment=enrolment,
        person=_person(inmate, dates, enrolment),
        way=_way(enrolment),
        days_left=enrolment.inmate.days_left(enrolment.custodian.today()),
        detention_ends=dates.detention_order_ends if dates else None,
        tabs=_tabs(enrolment, current, clinical),
        clinical=clinical,
        inmate_url=link("inmates:person", inmate.pk)
        if sees_person(user) and user.has_perm(P.INMATES_VIEW)
        else "",
    )


def _person(inmate: Any, dates: KeyDates | None, enrolment: Enrolment) -> list[Pair]:
    """The facts of tiers 1 and 2 and no other: no birth date, NIK, address, family or case number."""
    charges = Charge.objects.filter(case__inmate=inmate).select_related("article").order_by("pk")
    articles = ", ".join(dict.fromkeys(charge.article.code for charge in charges))
    status = str(LegalStatus(inmate.legal_status).label) if inmate.legal_status else None
    pairs = [
        (_("Jenis kelamin"), inmate.get_sex_display()),
        (_("Umur"), _age(inmate.birth_date, enrolment.custodian.today())),
        (_("Blok / kamar"), " / ".join(part for part in (inmate.block, inmate.cell) if part)),
        (_("Status hukum"), status),
        (_("Pasal"), articles),
        (_("Ekspirasi"), inmate.expiry_date),
    ]
    if dates and dates.two_thirds:
        pairs.append((_("2/3 masa pidana"), dates.two_thirds))
    if not inmate.expiry_date:
        pairs.append((_("Masa penahanan habis"), dates.detention_order_ends if dates else None))
    return pairs


def _age(born: date | None, today: date) -> str:
    if born is None:
        return ""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return _("%(years)s tahun") % {"years": years}


def _way(row: Enrolment) -> list[Pair]:
    """The conclusions (tier 2) that stand so far."""
    agreement, version = row.agreement, row.programme_version
    place = Place.objects.filter(enrolment=row).select_related("cohort").order_by("-pk").first()
    pairs: list[Pair] = [
        (_("Kerja sama"), agreement.title),
        (_("Mitra"), agreement.line.partner.short_name),
        (_("Tingkat risiko ASSIST"), row.get_risk_band_display()),
        (_("Peran menurut asesmen"), row.get_role_by_assessment_display()),
        (_("Kategori rehabilitasi"), row.get_category_display()),
        (_("Program"), version.name if version else ""),
        (_("Angkatan"), place.cohort.code if place else ""),
    ]
    if row.status == Status.DEFERRED:
        pairs.append((_("Ditinjau kembali"), row.deferred_until))
    if row.starts_on:
        pairs += [(_("Mulai program"), row.starts_on), (_("Rencana selesai"), row.ends_on)]
    if row.status == Status.ACTIVE:
        pairs.append((_("Fase"), row.get_phase_display()))
    if row.ended_on:
        pairs.append((_("Berakhir"), row.ended_on))
    if row.exit_reason:
        pairs.append((_("Alasan keluar"), row.exit_reason.name))
    return pairs


def _tabs(row: Enrolment, current: str, clinical: bool) -> list[Tab]:
    named = [
        ("page", _("Ringkasan")),
        ("consent", _("Persetujuan")),
        ("clinical", _("Skrining & asesmen")),
        ("attendance", _("Kehadiran")),
        *([("notes", _("Catatan sesi"))] if clinical else []),
        ("assignments", _("Penugasan")),
    ]
    return [
        Tab(label, reverse(f"casefile:{name}", args=[row.pk]), current=name == current)
        for name, label in named
    ]


@dataclass(frozen=True)
class NextStep:
    """What is missing for the usual next move, and every act listed from here."""

    label: str | Promise
    help: str | Promise
    checks: list[Check]
    acts: list[Act]
    roles: str
    # Why this participant stands in the queue of exits; empty for everybody else.
    leaving: str

    @property
    def open_acts(self) -> list[Act]:
        return [act for act in self.acts if act.open]

    @property
    def waiting_acts(self) -> list[Act]:
        """This reader's own, as soon as what is missing is there."""
        return [act for act in self.acts if not act.open and not act.roles]


def next_step(user: User, enrolment: Enrolment) -> NextStep | None:
    """None once the enrolment has ended: a new proposal is the way on."""
    facts = workflow.facts_for(enrolment)
    offers = workflow.offered_to(user, facts)
    if not offers:
        return None
    leaving = _is_leaving(enrolment, facts)
    if leaving:
        offers = sorted(offers, key=lambda offer: offer.move.target != Status.EXITED)
    usual = offers[0]
    acts = [act for act in (_act(user, enrolment, offer) for offer in _one_a_page(offers)) if act]
    acts += _consent_acts(enrolment, facts, user)
    return NextStep(
        label=usual.move.label,
        help=usual.move.help,
        checks=[
            *(_check(enrolment, need, facts, user) for need in usual.move.needs),
            *_clinician(enrolment, usual.move, user),
        ],
        acts=acts,
        roles=", ".join(usual.roles),
        leaving=suggestions([enrolment])[enrolment.pk].why if leaving else "",
    )


def _is_leaving(enrolment: Enrolment, facts: workflow.Facts) -> bool:
    if facts.in_custody and facts.consent_live:
        return False
    return Enrolment.objects.awaiting_exit().filter(pk=enrolment.pk).exists()


def _clinician(enrolment: Enrolment, move: workflow.Move, user: User) -> Iterable[Check]:
    """The table does not ask for it, but nobody opens the clinical pages without an assignment."""
    if not _is_clinical(move):
        return
    live = Assignment.objects.live().filter(enrolment=enrolment)
    if P.CLINICAL_ASSESS in move.by:
        live = live.filter(capacity__in=(Assignment.Capacity.ASSESSOR, Assignment.Capacity.SUPERVISOR))
    done = live.exists()
    may = not done and user.has_perm(P.ENROLMENTS_ASSIGN)
    yield Check(
        label=_("Petugas klinis ditugaskan"),
        done=done,
        detail="" if done else _("Tanpa penugasan tidak ada yang dapat membuka halaman klinisnya."),
        url=f"{reverse('casefile:assign')}?pilih={enrolment.pk}" if may else "",
    )


def _is_clinical(move: workflow.Move) -> bool:
    return bool(set(move.by) & {P.CLINICAL_SCREEN, P.CLINICAL_ASSESS})


def _consent_acts(enrolment: Enrolment, facts: workflow.Facts, user: User) -> list[Act]:
    """Consent is no move: it may be recorded from the proposal on, and opens the file to the partner."""
    if facts.consent_live or not user.has_perm(P.ENROLMENTS_CONSENT):
        return []
    url = reverse("casefile:record_consent", args=[enrolment.pk])
    words = _("Sejak tercatat, mitra dapat membuka berkas.")
    return [Act(_("Catat persetujuan"), words, url, open=True, roles="", missing=())]


def _one_a_page(offers: list[workflow.Offer]) -> list[workflow.Offer]:
    """Moves that are made on the same page are one button."""
    pages: dict[str, workflow.Offer] = {}
    for offer in offers:
        pages.setdefault(offer.move.via, offer)
    return list(pages.values())


def _act(user: User, enrolment: Enrolment, offer: workflow.Offer) -> Act | None:
    found = door(offer.move.via, enrolment)
    if found is None:
        return None
    missing = [need.sentence for need in offer.missing]
    if offer.allowed and _is_clinical(offer.move) and not is_assigned(user, enrolment):
        missing.append(_("Anda belum ditugaskan untuk peserta ini."))
    return Act(
        label=found.label,
        help=offer.move.help,
        url=found.url,
        open=offer.allowed and not missing,
        roles=", ".join(offer.roles) if not offer.allowed else "",
        missing=tuple(missing),
    )


def _check(enrolment: Enrolment, need: workflow.Need, facts: workflow.Facts, user: User) -> Check:
    done = need.holds(facts)
    url = ""
    if not done and need.link == "consent" and user.has_perm(P.ENROLMENTS_CONSENT):
        url = reverse("casefile:record_consent", args=[enrolment.pk])
    if not done and need.link == "agreement":
        url = reverse("agreements:page", args=[enrolment.agreement_id])
    return Check(label=need.label, done=done, detail="" if done else need.sentence, url=url)


def assignments_of(enrolment: Enrolment) -> list[Assignment]:
    """Live ones first, then those that ended."""
    rows = Assignment.objects.filter(enrolment=enrolment).select_related("staff__agency", "assigned_by")
    return sorted(rows, key=lambda each: (each.until is not None, each.capacity, -each.pk))


def last_decision(enrolment: Enrolment) -> tuple[Decision, list[Criterion]] | None:
    """The last decision with the criteria as they were seen that day."""
    found = Decision.objects.filter(enrolment=enrolment).select_related("decided_by").order_by("-pk").first()
    return (found, from_snapshot(found.criteria)) if found else None


def crumbs(enrolment: Enrolment) -> list[tuple[str, str]]:
    """The way back from a page below a case file."""
    return [
        (_("Peserta"), reverse("casefile:participants")),
        (enrolment.inmate.name, enrolment.get_absolute_url()),
    ]
