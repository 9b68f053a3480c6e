from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Action
from audit.trail import record
from oversight.scope import Scope
from oversight.today.tasks import TASKS, tasks_of
from rehab.delivery.models import Cohort
from rehab.enrolments.models import OutcomeProposal
from tests.factories.accounts import RoleGrantFactory, UserFactory
from tests.factories.agreements import AgreementFactory
from tests.factories.clinical import InstrumentResultFactory
from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory, SessionStaffFactory
from tests.factories.enrolments import (
    AssignmentFactory,
    ConsentFactory,
    EnrolmentFactory,
    OutcomeProposalFactory,
)
from tests.factories.inmates import GuardianFactory, InmateFactory, KeyDatesFactory

ROLES = [
    *("registrasi", "rehabilitasi", "keamanan", "walipas", "medis", "karutan", "admin_rutan", "auditor"),
    *("asesor", "fasilitator", "konselor", "medis_bnnk", "kepala_bnnk", "admin_bnnk", "auditor_bnnk"),
    "pengawas",
]
# Queries of Hari ini with something in nearly every list.
COSTS = dict(zip(ROLES, (9, 21, 5, 5, 6, 10, 9, 5, 13, 9, 12, 7, 11, 9, 5, 7), strict=True))
pytestmark = pytest.mark.django_db


def totals(user):
    scope = Scope.of(user)
    return {task.key: task.select(scope).count() for task in tasks_of(user)}


@pytest.fixture
def busy(rutan, agreement):
    """One of nearly everything that can wait, some of it for this member."""

    def fill(user=None):
        make_busy(rutan, agreement)
        if user:
            make_busy_for(user, agreement)

    return fill


def make_busy(rutan, agreement, officer=None):
    today = rutan.today()
    for trait in ("screened", "to_assess", "assessed", "eligible", "active"):
        EnrolmentFactory(agreement=agreement, **{trait: True})
    EnrolmentFactory(agreement=agreement, consented=True)
    EnrolmentFactory(agreement=agreement)
    EnrolmentFactory(agreement=agreement, inmate=InmateFactory(custodian=rutan, released=True))
    InmateFactory(custodian=rutan, expiry_date=today + timedelta(days=3))
    InmateFactory(custodian=rutan, expiry_date=today - timedelta(days=3))
    tahanan = InmateFactory(custodian=rutan, tahanan=True)
    tahanan.key_dates.detention_order_ends = today + timedelta(days=2)
    tahanan.key_dates.save()
    cohort = CohortFactory(agreement=agreement, running=True, place=f"Aula {Cohort.objects.count()}")
    PlaceFactory(cohort=cohort)
    SessionFactory(cohort=cohort)
    SessionFactory(cohort=cohort, day=today - timedelta(days=2))
    CohortFactory(agreement=agreement, starts_on=today + timedelta(days=5))


def make_busy_for(user, agreement):
    """What is this member's own: people, interviews, sessions, colleagues, the trail."""
    yesterday = agreement.custodian.today() - timedelta(days=1)
    for trait in ("consented", "screened", "to_assess"):
        AssignmentFactory(staff=user, enrolment=EnrolmentFactory(agreement=agreement, **{trait: True}))
    draft = InstrumentResultFactory(
        interviewer=user, enrolment=EnrolmentFactory(agreement=agreement, consented=True)
    )
    AssignmentFactory(staff=user, enrolment=draft.enrolment)
    for answer in ("", OutcomeProposal.Answer.RETURNED):
        OutcomeProposalFactory(
            enrolment=EnrolmentFactory(agreement=agreement, active=True, ends_on=yesterday), answer=answer
        )
    EnrolmentFactory(agreement=agreement, active=True, ends_on=yesterday)
    session = SessionFactory(cohort__agreement=agreement, day=yesterday)
    SessionStaffFactory(session=session, staff=user)
    AgreementFactory(custodian=agreement.custodian, draft=True)
    UserFactory(agency=user.agency)
    UserFactory(agency=user.agency, must_change_password=True, password_expires_at=timezone.now())
    RoleGrantFactory(user=UserFactory(agency=user.agency), role="admin", valid_until=user.agency.today())
    for action in (Action.DENIED, Action.SIGN_IN_FAILED):
        record(action, by=user, on=user)


@pytest.mark.parametrize("role", ROLES)
def test_home_greets_each_role_with_nothing_to_do(role, request, client_for):
    page = client_for(request.getfixturevalue(role)).get("/")
    assert page.status_code == 200
    assert "Tidak ada yang menunggu Anda" in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_home_and_every_list_open_when_there_is_work(role, request, client_for, busy):
    user = request.getfixturevalue(role)
    busy(user)
    client = client_for(user)
    assert client.get("/").status_code == 200
    for task in tasks_of(user):
        page = client.get(task.url(Scope.of(user)))
        assert page.status_code == 200, task.key
        if not (task.place and task.place.narrower):
            assert page.context["listing"].total == task.select(Scope.of(user)).count(), task.key


@pytest.mark.parametrize(
    "role", ["rehabilitasi", "karutan", "asesor", "kepala_bnnk", "admin_rutan", "auditor"]
)
def test_work_is_shown_with_one_link_to_where_it_is_done(role, request, client_for, busy):
    user = request.getfixturevalue(role)
    busy(user)
    blocks = client_for(user).get("/").context["day"].waiting
    assert blocks
    for block in blocks:
        assert block.leads_on == (block.task.place is not None or block.total > len(block.rows))
        assert block.url == block.task.url(Scope.of(user))
        assert block.total == block.task.select(Scope.of(user)).count()


def test_task_done_elsewhere_leads_there_from_its_old_address(karutan, client_for):
    page = client_for(karutan).get("/tugas/draf-kerja-sama/")
    assert (page.status_code, page.url) == (302, "/kerja-sama/?keadaan=draft")


@pytest.mark.parametrize("role", ROLES)
def test_home_costs_the_same_with_few_and_many_rows(role, request, client_for, busy, page_queries):
    user = request.getfixturevalue(role)
    client = client_for(user)
    busy(user)
    assert page_queries(client, "/") == COSTS[role]
    busy()
    assert page_queries(client, "/") == COSTS[role]


def test_list_of_a_task_costs_the_same_with_few_and_many_rows(rehabilitasi, client_for, busy, page_queries):
    client = client_for(rehabilitasi)
    busy()
    assert page_queries(client, "/tugas/angkatan-mulai/") == 5
    busy()
    assert page_queries(client, "/tugas/angkatan-mulai/") == 5


def test_member_without_a_role_is_told_whom_to_ask(rutan, client_for):
    page = client_for(UserFactory(agency=rutan)).get("/")
    assert "Anda belum memegang peran" in page.content.decode()


def test_list_of_another_role_is_refused(keamanan, client_for):
    assert client_for(keamanan).get("/tugas/keputusan/").status_code == 403


def test_unknown_list_is_not_there(keamanan, client_for):
    assert client_for(keamanan).get("/tugas/tidak-ada/").status_code == 404


def test_keys_are_unique():
    assert len({task.key for task in TASKS}) == len(TASKS)


def test_detention_orders_stand_apart_by_urgency(registrasi, rutan):
    for days in (-1, 3, 4, 10, 11):
        tahanan = InmateFactory(custodian=rutan, tahanan=True)
        tahanan.key_dates.detention_order_ends = rutan.today() + timedelta(days=days)
        tahanan.key_dates.save()
    found = totals(registrasi)
    assert (found["penahanan-3-hari"], found["penahanan-10-hari"]) == (2, 2)


def test_old_detention_order_of_a_narapidana_is_no_task(registrasi, rutan):
    person = InmateFactory(custodian=rutan)
    person.key_dates.detention_order_ends = rutan.today()
    person.key_dates.save()
    assert totals(registrasi)["penahanan-3-hari"] == 0


def test_person_without_records_is_incomplete_and_says_of_what(registrasi, rutan, client_for):
    KeyDatesFactory(inmate=InmateFactory(custodian=rutan, bare=True))
    page = client_for(registrasi).get("/").content.decode()
    assert "Belum ada: registrasi, perkara" in page


def test_other_custodians_people_are_nobodys_task_here(rehabilitasi, registrasi, other_rutan, bnnk):
    make_busy(other_rutan, AgreementFactory(custodian=other_rutan, partner=bnnk))
    assert set(totals(registrasi).values()) | set(totals(rehabilitasi).values()) == {0}


def test_exit_queue_says_why(rehabilitasi, agreement, client_for):
    ConsentFactory(enrolment=EnrolmentFactory(agreement=agreement), refused=True)
    page = client_for(rehabilitasi).get("/").content.decode()
    assert "Persetujuan ditolak atau dicabut" in page


def test_whoever_was_asked_is_not_asked_again(rehabilitasi, agreement):
    ConsentFactory(enrolment=EnrolmentFactory(agreement=agreement), refused=True)
    EnrolmentFactory(agreement=agreement, consented=True)
    EnrolmentFactory(agreement=agreement)
    assert totals(rehabilitasi)["persetujuan"] == 1


def test_outcome_is_owed_once_the_programme_is_over(rehabilitasi, agreement):
    yesterday = agreement.custodian.today() - timedelta(days=1)
    EnrolmentFactory(agreement=agreement, active=True, ends_on=yesterday)
    EnrolmentFactory(agreement=agreement, active=True, ends_on=yesterday + timedelta(days=1))
    proposed = EnrolmentFactory(agreement=agreement, active=True, ends_on=yesterday)
    OutcomeProposalFactory(enrolment=proposed)
    assert totals(rehabilitasi)["usul-kelulusan"] == 1


def test_clinician_sees_own_assignments_only(asesor, agreement):
    AssignmentFactory(staff=asesor, enrolment=EnrolmentFactory(agreement=agreement, to_assess=True))
    EnrolmentFactory(agreement=agreement, to_assess=True)
    assert totals(asesor)["asesmen-saya"] == 1


def test_partners_tasks_are_empty_the_day_after_the_agreement(asesor, fasilitator, kepala_bnnk, rutan, bnnk):
    lapsed = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
    make_busy(rutan, lapsed)
    AssignmentFactory(staff=asesor, enrolment=EnrolmentFactory(agreement=lapsed, to_assess=True))
    for user in (asesor, fasilitator, kepala_bnnk):
        assert set(totals(user).values()) == {0}, user


def test_todays_session_offers_its_sheet(fasilitator, agreement, client_for):
    session = SessionFactory(cohort__agreement=agreement, title="Pencegahan kekambuhan")
    page = client_for(fasilitator).get("/").content.decode()
    assert "Pencegahan kekambuhan" in page
    assert f"/sesi/{session.pk}/hadir/" in page


def test_security_reads_how_many_people_move(keamanan, agreement, client_for):
    place = PlaceFactory(cohort__agreement=agreement)
    SessionFactory(cohort=place.cohort)
    page = client_for(keamanan).get("/").content.decode()
    assert "1 orang" in page


def test_guardian_reads_own_wards_only(walipas, agreement, rutan, client_for):
    ward = EnrolmentFactory(agreement=agreement, active=True)
    GuardianFactory(inmate=ward.inmate, officer=walipas)
    stranger = EnrolmentFactory(agreement=agreement, active=True)
    page = client_for(walipas).get("/").content.decode()
    assert ward.inmate.name in page
    assert stranger.inmate.name not in page


def test_members_other_than_the_trails_reader_have_no_denials(karutan):
    assert not {"ditolak", "gagal-masuk"} & {task.key for task in tasks_of(karutan)}


def test_administrator_is_led_to_each_account_that_needs_something(
    admin_rutan, rutan, other_rutan, client_for
):
    today, now = rutan.today(), timezone.now()
    for agency in (rutan, other_rutan):
        for number, (must, left) in enumerate([(True, -1), (True, 30), (False, 0)]):
            waiting = UserFactory(agency=agency, full_name=f"Sandi {number}", must_change_password=must)
            waiting.password_expires_at = now + timedelta(hours=left) if must else None
            waiting.save()
            RoleGrantFactory(user=waiting, role="auditor")
        for days in (0, 14, 15, None):
            until = None if days is None else today + timedelta(days=days)
            leaving = UserFactory(agency=agency, full_name=f"Peran {days}")
            RoleGrantFactory(user=leaving, role="auditor", valid_until=until)
    blocks = {each.task.key: each for each in client_for(admin_rutan).get("/").context["day"].waiting}
    named = {key: [row.title for row in block.rows] for key, block in blocks.items()}
    assert named == {
        "kata-sandi-kedaluwarsa": ["Sandi 0"],
        "peran-berakhir": ["Peran 0", "Peran 14"],
        "kata-sandi-sekali-pakai": ["Sandi 1"],
    }
    for block in blocks.values():
        for row in block.rows:
            assert client_for(admin_rutan).get(row.url).status_code == 200
    assert "peran Auditor / PPDP berakhir" in blocks["peran-berakhir"].rows[0].note


def test_auditor_is_led_from_each_denial_to_its_event(auditor, registrasi, client_for):
    client_for(registrasi).get("/jejak/")
    blocks = client_for(auditor).get("/").context["day"].waiting
    assert [each.task.key for each in blocks] == ["ditolak"]
    assert blocks[0].rows[0].title == registrasi.full_name
    assert client_for(auditor).get(blocks[0].rows[0].url).status_code == 200
