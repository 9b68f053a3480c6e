"""Names from catalogues: read in the language of the reader, kept as they were written."""

import pytest
from django.db import connection
from django.utils import translation

from agreements.models import Service
from audit.models import Action
from audit.trail import record
from audit.words import as_written
from rehab.delivery.models import AttendanceCode, NotHeldReason
from rehab.enrolments.models import ExitReason
from rehab.programmes.models import SessionKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "code", "english"),
    [
        (Service, "konseling", "Counselling"),
        (SessionKind, "KK", "Group counselling"),
        (AttendanceCode, "A", "Without explanation"),
        (NotHeldReason, "libur", "Public holiday"),
        (ExitReason, "bebas-murni", "Full release"),
    ],
)
def test_a_name_is_read_in_the_language_of_its_reader(model, code, english) -> None:
    written = str(model.objects.get(code=code).name)
    with translation.override("en"):
        assert model.objects.get(code=code).name == english
        assert list(model.objects.filter(code=code).values_list("name", flat=True)) == [english]
        assert as_written(model.objects.get(code=code).name) == written != english


def test_saving_never_writes_the_translation() -> None:
    with translation.override("en"):
        service = Service.objects.get(code="konseling")
        service.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM agreements_service WHERE code = 'konseling'")
        assert cursor.fetchone() == ("Konseling",)


def test_the_trail_keeps_a_name_as_it_is_written(karutan) -> None:
    with translation.override("en"):
        service = Service.objects.get(code="konseling")
        event = record(Action.VIEW, by=karutan, on=service, changes={"layanan": [None, service.name]})
    assert event.changes == {"layanan": ["", "Konseling"]}
    assert event.object_label == "Konseling"
