"""What each reader finds in a case file, and what it leaves behind."""

import pytest

from audit.models import AuditEvent
from rehab.enrolments.models import Enrolment
from tests.factories.agreements import SuspensionFactory
from tests.factories.clinical import AssessmentFactory
from tests.factories.enrolments import AssignmentFactory, ConsentFactory, EnrolmentFactory
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db

SECRET = "Riwayat pemakaian sejak remaja."


@pytest.fixture
def enrolment(agreement):
    row = EnrolmentFactory(agreement=agreement, active=True, inmate__custodian=agreement.custodian)
    AssessmentFactory(enrolment=row, signed=True, summary=SECRET)
    return row


def url(enrolment, tab=""):
    return f"/peserta/{enrolment.pk}/{tab}"


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_assigned_clinician_reads_tier_three_and_leaves_one_event(client_for, asesor, enrolment):
    AssignmentFactory(enrolment=enrolment, staff=asesor)
    assert SECRET in text(client_for(asesor), url(enrolment, "klinis/"))
    (event,) = AuditEvent.objects.filter(action="view")
    assert (event.actor_id, event.person_id) == (asesor.pk, enrolment.inmate_id)


@pytest.mark.parametrize("member", ["asesor", "medis", "rehabilitasi", "karutan", "pengawas", "kepala_bnnk"])
def test_unassigned_reads_conclusions_only(request, client_for, enrolment, member):
    page = text(client_for(request.getfixturevalue(member)), url(enrolment, "klinis/"))
    assert SECRET not in page
    assert "Pengguna" in page
    assert not AuditEvent.objects.filter(action="view").exists()


def test_notes_are_refused_to_the_unassigned(client_for, asesor, enrolment):
    assert client_for(asesor).get(url(enrolment, "catatan/")).status_code == 403


@pytest.mark.parametrize("member", ["fasilitator", "keamanan", "admin_rutan", "auditor", "admin_bnnk"])
def test_tier_one_has_no_case_file(request, client_for, enrolment, member):
    assert client_for(request.getfixturevalue(member)).get(url(enrolment)).status_code in (403, 404)


def test_partner_reads_few_facts_of_the_person(client_for, asesor, enrolment):
    inmate = enrolment.inmate
    inmate.address, inmate.family_contact = "Jalan Rahasia 7", "Ibu 0812"
    inmate.save()
    page = text(client_for(asesor), url(enrolment))
    assert inmate.name in page
    for hidden in ("Jalan Rahasia", "0812", inmate.identity_number, "/warga-binaan/"):
        assert hidden not in page


def test_withdrawn_consent_closes_the_file_on_the_next_request(client_for, asesor, rehabilitasi, enrolment):
    client = client_for(asesor)
    assert client.get(url(enrolment)).status_code == 200
    today = enrolment.custodian.today().isoformat()
    sent = client_for(rehabilitasi).post(
        url(enrolment, "persetujuan/cabut/"), {"on": today, "reason": "Mundur."}
    )
    assert sent.status_code == 302
    assert client.get(url(enrolment)).status_code == 404


def test_suspension_closes_file_and_list_but_not_to_the_custodian(
    client_for, asesor, rehabilitasi, enrolment
):
    SuspensionFactory(agreement=enrolment.agreement)
    client = client_for(asesor)
    assert client.get(url(enrolment)).status_code == 404
    assert enrolment.inmate.name not in text(client, "/peserta/")
    page = text(client_for(rehabilitasi), url(enrolment))
    assert "Kerja sama tidak berlaku hari ini" in page


def test_form_opened_before_and_sent_after_the_gate_closed_hands_back_the_text(
    client_for, konselor, enrolment
):
    AssignmentFactory(enrolment=enrolment, staff=konselor, capacity="konselor")
    client = client_for(konselor)
    assert client.get(url(enrolment, "hentikan/")).status_code == 200
    SuspensionFactory(agreement=enrolment.agreement)
    response = client.post(url(enrolment, "hentikan/"), {"reason": "Demam <tinggi>."})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Demam &lt;tinggi&gt;." in page
    assert enrolment.inmate.name not in page
    assert AuditEvent.objects.filter(action="denied").count() == 1
    enrolment.refresh_from_db()
    assert enrolment.status == "active"


def test_closed_file_is_not_there_for_whom_never_worked_with_it(client_for, konselor, enrolment):
    SuspensionFactory(agreement=enrolment.agreement)
    response = client_for(konselor).post(url(enrolment, "hentikan/"), {"reason": "Sakit."})
    assert response.status_code == 404


def test_refused_act_keeps_what_was_typed(client_for, rehabilitasi, enrolment):
    SuspensionFactory(agreement=enrolment.agreement)
    response = client_for(rehabilitasi).post(url(enrolment, "hentikan/"), {"reason": "Sakit <keras>"})
    assert response.status_code == 200
    assert "Sakit &lt;keras&gt;" in response.content.decode()
    assert "Kerja sama tidak berlaku" in response.content.decode()


def test_second_sending_of_a_form_changes_nothing(client_for, rehabilitasi, enrolment):
    client, told = client_for(rehabilitasi), {"reason": "Sakit.", "_once": "t" * 32}
    for _ in range(2):
        assert client.post(url(enrolment, "hentikan/"), told).status_code == 302
    assert enrolment.changes.filter(to_status="suspended").count() == 1


def test_next_step_of_an_active_participant_is_graduation(client_for, rehabilitasi, karutan, enrolment):
    for member in (rehabilitasi, karutan):
        assert "/peserta/kelulusan/" in text(client_for(member), url(enrolment))


@pytest.mark.parametrize("status", ["proposed", "to_assess"])
def test_next_step_says_that_nobody_is_assigned_and_where_to_mend_it(
    client_for, rehabilitasi, agreement, status
):
    traits = {} if status == "proposed" else {status: True}
    row = EnrolmentFactory(agreement=agreement, **traits)
    client = client_for(rehabilitasi)
    (check,) = [each for each in client.get(url(row)).context["next"].checks if "ditugaskan" in each.label]
    assert (check.done, check.url) == (False, f"/peserta/penugasan/?pilih={row.pk}")
    AssignmentFactory(enrolment=row)
    (check,) = [each for each in client.get(url(row)).context["next"].checks if "ditugaskan" in each.label]
    assert (check.done, check.url) == (True, "")


def test_clinician_without_assignment_is_told_so_and_offered_no_closed_door(client_for, medis, agreement):
    row = EnrolmentFactory(agreement=agreement)
    page = text(client_for(medis), url(row))
    assert "Anda belum ditugaskan untuk peserta ini." in page
    assert f'href="{url(row, "skrining/")}"' not in page
    AssignmentFactory(enrolment=row, staff=medis, capacity="medis")
    assert f'href="{url(row, "skrining/")}"' in text(client_for(medis), url(row))


def test_consent_is_offered_from_the_proposal_on(client_for, rehabilitasi, agreement):
    row, address = EnrolmentFactory(agreement=agreement), "persetujuan/catat/"
    assert f'href="{url(row, address)}"' in text(client_for(rehabilitasi), url(row))
    ConsentFactory(enrolment=row)
    assert f'href="{url(row, address)}"' not in text(client_for(rehabilitasi), url(row))


def test_file_of_one_who_must_leave_says_why(client_for, rehabilitasi, konselor, agreement):
    row = EnrolmentFactory(agreement=agreement, active=True)
    assert client_for(rehabilitasi).get(url(row)).context["next"].leaving == ""
    row.consents.update(
        withdrawn_on=agreement.custodian.today(), withdrawn_reason="x", withdrawn_recorded_by=rehabilitasi
    )
    assert "Persetujuan dicabut." in text(client_for(rehabilitasi), url(row))
    first = client_for(rehabilitasi).get(url(row)).context["next"].open_acts[0]
    assert first.url == url(row, "keluar/")
    gone = EnrolmentFactory(
        agreement=agreement, active=True, inmate=InmateFactory(custodian=agreement.custodian, released=True)
    )
    page = text(client_for(konselor), url(gone))
    assert "Menunggu dicatat keluar" in page
    assert "Tidak lagi ditahan di sini" in page


def test_ended_file_stays_readable_and_offers_nothing(client_for, asesor, agreement):
    row = EnrolmentFactory(agreement=agreement, graduated=True)
    page = text(client_for(asesor), url(row))
    assert "sudah berakhir" in page


def test_hostile_words_are_shown_as_words(client_for, rehabilitasi, enrolment):
    bad = "<script>alert(1)</script>{{ 7 }}"
    client = client_for(rehabilitasi)
    client.post(url(enrolment, "hentikan/"), {"reason": bad})
    page = text(client, url(enrolment))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_extra_fields_change_nothing(client_for, rehabilitasi, enrolment):
    extra = {
        "reason": "Sakit.",
        "to": "graduated",
        "status": "graduated",
        "risk_band": "low",
        "decided_by": "1",
    }
    client_for(rehabilitasi).post(url(enrolment, "hentikan/"), extra)
    row = Enrolment.objects.get(pk=enrolment.pk)
    assert (row.status, row.risk_band) == ("suspended", "moderate")


def test_attendance_tab_counts_what_was_held(client_for, rehabilitasi, enrolment, marked):
    marked(enrolment, "H", "H", "A")
    assert "Hadir 2 dari 3 sesi" in text(client_for(rehabilitasi), url(enrolment, "kehadiran/"))
