"""Every figure of the dashboards, declared once: its rows, and how they read. The number is the
count of those rows, so that a figure and the page it opens can never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from oversight import rows
from oversight.rows import Kind
from oversight.scope import Scope
from oversight.selections import enrolments, others, people, sessions
from oversight.selections.sessions import Became
from rehab.enrolments.states import Status

# Below this a reader who may not open the rows learns only that there are some (bar 6).
SUPPRESSED_UNDER = 5


@dataclass(frozen=True)
class Figure:
    """`period` figures look at the days chosen; the others say how it stands today."""

    key: str
    label: Any
    meaning: Any
    kind: Kind
    select: Callable[[Scope], Any]
    period: bool = False
    tone: str = "neutral"
    # A custodian's figure: a partner never sees it.
    register: bool = False
    # What the figure is called away from its group, where the label is not enough.
    name: Any = ""

    @property
    def title(self) -> Any:
        return self.name or self.label

    def may_open(self, user: User) -> bool:
        return any(user.has_perm(needed) for needed in self.kind.needs)


def _status(status: Status) -> Figure:
    return Figure(
        f"status-{status.value.replace('_', '-')}",
        status.label,
        _("Berdiri pada status ini sekarang; yang terlama paling atas."),
        rows.ENROLMENT,
        partial(enrolments.standing, status=status),
        name=format_lazy("{} {}", _("menunggu pada status"), status.label),
    )


def _stage(key: str, label: Any, status: Status) -> Figure:
    return Figure(
        key,
        label,
        _("Pernah sampai pada tahap ini; satu baris satu orang."),
        rows.ENROLMENT,
        partial(enrolments.reached, status=status),
        period=True,
        name=format_lazy("{} {}", _("sampai pada tahap"), label),
    )


PEOPLE = (
    Figure(
        "ditahan",
        _("orang ditahan"),
        _("Dalam penahanan di sini hari ini."),
        rows.PERSON,
        people.in_custody,
        register=True,
    ),
    Figure(
        "narkotika",
        _("perkara narkotika"),
        _("Dalam penahanan di sini hari ini dengan perkara narkotika."),
        rows.PERSON,
        people.narcotics,
        tone="info",
        register=True,
    ),
    Figure(
        "peserta-aktif",
        _("peserta aktif"),
        _("Sedang mengikuti program."),
        rows.ENROLMENT,
        enrolments.active,
        tone="success",
    ),
    Figure(
        "lulus",
        _("lulus dalam masa ini"),
        _("Ditetapkan lulus pada hari-hari yang dipilih."),
        rows.ENROLMENT,
        enrolments.graduated,
        period=True,
        tone="success",
    ),
    Figure(
        "diskrining",
        _("diskrining dalam masa ini"),
        _("ASSIST ditandatangani pada hari-hari yang dipilih."),
        rows.ENROLMENT,
        enrolments.screened,
        period=True,
        tone="info",
    ),
)

FIRST_OF_CUSTODIAN = Figure(
    "perkara-narkotika",
    _("Perkara narkotika"),
    _("Ditahan sekarang, atau status kepesertaannya berubah dalam masa ini."),
    rows.PERSON,
    people.on_the_way,
    period=True,
    register=True,
)
FIRST_OF_PARTNER = Figure(
    "terjangkau",
    _("Peserta yang terjangkau"),
    _("Terbuka bagi mitra hari ini: kerja sama berlaku, layanan tercakup, persetujuan tercatat."),
    rows.ENROLMENT,
    enrolments.reachable,
)
STAGES = {
    Status.SCREENED: _stage("tahap-diskrining", _("Diskrining"), Status.SCREENED),
    Status.TO_ASSESS: _stage("tahap-perlu-asesmen", _("Perlu asesmen"), Status.TO_ASSESS),
    Status.ASSESSED: _stage("tahap-diasesmen", _("Diasesmen"), Status.ASSESSED),
    Status.ELIGIBLE: _stage("tahap-layak", _("Layak"), Status.ELIGIBLE),
    Status.PLACED: _stage("tahap-ditetapkan", _("Ditetapkan"), Status.PLACED),
    Status.ACTIVE: _stage("tahap-aktif", _("Aktif"), Status.ACTIVE),
    Status.GRADUATED: _stage("tahap-lulus", _("Lulus"), Status.GRADUATED),
}
WAITING_IN = (
    Status.PROPOSED,
    Status.SCREENED,
    Status.TO_ASSESS,
    Status.ASSESSED,
    Status.DEFERRED,
    Status.ELIGIBLE,
    Status.PLACED,
    Status.SUSPENDED,
)
WAITING = {status: _status(status) for status in WAITING_IN}

PLANNED = Figure(
    "sesi-direncanakan",
    _("direncanakan"),
    _("Semua sesi dalam jadwal masa ini, apa pun jadinya; yang dibatalkan tidak dihitung."),
    rows.SESSION,
    sessions.planned,
    period=True,
    name=_("sesi direncanakan"),
)
DELIVERED = Figure(
    "sesi-terlaksana",
    _("terlaksana dan tercatat"),
    _("Terlaksana, dan daftar hadirnya tercatat. Hanya ini yang dihitung sebagai terlaksana."),
    rows.SESSION,
    sessions.delivered,
    period=True,
    name=_("sesi terlaksana dan tercatat"),
    tone="success",
)
WITHOUT_SHEET = Figure(
    "sesi-tanpa-daftar-hadir",
    _("terlaksana tanpa daftar hadir"),
    _("Belum dihitung sampai daftar hadirnya tercatat."),
    rows.SESSION,
    sessions.without_sheet,
    period=True,
    name=_("sesi terlaksana tanpa daftar hadir"),
    tone="warning",
)
NOT_HELD = Figure(
    "sesi-tidak-terlaksana",
    _("tidak terlaksana"),
    _("Dengan alasannya masing-masing."),
    rows.SESSION,
    sessions.not_held,
    period=True,
    name=_("sesi tidak terlaksana"),
    tone="danger",
)
UNRECORDED = Figure(
    "sesi-belum-dicatat",
    _("belum dicatat"),
    _("Harinya sudah lewat dan belum ada keterangan."),
    rows.SESSION,
    sessions.unrecorded,
    period=True,
    name=_("sesi belum dicatat"),
    tone="warning",
)
AHEAD = Figure(
    "sesi-mendatang",
    _("masih akan datang"),
    _("Direncanakan untuk hari ini atau sesudahnya, dalam masa yang dipilih."),
    rows.SESSION,
    sessions.ahead,
    period=True,
    name=_("sesi yang masih akan datang"),
)
SESSIONS = {
    Became.PLANNED: PLANNED,
    Became.DELIVERED: DELIVERED,
    Became.WITHOUT_SHEET: WITHOUT_SHEET,
    Became.NOT_HELD: NOT_HELD,
    Became.UNRECORDED: UNRECORDED,
    Became.AHEAD: AHEAD,
}

LEAVING = Figure(
    "bebas-sebelum-selesai",
    _("akan bebas sebelum program selesai"),
    _("Tanggal ekspirasinya mendahului rencana selesai program."),
    rows.ENROLMENT,
    enrolments.leaving_before_the_end,
    tone="warning",
)
TOO_LATE = Figure(
    "tidak-sempat-selesai",
    _("menunggu, dan sisa harinya kurang dari program terpendek"),
    _("Belum ditempatkan; program terpendek kategorinya lebih lama daripada sisa harinya."),
    rows.ENROLMENT,
    enrolments.too_late_to_start,
    tone="warning",
)
AGREEMENTS = Figure(
    "kerja-sama",
    _("kerja sama"),
    _("Berlaku, ditangguhkan, atau belum mulai."),
    rows.AGREEMENT,
    others.agreements_standing,
)

FIGURES: tuple[Figure, ...] = (
    *PEOPLE,
    FIRST_OF_CUSTODIAN,
    FIRST_OF_PARTNER,
    *STAGES.values(),
    *WAITING.values(),
    *SESSIONS.values(),
    LEAVING,
    TOO_LATE,
    AGREEMENTS,
)
_BY_KEY = {figure.key: figure for figure in FIGURES}


def find(key: str) -> Figure | None:
    return _BY_KEY.get(key)


def shown_to(scope: Scope, figure: Figure) -> bool:
    """A partner's dashboard begins at the enrolments it reaches and counts nobody else."""
    return not (figure.register and scope.seen_by_partner)
