"""The roles: which agencies may hold each, what it is for, what it may do (design §4).

The one place where permissions are given. `docs/access.md` is generated from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.kinds import Kind
from accounts.permissions import P


@dataclass(frozen=True)
class Role:
    """`grants` holds the permissions by kind of agency: only those kinds may hold the role."""

    code: str
    name: Any
    purpose: Any
    grants: Mapping[Kind, frozenset[P]]

    @property
    def kinds(self) -> list[Kind]:
        return list(self.grants)

    @property
    def reads_case_data(self) -> bool:
        """True unless the role is for administration or for the trail only."""
        return not set().union(*self.grants.values()) <= {P.STAFF_MANAGE, P.TRAIL_VIEW}


_PERSON = {P.INMATES_VIEW_BLOCKS, P.INMATES_VIEW}
_FILE = {P.ENROLMENTS_VIEW, P.AGREEMENTS_VIEW, P.PROGRAMMES_VIEW, P.DELIVERY_VIEW}
_CLINICIAN = {P.CLINICAL_READ, P.CLINICAL_SCREEN}
_COUNSELLOR = {P.DELIVERY_RECORD, P.DELIVERY_NOTE}


def _both(custodian: set[P], partner: set[P]) -> Mapping[Kind, frozenset[P]]:
    return {Kind.CUSTODIAN: frozenset(custodian), Kind.PARTNER: frozenset(partner)}


def _only(kind: Kind, permissions: set[P]) -> Mapping[Kind, frozenset[P]]:
    return {kind: frozenset(permissions)}


def _same(permissions: set[P], *kinds: Kind) -> Mapping[Kind, frozenset[P]]:
    return {kind: frozenset(permissions) for kind in kinds}


ROLES: tuple[Role, ...] = (
    Role(
        "registrasi",
        _("Petugas registrasi"),
        _("Mencatat identitas, registrasi, perkara, tanggal penting, dan peristiwa penahanan."),
        _only(Kind.CUSTODIAN, _PERSON | _FILE | {P.INMATES_WRITE, P.INMATES_EXPORT, P.ENROLMENTS_EXPORT}),
    ),
    Role(
        "rehabilitasi",
        _("Petugas rehabilitasi"),
        _("Menjalankan program: usulan, persetujuan, penugasan, angkatan, sesi, dan keluarnya peserta."),
        _only(
            Kind.CUSTODIAN,
            _PERSON
            | _FILE
            | {
                P.AGREEMENTS_DRAFT,
                P.INMATES_EXPORT,
                P.PROGRAMMES_MANAGE,
                P.ENROLMENTS_PROPOSE,
                P.ENROLMENTS_CONSENT,
                P.ENROLMENTS_ASSIGN,
                P.ENROLMENTS_SUSPEND,
                P.ENROLMENTS_EXIT,
                P.ENROLMENTS_EXPORT,
                P.ENROLMENTS_IMPORT,
                P.DELIVERY_MANAGE,
                P.DELIVERY_RECORD,
                P.CASEFILE_RECORD_DECISION,
                P.CASEFILE_PROPOSE_OUTCOME,
                P.DASHBOARD_VIEW,
            },
        ),
    ),
    Role(
        "keamanan",
        _("Petugas keamanan"),
        _("Mengatur blok dan kamar serta pergerakan warga binaan ke tempat kegiatan."),
        _only(Kind.CUSTODIAN, {P.INMATES_VIEW_BLOCKS, P.INMATES_MOVE_CELL, P.DELIVERY_VIEW}),
    ),
    Role(
        "walipas",
        _("Wali pemasyarakatan"),
        _("Mendampingi warga binaan yang diwalikannya dan membaca kehadiran mereka."),
        _only(Kind.CUSTODIAN, _PERSON | {P.ENROLMENTS_VIEW}),
    ),
    Role(
        "kepala",
        _("Kepala"),
        _("Memutuskan dan menandatangani; membaca dasbor dan laporan instansinya."),
        _both(
            _PERSON
            | _FILE
            | {
                P.AGREEMENTS_DECIDE,
                P.AGREEMENTS_CLOSE,
                P.INMATES_EXPORT,
                P.ENROLMENTS_EXPORT,
                P.CASEFILE_DECIDE,
                P.CASEFILE_CONFIRM_OUTCOME,
                P.DASHBOARD_VIEW,
                P.ARCHIVE_ORDER,
            },
            _FILE | {P.AGREEMENTS_CLOSE, P.ENROLMENTS_ASSIGN, P.DASHBOARD_VIEW, P.ARCHIVE_ORDER},
        ),
    ),
    Role(
        "medis",
        _("Tenaga medis"),
        _("Menskrining dan memeriksa peserta yang ditugaskan kepadanya."),
        _both(_PERSON | _FILE | _CLINICIAN | {P.ARCHIVE_RECEIVE}, _FILE | _CLINICIAN),
    ),
    Role(
        "psikolog",
        _("Psikolog"),
        _("Menskrining dan mendampingi kesehatan jiwa peserta yang ditugaskan kepadanya."),
        _both(
            _PERSON | _FILE | _CLINICIAN | {P.DELIVERY_NOTE, P.ARCHIVE_RECEIVE},
            _FILE | _CLINICIAN | {P.DELIVERY_NOTE},
        ),
    ),
    Role(
        "asesor",
        _("Asesor"),
        _("Menskrining dan mengasesmen peserta yang ditugaskan kepadanya."),
        _both(
            _PERSON | _FILE | _CLINICIAN | _COUNSELLOR | {P.CLINICAL_ASSESS},
            _FILE | _CLINICIAN | _COUNSELLOR | {P.CLINICAL_ASSESS, P.ENROLMENTS_ASSIGN},
        ),
    ),
    Role(
        "konselor",
        _("Konselor"),
        _("Mendampingi peserta yang ditugaskan kepadanya: sesi, konseling, dan catatannya."),
        _both(
            _PERSON | _FILE | _CLINICIAN | _COUNSELLOR | {P.ENROLMENTS_SUSPEND},
            _FILE | _CLINICIAN | _COUNSELLOR | {P.ENROLMENTS_SUSPEND},
        ),
    ),
    Role(
        "fasilitator",
        _("Fasilitator"),
        _("Memimpin sesi kelompok, mencatat kehadiran, dan menulis catatan sesinya."),
        _same(
            {P.AGREEMENTS_VIEW, P.PROGRAMMES_VIEW, P.DELIVERY_VIEW} | _COUNSELLOR,
            Kind.CUSTODIAN,
            Kind.PARTNER,
        ),
    ),
    Role(
        "instruktur",
        _("Instruktur"),
        _("Memimpin pelatihan keterampilan, mencatat kehadiran, dan menulis catatan sesinya."),
        _same(
            {P.AGREEMENTS_VIEW, P.PROGRAMMES_VIEW, P.DELIVERY_VIEW} | _COUNSELLOR,
            Kind.CUSTODIAN,
            Kind.PARTNER,
        ),
    ),
    Role(
        "admin",
        _("Admin instansi"),
        _("Mengelola pegawai dan perannya; tidak membaca data warga binaan."),
        _same({P.STAFF_MANAGE}, Kind.CUSTODIAN, Kind.PARTNER, Kind.OVERSIGHT),
    ),
    Role(
        "auditor",
        _("Auditor / PPDP"),
        _("Memeriksa jejak: siapa melihat dan mengubah apa."),
        _same({P.TRAIL_VIEW}, Kind.CUSTODIAN, Kind.PARTNER),
    ),
    Role(
        "pengawas",
        _("Pengawas"),
        _("Mengawasi unit di bawahnya: membaca data dan dasbor, tidak mengubah apa pun."),
        _only(Kind.OVERSIGHT, _PERSON | _FILE | {P.DASHBOARD_VIEW}),
    ),
)

_BY_CODE = {role.code: role for role in ROLES}


def role(code: str) -> Role:
    return _BY_CODE[code]


def roles_for(kind: str) -> list[Role]:
    """The roles that staff of such an agency may hold."""
    return [candidate for candidate in ROLES if kind in candidate.grants]


def role_choices() -> list[tuple[str, Any]]:
    return [(each.code, each.name) for each in ROLES]


@cache
def permissions_of(code: str, kind: str) -> frozenset[str]:
    """What the role gives within an agency of that kind; nothing when it may not be held there."""
    held = _BY_CODE.get(code)
    return frozenset(held.grants.get(Kind(kind), frozenset())) if held else frozenset()


@cache
def rooms_of(kind: str) -> frozenset[str]:
    """The rooms that an agency of that kind ever enters."""
    return frozenset(p.split(".")[0] for each in roles_for(kind) for p in permissions_of(each.code, kind))


def roles_with(permission: str, kind: str) -> list[Role]:
    """The roles of that kind of agency that hold the permission."""
    return [each for each in roles_for(kind) if permission in permissions_of(each.code, kind)]
