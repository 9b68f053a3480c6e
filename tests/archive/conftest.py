import csv
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest

from rehab.enrolments.models import Enrolment
from tests.factories.clinical import InstrumentResultFactory
from tests.factories.delivery import (
    CohortFactory,
    PlaceFactory,
    SessionFactory,
    SessionNoteFactory,
    SessionNoteLineFactory,
)
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import CriminalCaseFactory, InmateFactory
from upkeep.archive import actions
from upkeep.archive.models import Archive


@pytest.fixture(autouse=True)
def place(settings: Any, tmp_path: Any) -> Any:
    settings.ARCHIVE_DIR = tmp_path / "archives"
    return settings.ARCHIVE_DIR


@pytest.fixture
def member(rutan: Any, agreement: Any) -> Enrolment:
    """Someone in a cohort, with a session held, its note, and a screening."""
    cohort = CohortFactory(agreement=agreement, running=True)
    enrolment = EnrolmentFactory(
        inmate__custodian=rutan,
        inmate__name="=HYPERLINK(1)",
        inmate__identity_number="0607010101010001",
        agreement=agreement,
        active=True,
    )
    PlaceFactory(cohort=cohort, enrolment=enrolment)
    session = SessionFactory(cohort=cohort, held=True)
    note = SessionNoteFactory(session=session, summary="Rahasia konseling")
    SessionNoteLineFactory(note=note, enrolment=enrolment)
    InstrumentResultFactory(enrolment=enrolment)
    CriminalCaseFactory(inmate=enrolment.inmate)
    return enrolment


@pytest.fixture
def stranger(other_rutan: Any) -> Any:
    return InmateFactory(custodian=other_rutan, name="Orang Rutan Lain")


@dataclass
class Opened:
    """An archive as its receiver opens it."""

    book: zipfile.ZipFile

    def table(self, name: str) -> list[dict[str, str]]:
        text = self.book.read(f"data/{name}.csv").decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def tables(self) -> set[str]:
        names = self.book.namelist()
        return {name[len("data/") : -len(".csv")] for name in names if name.startswith("data/")}

    @property
    def manifest(self) -> Any:
        return json.loads(self.book.read("manifest.json"))

    @property
    def text(self) -> str:
        return "\n".join(self.book.read(name).decode() for name in self.book.namelist())


def order(by: Any, part: str = Archive.Part.ADMINISTRATIVE, clinician: Any = None) -> Archive:
    return actions.order(by=by, part=part, purpose="Pindah ke sistem lain", clinician=clinician)


def make(by: Any, part: str = Archive.Part.ADMINISTRATIVE, clinician: Any = None) -> Archive:
    archive = order(by, part, clinician)
    while actions.advance():
        pass
    archive.refresh_from_db()
    assert archive.state == Archive.State.READY, archive.trouble
    return archive


def taken(by: Any, archive: Archive) -> Opened:
    content = b"".join(actions.hand_over(by=by, archive=archive))
    return Opened(zipfile.ZipFile(io.BytesIO(content)))
