"""Whatever the mess, each row of an old list comes to what it is."""

from typing import Any

import pytest

from rehab.delivery.models import Attendance, Cohort, Session
from rehab.enrolments.models import Enrolment
from tests.factories.inmates import InmateFactory, RegistrationFactory
from tests.intake.conftest import commit, undo
from tests.intake.messy_past import messy_past
from tests.intake.old_data import Old
from upkeep.intake.models import ImportRow, State

_NAMES = ("Abdul Gani", "Rusdi Hasan", "Fahmi Yani", "Noor Ilham", "Saiful Rahman", "Junaidi Arsyad")


@pytest.fixture
def people(rutan: Any) -> list[tuple[str, str]]:
    made = []
    for at, name in enumerate(_NAMES, start=40):
        person = InmateFactory(custodian=rutan, name=name)
        person.registrations.all().delete()
        made.append((RegistrationFactory(inmate=person, number=f"BI.{at}/2020").number, name))
    return made


@pytest.mark.parametrize("seed", range(12))
def test_every_row_comes_to_its_truth(
    seed: int, old: Old, people: Any, past_checked: Any, rehabilitasi: Any
) -> None:
    programmes = [old.version.programme.code, old.version.name]
    book = messy_past(seed, people, programmes, old.starts, old.agreement.title)
    made = past_checked(book.content)
    found = {(row.sheet, row.line): row for row in ImportRow.objects.filter(of=made)}
    for place, truth in book.truths.items():
        row = found[place]
        named = [label for label, _value, _sentence in row.what.problems]
        assert (row.outcome, named[:1]) == (("baru", []) if truth == "baru" else ("ditolak", [truth])), place
    assert {row.outcome for place, row in found.items() if place not in book.truths} <= {"dilewati"}
    assert commit(made, rehabilitasi).state == State.COMMITTED
    assert (Cohort.objects.count(), Session.objects.count(), Enrolment.objects.count()) == (2, 6, 5)
    again = past_checked(book.content)
    assert again.count("baru") == again.count("berubah") == 0
    assert undo(made, rehabilitasi).state == State.UNDONE
    assert not any(model.objects.exists() for model in (Cohort, Session, Enrolment, Attendance))
