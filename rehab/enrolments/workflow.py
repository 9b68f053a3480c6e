"""The moves of an enrolment, declared once as data (design §3, The moves).

The server refuses what is not listed; the screens offer what is, and say what is still missing.
Needs look at nothing but the enrolment, its consent, its agreement and its person.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import P
from accounts.roles import roles_with
from agreements.models import Agreement
from inmates.models import Registration
from rehab.enrolments.models import Consent, Enrolment, RiskBand
from rehab.enrolments.states import LIVE, Status
from rehab.programmes.models import ProgrammeVersion

Text = str | Promise


@dataclass(frozen=True)
class Facts:
    """What the needs of one enrolment look at, as it stands today."""

    enrolment: Enrolment
    today: date
    line_in_force: bool
    consent_live: bool
    in_custody: bool
    legal_status: str | None
    # What the move would carry: the programme and its start, asked about at placement.
    carries: Mapping[str, Any] = field(default_factory=dict)
    # Services of the agreement of the line that is in force on the start date.
    services_at_start: frozenset[int] | None = None
    programme_services: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Need:
    """A condition with the sentence that says what is missing; `link` hints at where it is mended."""

    code: str
    label: Text
    sentence: Text
    holds: Callable[[Facts], bool]
    link: str = ""


def _services_cover(facts: Facts) -> bool:
    """Unknown before a cohort is chosen; then the agreement of the start date must cover a service."""
    if facts.services_at_start is None:
        return True
    return bool(facts.services_at_start & facts.programme_services)


def _admitted(facts: Facts) -> bool:
    version: ProgrammeVersion | None = facts.carries.get("programme_version")
    return version is None or version.admits(facts.legal_status)


def _start_reached(facts: Facts) -> bool:
    return facts.enrolment.starts_on is not None and facts.enrolment.starts_on <= facts.today


LINE = Need(
    "line",
    _("Kerja sama berlaku hari ini"),
    _("Kerja sama tidak berlaku hari ini. Selama itu tidak ada status yang berubah."),
    lambda facts: facts.line_in_force,
    "agreement",
)
CONSENT = Need(
    "consent",
    _("Persetujuan tercatat"),
    _("Persetujuan peserta belum tercatat atau sudah dicabut."),
    lambda facts: facts.consent_live,
    "consent",
)
CUSTODY = Need(
    "custody",
    _("Masih ditahan di sini"),
    _("Orang ini tidak lagi ditahan di sini."),
    lambda facts: facts.in_custody,
    "exit",
)
ADMITTED = Need(
    "admitted",
    _("Status hukum diterima program"),
    _("Program ini tidak menerima status hukum orang ini."),
    _admitted,
)
SERVICES = Need(
    "services",
    _("Kerja sama mencakup program pada tanggal mulai"),
    _("Pada tanggal mulai tidak ada kerja sama yang berlaku dan mencakup layanan program ini."),
    _services_cover,
    "agreement",
)
START = Need(
    "start",
    _("Tanggal mulai sudah tiba"),
    _("Tanggal mulai angkatan belum tiba."),
    _start_reached,
    "cohort",
)

_DECIDE = (P.CASEFILE_DECIDE, P.CASEFILE_RECORD_DECISION)


def _always(_enrolment: Enrolment) -> bool:
    return True


def _never(_enrolment: Enrolment) -> bool:
    return False


def _unless_low(enrolment: Enrolment) -> bool:
    return enrolment.risk_band != RiskBand.LOW


def _unless_raised(enrolment: Enrolment) -> bool:
    return enrolment.risk_band not in (RiskBand.MODERATE, RiskBand.HIGH)


@dataclass(frozen=True)
class Move:
    """One row of the table. `via` names the page where the act is done."""

    source: Status
    target: Status
    by: tuple[P, ...]
    label: Text
    help: Text
    via: str
    needs: tuple[Need, ...] = (LINE,)
    reason: Callable[[Enrolment], bool] = _never
    # Fields that the move must bring, and those that it may.
    owes: tuple[str, ...] = ()
    may_carry: tuple[str, ...] = ()
    # Whoever records it for someone who holds this permission names them and their paper.
    decider: P | None = None
    # Who prepares it on the same page, for the one who makes it.
    prepared_by: tuple[P, ...] = ()

    @property
    def carried(self) -> frozenset[str]:
        return frozenset(self.owes + self.may_carry)

    def allowed_to(self, user: User) -> bool:
        return any(user.has_perm(permission) for permission in self.by)

    def concerns(self, user: User) -> bool:
        """Makes it or prepares it."""
        return self.allowed_to(user) or any(user.has_perm(permission) for permission in self.prepared_by)

    def roles_of(self, kind: str) -> list[str]:
        """Names of the roles of such an agency that prepare or make the move."""
        named = self.prepared_by + self.by
        names = (str(role.name) for permission in named for role in roles_with(permission, kind))
        return list(dict.fromkeys(names))


def _decision(source: Status, target: Status, label: Text, help_text: Text) -> Move:
    return Move(
        source,
        target,
        _DECIDE,
        label,
        help_text,
        "decision",
        reason=_always,
        owes=("deferred_until",) if target == Status.DEFERRED else (),
        decider=P.CASEFILE_DECIDE,
    )


def _decisions(source: Status) -> tuple[Move, ...]:
    return (
        _decision(source, Status.ELIGIBLE, _("Putuskan layak"), _("Masuk daftar tunggu angkatan.")),
        _decision(source, Status.DEFERRED, _("Tunda"), _("Dengan tanggal peninjauan kembali.")),
        _decision(
            source,
            Status.NOT_ELIGIBLE,
            _("Putuskan tidak layak"),
            _("Kepesertaan berakhir; boleh diusulkan kembali kelak."),
        ),
    )


def _exit(source: Status) -> Move:
    return Move(
        source,
        Status.EXITED,
        (P.ENROLMENTS_EXIT,),
        _("Catat keluar dari program"),
        _("Kepesertaan berakhir dengan alasan; tidak menjadi pelanggaran."),
        "exit",
        owes=("exit_reason",),
    )


def _outcome(target: Status, label: Text) -> Move:
    return Move(
        Status.ACTIVE,
        target,
        (P.CASEFILE_CONFIRM_OUTCOME,),
        label,
        _("Diusulkan petugas rehabilitasi, ditetapkan Kepala untuk satu daftar."),
        "outcome",
        decider=P.CASEFILE_CONFIRM_OUTCOME,
        prepared_by=(P.CASEFILE_PROPOSE_OUTCOME,),
    )


MOVES: tuple[Move, ...] = (
    Move(
        Status.PROPOSED,
        Status.SCREENED,
        (P.CLINICAL_SCREEN,),
        _("Skrining ASSIST"),
        _("Wawancara ASSIST ditandatangani pewawancara."),
        "screening",
        owes=("risk_band", "screened_on"),
    ),
    Move(
        Status.SCREENED,
        Status.EDUCATION_ONLY,
        (P.CLINICAL_SCREEN,),
        _("Cukup edukasi"),
        _("Untuk risiko rendah; pada risiko lain tuliskan alasannya."),
        "referral",
        reason=_unless_low,
    ),
    Move(
        Status.SCREENED,
        Status.TO_ASSESS,
        (P.CLINICAL_SCREEN,),
        _("Rujuk ke asesmen"),
        _("Untuk risiko sedang atau tinggi; pada risiko lain tuliskan alasannya."),
        "referral",
        reason=_unless_raised,
    ),
    Move(
        Status.TO_ASSESS,
        Status.ASSESSED,
        (P.CLINICAL_ASSESS,),
        _("Asesmen"),
        _("Ringkasan asesmen ditandatangani asesor."),
        "assessment",
        needs=(LINE, CONSENT),
        owes=("role_by_assessment", "category", "recommendation", "assessed_on"),
    ),
    *_decisions(Status.ASSESSED),
    *_decisions(Status.DEFERRED),
    Move(
        Status.ELIGIBLE,
        Status.PLACED,
        _DECIDE,
        _("Tetapkan dalam angkatan"),
        _("Satu SK Kepala untuk satu daftar."),
        "placement",
        needs=(LINE, CONSENT, CUSTODY, SERVICES, ADMITTED),
        owes=("programme_version", "starts_on", "ends_on"),
        decider=P.CASEFILE_DECIDE,
    ),
    Move(
        Status.PLACED,
        Status.ELIGIBLE,
        (P.DELIVERY_MANAGE,),
        _("Batalkan penempatan"),
        _("Kembali ke daftar tunggu sebelum angkatan mulai."),
        "release",
        reason=_always,
    ),
    Move(
        Status.PLACED,
        Status.ACTIVE,
        (P.DELIVERY_MANAGE,),
        _("Mulai angkatan"),
        _("Satu tindakan untuk seluruh angkatan."),
        "start",
        needs=(LINE, START),
        may_carry=("phase",),
    ),
    Move(
        Status.ACTIVE,
        Status.SUSPENDED,
        (P.ENROLMENTS_SUSPEND,),
        _("Hentikan sementara"),
        _("Tempat dalam angkatan tetap miliknya."),
        "suspend",
        reason=_always,
    ),
    Move(
        Status.SUSPENDED,
        Status.ACTIVE,
        (P.ENROLMENTS_SUSPEND,),
        _("Lanjutkan kembali"),
        _("Kembali mengikuti program."),
        "resume",
        reason=_always,
        may_carry=("phase",),
    ),
    _outcome(Status.GRADUATED, _("Tetapkan lulus")),
    _outcome(Status.NOT_GRADUATED, _("Tetapkan tidak lulus")),
    *(_exit(status) for status in LIVE),
)

# Where the way usually goes on from each status.
_USUAL = {
    Status.PROPOSED: Status.SCREENED,
    Status.TO_ASSESS: Status.ASSESSED,
    Status.ASSESSED: Status.ELIGIBLE,
    Status.DEFERRED: Status.ELIGIBLE,
    Status.ELIGIBLE: Status.PLACED,
    Status.PLACED: Status.ACTIVE,
    Status.ACTIVE: Status.GRADUATED,
    Status.SUSPENDED: Status.ACTIVE,
}
_TABLE: dict[tuple[Status, Status], Move] = {(move.source, move.target): move for move in MOVES}


def find(source: str, target: str) -> Move | None:
    """The row of the table, or None: then the move is refused."""
    return _TABLE.get((Status(source), Status(target)))


def moves_from(source: str) -> list[Move]:
    return [move for move in MOVES if move.source == source]


def suggested_next(enrolment: Enrolment) -> Status | None:
    """Where the way usually goes on; after a screening it follows the risk band."""
    if enrolment.status == Status.SCREENED:
        return Status.EDUCATION_ONLY if enrolment.risk_band == RiskBand.LOW else Status.TO_ASSESS
    return _USUAL.get(Status(enrolment.status))


def missing_for(move: Move, facts: Facts) -> list[Need]:
    """The needs that are not met; empty when the move is possible."""
    return [need for need in move.needs if not need.holds(facts)]


@dataclass(frozen=True)
class Offer:
    """A move as one reader sees it: may they make or prepare it, and what is still missing."""

    move: Move
    allowed: bool
    missing: tuple[Need, ...]
    roles: tuple[str, ...]
    suggested: bool

    @property
    def open(self) -> bool:
        return self.allowed and not self.missing


def offered_to(user: User, facts: Facts) -> list[Offer]:
    """Every move listed from here, the suggested one first, with what this reader may do."""
    enrolment = facts.enrolment
    usual = suggested_next(enrolment)
    offers = [
        Offer(
            move,
            move.concerns(user),
            tuple(missing_for(move, facts)),
            tuple(_who(move, enrolment)),
            move.target == usual,
        )
        for move in moves_from(enrolment.status)
    ]
    return sorted(offers, key=lambda offer: not offer.suggested)


def _who(move: Move, enrolment: Enrolment) -> list[str]:
    return move.roles_of(enrolment.custodian.kind)


def facts_of(enrolments: Iterable[Enrolment], carries: Mapping[str, Any] | None = None) -> list[Facts]:
    """What the needs look at, for many enrolments of one custodian in a fixed number of queries."""
    rows = list(enrolments)
    carried = dict(carries or {})
    pks = [row.pk for row in rows]
    people = [row.inmate_id for row in rows]
    lines = set(Agreement.objects.in_force().values_list("line_id", flat=True))
    consented = set(Consent.objects.live().filter(enrolment__in=pks).values_list("enrolment_id", flat=True))
    registers = Registration.objects.filter(inmate__in=people, until=None)
    legal = dict(registers.values_list("inmate_id", "register_class__legal_status"))
    version: ProgrammeVersion | None = carried.get("programme_version")
    wanted = frozenset(version.services.values_list("pk", flat=True)) if version else frozenset()
    at_start = _services_on(carried.get("starts_on"), rows)
    return [
        Facts(
            enrolment=row,
            today=row.custodian.today(),
            line_in_force=row.agreement.line_id in lines,
            consent_live=row.pk in consented,
            in_custody=row.inmate.in_custody,
            legal_status=legal.get(row.inmate_id),
            carries=carried,
            services_at_start=at_start.get(row.agreement.line_id, frozenset()) if version else None,
            programme_services=wanted,
        )
        for row in rows
    ]


def _services_on(day: date | None, rows: list[Enrolment]) -> dict[int, frozenset[int]]:
    """Services in scope on that day, by line."""
    if day is None:
        return {}
    lines = {row.agreement.line_id for row in rows}
    pairs = Agreement.objects.in_force(day).filter(line__in=lines).values_list("line_id", "services")
    found: dict[int, set[int]] = {}
    for line, service in pairs:
        found.setdefault(line, set()).add(service)
    return {line: frozenset(services) for line, services in found.items()}


def facts_for(enrolment: Enrolment, carries: Mapping[str, Any] | None = None) -> Facts:
    return facts_of([enrolment], carries)[0]
