"""The lists and queues: who stands in them, how they are narrowed, what they cost."""

import io
import zipfile
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from inmates.models import Inmate
from rehab.enrolments.models import Enrolment
from tests.factories.agreements import AgreementFactory
from tests.factories.enrolments import ConsentFactory, EnrolmentFactory, OutcomeProposalFactory
from tests.factories.inmates import CustodyEventFactory, InmateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_for, rehabilitasi):
    return client_for(rehabilitasi)


def names(client, address):
    """Names of the rows shown, in order."""
    response = client.get(address)
    assert response.status_code == 200, address
    return [row.name for row in response.context["listing"].rows]


class TestCandidates:
    def test_narcotics_cases_by_days_left_without_participants(self, officer, rutan, agreement):
        today = rutan.today()
        InmateFactory(custodian=rutan, name="Lambat")
        InmateFactory(custodian=rutan, name="Cepat", expiry_date=today.replace(year=today.year + 1))
        InmateFactory(custodian=rutan, name="Tahanan", tahanan=True)
        InmateFactory(custodian=rutan, name="Pencuri", not_narcotics=True)
        InmateFactory(custodian=rutan, name="Bebas", released=True)
        EnrolmentFactory(agreement=agreement, inmate__name="Peserta")
        assert names(officer, "/peserta/calon/") == ["Cepat", "Lambat", "Tahanan"]
        assert "Pencuri" in names(officer, "/peserta/calon/?perkara=semua")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("cari=budi", ["Budi"]),
            ("cari=112", ["Budi"]),
            ("status_hukum=tahanan", ["Tono"]),
            ("blok=Melati", ["Tono"]),
            ("sisa=kosong", ["Tono"]),
            ("riwayat=exited", ["Tono"]),
            ("riwayat=belum", ["Budi"]),
            ("sisa=ngawur", ["Budi", "Tono"]),
            ("hal=999&urut=-nama", ["Tono", "Budi"]),
        ],
    )
    def test_filters(self, officer, rutan, agreement, query, found):
        budi = InmateFactory(custodian=rutan, name="Budi")
        budi.registrations.update(number="112/2025")
        tono = InmateFactory(custodian=rutan, name="Tono", tahanan=True, block="Melati")
        tono.registrations.update(number="7/2025")
        EnrolmentFactory(agreement=agreement, inmate=tono, exited=True)
        assert names(officer, f"/peserta/calon/?{query}") == found

    def test_ticked_are_proposed(self, officer, rutan, agreement):
        people = [InmateFactory(custodian=rutan) for _ in range(2)]
        told = {"pilih": [each.pk for each in people], "agreement": agreement.pk, "reason": ""}
        assert officer.post("/peserta/calon/usulkan/", told).status_code == 302
        assert Enrolment.objects.count() == 2

    def test_foreign_and_absurd_ticks_are_nobody(self, officer, other_rutan, agreement):
        foreign = InmateFactory(custodian=other_rutan, name="Orang Jauh")
        address = f"/peserta/calon/usulkan/?pilih={foreign.pk}&pilih=abc&pilih=-1&pilih={'9' * 40}"
        assert officer.get(address).status_code == 302
        sent = officer.post("/peserta/calon/usulkan/", {"pilih": foreign.pk, "agreement": agreement.pk})
        assert "Orang Jauh" not in sent.content.decode()
        assert not Enrolment.objects.exists()

    def test_page_explains_when_no_agreement_is_in_force(self, officer, rutan):
        InmateFactory(custodian=rutan)
        assert "Tidak ada kerja sama yang berlaku" in officer.get("/peserta/calon/").content.decode()

    def test_partner_never_enters(self, client_for, asesor, agreement):
        assert client_for(asesor).get("/peserta/calon/").status_code == 404

    def test_cost_does_not_grow(self, officer, rutan, agreement, page_queries):
        InmateFactory(custodian=rutan)
        few = page_queries(officer, "/peserta/calon/")
        for _ in range(12):
            InmateFactory(custodian=rutan)
        assert page_queries(officer, "/peserta/calon/") == few


class TestParticipants:
    def test_partner_list_is_what_the_gate_opens(self, client_for, asesor, agreement):
        open_ = EnrolmentFactory(agreement=agreement, consented=True)
        EnrolmentFactory(agreement=agreement)
        assert names(client_for(asesor), "/peserta/") == [open_.inmate.name]

    def test_partner_does_not_search_by_register_number(self, client_for, asesor, officer, agreement):
        row = EnrolmentFactory(agreement=agreement, consented=True)
        row.inmate.registrations.update(number="REG-777")
        assert names(client_for(asesor), "/peserta/?cari=REG-777") == []
        assert names(officer, "/peserta/?cari=REG-777") == [row.inmate.name]

    @pytest.mark.parametrize("stage", ["skrining", "asesmen", "keputusan", "penempatan", "aktif", "selesai"])
    def test_tab_counts_its_rows(self, officer, agreement, stage):
        for status in ("screened", "to_assess", "assessed", "deferred", "eligible", "active", "graduated"):
            EnrolmentFactory(agreement=agreement, **{status: True})
        response = officer.get(f"/peserta/?tahap={stage}")
        (tab,) = [each for each in response.context["tabs"] if each.current]
        assert tab.count == len(response.context["listing"].rows) > 0

    def test_partner_whose_agreement_lapsed_is_told_so_and_a_renewal_opens_the_same_people(
        self, client_for, asesor, rutan, bnnk
    ):
        old = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
        row = EnrolmentFactory(agreement=old, consented=True)
        client = client_for(asesor)
        page = client.get("/peserta/").content.decode()
        assert "Kerja sama instansi Anda tidak berlaku hari ini" in page
        assert row.inmate.name not in page
        assert client.get(f"/kerja-sama/{old.pk}/").status_code == 200
        AgreementFactory(line=old.line, renews=old, first_day=rutan.today())
        assert names(client, "/peserta/") == [row.inmate.name]

    def test_whose_time_still_runs_stand_above_those_who_ended(self, officer, rutan, agreement):
        past, soon = rutan.today() - timedelta(days=200), rutan.today() + timedelta(days=20)
        ended = InmateFactory(custodian=rutan, name="Sudah Lulus", expiry_date=past, released=True)
        EnrolmentFactory(agreement=agreement, inmate=ended, graduated=True)
        live = InmateFactory(custodian=rutan, name="Sedang Ikut", expiry_date=soon)
        EnrolmentFactory(agreement=agreement, inmate=live, active=True)
        assert names(officer, "/peserta/") == ["Sedang Ikut", "Sudah Lulus"]
        assert "tidak lagi ditahan" in officer.get("/peserta/?tahap=selesai").content.decode()

    def test_filters_by_assignment_and_agreement(self, officer, rutan, bnnk, other_bnnk, agreement):
        mine = EnrolmentFactory(agreement=agreement)
        other = AgreementFactory(custodian=rutan, partner=other_bnnk)
        EnrolmentFactory(agreement=other)
        assert names(officer, f"/peserta/?kerja_sama={agreement.pk}") == [mine.inmate.name]
        assert len(names(officer, "/peserta/?tugas=kosong")) == 2
        assert names(officer, "/peserta/?tugas=saya") == []

    def test_export_is_text_only_with_one_event_a_person(self, officer, agreement):
        EnrolmentFactory(
            agreement=agreement, inmate__name="=HYPERLINK()", inmate__custodian=agreement.custodian
        )
        EnrolmentFactory(agreement=agreement, active=True)
        response = officer.post("/peserta/ekspor/?tahap=skrining", {"purpose": "Rapat bulanan"})
        sheet = zipfile.ZipFile(io.BytesIO(response.content))
        assert b"<f>" not in sheet.read("xl/worksheets/sheet1.xml")
        assert b"=HYPERLINK()" in sheet.read("xl/sharedStrings.xml")
        (event,) = AuditEvent.objects.filter(action="export")
        assert event.reason == "Rapat bulanan"

    @pytest.mark.parametrize("member", ["medis", "asesor", "kepala_bnnk", "pengawas", "walipas"])
    def test_export_is_refused_to_others(self, request, client_for, agreement, member):
        client = client_for(request.getfixturevalue(member))
        assert client.post("/peserta/ekspor/", {"purpose": "x"}).status_code == 403

    def test_cost_does_not_grow(self, officer, agreement, page_queries):
        EnrolmentFactory(agreement=agreement, active=True)
        few = page_queries(officer, "/peserta/")
        for _ in range(12):
            EnrolmentFactory(agreement=agreement, active=True)
        assert page_queries(officer, "/peserta/") == few


class TestQueues:
    def test_exit_is_suggested_from_the_custody_event(self, officer, agreement):
        row = EnrolmentFactory(agreement=agreement, active=True)
        Inmate.objects.filter(pk=row.inmate_id).update(in_custody=False)
        CustodyEventFactory(inmate=row.inmate, kind="pb", on=agreement.custodian.today())
        (line,) = officer.get("/peserta/keluar/").context["listing"].rows
        assert line.reason.startswith("Bebas PB")
        form = officer.get(f"/peserta/{row.pk}/keluar/").context["form"]
        assert form.initial["exit_reason"].code == "integrasi"

    def test_refusal_stands_in_the_queue(self, officer, agreement):
        row = EnrolmentFactory(agreement=agreement)
        ConsentFactory(enrolment=row, refused=True)
        (line,) = officer.get("/peserta/keluar/").context["listing"].rows
        assert line.reason == "Tidak bersedia"

    def test_exit_waits_while_the_line_is_closed(self, officer, rutan, bnnk):
        lapsed = AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True)
        ConsentFactory(enrolment=EnrolmentFactory(agreement=lapsed), refused=True)
        assert "menunggu di sini sampai berlaku" in officer.get("/peserta/keluar/").content.decode()

    def test_decision_queue_shows_what_is_due(self, officer, agreement):
        due = EnrolmentFactory(agreement=agreement, assessed=True)
        later = EnrolmentFactory(agreement=agreement, deferred=True)
        assert names(officer, "/peserta/keputusan/") == [due.inmate.name]
        assert names(officer, "/peserta/keputusan/?keadaan=ditunda") == [later.inmate.name]

    def test_head_decides_ticked_rows(self, client_for, karutan, agreement):
        rows = [EnrolmentFactory(agreement=agreement, assessed=True) for _ in range(2)]
        told = {"pilih": [row.pk for row in rows], "outcome": "eligible", "reason": "Layak."}
        assert client_for(karutan).post("/peserta/keputusan/putuskan/", told).status_code == 302
        assert Enrolment.objects.filter(status="eligible").count() == 2

    def test_graduation_goes_to_the_head_and_back(self, client_for, karutan, officer, agreement):
        row = EnrolmentFactory(agreement=agreement, active=True)
        told = {
            "pilih": row.pk,
            f"hasil_{row.pk}": "graduated",
            f"alasan_{row.pk}": "Sesi dicatat di kertas.",
        }
        assert officer.post("/peserta/kelulusan/usulkan/", told).status_code == 302
        proposal = row.outcome_proposals.get()
        answer = {"usulan": proposal.pk, "answer": "confirmed"}
        assert client_for(karutan).post("/peserta/kelulusan/jawab/", answer).status_code == 302
        row.refresh_from_db()
        assert row.status == "graduated"

    @pytest.mark.parametrize("queue", ["keputusan/", "kelulusan/", "keluar/"])
    def test_cost_does_not_grow(self, officer, agreement, page_queries, queue):
        def more():
            EnrolmentFactory(agreement=agreement, assessed=True)
            EnrolmentFactory(agreement=agreement, active=True)
            OutcomeProposalFactory(enrolment=EnrolmentFactory(agreement=agreement, active=True))
            ConsentFactory(enrolment=EnrolmentFactory(agreement=agreement), refused=True)

        more()
        few = page_queries(officer, f"/peserta/{queue}")
        for _ in range(6):
            more()
        assert page_queries(officer, f"/peserta/{queue}") == few
