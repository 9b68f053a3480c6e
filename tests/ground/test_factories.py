"""Every model has a factory, and what it makes is coherent."""

import importlib
import inspect
import pkgutil

import factory
import pytest
from django.apps import apps
from django.conf import settings

import tests.factories
from agreements.models import Agreement
from rehab.enrolments.models import Enrolment
from rehab.enrolments.states import Status
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import PlaceFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory

# Catalogues come with migrations; the others are written by a verb or by the ground itself.
WITHOUT_FACTORY = {
    "audit.AuditEvent",
    "ui.Submission",
    "agreements.Service",
    "enrolments.NumberSeries",
    "enrolments.ExitReason",
    "enrolments.ConsentText",
    "delivery.AttendanceCode",
    "delivery.NotHeldReason",
    "work.Worker",
    "work.JobRun",
    "backup.Backup",
    "intake.ImportFile",
    "intake.SavedColumns",
}


def _factories() -> list[type[factory.django.DjangoModelFactory]]:
    found = {}
    for info in pkgutil.iter_modules(tests.factories.__path__):
        module = importlib.import_module(f"tests.factories.{info.name}")
        for _name, each in inspect.getmembers(module, inspect.isclass):
            if issubclass(each, factory.django.DjangoModelFactory) and each._meta.model:
                found[each.__name__] = each
    return list(found.values())


@pytest.mark.parametrize("made_by", _factories(), ids=lambda each: each.__name__)
def test_factory_makes_a_row_the_database_accepts(db, made_by):
    made_by().refresh_from_db()


def test_every_model_of_ours_has_a_factory():
    made = {each._meta.model._meta.label for each in _factories()}
    ours = {
        model._meta.label
        for model in apps.get_models()
        if (settings.BASE_DIR / model.__module__.split(".")[0]).is_dir()
    }
    assert ours - made == WITHOUT_FACTORY


@pytest.mark.parametrize("status", list(Status))
def test_enrolment_of_any_status_has_the_way_to_it(db, status):
    trait = {} if status == Status.PROPOSED else {status.value: True}
    made = EnrolmentFactory(**trait)
    assert made.status == status
    assert made.changes.last().to_status == status


@pytest.mark.parametrize("trait", ["draft", "coming", "lapsed", "ended", "suspended"])
def test_agreement_of_another_state_is_not_in_force(db, trait):
    AgreementFactory(**{trait: True})
    assert not Agreement.objects.in_force().exists()


def test_consented_enrolment_is_open_to_the_partner(agreement, asesor):
    reached = EnrolmentFactory(agreement=agreement, consented=True)
    EnrolmentFactory(agreement=agreement)
    assert list(Enrolment.objects.visible_to(asesor)) == [reached]


def test_place_puts_someone_of_the_cohort_s_custodian_in_it(agreement):
    place = PlaceFactory(cohort__agreement=agreement)
    assert place.enrolment.inmate.custodian == place.cohort.custodian == agreement.line.custodian
    assert place.enrolment.agreement == agreement


def test_tahanan_has_no_expiry_date(db):
    person = InmateFactory(tahanan=True)
    assert person.expiry_date is None
    assert person.registrations.get().register_class.legal_status == "tahanan"
