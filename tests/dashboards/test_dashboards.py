from datetime import timedelta

import pytest

from accounts.kinds import Kind
from accounts.permissions import P
from accounts.roles import roles_with
from accounts.scope import visible
from oversight.dashboards import figures, queries
from oversight.dashboards.figures import FIGURES
from oversight.scope import Scope
from rehab.delivery.models import AttendanceCode
from tests.factories.accounts import CustodianFactory, PartnerFactory, UserFactory
from tests.factories.agreements import AgreementFactory
from tests.factories.delivery import AttendanceFactory, CohortFactory, PlaceFactory, SessionFactory
from tests.factories.enrolments import EnrolmentFactory
from tests.factories.inmates import InmateFactory
from tests.factories.programmes import ProgrammeVersionFactory

READERS = ["karutan", "rehabilitasi", "kepala_bnnk", "pengawas"]
TRAITS = ["screened", "to_assess", "assessed", "deferred", "eligible", "placed", "active", "graduated"]
pytestmark = pytest.mark.django_db


def populate(rutan, agreement):
    """Somebody in every state, and a session of every fate."""
    today = rutan.today()
    InmateFactory(custodian=rutan, not_narcotics=True)
    EnrolmentFactory(agreement=agreement)
    for trait in TRAITS:
        EnrolmentFactory(agreement=agreement, **{trait: True})
    late = EnrolmentFactory(agreement=agreement, active=True)
    move_release(late.inmate, today + timedelta(days=10))
    version = ProgrammeVersionFactory(category="I", length=60, unit="hari")
    waiting = EnrolmentFactory(agreement=agreement, eligible=True)
    move_release(waiting.inmate, today + timedelta(days=5))
    cohort = CohortFactory(agreement=agreement, running=True, place=f"Aula {version.pk}")
    place = PlaceFactory(cohort=cohort)
    for days, fate in enumerate(["held", "held", "not_held", "cancelled"], start=1):
        session = SessionFactory(cohort=cohort, day=today - timedelta(days=days), **{fate: True})
        if days == 1:
            mark(session, place.enrolment, "H")
    SessionFactory(cohort=cohort, day=today - timedelta(days=9))
    SessionFactory(cohort=cohort)


def move_release(inmate, day):
    inmate.expiry_date = day
    inmate.save()


def mark(session, enrolment, code):
    """A mark on the sheet: from here on the session counts as delivered."""
    AttendanceFactory(session=session, enrolment=enrolment, code=AttendanceCode.objects.get(code=code))
    session.attendance_recorded_at = session.planned_end
    session.save()


@pytest.fixture
def world(rutan, agreement):
    populate(rutan, agreement)


@pytest.fixture
def count():
    """A figure's number as this member reads it."""
    return lambda user, key: figures.find(key).select(Scope.of(user)).count()


def test_rows_leave_out_columns_that_say_nothing(karutan, pengawas, client_for, world):
    def heads(user, key):
        rows = client_for(user).get(f"/dasbor/rincian/{key}/").context["listing"].rows
        return {str(head) for head in rows[0].heads}

    assert {"Alasan", "Unit"} & heads(karutan, "sesi-terlaksana") == set()
    assert "Unit" in heads(pengawas, "sesi-terlaksana")
    assert "Alasan" in heads(karutan, "sesi-tidak-terlaksana")


@pytest.mark.parametrize("role", READERS)
def test_each_figure_counts_the_rows_that_it_opens(role, request, client_for, world):
    user = request.getfixturevalue(role)
    client, scope = client_for(user), Scope.of(user)
    for figure in FIGURES:
        if figures.shown_to(scope, figure):
            number = queries.number_of(figure, scope)
            listing = client.get(number.url).context["listing"]
            assert listing.total == len(listing.rows) == number.value, figure.key


def test_figures_are_filled_by_the_world_of_these_tests(karutan, world, count):
    empty = {figure.key for figure in FIGURES if not count(karutan, figure.key)}
    assert empty == {"status-suspended"}


def test_every_link_of_the_dashboard_opens_what_it_says(karutan, client_for, world):
    client = client_for(karutan)
    board = client.get("/dasbor/").context["board"]
    for week in board.weeks:
        rows = client.get(week.url).context["listing"].total if week.url else 0
        assert rows == week.total
    for reason in board.reasons:
        assert client.get(reason.url).context["listing"].total == reason.number
    told = {each.figure.key: each.value for each in board.sessions}
    assert client.get(board.rate_url).context["listing"].total == told["sesi-terlaksana"]


def test_weeks_add_up_to_the_figures(karutan, world):
    board = queries.dashboard_of(Scope.of(karutan))
    told = {each.figure.key: each.value for each in board.sessions}
    assert sum(week.total for week in board.weeks) == told["sesi-direncanakan"]
    assert sum(week.held for week in board.weeks) == told["sesi-terlaksana"]
    assert sum(week.not_held for week in board.weeks) == told["sesi-tidak-terlaksana"]


def test_session_without_a_sheet_is_not_delivered(karutan, agreement, count):
    session = SessionFactory(cohort__agreement=agreement, held=True)
    assert (count(karutan, "sesi-terlaksana"), count(karutan, "sesi-tanpa-daftar-hadir")) == (0, 1)
    mark(session, PlaceFactory(cohort=session.cohort).enrolment, "S")
    assert (count(karutan, "sesi-terlaksana"), count(karutan, "sesi-tanpa-daftar-hadir")) == (1, 0)


def test_rate_leaves_out_marks_that_do_not_count(karutan, agreement):
    session = SessionFactory(cohort__agreement=agreement, held=True)
    for code in ("H", "T", "S", "K", "D", "H"):
        mark(session, PlaceFactory(cohort=session.cohort).enrolment, code)
    assert queries.dashboard_of(Scope.of(karutan)).rate == 75


def test_period_leaves_out_earlier_sessions(karutan, agreement, rutan, client_for):
    SessionFactory(cohort__agreement=agreement, day=rutan.today() - timedelta(days=60))
    client = client_for(karutan)
    told = {}
    for term in (30, 90):
        board = client.get(f"/dasbor/?masa={term}").context["board"]
        told[term] = {each.figure.key: each.value for each in board.sessions}["sesi-direncanakan"]
    assert told == {30: 0, 90: 1}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("masa=7", "Masa itu tidak ada"),
        ("masa=x", "Masa itu tidak ada"),
        ("dari=2026-13-99", "Tulis tanggalnya lengkap"),
        ("sampai=%3Cscript%3E", "Tulis tanggalnya lengkap"),
        ("dari=2026-05-05&sampai=2026-01-01", "Tanggal akhir mendahului tanggal awal."),
    ],
)
def test_period_that_makes_no_sense_is_left_out_and_said_so(query, said, karutan, client_for):
    page = client_for(karutan).get(f"/dasbor/?{query}")
    assert page.status_code == 200
    assert said in page.content.decode()


def test_days_ahead_are_a_period_too(karutan, agreement, rutan, client_for):
    today = rutan.today()
    SessionFactory(cohort__agreement=agreement, day=today + timedelta(days=40))
    page = client_for(karutan).get(
        f"/dasbor/?dari={today + timedelta(days=30)}&sampai={today + timedelta(days=50)}"
    )
    told = {each.figure.key: each.value for each in page.context["board"].sessions}
    assert (told["sesi-mendatang"], told["sesi-terlaksana"]) == (1, 0)


def test_search_of_units_and_period_keep_each_other(pengawas, rutan, client_for):
    page = client_for(pengawas).get("/dasbor/?masa=30&cari=barabai")
    assert page.context["listing"].total == 1
    body = page.content.decode()
    assert '<input type="hidden" name="masa" value="30">' in body
    assert '<input type="hidden" name="cari" value="barabai">' in body
    assert "?cari=barabai&amp;masa=365" in body
    assert page.context["listing"].reset_url == "?masa=30"


def test_period_is_never_longer_than_the_charts(karutan, client_for):
    page = client_for(karutan).get("/dasbor/?dari=1900-01-01&sampai=2026-01-01")
    assert (page.context["scope"].last - page.context["scope"].first).days <= 400
    assert "paling lama 400 hari" in page.content.decode()


def test_funnel_never_widens(karutan, world):
    values = [bar.value for bar in queries.dashboard_of(Scope.of(karutan)).funnel]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 1


def test_funnel_counts_a_person_once(karutan, agreement, count):
    first = EnrolmentFactory(agreement=agreement, graduated=True)
    EnrolmentFactory(agreement=agreement, inmate=first.inmate, active=True)
    assert count(karutan, "tahap-diskrining") == 1
    assert count(karutan, "tahap-lulus") == 1


def test_funnel_leaves_out_who_left_before_the_period(karutan, agreement, rutan):
    gone = EnrolmentFactory(agreement=agreement, graduated=True)
    gone.inmate.in_custody = False
    gone.inmate.save()
    figure, scope = figures.find("tahap-lulus"), Scope.of(karutan)
    assert figure.select(scope).count() == 1
    assert figure.select(scope.over(scope.last, scope.last)).count() == 0


def test_waiting_tells_the_median_and_the_longest(karutan, agreement):
    for days in (2, 10, 40):
        row = EnrolmentFactory(agreement=agreement, eligible=True)
        row.status_since -= timedelta(days=days)
        row.save()
    board = queries.dashboard_of(Scope.of(karutan))
    waited = {each.number.figure.key: each for each in board.waiting}["status-eligible"]
    assert (waited.number.value, waited.median, waited.longest) == (3, 10, 40)


def test_people_who_leave_too_early_are_named(karutan, agreement, rutan, client_for):
    leaving = EnrolmentFactory(agreement=agreement, active=True)
    move_release(leaving.inmate, rutan.today() + timedelta(days=10))
    staying = EnrolmentFactory(agreement=agreement, active=True)
    page = client_for(karutan).get("/dasbor/").content.decode()
    assert leaving.inmate.name in page
    assert staying.inmate.name not in page


def test_release_on_the_last_day_of_the_programme_is_in_time(karutan, agreement, count):
    row = EnrolmentFactory(agreement=agreement, active=True)
    move_release(row.inmate, row.ends_on)
    assert count(karutan, "bebas-sebelum-selesai") == 0


def test_partner_counts_only_whom_it_reaches(kepala_bnnk, agreement, count, rutan):
    EnrolmentFactory(agreement=agreement, active=True)
    EnrolmentFactory(agreement=agreement)
    InmateFactory(custodian=rutan)
    assert count(kepala_bnnk, "terjangkau") == 1


@pytest.mark.parametrize("key", ["ditahan", "narkotika", "perkara-narkotika"])
def test_partner_never_opens_the_register(key, kepala_bnnk, client_for, world):
    client = client_for(kepala_bnnk)
    assert client.get(f"/dasbor/rincian/{key}/").status_code == 404
    keys = {each.figure.key for each in client.get("/dasbor/").context["board"].people}
    assert key not in keys


def test_partners_figures_are_nought_the_day_after_the_agreement(kepala_bnnk, rutan, bnnk, client_for):
    populate(rutan, AgreementFactory(custodian=rutan, partner=bnnk, lapsed=True))
    board = client_for(kepala_bnnk).get("/dasbor/").context["board"]
    numbers = [*board.people, *board.sessions, *(each.number for each in board.waiting)]
    assert {each.value for each in numbers} == {0}
    assert {bar.value for bar in board.funnel} == {0}
    assert board.rate is None


def test_other_custodians_rows_are_not_counted_here(karutan, other_rutan, bnnk, count):
    populate(other_rutan, AgreementFactory(custodian=other_rutan, partner=bnnk))
    assert {count(karutan, figure.key) for figure in FIGURES} == {0}


@pytest.mark.parametrize(
    "role", ["registrasi", "keamanan", "auditor", "asesor", "fasilitator", "admin_rutan"]
)
def test_dashboard_is_for_heads_officers_and_oversight(role, request, client_for):
    client = client_for(request.getfixturevalue(role))
    for path in ("/dasbor/", "/dasbor/rincian/lulus/"):
        assert client.get(path).status_code == 403


def test_unknown_figure_is_not_there(karutan, client_for):
    assert client_for(karutan).get("/dasbor/rincian/tidak-ada/").status_code == 404


def test_units_tell_the_same_as_their_own_dashboards(pengawas, rutan, kanwil, client_for, world):
    CustodianFactory(parent=kanwil)
    client = client_for(pengawas)
    rows = client.get("/dasbor/").context["listing"].rows
    assert len(rows) == 2
    for row in rows:
        for number in row.numbers:
            page = client.get(number.url)
            assert page.context["listing"].total == number.value, number.figure.key


def test_unit_opens_its_dashboard(pengawas, rutan, client_for, world):
    page = client_for(pengawas).get(f"/dasbor/unit/{rutan.pk}/")
    people = {each.figure.key: each for each in page.context["board"].people}
    assert people["ditahan"].value > 0
    assert f"unit={rutan.pk}" in people["ditahan"].url


def test_unit_elsewhere_is_not_there(pengawas, other_rutan, client_for):
    client = client_for(pengawas)
    assert client.get(f"/dasbor/unit/{other_rutan.pk}/").status_code == 404
    assert client.get(f"/dasbor/rincian/ditahan/?unit={other_rutan.pk}").status_code == 404


def test_unit_in_the_address_means_nothing_to_a_custodian(karutan, other_rutan, client_for, world):
    client = client_for(karutan)
    alone = client.get("/dasbor/rincian/ditahan/").context["listing"].total
    assert client.get(f"/dasbor/rincian/ditahan/?unit={other_rutan.pk}").context["listing"].total == alone


@pytest.fixture
def bnnp_reader(db):
    """A supervisor whose unit below is a partner."""
    agency = PartnerFactory(kind="oversight", code="bnnp")
    return UserFactory(agency=agency, roles=["pengawas"])


def test_supervisor_of_a_partner_reads_figures_and_no_rows(bnnp_reader, bnnk, agreement, client_for):
    bnnk.parent = bnnp_reader.agency
    bnnk.save()
    for _number in range(6):
        EnrolmentFactory(agreement=agreement, active=True)
    EnrolmentFactory(agreement=agreement, eligible=True)
    client = client_for(bnnp_reader)
    board = client.get(f"/dasbor/unit/{bnnk.pk}/").context["board"]
    told = {each.number.figure.key: each.number for each in board.waiting}
    assert told["status-eligible"].shown == "kurang dari 5"
    assert {each.figure.key: each.shown for each in board.people}["peserta-aktif"] == 6
    assert client.get(f"/dasbor/rincian/peserta-aktif/?unit={bnnk.pk}").status_code == 403


def test_figures_without_rows_carry_no_link(bnnp_reader, bnnk, agreement, rutan, client_for):
    bnnk.parent = bnnp_reader.agency
    bnnk.save()
    populate(rutan, agreement)
    page = client_for(bnnp_reader).get(f"/dasbor/unit/{bnnk.pk}/")
    assert "/dasbor/rincian/" not in page.content.decode()
    for person in visible_names(rutan):
        assert person not in page.content.decode()


def told_by(board):
    """Every number of people or sessions on a dashboard, as (words, link)."""
    numbers = [*board.people, *board.sessions, *(each.number for each in board.waiting)]
    numbers += [each.number for each in (*board.leaving, board.agreements)]
    told = [(each.shown, each.url) for each in numbers]
    told += [(bar.told, bar.url) for bar in board.funnel]
    told += [(reason.number, reason.url) for reason in board.reasons]
    return told + [(words, week.url) for week in board.weeks for words in week.words]


@pytest.mark.parametrize("role", [*READERS, "bnnp_reader"])
def test_number_under_five_is_told_to_who_may_open_its_rows_alone(
    role, request, client_for, rutan, bnnk, agreement
):
    user = request.getfixturevalue(role)
    populate(rutan, agreement)
    page = "/dasbor/"
    if user.agency.is_oversight:
        below = rutan if role == "pengawas" else bnnk
        below.parent = user.agency
        below.save()
        page = f"/dasbor/unit/{below.pk}/"
    client = client_for(user)
    told = told_by(client.get(page).context["board"])
    assert len(told) > 60
    assert any(number in (1, 2, 3, 4) for number, _url in told) == (role != "bnnp_reader")
    assert {client.get(url).status_code for number, url in told if number and url} <= {200}
    for number, url in told:
        assert url or number == 0 or number == "kurang dari 5" or number >= 5, number


def test_share_of_a_few_is_not_told_either(bnnp_reader, bnnk, agreement, client_for, karutan):
    bnnk.parent = bnnp_reader.agency
    bnnk.save()
    session = SessionFactory(cohort__agreement=agreement, held=True)
    for _each in range(4):
        mark(session, PlaceFactory(cohort=session.cohort).enrolment, "H")
    above = client_for(bnnp_reader)
    assert client_for(karutan).get("/dasbor/").context["board"].rate == 100
    board = above.get(f"/dasbor/unit/{bnnk.pk}/").context["board"]
    assert board.rate is None
    assert {point.percent for point in board.rates} == {None}
    mark(session, PlaceFactory(cohort=session.cohort).enrolment, "H")
    assert above.get(f"/dasbor/unit/{bnnk.pk}/").context["board"].rate == 100


def test_readers_of_dashboards_are_those_tried_here():
    held = {(kind, each.code) for kind in Kind for each in roles_with(P.DASHBOARD_VIEW, kind)}
    assert held == {
        (Kind.CUSTODIAN, "rehabilitasi"),
        (Kind.CUSTODIAN, "kepala"),
        (Kind.PARTNER, "kepala"),
        (Kind.OVERSIGHT, "pengawas"),
    }


def visible_names(rutan):
    return list(rutan.inmates.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("role", "cost"), [("karutan", 20), ("rehabilitasi", 20), ("kepala_bnnk", 19), ("pengawas", 17)]
)
def test_dashboard_costs_the_same_with_few_and_many_rows(
    role, cost, request, client_for, rutan, agreement, page_queries
):
    client = client_for(request.getfixturevalue(role))
    populate(rutan, agreement)
    assert page_queries(client, "/dasbor/") == cost
    populate(rutan, agreement)
    assert page_queries(client, "/dasbor/") == cost


@pytest.mark.parametrize(
    ("key", "cost"), [("ditahan", 5), ("peserta-aktif", 5), ("sesi-direncanakan", 7), ("kerja-sama", 6)]
)
def test_rows_cost_the_same_with_few_and_many(key, cost, karutan, client_for, rutan, agreement, page_queries):
    client = client_for(karutan)
    populate(rutan, agreement)
    assert page_queries(client, f"/dasbor/rincian/{key}/") == cost
    populate(rutan, agreement)
    AgreementFactory(custodian=rutan)
    assert page_queries(client, f"/dasbor/rincian/{key}/") == cost


def test_units_cost_the_same_with_few_and_many(pengawas, kanwil, client_for, world, page_queries):
    client = client_for(pengawas)
    assert page_queries(client, "/dasbor/") == 17
    CustodianFactory.create_batch(3, parent=kanwil)
    assert page_queries(client, "/dasbor/") == 17


def test_a_narrower_reach_is_never_a_wider_one(pengawas, rutan):
    """Asking only of some units asks of no unit that was not below already, and changes no member."""
    near, far = InmateFactory(custodian=rutan), InmateFactory(custodian=CustodianFactory(parent=None))
    scope = Scope.of(pengawas)
    narrower = scope.among([rutan.pk, far.custodian_id])
    assert list(narrower.people()) == [near]
    assert not scope.within(far.custodian).people().exists()
    assert narrower.among([far.custodian_id]).user.agency.custodians_below == []
    assert list(scope.people()) == [near]


def test_units_own_dashboard_costs_the_same_with_few_and_many_rows(
    pengawas, rutan, agreement, client_for, page_queries
):
    client = client_for(pengawas)
    populate(rutan, agreement)
    assert page_queries(client, f"/dasbor/unit/{rutan.pk}/") == 22
    populate(rutan, agreement)
    assert page_queries(client, f"/dasbor/unit/{rutan.pk}/") == 22


def test_agencies_of_a_supervisor_are_the_units_below(pengawas, rutan, other_rutan):
    from accounts.models import Agency

    assert list(visible(Agency, pengawas)) == [rutan]
