"""A small past: an office's old lists in the form of the template, and the steps of bringing them."""

from datetime import timedelta
from typing import Any

from tests.factories.inmates import InmateFactory, RegistrationFactory
from tests.factories.programmes import ProgrammeVersionFactory
from upkeep.samples import workbooks

COHORTS = ["Kode angkatan", "Program", "Mulai", "Selesai", "Nomor SK", "Kerja sama"]
SESSIONS = ["Angkatan", "Sesi ke", "Tanggal", "Jam mulai", "Jam selesai", "Jenis sesi", "Dibawakan oleh"]
PEOPLE = [
    "Angkatan",
    "Nomor register",
    "Nama",
    "Hasil",
    "Tanggal berakhir",
    "Alasan keluar",
    "Sesi 1",
    "Sesi 2",
]


class Old:
    """Some weeks ago: one cohort, two sessions, three people of the register."""

    def __init__(self, agreement: Any, rutan: Any) -> None:
        self.starts = max(agreement.first_day, rutan.today() - timedelta(days=40))
        self.ends = self.starts + timedelta(days=20)
        self.version = ProgrammeVersionFactory(valid_from=self.starts - timedelta(days=100))
        self.agreement = agreement
        self.people = []
        for number in range(1, 4):
            person = InmateFactory(custodian=rutan, name=f"Orang Lama {'ABC'[number - 1]}")
            person.registrations.all().delete()
            RegistrationFactory(inmate=person, number=f"BI.{number}/2020")
            self.people.append(person)

    def cohort(self, code: str = "LAMA-1", **cells: Any) -> list[Any]:
        told = {
            "Kode angkatan": code,
            "Program": self.version.programme.code,
            "Mulai": self.starts,
            "Selesai": self.ends,
            "Nomor SK": "SK-7",
            "Kerja sama": self.agreement.title,
            **cells,
        }
        return [told[head] for head in COHORTS]

    def session(self, number: int, code: str = "LAMA-1", **cells: Any) -> list[Any]:
        told = {
            "Angkatan": code,
            "Sesi ke": number,
            "Tanggal": self.starts + timedelta(days=number),
            "Jam mulai": "09.00",
            "Jam selesai": "10.30",
            "Jenis sesi": "MI",
            "Dibawakan oleh": "Ustaz Rahman",
            **cells,
        }
        return [told[head] for head in SESSIONS]

    def person(self, at: int, marks: tuple[str, ...] = ("H", "S"), **cells: Any) -> list[Any]:
        told = {
            "Angkatan": "LAMA-1",
            "Nomor register": f"B.I 000{at + 1}/2020",
            "Nama": self.people[at].name,
            "Hasil": "Lulus",
            "Tanggal berakhir": self.ends,
            "Alasan keluar": "",
            **cells,
            **{f"Sesi {number}": mark for number, mark in enumerate(marks, start=1)},
        }
        return [told.get(head, "") for head in PEOPLE]

    def file(self, people: list[list[Any]] | None = None, **sheets: Any) -> bytes:
        people = [self.person(0), self.person(1)] if people is None else people
        parts = {
            "Angkatan": [COHORTS, *sheets.get("cohorts", [self.cohort()])],
            "Sesi": [SESSIONS, *sheets.get("sessions", [self.session(1), self.session(2)])],
            "Peserta": [["DAFTAR PESERTA"], PEOPLE, *people],
        }
        return workbooks.xlsx(parts)
