"""The agencies of the demo and the people who work there."""

from dataclasses import dataclass
from datetime import date

from accounts.kinds import Kind
from accounts.models import Agency, RoleGrant, User

PASSWORD = "pulih-demo-2025"

# user name, invented name, position, roles
RUTAN_STAFF = (
    ("registrasi", "Rina Apriliani", "Petugas Registrasi", "registrasi"),
    ("rehabilitasi", "Gusti Maulana", "Kasubsi Pelayanan Tahanan", "rehabilitasi"),
    ("keamanan", "Hardiansyah", "Ka. KPR", "keamanan"),
    ("walipas", "Norlatifah", "Wali Pemasyarakatan", "walipas"),
    ("medis", "dr. Mia Andriani", "Dokter Klinik Rutan", "medis"),
    ("karutan", "Suwandi Pratikno", "Kepala Rutan", "kepala"),
    ("admin.rutan", "Aditya Permana", "Pengelola Sistem", "admin"),
    ("auditor", "Lisnawati", "Auditor / PPDP", "auditor"),
)
BNNK_STAFF = (
    ("asesor", "Herlina Wati, S.Psi.", "Asesor Rehabilitasi", "asesor"),
    ("fasilitator", "Budi Rahmadi", "Fasilitator", "fasilitator"),
    ("konselor", "Mulyadi Akbar", "Konselor Adiksi", "konselor"),
    ("medis.bnnk", "dr. Arif Budiman", "Dokter Klinik Pratama", "medis"),
    ("kepala.bnnk", "Dewi Kartika", "Kepala BNNK", "kepala"),
    ("admin.bnnk", "Fitri Amalia", "Pengelola Sistem", "admin"),
    ("auditor.bnnk", "Samsul Bahri", "Auditor / PPDP", "auditor"),
)
KANWIL_STAFF = (("pengawas", "Ratna Juwita", "Kabid Perawatan", "pengawas"),)
SECOND_RUTAN_STAFF = (
    ("registrasi.tanjung", "Yunita Sari", "Petugas Registrasi", "registrasi"),
    ("rehabilitasi.tanjung", "Khairani", "Kasubsi Pelayanan Tahanan", "rehabilitasi"),
    ("medis.tanjung", "dr. Salman", "Dokter Klinik Rutan", "medis"),
    ("karutan.tanjung", "Hermanto", "Kepala Rutan", "kepala"),
)
SECOND_BNNK_STAFF = (
    ("asesor.tabalong", "Rosita", "Asesor Rehabilitasi", "asesor"),
    ("fasilitator.tabalong", "Jumri", "Fasilitator", "fasilitator"),
    ("kepala.tabalong", "Ida Farida", "Kepala BNNK", "kepala"),
)


@dataclass(frozen=True)
class Cast:
    """Every agency and, by user name, everyone who works in the demo."""

    rutan: Agency
    bnnk: Agency
    kanwil: Agency
    second_rutan: Agency
    second_bnnk: Agency
    staff: dict[str, User]

    def __getitem__(self, username: str) -> User:
        return self.staff[username]


def hire(*, since: date) -> Cast:
    """Create the agencies and their staff; roles hold from that day on."""
    kanwil = _agency(
        Kind.OVERSIGHT, None, "kanwil-kalsel", "Kantor Wilayah Ditjenpas Kalimantan Selatan", "Kanwil Kalsel"
    )
    bnnp = _agency(Kind.OVERSIGHT, None, "bnnp-kalsel", "BNN Provinsi Kalimantan Selatan", "BNNP Kalsel")
    rutan = _agency(Kind.CUSTODIAN, kanwil, "brb", "Rumah Tahanan Negara Kelas IIB Barabai", "Rutan Barabai")
    bnnk = _agency(
        Kind.PARTNER, bnnp, "bnnk-balangan", "Badan Narkotika Nasional Kabupaten Balangan", "BNNK Balangan"
    )
    second = _agency(Kind.CUSTODIAN, kanwil, "tjg", "Rumah Tahanan Negara Kelas IIB Tanjung", "Rutan Tanjung")
    second_bnnk = _agency(
        Kind.PARTNER, bnnp, "bnnk-tabalong", "Badan Narkotika Nasional Kabupaten Tabalong", "BNNK Tabalong"
    )
    staff: dict[str, User] = {}
    for agency, people in (
        (rutan, RUTAN_STAFF),
        (bnnk, BNNK_STAFF),
        (kanwil, KANWIL_STAFF),
        (second, SECOND_RUTAN_STAFF),
        (second_bnnk, SECOND_BNNK_STAFF),
    ):
        for person in people:
            staff[person[0]] = _employ(agency, person, since)
    return Cast(rutan, bnnk, kanwil, second, second_bnnk, staff)


_LETTERHEADS = {
    Kind.CUSTODIAN: "KEMENTERIAN IMIGRASI DAN PEMASYARAKATAN\n"
    "KANTOR WILAYAH DITJENPAS KALIMANTAN SELATAN\n{name}",
    Kind.PARTNER: "BADAN NARKOTIKA NASIONAL REPUBLIK INDONESIA\n{name}",
    Kind.OVERSIGHT: "{name}",
}


def _agency(kind: Kind, parent: Agency | None, code: str, name: str, short: str) -> Agency:
    return Agency.objects.create(
        kind=kind,
        parent=parent,
        code=code,
        name=name,
        short_name=short,
        city=short.split()[-1],
        letterhead=_LETTERHEADS[kind].format(name=name.upper()),
    )


def _employ(agency: Agency, person: tuple[str, str, str, str], since: date) -> User:
    username, full_name, position, role = person
    user = User(username=username, full_name=full_name, position=position, agency=agency)
    user.set_password(PASSWORD)
    user.save()
    RoleGrant.objects.create(user=user, role=role, valid_from=since)
    return user
