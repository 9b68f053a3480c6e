"""A pasted column of register numbers: looked over line by line, then done for all or nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from inmates import pasted
from inmates.models import CellStay
from inmates.pasted import Outcome
from tests.factories.inmates import InmateFactory

MOVE = "/warga-binaan/pindah-kamar/"


def nobody_barred(people):
    return {}


def outcomes(text, user):
    return [(line.text, line.outcome) for line in pasted.read(text, user, nobody_barred)]


def sent(numbers, today, **more):
    return {"numbers": numbers, "block": "C", "cell": "4", "since": today.isoformat(), **more}


def stays():
    return {str(stay.inmate): str(stay) for stay in CellStay.objects.open().select_related("inmate")}


def test_every_line_is_accounted_for_once(admit, registrasi):
    ahmad, budi = admit(number="12/2026"), admit("Budi", number="B.I. 13 / 2026")
    text = "Nomor register\n\n 12/2026 \nbi.13/2026\nBI12/2026\n99/2026\n1\t13/2026\tBudi\n"
    assert outcomes(text, registrasi) == [
        ("12/2026", Outcome.READY),
        ("bi.13/2026", Outcome.READY),
        ("BI12/2026", Outcome.TWICE),
        ("99/2026", Outcome.UNKNOWN),
        ("1\t13/2026\tBudi", Outcome.TWICE),
    ]
    assert [line.person for line in pasted.read(text, registrasi, nobody_barred)][:2] == [ahmad, budi]


def test_number_of_two_classes_wants_its_class(admit, registrasi):
    admit(number="7/2026")
    tahanan = admit("Budi", number="7/2026", register_class="A.III")
    lines = pasted.read("7/2026\nA.III 7/2026", registrasi, nobody_barred)
    assert [line.outcome for line in lines] == [Outcome.REFUSED, Outcome.READY]
    assert "2 orang" in lines[0].why
    assert lines[1].person == tahanan


def test_number_of_another_rutan_is_not_found(registrasi):
    other = InmateFactory()
    number = other.registrations.get().number
    assert outcomes(number, registrasi) == [(number, Outcome.UNKNOWN)]


def test_preview_moves_nobody_and_the_ticked_move_together(client_for, registrasi, admit, today):
    ahmad, budi = admit(number="1/2026", block="A"), admit("Budi", number="2/2026")
    client, numbers = client_for(registrasi), "1/2026\n2/2026\n3/2026"
    page = client.post(MOVE, sent(numbers, today))
    assert [line.outcome for line in page.context["lines"]] == [Outcome.READY, Outcome.READY, Outcome.UNKNOWN]
    assert stays() == {"Ahmad Fauzi": "A"}
    answer = client.post(MOVE, sent(numbers, today, people=[ahmad.pk, budi.pk]))
    assert answer.url == reverse("inmates:register")
    assert stays() == {"Ahmad Fauzi": "C/4", "Budi": "C/4"}
    assert CellStay.objects.get(inmate=ahmad, block="A").until == today
    told = AuditEvent.objects.filter(object_type="inmates.cellstay", person_id__in=[ahmad.pk, budi.pk])
    assert told.filter(actor_id=registrasi.pk).values("person_id").distinct().count() == 2


def test_one_who_left_meanwhile_stops_them_all(client_for, registrasi, admit, today):
    ahmad, budi = admit(number="1/2026", block="A"), admit("Budi", number="2/2026", block="B")
    type(budi).objects.filter(pk=budi.pk).update(in_custody=False)
    answer = client_for(registrasi).post(MOVE, sent("1/2026\n2/2026", today, people=[ahmad.pk, budi.pk]))
    assert "Budi: Tidak sedang ditahan di sini." in answer.content.decode()
    assert stays() == {"Ahmad Fauzi": "A", "Budi": "B"}
    assert "1/2026" in answer.content.decode()


@pytest.mark.parametrize(
    ("block", "days_ago", "why"),
    [
        ("A", 1, "Sudah di kamar itu."),
        ("C", 400, "Tanggal ini mendahului tanggal masuknya."),
        ("C", 50, "Catatan kamarnya yang sekarang baru mulai sesudah tanggal ini."),
    ],
)
def test_preview_says_who_cannot_move(client_for, registrasi, admit, today, block, days_ago, why):
    ahmad = admit(number="1/2026", block="A", cell="4")
    CellStay.objects.filter(inmate=ahmad).update(since=today - timedelta(days=20))
    told = sent("1/2026", today - timedelta(days=days_ago), block=block)
    line = client_for(registrasi).post(MOVE, told).context["lines"][0]
    assert (line.outcome, line.why) == (Outcome.REFUSED, why)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("", "Bidang ini tidak boleh kosong."),
        ("Nomor register", "Tidak ada nomor di sini."),
        ("\n".join(f"{n}/2026" for n in range(301)), "Ada 301 baris; paling banyak 300 sekaligus."),
    ],
)
def test_list_that_cannot_be_read_keeps_the_rest(client_for, registrasi, today, numbers, sentence):
    page = client_for(registrasi).post(MOVE, sent(numbers, today, block="Melati")).content.decode()
    assert sentence in page
    assert "Melati" in page


def test_moving_costs_the_same_for_many(client_for, registrasi, admit, today):
    client = client_for(registrasi)

    def cost(first, count):
        people = [admit(f"Orang {n}", number=f"{n}/2026", block="A") for n in range(first, first + count)]
        numbers = "\n".join(f"{n}/2026" for n in range(first, first + count))
        with CaptureQueriesContext(
            connection,
        ) as preview:
            client.post(MOVE, sent(numbers, today))
        with CaptureQueriesContext(connection) as act:
            assert (
                client.post(MOVE, sent(numbers, today, people=[each.pk for each in people])).status_code
                == 302
            )
        return len(preview), len(act)

    cost(1, 1)
    assert cost(10, 2) == cost(20, 12)


def test_double_sending_moves_once(client_for, registrasi, admit, today):
    ahmad = admit(number="1/2026", block="A")
    told = sent("1/2026", today, people=[ahmad.pk], _once="sekali")
    client = client_for(registrasi)
    assert [client.post(MOVE, told).status_code for _n in range(2)] == [302, 302]
    assert CellStay.objects.filter(inmate=ahmad).count() == 2
