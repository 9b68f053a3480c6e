"""What the head looks at before deciding (domain §2.2). Criteria inform; a person decides."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Agency
from inmates.models import KeyDates, LegalStatus
from rehab.enrolments import workflow
from rehab.enrolments.models import Enrolment, RiskBand, RoleByAssessment
from rehab.enrolments.states import Status
from rehab.programmes.models import Category, ProgrammeVersion

# Days between the end of a programme and the release, so that it can be closed properly.
BUFFER_DAYS = 30


@dataclass(frozen=True)
class Criterion:
    """One thing to weigh: what it says today, and whether it speaks for taking part (None: unknown)."""

    code: str
    label: str
    value: str
    speaks_for: bool | None

    @property
    def tone(self) -> str:
        return {True: "success", False: "warning", None: "muted"}[self.speaks_for]


@dataclass(frozen=True)
class _World:
    """What is read once for all."""

    lengths: dict[str, int]
    detention_ends: dict[int, date]
    graduated: frozenset[int]


def criteria_of(enrolments: Iterable[Enrolment]) -> dict[int, list[Criterion]]:
    """The criteria of each enrolment as they stand today, in a fixed number of queries."""
    rows = list(enrolments)
    if not rows:
        return {}
    world = _world(rows)
    return {
        facts.enrolment.pk: [
            _risk(facts.enrolment),
            _role(facts.enrolment),
            _category(facts.enrolment),
            _legal(facts, world),
            _days(facts, world),
            _consent(facts),
            _before(facts.enrolment, world),
            _unknown("register_f", _("Hukuman disiplin (register F)")),
            _unknown("kesehatan", _("Keadaan kesehatan")),
        ]
        for facts in workflow.facts_of(rows)
    }


def snapshot(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """As kept with the decision: the words of the day, never recomputed."""
    return [asdict(each) for each in criteria]


def from_snapshot(kept: Iterable[dict[str, Any]]) -> list[Criterion]:
    return [Criterion(**each) for each in kept]


def _world(rows: list[Enrolment]) -> _World:
    people = [row.inmate_id for row in rows]
    ends = KeyDates.objects.filter(inmate__in=people, detention_order_ends__isnull=False)
    done = Enrolment.objects.filter(inmate__in=people, status=Status.GRADUATED)
    return _World(
        lengths=_shortest_by_category(rows[0].custodian),
        detention_ends={
            each.inmate_id: each.detention_order_ends for each in ends if each.detention_order_ends
        },
        graduated=frozenset(done.values_list("inmate_id", flat=True)),
    )


def _shortest_by_category(custodian: Agency) -> dict[str, int]:
    """Days of the shortest programme on offer, by category."""
    today = custodian.today()
    offered = ProgrammeVersion.objects.filter(
        Q(programme__custodian=None) | Q(programme__custodian=custodian),
        Q(programme__retired_on=None) | Q(programme__retired_on__gt=today),
        valid_from__lte=today,
    )
    current: dict[int, ProgrammeVersion] = {}
    for version in offered.order_by("programme", "valid_from", "number"):
        current[version.programme_id] = version
    shortest: dict[str, int] = {}
    for version in current.values():
        days = version.estimated_days()
        shortest[version.category] = min(days, shortest.get(version.category, days))
    return shortest


def _missing() -> str:
    return _("informasi belum ada")


def _unknown(code: str, label: str) -> Criterion:
    return Criterion(code, label, _missing(), None)


def _risk(row: Enrolment) -> Criterion:
    label = _("Tingkat risiko ASSIST")
    if not row.risk_band:
        return _unknown("risiko", label)
    raised = row.risk_band in (RiskBand.MODERATE, RiskBand.HIGH)
    return Criterion("risiko", label, str(row.get_risk_band_display()), raised)


def _role(row: Enrolment) -> Criterion:
    label = _("Peran menurut asesmen")
    if not row.role_by_assessment:
        return _unknown("peran", label)
    uses = row.role_by_assessment != RoleByAssessment.DEALER
    return Criterion("peran", label, str(row.get_role_by_assessment_display()), uses)


def _category(row: Enrolment) -> Criterion:
    label = _("Kategori rehabilitasi")
    if not row.category:
        return _unknown("kategori", label)
    return Criterion("kategori", label, str(Category(row.category).label), speaks_for=True)


def _legal(facts: workflow.Facts, world: _World) -> Criterion:
    label = _("Status hukum")
    if not facts.legal_status:
        return _unknown("status_hukum", label)
    value = str(LegalStatus(facts.legal_status).label)
    ends = world.detention_ends.get(facts.enrolment.inmate_id)
    if facts.legal_status == LegalStatus.TAHANAN and ends:
        value = _("%(status)s, masa penahanan habis %(day)s") % {
            "status": value,
            "day": date_format(ends, "j M Y"),
        }
    return Criterion("status_hukum", label, value, facts.legal_status == LegalStatus.NARAPIDANA)


def _days(facts: workflow.Facts, world: _World) -> Criterion:
    label = _("Sisa hari dibanding lama program")
    left = facts.enrolment.inmate.days_left(facts.today)
    if left is None:
        return _unknown("sisa_hari", label)
    length = world.lengths.get(facts.enrolment.category)
    if length is None:
        return Criterion(
            "sisa_hari", label, _("%(left)s hari; lama program belum ada") % {"left": left}, None
        )
    told = {"left": left, "length": length, "buffer": BUFFER_DAYS}
    value = _("%(left)s hari; program terpendek %(length)s hari + penyangga %(buffer)s hari") % told
    return Criterion("sisa_hari", label, value, left >= length + BUFFER_DAYS)


def _consent(facts: workflow.Facts) -> Criterion:
    value = _("tercatat") if facts.consent_live else _("belum tercatat")
    return Criterion("persetujuan", _("Persetujuan peserta"), value, facts.consent_live)


def _before(row: Enrolment, world: _World) -> Criterion:
    again = row.inmate_id in world.graduated
    value = _("pernah lulus") if again else _("belum pernah lulus")
    return Criterion("riwayat", _("Riwayat program"), value, not again)
