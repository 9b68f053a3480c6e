"""Proposing from a pasted column: the preview leads to the page that proposes the ticked."""

from django.urls import reverse

from inmates.pasted import Outcome
from rehab.enrolments.models import Enrolment
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory

URL = "/peserta/calon/daftar-nomor/"


def number_of(person):
    return person.registrations.get().number


def test_preview_tells_who_can_be_proposed_and_the_next_page_proposes_them(
    client_for, rehabilitasi, agreement
):
    rutan = agreement.custodian
    free, gone = InmateFactory(custodian=rutan), InmateFactory(custodian=rutan, released=True)
    taken = EnrolmentFactory(agreement=agreement).inmate
    client = client_for(rehabilitasi)
    numbers = "\n".join([*map(number_of, (free, gone, taken)), "tidak ada 1"])
    page = client.post(URL, {"numbers": numbers})
    lines = page.context["lines"]
    assert [line.outcome for line in lines] == [
        Outcome.READY,
        Outcome.REFUSED,
        Outcome.REFUSED,
        Outcome.UNKNOWN,
    ]
    assert [line.why for line in lines[1:3]] == [
        "Tidak sedang ditahan di sini.",
        "Sudah menjadi peserta: Diusulkan.",
    ]
    assert page.content.decode().count('name="pilih"') == 1
    answer = client.get(reverse("casefile:propose"), {"pilih": free.pk})
    assert free.name in answer.content.decode()
    client.post(reverse("casefile:propose"), {"pilih": free.pk, "agreement": agreement.pk, "reason": ""})
    assert Enrolment.objects.filter(inmate=free).count() == 1


def test_list_of_candidates_leads_here(client_for, rehabilitasi, agreement):
    assert f'href="{URL}"' in client_for(rehabilitasi).get(reverse("casefile:candidates")).content.decode()
