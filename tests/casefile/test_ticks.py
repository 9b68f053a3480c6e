"""Acts upon many: what was ticked on a list, kept over its pages, named again, saved whole or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rehab.enrolments.models import Enrolment, ExitReason
from tests.accounts.test_kept import sign_in, wanted_after
from tests.factories.accounts import UserFactory
from tests.factories.enrolments import ConsentFactory, EnrolmentFactory, OutcomeProposalFactory
from tests.factories.inmates import InmateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_for, rehabilitasi):
    return client_for(rehabilitasi)


def refused_consent(agreement, **traits):
    row = EnrolmentFactory(agreement=agreement, **traits)
    ConsentFactory(enrolment=row, refused=True)
    return row


def ticked_boxes(response, name="pilih"):
    """Values of the boxes that stand ticked in the form of the page."""
    return {str(value) for value in response.context["form"][name].value()}


class TestKeptWhilePaging:
    def test_ticks_of_other_pages_stay_and_are_counted(self, officer, rutan, agreement):
        people = [InmateFactory(custodian=rutan, name=f"Orang {n:02d}") for n in range(27)]
        first, last = people[0].pk, people[26].pk
        response = officer.get(f"/peserta/calon/?urut=nama&hal=2&pilih={first}&pilih={last}")
        assert response.context["ticks"].here == {last}
        assert response.context["ticks"].elsewhere == (first,)
        page = response.content.decode()
        assert "1 orang di luar halaman ini tetap dipilih" in page
        assert f'name="pilih" value="{first}" form="pilihan"' in page

    @pytest.mark.parametrize("number", ["9" * 5000, "-1", "1e3", "٣", "2147483648", ""])
    def test_absurd_ticks_are_nobody(self, officer, rutan, agreement, number):
        InmateFactory(custodian=rutan)
        response = officer.get("/peserta/calon/", {"pilih": number})
        assert response.context["ticks"].elsewhere == ()
        assert officer.get("/peserta/calon/usulkan/", {"pilih": number}).status_code == 302

    def test_export_takes_what_the_filters_show_whatever_is_ticked(self, officer, agreement):
        row = EnrolmentFactory(agreement=agreement)
        response = officer.get(f"/peserta/?pilih={row.pk}&tahap=skrining")
        assert response.context["export_url"] == "/peserta/ekspor/?tahap=skrining"


class TestNamedAgain:
    def test_one_of_those_proposed_may_be_left_out(self, officer, rutan, agreement):
        stays, goes = InmateFactory(custodian=rutan), InmateFactory(custodian=rutan)
        address = f"/peserta/calon/usulkan/?pilih={stays.pk}&pilih={goes.pk}"
        assert ticked_boxes(officer.get(address)) == {str(stays.pk), str(goes.pk)}
        officer.post(address, {"pilih": [goes.pk], "agreement": agreement.pk, "reason": ""})
        assert [row.inmate for row in Enrolment.objects.all()] == [goes]

    def test_refused_for_one_saves_nobody_and_keeps_what_was_typed(self, officer, rutan, agreement):
        good = InmateFactory(custodian=rutan, name="Masih Calon")
        taken = InmateFactory(custodian=rutan, name="Sudah Peserta")
        EnrolmentFactory(agreement=agreement, inmate=taken)
        address = f"/peserta/calon/usulkan/?pilih={good.pk}&pilih={taken.pk}"
        sent = {"pilih": [good.pk, taken.pk], "agreement": agreement.pk, "reason": "Atas permintaan hakim."}
        response = officer.post(address, sent)
        page = response.content.decode()
        assert "Sudah menjadi peserta: Sudah Peserta." in page
        assert "Atas permintaan hakim." in page
        assert ticked_boxes(response) == {str(good.pk), str(taken.pk)}
        assert not good.enrolments.exists()

    def test_nobody_left_ticked_is_said_and_all_may_be_ticked_again(self, officer, rutan, agreement):
        person = InmateFactory(custodian=rutan, name="Orang Ini")
        address = f"/peserta/calon/usulkan/?pilih={person.pk}"
        response = officer.post(address, {"agreement": agreement.pk, "reason": "Kata-kata."})
        assert "Centang sedikitnya satu orang." in response.content.decode()
        assert "Orang Ini" in response.content.decode()
        assert not Enrolment.objects.exists()

    def test_decision_leaves_out_whom_the_head_unticked(self, client_for, karutan, agreement):
        rows = [EnrolmentFactory(agreement=agreement, assessed=True) for _ in range(2)]
        address = f"/peserta/keputusan/putuskan/?pilih={rows[0].pk}&pilih={rows[1].pk}"
        client_for(karutan).post(address, {"pilih": rows[1].pk, "outcome": "eligible", "reason": "Layak."})
        assert [Enrolment.objects.get(pk=row.pk).status for row in rows] == ["assessed", "eligible"]

    def test_people_come_back_with_the_text_after_the_session_ended(self, rehabilitasi, rutan, agreement):
        cache.clear()
        person, browser = InmateFactory(custodian=rutan, name="Orang Ini"), Client()
        address = f"/peserta/calon/usulkan/?pilih={person.pk}"
        with time_machine.travel(timezone.now(), tick=False) as clock:
            sign_in(rehabilitasi, browser)
            browser.get(address)
            clock.shift(20 * 60)
            sent = {"pilih": person.pk, "agreement": agreement.pk, "reason": "Diketik lama."}
            ended = browser.post("/peserta/calon/usulkan/", sent)
            response = browser.get(sign_in(rehabilitasi, browser, wanted_after(ended)).url)
        assert "Diketik lama." in response.content.decode()
        assert "Orang Ini" in response.content.decode()
        assert ticked_boxes(response) == {str(person.pk)}
        assert not Enrolment.objects.exists()

    def test_proposed_graduation_of_one_who_left_meanwhile_is_refused_for_all(self, officer, agreement):
        good = EnrolmentFactory(agreement=agreement, active=True)
        gone = EnrolmentFactory(agreement=agreement, suspended=True)
        sent = {"pilih": [good.pk, gone.pk]}
        for row in (good, gone):
            sent |= {f"hasil_{row.pk}": "graduated", f"alasan_{row.pk}": "Sesi di kertas."}
        page = officer.post("/peserta/kelulusan/usulkan/", sent).content.decode()
        assert f"{gone.inmate.name} tidak sedang aktif" in page
        assert page.count("Sesi di kertas.") == 2
        assert not good.outcome_proposals.exists()

    def test_head_answers_only_those_still_ticked(self, client_for, karutan, agreement):
        rows = [
            OutcomeProposalFactory(enrolment=EnrolmentFactory(agreement=agreement, active=True))
            for _ in range(2)
        ]
        address = f"/peserta/kelulusan/jawab/?usulan={rows[0].pk}&usulan={rows[1].pk}"
        client_for(karutan).post(address, {"usulan": rows[1].pk, "answer": "confirmed"})
        for row in rows:
            row.refresh_from_db()
        assert [row.answer for row in rows] == ["", "confirmed"]


class TestExits:
    def test_several_leave_the_queue_at_once_with_what_stands_behind_each(self, officer, agreement):
        rows = [refused_consent(agreement) for _ in range(3)]
        page = officer.get(f"/peserta/keluar/catat/?pilih={rows[0].pk}&pilih={rows[1].pk}")
        sent = {"pilih": [rows[0].pk, rows[1].pk]}
        for _row, ticked, fields in page.context["lines"]:
            assert ticked
            sent |= {field.html_name: field.value() or "" for field in fields}
        assert officer.post("/peserta/keluar/catat/", sent).status_code == 302
        ended = Enrolment.objects.filter(status="exited", exit_reason__code="tidak-bersedia")
        assert set(ended) == {rows[0], rows[1]}
        assert [row.pk for row in officer.get("/peserta/keluar/").context["listing"].rows] == [rows[2].pk]

    def test_bad_day_of_one_saves_nobody_and_stands_beside_it(self, officer, agreement):
        good, bad = refused_consent(agreement), refused_consent(agreement)
        today = agreement.custodian.today()
        reason = ExitReason.objects.get(code="mutasi")
        sent = {"pilih": [good.pk, bad.pk]}
        for row, day in ((good, today), (bad, today + timedelta(days=1))):
            sent |= {
                f"exit_reason_{row.pk}": reason.pk,
                f"on_{row.pk}": day.isoformat(),
                f"reason_{row.pk}": "Surat Kanwil.",
            }
        response = officer.post("/peserta/keluar/catat/", sent)
        assert list(response.context["form"].errors) == [f"on_{bad.pk}"]
        assert response.content.decode().count("Surat Kanwil.") == 2
        assert not Enrolment.objects.filter(status="exited").exists()

    def test_one_left_out_needs_no_reason(self, officer, agreement):
        stays, goes = refused_consent(agreement), refused_consent(agreement)
        reason = ExitReason.objects.get(code="tidak-bersedia")
        sent = {
            "pilih": goes.pk,
            f"exit_reason_{goes.pk}": reason.pk,
            f"on_{goes.pk}": agreement.custodian.today().isoformat(),
        }
        address = f"/peserta/keluar/catat/?pilih={stays.pk}&pilih={goes.pk}"
        assert officer.post(address, sent).status_code == 302
        assert list(Enrolment.objects.filter(status="exited")) == [goes]

    def test_foreign_tick_reaches_nobody(self, officer, other_rutan):
        foreign = EnrolmentFactory(inmate__custodian=other_rutan, inmate__name="Orang Jauh")
        response = officer.get(f"/peserta/keluar/catat/?pilih={foreign.pk}", follow=True)
        assert "Orang Jauh" not in response.content.decode()

    def test_others_do_not_enter(self, client_for, karutan, konselor, agreement):
        for member in (karutan, konselor, UserFactory(agency=agreement.custodian, roles=["registrasi"])):
            assert client_for(member).get("/peserta/keluar/catat/").status_code == 403

    def test_cost_does_not_grow(self, officer, agreement, page_queries):
        rows = [refused_consent(agreement) for _ in range(12)]
        address = "/peserta/keluar/catat/?" + "&".join(f"pilih={row.pk}" for row in rows)
        assert page_queries(officer, address) == page_queries(officer, address.split("&")[0])
