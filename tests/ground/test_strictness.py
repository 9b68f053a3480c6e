"""The ground itself: what it promises to fail, it fails."""

import socket

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template

from agreements.models import Service
from audit.append_only import missing_triggers
from audit.models import Action, AuditEvent
from audit.trail import record
from tests.support.templates import UndefinedTemplateVariableError


def test_undefined_template_variable_fails():
    with pytest.raises(UndefinedTemplateVariableError, match="nobody_gave"):
        Template("{{ nobody_gave }}").render(Context())


def test_undefined_variable_in_a_condition_is_allowed():
    assert Template("{% if nobody_gave %}ya{% endif %}").render(Context()) == ""


def test_outside_world_cannot_be_reached():
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_guards_and_catalogues_are_back_after_a_flush(time):
    record(Action.COMMAND, by=None, on="uji")
    assert missing_triggers(connection) == []
    assert AuditEvent.objects.count() == 1
    assert Service.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
