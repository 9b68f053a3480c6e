from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from audit.models import AuditEvent
from inmates.models import Article, CriminalCase, Inmate, KeyDates, RegisterClass
from tests.inmates.conftest import staff

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>{{ 7|add:7 }}\"'"


def client_for(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


@pytest.fixture
def client(registrasi):
    return client_for(registrasi)


@pytest.fixture
def keamanan(rutan):
    return client_for(staff(rutan, "keamanan", "keamanan"))


def url(name, *args):
    return reverse(f"inmates:{name}", args=args)


FORMS = (
    "identity",
    "key_dates",
    "event_kinds",
    "registration",
    "cell",
    "guardian",
    "end_guardian",
    "new_case",
)


@pytest.fixture
def case(inmate, registrasi):
    from inmates import actions

    article = Article.objects.get(law="UU 35/2009", code="114")
    return actions.record_case(
        inmate=inmate, facts={"court": "PN Barabai"}, charges=[(article, "primer")], by=registrasi
    )


@pytest.mark.parametrize("name", ["register", "new", "export"])
def test_page_opens(client, inmate, name):
    assert client.get(url(name)).status_code == 200


@pytest.mark.parametrize("name", ["person", *FORMS])
def test_page_of_a_person_opens(client, inmate, case, name):
    assert client.get(url(name, inmate.pk)).status_code == 200


@pytest.mark.parametrize("name", ["case", "narcotics", "close_case", "reopen_case"])
def test_page_of_a_case_opens(client, case, name):
    assert client.get(url(name, case.pk)).status_code == 200


@pytest.mark.parametrize("kind", ["released", "remission", "hospital", "transfer_out", "escaped"])
def test_page_of_an_event_opens(client, inmate, kind):
    assert client.get(url("event", inmate.pk, kind)).status_code == 200


@pytest.mark.parametrize("kind", ["register_change", "nonsense"])
def test_event_of_no_such_kind_is_not_there(client, inmate, kind):
    assert client.get(url("event", inmate.pk, kind)).status_code == 404


def test_partner_finds_no_page_of_this_room(inmate, db):
    bnnk = Agency.objects.create(kind="partner", code="bnnk", name="BNNK", short_name="BNNK")
    for role in ("asesor", "kepala", "fasilitator"):
        client = client_for(staff(bnnk, f"{role}.bnnk", role))
        for name in ("person", *FORMS):
            assert client.get(url(name, inmate.pk)).status_code == 404
            assert client.post(url(name, inmate.pk)).status_code == 404
        assert client.get(url("register")).status_code == 404
        assert client.get(url("export")).status_code == 404


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_administration_is_refused(rutan, inmate, role):
    client = client_for(staff(rutan, "seseorang", role))
    assert client.get(url("register")).status_code == 403
    assert client.get(url("person", inmate.pk)).status_code == 403


def test_another_custodian_sees_nothing(other_rutan, inmate):
    client = client_for(staff(other_rutan, "asing", "registrasi"))
    assert client.get(url("person", inmate.pk)).status_code == 404
    assert client.post(url("event", inmate.pk, "released"), {"on": "2026-01-01"}).status_code == 404
    assert inmate.name not in client.get(url("register")).content.decode()


def test_oversight_reads_and_changes_nothing(rutan, inmate):
    kanwil = Agency.objects.create(kind="oversight", code="kanwil", name="Kanwil", short_name="Kanwil")
    rutan.parent = kanwil
    rutan.save()
    client = client_for(staff(kanwil, "pengawas", "pengawas"))
    assert rutan.short_name in client.get(url("register")).content.decode()
    assert "identitas/" not in client.get(url("person", inmate.pk)).content.decode()
    assert client.get(url("identity", inmate.pk)).status_code == 403


def test_partner_reaches_nobody_even_past_the_gatekeeper(bnnk, inmate):
    assert not Inmate.objects.within(bnnk).exists()


def test_oversight_sees_nobody_of_a_custodian_that_is_not_below(rutan, inmate):
    kanwil = Agency.objects.create(kind="oversight", code="kanwil", name="Kanwil", short_name="Kanwil")
    client = client_for(staff(kanwil, "pengawas", "pengawas"))
    assert client.get(url("person", inmate.pk)).status_code == 404
    assert inmate.name not in client.get(url("register")).content.decode()


def test_security_reads_name_and_place_only(keamanan, admit, today):
    one = admit(identity={"alias": "Si Anu", "identity_number": "6307010101900001"}, block="C", cell="4")
    for page in (keamanan.get(url("register")), keamanan.get(url("person", one.pk))):
        text = page.content.decode()
        assert one.name in text
        for hidden in ("BI.1/2026", "Si Anu", "0001", "Narapidana", "Sisa hari"):
            assert hidden not in text


@pytest.mark.parametrize("query", ["cari=BI.1", "cari=Anu", "cari=6307010101900001"])
def test_security_cannot_search_what_it_may_not_read(keamanan, admit, query):
    one = admit(identity={"alias": "Si Anu", "identity_number": "6307010101900001"})
    page = keamanan.get(f"{url('register')}?{query}")
    assert page.status_code == 200
    assert one.name not in page.content.decode()


def test_security_cannot_infer_by_filter(keamanan, inmate):
    page = keamanan.get(f"{url('register')}?narkotika=ya&status=tahanan&golongan=A.I&sisa=30")
    assert inmate.name in page.content.decode()


def test_security_moves_a_cell(keamanan, inmate, today):
    keamanan.post(url("cell", inmate.pk), {"block": "D", "cell": "7", "since": today.isoformat()})
    assert str(inmate.cell_stays.get(until=None)) == "D/7"


def test_guardian_sees_own_wards_only(rutan, registrasi, admit, today):
    from inmates import actions

    mine, other = admit("Budi Ward"), admit("Candra Lain", number="BI.2/2026")
    wali = staff(rutan, "wali", "walipas")
    actions.assign_guardian(inmate=mine, officer=wali, since=today, by=registrasi)
    client = client_for(wali)
    text = client.get(url("register")).content.decode()
    assert mine.name in text
    assert other.name not in text
    assert client.get(url("person", other.pk)).status_code == 404


def test_security_who_is_also_a_guardian_reads_the_register_of_wards_only(rutan, registrasi, admit, today):
    from inmates import actions

    mine, other = admit("Budi Ward"), admit("Candra Lain", number="BI.2/2026")
    both = staff(rutan, "dua", "walipas", "keamanan")
    actions.assign_guardian(inmate=mine, officer=both, since=today, by=registrasi)
    client = client_for(both)
    assert "BI.1/2026" in client.get(url("person", mine.pk)).content.decode()
    assert "BI.2/2026" not in client.get(url("person", other.pk)).content.decode()
    assert "BI." not in client.get(url("register")).content.decode()


def registration(**changes):
    typed = {
        "name": "Dedi Kurniawan",
        "sex": "L",
        "birth_date": "1990-05-04",
        "identity_number": "6307010405900002",
        "register_class": RegisterClass.objects.get(code="A.I").pk,
        "number": "AI.9/2026",
        "kind": "admitted",
        "admitted_on": (date.today() - timedelta(days=30)).isoformat(),
    }
    return {**typed, **changes}


def test_person_is_registered(client):
    response = client.post(url("new"), registration(block="B", cell="2"))
    one = Inmate.objects.get(name="Dedi Kurniawan")
    assert response.url == url("person", one.pk)
    assert (one.in_custody, one.registrations.get().number) == (True, "AI.9/2026")
    assert AuditEvent.objects.filter(action="create", person_id=one.pk).count() == 1


def test_form_sent_twice_registers_once(client):
    typed = registration(_once="abc", identity_number="")
    first, second = client.post(url("new"), typed), client.post(url("new"), typed)
    assert first.url == second.url
    assert Inmate.objects.count() == 1


def test_same_identity_number_is_refused_whatever_is_ticked(client):
    client.post(url("new"), registration())
    again = registration(name="Orang Lain", number="AI.10/2026", despite_duplicate="on")
    text = client.post(url("new"), again).content.decode()
    assert "NIK ini sudah tercatat" in text
    assert url("person", Inmate.objects.get().pk) in text
    assert Inmate.objects.count() == 1


def test_number_in_use_is_refused_however_it_is_written(client):
    client.post(url("new"), registration())
    again = registration(name="Orang Lain", identity_number="", number="ai 9/2026")
    assert "Nomor register ini sudah dipakai" in client.post(url("new"), again).content.decode()
    assert Inmate.objects.count() == 1


def test_namesake_is_registered_only_when_said_so(client):
    client.post(url("new"), registration())
    again = registration(number="AI.10/2026", identity_number="")
    assert "Mungkin orang yang sama" in client.post(url("new"), again).content.decode()
    client.post(url("new"), {**again, "despite_duplicate": "on"})
    assert Inmate.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("identity_number", "123"),
        ("identity_number", "６３０７０１０４０５９００００２"),
        ("admitted_on", "2999-01-01"),
        ("birth_date", "2999-01-01"),
        ("birth_date", (date.today() - timedelta(days=11 * 365)).isoformat()),
        ("birth_date", "1850-01-01"),
        ("admitted_on", "0202-01-01"),
        ("number", ""),
        ("register_class", "99999"),
        ("name", "\x00"),
    ],
)
def test_bad_value_is_a_sentence_and_nothing_is_lost(client, field, value):
    response = client.post(url("new"), registration(**{field: value}))
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert "AI.9/2026" in response.content.decode() or field == "number"
    assert not Inmate.objects.exists()


def test_extra_fields_change_nothing(client, other_rutan):
    extra = {"custodian": other_rutan.pk, "in_custody": "", "narcotics": "on", "expiry_date": "2020-01-01"}
    client.post(url("new"), registration(**extra))
    one = Inmate.objects.get()
    assert (one.custodian.code, one.narcotics, one.expiry_date) == ("rutan-barabai", False, None)


def test_hostile_text_never_runs(client):
    client.post(url("new"), registration(name=HOSTILE, alias=HOSTILE, address=HOSTILE, number=HOSTILE[:50]))
    one = Inmate.objects.get()
    for page in (url("register"), url("person", one.pk), url("identity", one.pk), url("cell", one.pk)):
        text = client.get(page).content.decode()
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert" in text


def test_identity_number_shows_its_last_four_only(client, admit):
    one = admit(identity={"identity_number": "6307010101900001"})
    text = client.get(url("person", one.pk)).content.decode()
    assert "0001" in text
    assert "6307010101900001" not in text
    assert "6307010101900001" in client.get(url("identity", one.pk)).content.decode()


def test_identity_number_finds_the_person_and_leaves_the_address(client, admit):
    one = admit(identity={"identity_number": "6307010101900001"})
    found = client.get(url("register") + "?cari=6307+0101+0190+0001")
    assert found.url == url("person", one.pk)
    missed = client.get(url("register") + "?cari=6307010101900009")
    assert missed.url == url("register")


def identity_of(one, **changes):
    typed = {"version": one.version, "name": one.name, "sex": "L", "identity_number": ""}
    return {**typed, **changes}


def test_trail_never_holds_the_identity_number(client, inmate):
    client.post(url("identity", inmate.pk), identity_of(inmate, identity_number="6307010101900001"))
    event = AuditEvent.objects.filter(action="change").get()
    assert "identity_number" in event.changes
    assert "6307010101900001" not in str(event.changes)


def test_two_tabs_show_what_stands_and_let_the_second_decide(client, inmate):
    client.post(url("identity", inmate.pk), identity_of(inmate, occupation="Petani"))
    stale = identity_of(inmate, occupation="Nelayan")
    text = client.post(url("identity", inmate.pk), stale).content.decode()
    assert "Petani" in text
    assert "Nelayan" in text
    inmate.refresh_from_db()
    assert inmate.occupation == "Petani"
    client.post(url("identity", inmate.pk), {**stale, "version": inmate.version})
    inmate.refresh_from_db()
    assert inmate.occupation == "Nelayan"


def charges(*codes, **extra):
    typed = {"pasal-TOTAL_FORMS": "3", "pasal-INITIAL_FORMS": "0"}
    for row, code in enumerate(codes):
        typed[f"pasal-{row}-article"] = Article.objects.get(law="UU 35/2009", code=code).pk
        typed[f"pasal-{row}-rank"] = "juncto" if code == "132" else "primer"
    return {**typed, **extra}


def test_case_marks_the_person(client, inmate):
    client.post(url("new_case", inmate.pk), charges("114", "132", court="PN Barabai"))
    inmate.refresh_from_db()
    assert inmate.narcotics
    assert CriminalCase.objects.get().role_by_article == "peredaran"


def test_article_that_cannot_stand_is_said_beside_the_articles(client, inmate):
    typed = charges("112", offence_on=date.today().isoformat(), court="PN Barabai")
    text = client.post(url("new_case", inmate.pk), typed).content.decode()
    if Article.objects.get(law="UU 35/2009", code="112").valid_until < date.today():
        rows = text[text.index("<legend>Pasal") :]
        assert "tidak berlaku antara" in rows
        assert "Penggantinya: Pasal 609" in rows
    assert "PN Barabai" in text


def test_modifier_is_juncto_whatever_is_chosen(client, inmate):
    client.post(url("new_case", inmate.pk), charges("114", "132", **{"pasal-1-rank": "primer"}))
    assert inmate.cases.get().charges.get(article__code="132").rank == "juncto"


@pytest.mark.parametrize("field", ["sentence_years", "sentence_months", "fine", "subsidiary_months"])
def test_number_too_large_is_a_sentence(client, inmate, field):
    text = client.post(url("new_case", inmate.pk), charges("114", **{field: "9" * 30})).content.decode()
    assert "Pastikan nilai ini" in text
    assert "9" * 30 in text
    assert not inmate.cases.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"expiry": "2025-05-01"}, "mendahului tanggal putusan"),
        ({"detained_on": "2025-01-01", "detention_order_ends": "2024-12-31"}, "mendahului tanggal ditahan"),
        ({"detained_on": "2025-01-01", "half": "2024-12-31"}, "mendahului tanggal ditahan"),
        ({"expiry": "2999-01-01"}, "Periksa tahunnya"),
        ({"detained_on": "0025-01-01"}, "Periksa tahunnya"),
    ],
)
def test_impossible_date_is_a_sentence_and_stays_typed(client, inmate, registrasi, typed, sentence):
    CriminalCase.objects.create(inmate=inmate, verdict_on=date(2025, 6, 1), recorded_by=registrasi)
    text = client.post(url("key_dates", inmate.pk), {"version": 0, **typed}).content.decode()
    assert sentence in text
    assert all(value in text for value in typed.values())
    assert not KeyDates.objects.exists()


def test_who_comes_back_is_asked_for_the_new_number(client, inmate, today):
    day = today.isoformat()
    client.post(url("event", inmate.pk, "released"), {"on": day})
    assert "Nomor register" in client.get(url("event", inmate.pk, "admitted")).content.decode()
    register_class = RegisterClass.objects.get(code="A.I").pk
    client.post(
        url("event", inmate.pk, "admitted"),
        {"on": day, "register_class": register_class, "number": "AI.7/2026"},
    )
    inmate.refresh_from_db()
    assert inmate.in_custody
    assert inmate.registrations.open().get().number == "AI.7/2026"


def test_annulling_the_only_event_says_that_the_registration_falls(client, inmate):
    event = inmate.custody_events.get()
    assert "pendaftarannya batal" in client.get(url("annul", event.pk)).content.decode()
    client.post(url("annul", event.pk), {"reason": "Tercatat dua kali"})
    assert "Pendaftaran dibatalkan" in client.get(url("person", inmate.pk)).content.decode()
    gone = client.get(url("register") + "?keberadaan=keluar").content.decode()
    assert "Pendaftaran dibatalkan" in gone


def test_every_form_names_the_person(client, inmate, case):
    pages = [url(name, inmate.pk) for name in FORMS if name != "event_kinds"]
    pages += [
        url("event", inmate.pk, "died"),
        url("case", case.pk),
        url("annul", inmate.custody_events.get().pk),
    ]
    for page in pages:
        lead = client.get(page).content.decode().split('<p class="lead">')[1]
        assert lead.startswith(inmate.name), page


def test_row_is_added_and_what_was_typed_stays(client, inmate):
    typed = charges("114", court="PN Barabai", tambah_baris="1")
    text = client.post(url("new_case", inmate.pk), typed).content.decode()
    assert 'name="pasal-3-article"' in text
    assert "PN Barabai" in text
    assert not CriminalCase.objects.exists()


@pytest.mark.parametrize("total", ["", "x", "-1", "99999999"])
def test_tampered_row_count_is_a_sentence(client, inmate, total):
    for more in ({}, {"tambah_baris": "1"}):
        response = client.post(
            url("new_case", inmate.pk), {**charges("114"), "pasal-TOTAL_FORMS": total, **more}
        )
        assert response.status_code in (200, 302)


def test_case_is_changed_and_its_charges_replaced(client, case):
    typed = charges("112", version=case.version, court="PN Amuntai")
    client.post(url("case", case.pk), typed)
    case.refresh_from_db()
    assert (case.court, [c.article.code for c in case.charges.all()]) == ("PN Amuntai", ["112"])


def test_dates_are_written_as_sdp_gives_them(client, inmate):
    client.post(url("key_dates", inmate.pk), {"version": 0, "half": "2027-01-01", "expiry": "2028-01-01"})
    inmate.refresh_from_db()
    assert inmate.expiry_date == date(2028, 1, 1)


def test_dates_out_of_order_are_refused_with_a_sentence(client, inmate):
    typed = {"version": 0, "half": "2028-01-01", "two_thirds": "2027-01-01"}
    assert "2/3" in client.post(url("key_dates", inmate.pk), typed).content.decode()
    inmate.refresh_from_db()
    assert inmate.expiry_date is None


def test_event_is_recorded_and_annulled_from_the_screen(client, inmate, today):
    client.post(url("event", inmate.pk, "released"), {"on": today.isoformat()})
    event = inmate.custody_events.get(kind="released")
    client.post(url("annul", event.pk), {"reason": "Salah orang"})
    text = client.get(url("person", inmate.pk)).content.decode()
    assert "<s>Bebas murni</s>" in text
    assert "Salah orang" in text
    inmate.refresh_from_db()
    assert inmate.in_custody


def test_opening_a_confirm_page_changes_nothing(client, inmate):
    client.get(url("event", inmate.pk, "released"))
    inmate.refresh_from_db()
    assert inmate.in_custody
