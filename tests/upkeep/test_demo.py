from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Agency
from agreements.models import Agreement
from audit.models import AuditEvent
from inmates.models import Inmate, Registration
from rehab.delivery.models import Session
from rehab.enrolments.models import Enrolment, Status

pytestmark = pytest.mark.django_db


def test_people_in_custody_are_those_of_the_article(demo):
    inside = Inmate.objects.filter(custodian=demo.rutan).in_custody()
    assert (inside.count(), inside.with_narcotics_case().count()) == (223, 138)


def test_tahanan_are_among_them(demo):
    open_now = Registration.objects.filter(custodian=demo.rutan, until=None, inmate__in_custody=True)
    found = Counter(open_now.values_list("register_class__legal_status", flat=True))
    assert found["tahanan"] > 20
    assert found["narapidana"] > 100


def test_agreement_is_the_one_signed_in_march_2025(demo):
    paper = Agreement.objects.in_force().get(custodian=demo.rutan)
    assert (str(paper.signed_on), str(paper.last_day)) == ("2025-03-25", "2028-03-24")
    assert paper.number_unconfirmed
    assert paper.term_unconfirmed


def test_people_stand_in_every_state(demo):
    found = set(Enrolment.objects.filter(custodian=demo.rutan).values_list("status", flat=True))
    assert found == set(Status.values)


def test_sessions_lie_behind_ahead_and_today(demo):
    today = demo.rutan.today()
    days = Session.objects.filter(custodian=demo.rutan).exclude(state=Session.State.CANCELLED)
    planned = days.filter(state=Session.State.PLANNED)
    assert planned.filter(day=today).exists()
    assert planned.filter(day__lt=today).count() == 1
    assert (planned.order_by("-day").first().day - today).days >= 50
    assert (today - days.order_by("day").first().day).days > 250


def test_exits_wait_in_their_queue(demo):
    assert Enrolment.objects.filter(custodian=demo.rutan).awaiting_exit().exists()


def test_trail_was_written_in_the_order_of_its_times(demo):
    times = list(AuditEvent.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert len(times) > 2_000


def test_second_agreement_has_lapsed_and_opens_nothing(demo):
    theirs = Enrolment.objects.filter(custodian=demo.second_rutan)
    assert theirs.exists()
    assert not theirs.visible_to(demo["asesor.tabalong"]).exists()
    assert not theirs.visible_to(demo["asesor"]).exists()


def test_public_heads_stand_on_the_agreement_only(demo):
    paper = Agreement.objects.get(custodian=demo.rutan)
    assert paper.custodian_signatory not in {user.full_name for user in demo.staff.values()}


def test_demo_is_refused_outside_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="PULIH_DEMO"):
        call_command("demo")


def test_demo_built_once_changes_nothing_again(demo, settings, capsys):
    settings.DEMO, settings.PRODUCTION = True, False
    before = AuditEvent.objects.count(), Agency.objects.count()
    call_command("demo")
    assert (AuditEvent.objects.count(), Agency.objects.count()) == before
    assert "karutan" in capsys.readouterr().out
