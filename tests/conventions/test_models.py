"""Models of people are reached through a scope; case records protect what they stand on."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import models

from inmates.models import Inmate
from rehab.enrolments.models import Enrolment
from tests.conventions.source import room_of

# Parts of a whole that are written anew with it, by its own verb, and no record of their own;
# and what was typed into a form whose session ended, which is gone with its hour.
CASCADES = {
    "accounts.KeptForm.user",
    "inmates.Charge.case",
    "programmes.SessionTemplate.version",
    "delivery.WeeklySlot.cohort",
    "delivery.SessionStaff.session",
}


def our_models() -> list[type[models.Model]]:
    return [each for each in apps.get_models() if room_of(each.__module__)]


def relations(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete:
            yield field


def concerns_a_person(model: type[models.Model], seen: frozenset[Any] = frozenset()) -> bool:
    """True when following its foreign keys leads to an inmate or an enrolment."""
    if model in (Inmate, Enrolment):
        return True
    onward = {field.related_model for field in relations(model)} - seen - {model}
    return any(concerns_a_person(each, seen | {model}) for each in onward)


def without_scope(candidates: list[type[models.Model]]) -> list[str]:
    return [
        each._meta.label
        for each in candidates
        if concerns_a_person(each) and not hasattr(each._default_manager, "visible_to")
    ]


def unprotected(candidates: list[type[models.Model]]) -> list[str]:
    return [
        f"{each._meta.label}.{field.name}"
        for each in candidates
        for field in relations(each)
        if field.many_to_one or field.one_to_one
        if field.remote_field.on_delete is not models.PROTECT
    ]


def test_every_model_of_a_person_is_reached_through_a_scope():
    assert without_scope(our_models()) == []


def test_foreign_keys_protect():
    assert set(unprotected(our_models())) == CASCADES


def test_every_constraint_is_named_and_says_why():
    default = models.CheckConstraint.default_violation_error_message
    wrong = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message == default
    ]
    assert wrong == []


def test_migrations_are_complete(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_model_of_a_person_without_scope_is_found():
    class Diary(models.Model):
        enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="+")

        class Meta:
            app_label = "enrolments"
            apps = type(apps)(installed_apps=())

    assert without_scope([Diary]) == ["enrolments.Diary"]
    assert unprotected([Diary]) == ["enrolments.Diary.enrolment"]
