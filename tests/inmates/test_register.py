from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
import time_machine
from django.urls import reverse

from accounts.models import TimeZone
from audit.models import AuditEvent
from inmates.models import CellStay, Inmate, KeyDates
from tests.factories.accounts import CustodianFactory
from tests.factories.inmates import (
    CriminalCaseFactory,
    GuardianFactory,
    InmateFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
LIST = reverse("inmates:register")


@pytest.fixture
def client(registrasi, client_for):
    return client_for(registrasi)


@pytest.fixture
def names(client):
    """The names on the list that an address opens."""

    def names(query):
        return [row.name for row in client.get(f"{LIST}?{query}").context["listing"].rows]

    return names


@pytest.fixture
def people(rutan):
    today = rutan.today()
    soon = InmateFactory(custodian=rutan, name="Adi", alias="Bin Salim", expiry_date=today + timedelta(20))
    held = InmateFactory(custodian=rutan, name="Beni", tahanan=True, narcotics=False, block="B")
    KeyDates.objects.filter(inmate=held).update(detention_order_ends=today + timedelta(2))
    gone = InmateFactory(custodian=rutan, name="Cipto", released=True)
    late = InmateFactory(custodian=rutan, name="Dani", expiry_date=today - timedelta(1))
    CriminalCaseFactory(inmate=late)
    return {"soon": soon, "held": held, "gone": gone, "late": late}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Dani", "Adi", "Beni"]),
        ("urut=nama", ["Adi", "Beni", "Dani"]),
        ("urut=-sisa", ["Adi", "Dani", "Beni"]),
        ("cari=salim", ["Adi"]),
        ("narkotika=tidak", ["Beni"]),
        ("status=tahanan", ["Beni"]),
        ("golongan=A.III", ["Beni"]),
        ("blok=B", ["Beni"]),
        ("keberadaan=keluar", ["Cipto"]),
        ("keberadaan=semua&urut=nama", ["Adi", "Beni", "Cipto", "Dani"]),
        ("sisa=30", ["Adi"]),
        ("sisa=lewat", ["Dani"]),
        ("sisa=tanpa", ["Beni"]),
        ("sisa=180%2B", []),
        ("penahanan=3", ["Beni"]),
        ("penahanan=lewat", []),
        ("kurang=perkara&urut=nama", ["Adi", "Beni"]),
        ("kurang=tanggal", []),
        ("narkotika=mungkin&urut=nama", ["Adi", "Beni", "Dani"]),
        ("hal=99&urut=nama", ["Adi", "Beni", "Dani"]),
    ],
)
def test_list_filters_and_sorts(names, people, query, expected):
    assert names(query) == expected


def test_list_finds_an_earlier_register_number(names, people):
    old = RegistrationFactory(
        inmate=people["soon"], number="AII.77/2025", until=people["soon"].custodian.today()
    )
    assert names(f"cari={old.number}") == ["Adi"]


@pytest.mark.parametrize(
    "typed", ["B.I N.12/2024", "bi n12/2024", "B.I · N.12/2024", "N. 12/2024", "adi 12/2024", "n12"]
)
def test_list_finds_a_number_however_it_is_spaced_and_dotted(names, people, typed):
    RegistrationFactory(inmate=people["soon"], number="N.12/2024", until=people["soon"].custodian.today())
    RegistrationFactory(inmate=people["late"], number="77/2024", until=people["late"].custodian.today())
    assert names(urlencode({"cari": typed})) == ["Adi"]


@pytest.mark.parametrize("typed", ["bin", "...", "·", "b.i"])
def test_words_without_a_digit_search_no_number(names, people, typed):
    people["soon"].registrations.update(number="N.12/2024")
    assert "Dani" not in names(urlencode({"cari": typed}))


def test_who_left_has_no_days_left_in_sort_and_filter(names, people, rutan):
    Inmate.objects.filter(pk=people["gone"].pk).update(expiry_date=rutan.today())
    assert names("keberadaan=semua") == ["Dani", "Adi", "Beni", "Cipto"]
    assert names("keberadaan=semua&urut=-sisa") == ["Adi", "Dani", "Cipto", "Beni"]
    assert names("keberadaan=semua&sisa=30") == ["Adi"]
    assert names("keberadaan=keluar&sisa=tanpa") == ["Cipto"]


def test_filters_stay_over_pages_and_sorting(client, rutan):
    for number in range(26):
        InmateFactory(custodian=rutan, name=f"Ramai {number:02d}")
    listing = client.get(f"{LIST}?cari=Ramai&narkotika=ya").context["listing"]
    assert listing.total == 26
    for address in (listing.next_url, listing.sort_url("nama")):
        assert "cari=Ramai" in address
        assert "narkotika=ya" in address


def test_tahanan_shows_the_end_of_detention_in_place_of_days_left(client, people):
    text = client.get(f"{LIST}?status=tahanan").content.decode()
    assert "belum ada" in text
    assert "penahanan habis" in text


def _many(rutan, n=12):
    for number in range(n):
        one = InmateFactory(custodian=rutan, name=f"Ramai {number}")
        CriminalCaseFactory(inmate=one)
        GuardianFactory(inmate=one)


def test_list_costs_the_same_for_few_and_many(client, page_queries, rutan, people):
    few = page_queries(client, LIST)
    _many(rutan)
    assert page_queries(client, LIST) == few == 6


def test_block_list_costs_the_same_for_few_and_many(client_for, keamanan, page_queries, rutan, people):
    client = client_for(keamanan)
    few = page_queries(client, LIST)
    _many(rutan)
    assert page_queries(client, LIST) == few == 6


def test_person_page_costs_the_same_for_a_short_and_a_long_history(client, page_queries, rutan, people):
    one = people["late"]
    few = page_queries(client, one.get_absolute_url())
    for days in range(2, 8):
        day = rutan.today() - timedelta(days=100 * days)
        CriminalCaseFactory(inmate=one)
        RegistrationFactory(inmate=one, since=day, until=day)
        GuardianFactory(inmate=one, since=day, until=day)
        CellStay.objects.create(
            inmate=one, custodian=rutan, block="X", since=day, until=day, recorded_by=rutan.staff.first()
        )
    assert page_queries(client, one.get_absolute_url()) == few == 13


def test_export_takes_the_filtered_scope_and_leaves_one_event_a_person(client, people):
    AuditEvent.objects.all().count()
    response = client.post(f"{reverse('inmates:export')}?narkotika=ya", {"purpose": "Rapat TPP"})
    sheet = ZipFile(BytesIO(response.content)).read("xl/sharedStrings.xml").decode()
    assert "Adi" in sheet
    assert "Beni" not in sheet
    events = AuditEvent.objects.filter(action="export")
    assert {event.person_id for event in events} == {people["soon"].pk, people["late"].pk}
    assert {event.reason for event in events} == {"Rapat TPP"}


def test_export_holds_text_cells_only(client, rutan):
    InmateFactory(custodian=rutan, name="=HYPERLINK(1)", alias="+1+1")
    response = client.post(reverse("inmates:export"), {"purpose": "Rapat TPP"})
    sheet = ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert 't="n"' not in sheet


def test_export_without_a_purpose_gives_nothing(client, people):
    response = client.post(reverse("inmates:export"), {"purpose": ""})
    assert "error-summary" in response.content.decode()
    assert not AuditEvent.objects.filter(action="export").exists()


@pytest.mark.parametrize("role", ["keamanan", "walipas", "medis"])
def test_export_is_closed_to_other_roles(request, client_for, people, role):
    client = client_for(request.getfixturevalue(role))
    assert client.post(reverse("inmates:export"), {"purpose": "Rapat TPP"}).status_code == 403


@pytest.mark.both
@pytest.mark.parametrize(
    ("span", "fits"),
    [
        ("30", lambda left: 0 <= left <= 30),
        ("180%2B", lambda left: left > 180),
        ("lewat", lambda left: left < 0),
    ],
)
def test_supervisor_filters_by_the_days_left_that_stand_in_the_rows(span, fits, pengawas, kanwil, client_for):
    with time_machine.travel(datetime(2026, 3, 9, 16, 30, tzinfo=UTC), tick=False):
        # It is the 9th in the west and the 10th in the middle, where the supervisor sits, and the east.
        for zone in TimeZone:
            custodian = CustodianFactory(parent=kanwil, time_zone=zone)
            for days in (-1, 0, 1, 29, 30, 31, 179, 180, 181):
                InmateFactory(custodian=custodian, expiry_date=date(2026, 3, 9) + timedelta(days))
        client = client_for(pengawas)
        everyone = [
            row for page in (1, 2) for row in client.get(f"{LIST}?hal={page}").context["listing"].rows
        ]
        found = client.get(f"{LIST}?sisa={span}").context["listing"].rows
    assert len(everyone) == 27
    assert {row.pk for row in found} == {row.pk for row in everyone if fits(row.days_left)}
