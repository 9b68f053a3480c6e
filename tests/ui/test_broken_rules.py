"""A rule broken in a race is told in its own sentence, on either database."""

from datetime import date

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import RoleGrant, User
from tests.factories.accounts import UserFactory
from ui.forms import sentence_of

GENERAL = "bertabrakan"


def unique_rules() -> list[tuple[type[models.Model], models.UniqueConstraint]]:
    return [
        (model, rule)
        for model in apps.get_models()
        for rule in model._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and rule.fields
    ]


@pytest.mark.parametrize(("model", "rule"), unique_rules(), ids=lambda each: getattr(each, "name", ""))
def test_columns_lead_to_the_rule_s_own_sentence(model, rule):
    columns = [f"{model._meta.db_table}.{model._meta.get_field(name).column}" for name in rule.fields]
    error = IntegrityError(f"UNIQUE constraint failed: {', '.join(columns)}")
    assert sentence_of(error) == str(rule.get_violation_error_message())


@pytest.mark.both
def test_second_of_two_racing_grants_is_told_why(registrasi: User) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        RoleGrant.objects.create(user=registrasi, role="registrasi", valid_from=date(2025, 1, 1))
    assert sentence_of(refused.value) == "Peran ini sudah dipegang pegawai tersebut."


@pytest.mark.both
def test_second_of_two_racing_names_is_told_no_more_than_by_the_form(registrasi: User) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        UserFactory.build(agency=registrasi.agency, username=registrasi.username).save(force_insert=True)
    assert sentence_of(refused.value) == "Nama pengguna ini tidak dapat dipakai. Pilih yang lain."


def test_any_other_error_is_told_in_general() -> None:
    for text in ("FOREIGN KEY constraint failed", "UNIQUE constraint failed: a.b, a.c", "disk I/O error"):
        assert GENERAL in sentence_of(IntegrityError(text))
