"""The three sheets of the template of old data, and how their headings are known again."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum

from upkeep.intake.values.words import plain


class Part(StrEnum):
    """What a sheet tells. The sheets are read in this order, whatever theirs is in the file."""

    COHORTS = "Angkatan"
    SESSIONS = "Sesi"
    PEOPLE = "Peserta"


@dataclass(frozen=True)
class Column:
    """A heading of the template. Without a needed one the sheet is not known."""

    heading: str
    also: tuple[str, ...] = ()
    needed: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called, the name of the template first."""
        return tuple(plain(each) for each in (self.heading, *self.also))


def _needed(heading: str, *also: str) -> Column:
    return Column(heading, also, needed=True)


COLUMNS: Mapping[Part, Mapping[str, Column]] = {
    Part.COHORTS: {
        "code": _needed("Kode angkatan", "Kode", "Angkatan"),
        "programme": _needed("Program", "Nama program"),
        "starts_on": _needed("Mulai", "Tanggal mulai", "Tgl mulai"),
        "ends_on": _needed("Selesai", "Tanggal selesai", "Tgl selesai"),
        "place": Column("Tempat"),
        "decree_number": Column("Nomor SK", ("No SK", "SK")),
        "decree_date": Column("Tanggal SK", ("Tgl SK",)),
        "agreement": Column("Kerja sama", ("Nomor kerja sama", "Nomor PKS", "PKS")),
    },
    Part.SESSIONS: {
        "cohort": _needed("Angkatan", "Kode angkatan"),
        "nth": _needed("Sesi ke", "Nomor sesi", "Sesi", "Nomor", "No"),
        "day": _needed("Tanggal", "Tgl", "Hari tanggal"),
        "starts_at": _needed("Jam mulai", "Mulai", "Pukul", "Jam"),
        "ends_at": Column("Jam selesai", ("Selesai",)),
        "kind": _needed("Jenis sesi", "Jenis", "Kegiatan"),
        "title": Column("Judul", ("Materi", "Topik")),
        "delivered_by": _needed("Dibawakan oleh", "Pembawa", "Fasilitator", "Pemateri"),
        "place": Column("Tempat"),
    },
    Part.PEOPLE: {
        "cohort": _needed("Angkatan", "Kode angkatan"),
        "number": _needed("Nomor register", "No register", "No reg", "Noreg", "Nomor registrasi"),
        "name": _needed("Nama", "Nama lengkap", "Nama peserta"),
        "birth_date": Column("Tanggal lahir", ("Tgl lahir",)),
        "outcome": _needed("Hasil", "Hasil akhir", "Status akhir"),
        "ended_on": _needed("Tanggal berakhir", "Berakhir", "Tgl berakhir", "Tanggal keluar"),
        "exit_reason": Column("Alasan keluar", ("Alasan",)),
        "note": Column("Keterangan", ("Ket", "Catatan")),
    },
}
# How many columns for attendance the template has; a file may have more.
TEMPLATE_MARKS = 40
_MARK = re.compile(r"\A(?:(?:sesi|pertemuan|p)\s*)?(?:ke\s*)?(\d{1,3})\Z")


def mark_heading(number: int) -> str:
    return f"Sesi {number}"


def marked_session(label: str) -> int | None:
    """Which session a column of the sheet of people marks; None for any other column."""
    found = _MARK.match(plain(label))
    return int(found[1]) if found else None


def label_of(name: str) -> str:
    """The heading of a field, and of a session's column ("sesi_3"); one name has one heading."""
    column = next((columns[name] for columns in COLUMNS.values() if name in columns), None)
    return column.heading if column else mark_heading(int(name.rpartition("_")[2]))


def part_with(fields: Container[str]) -> Part:
    """Which part a sheet with these fields tells."""
    if "nth" in fields:
        return Part.SESSIONS
    return Part.COHORTS if "code" in fields else Part.PEOPLE
