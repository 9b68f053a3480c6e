"""The sheet and the note over HTTP, as a phone or a keyboard sends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from rehab.delivery import actions
from rehab.delivery.models import Attendance, NoteText, NotHeldReason, Session, SessionNote
from tests.factories.delivery import PlaceFactory

HOSTILE = "<script>alert(1)</script>"


def url(name: str, session: Session) -> str:
    return reverse(f"delivery:{name}", args=[session.pk])


def sheet(session: Session, by: Any, marks: dict[int, str], **told: Any) -> dict[str, Any]:
    facts = {
        "version": session.version,
        "delivered_by": by.pk,
        "actual_start": "09:00",
        "actual_end": "10:30",
    }
    return {**facts, **{f"hadir-{pk}": code for pk, code in marks.items()}, **told}


def marks_of(session: Session) -> dict[int, str]:
    return dict(Attendance.objects.filter(session=session).values_list("enrolment_id", "code__code"))


def test_sheet_is_saved_without_a_script(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    wanted = {each.pk: "H" for each in members} | {members[2].pk: "I"}
    answer = client_for(fasilitator).post(url("sheet", session), sheet(session, fasilitator, wanted))
    assert answer.url == url("session", session)
    assert marks_of(session) == wanted


def test_all_present_is_a_link_without_a_script(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    actions.record_sheet(
        by=fasilitator,
        session=session,
        marks={members[0].pk: "S"},
        held=actions.Held(fasilitator, session.planned_start),
    )
    page = client_for(fasilitator).get(f"{url('sheet', session)}?semua=1")
    chosen = {line.pk: line.chosen for line in page.context["sheet"].lines}
    assert chosen == {members[0].pk: "S"} | {each.pk: "H" for each in members[1:]}
    assert marks_of(session) == {members[0].pk: "S"}


@pytest.mark.parametrize("people", [10, 40])
@pytest.mark.parametrize(
    ("deliverer", "cost"), [("fasilitator", 13), ("konselor", 15)], ids=["her own session", "another's"]
)
def test_sheet_saves_its_marks_in_thirteen_queries(
    client_for: Any,
    request: Any,
    fasilitator: Any,
    session: Session,
    people: int,
    deliverer: str,
    cost: int,
) -> None:
    """Four say who asks (session, member, roles, and the session written back with the message), one what the
    gate opens; three read (the session, the session again under lock, its people), one the codes; four write
    (marks, their history, the session, the trail). Someone else who held it is looked up, and so are
    their roles."""
    PlaceFactory.create_batch(people - 4, cohort=session.cohort)
    client, held_by = client_for(fasilitator), request.getfixturevalue(deliverer)
    wanted = {place.enrolment_id: "H" for place in session.cohort.places.all()}
    client.get(url("session", session))
    with CaptureQueriesContext(connection) as caught:
        answer = client.post(url("sheet", session), sheet(session, held_by, wanted))
    assert answer.status_code == 302
    assert len(marks_of(session)) == people
    # The transactions of the act and of the session written back show as savepoints here.
    asked = [each["sql"] for each in caught if "SAVEPOINT" not in each["sql"]]
    assert (len(asked), len(caught) - len(asked)) == (cost, 4), asked


def test_second_tab_gets_both_states(
    client_for: Any, fasilitator: Any, konselor: Any, session: Session, members: list[Any]
) -> None:
    stale = sheet(session, konselor, {members[0].pk: "A"})
    client_for(fasilitator).post(url("sheet", session), sheet(session, fasilitator, {members[0].pk: "H"}))
    answer = client_for(konselor).post(url("sheet", session), stale)
    line = answer.context["sheet"].lines[0]
    assert (answer.status_code, line.chosen, line.code, line.differs) == (409, "A", "H", True)
    session.refresh_from_db()
    assert f'name="version" value="{session.version}"' in answer.content.decode()
    assert marks_of(session) == {members[0].pk: "H"}


def test_refused_sheet_keeps_what_was_typed(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    told = sheet(session, fasilitator, {members[0].pk: "T"}, actual_end="08:00")
    told[f"ket-{members[0].pk}"] = HOSTILE
    answer = client_for(fasilitator).post(url("sheet", session), told)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["sheet"].lines[0].chosen == "T"
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page


def test_sheet_of_a_session_moved_ahead_meanwhile_keeps_what_was_typed(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    told = sheet(session, fasilitator, {members[0].pk: "T", members[1].pk: "H"})
    later = timedelta(days=9)
    ahead = {name: getattr(session, name) + later for name in ("day", "planned_start", "planned_end")}
    Session.objects.filter(pk=session.pk).update(**ahead)
    answer = client_for(fasilitator).post(url("sheet", session), told)
    assert "Sesi ini belum tiba" in answer.content.decode()
    assert [line.chosen for line in answer.context["sheet"].lines[:2]] == ["T", "H"]
    assert answer.content.decode().count("checked") == 2


@pytest.mark.parametrize("key", ["hadir-x", "hadir-", "hadir-99999999999999999999", "hadir--1", "hadir-²"])
def test_sheet_with_nonsense_names_changes_nothing(
    client_for: Any, fasilitator: Any, session: Session, key: str
) -> None:
    answer = client_for(fasilitator).post(
        url("sheet", session), sheet(session, fasilitator, {}, **{key: "H"})
    )
    assert answer.status_code == 302
    assert marks_of(session) == {}


def test_sheet_with_a_foreign_enrolment_names_nobody(
    client_for: Any, fasilitator: Any, session: Session, other_rutan: Any
) -> None:
    from tests.factories.agreements import AgreementFactory
    from tests.factories.delivery import CohortFactory

    foreign = PlaceFactory(
        cohort=CohortFactory(agreement=AgreementFactory(custodian=other_rutan), running=True)
    ).enrolment
    answer = client_for(fasilitator).post(
        url("sheet", session), sheet(session, fasilitator, {foreign.pk: "H"})
    )
    assert answer.status_code == 200
    assert foreign.inmate.name not in answer.content.decode()
    assert not Attendance.objects.exists()


def note_data(summary: str, version: int, lines: dict[int, str]) -> dict[str, Any]:
    return {
        "summary": summary,
        "base_version": version,
        **{f"catatan-{pk}": text for pk, text in lines.items()},
    }


@pytest.fixture
def held(session: Session, fasilitator: Any) -> Session:
    facts = actions.Held(fasilitator, session.planned_start, session.planned_end)
    return actions.record_held(by=fasilitator, session=session, held=facts)


def test_note_is_written_with_a_line_a_person(
    client_for: Any, fasilitator: Any, held: Session, members: list[Any]
) -> None:
    data = note_data("Membahas pemicu.", 0, {members[0].pk: "Terbuka.", members[1].pk: ""})
    assert client_for(fasilitator).post(url("note", held), data).status_code == 302
    note = SessionNote.objects.get()
    assert {line.enrolment: line.text for line in note.lines.all()} == {members[0]: "Terbuka."}


def test_note_of_a_second_tab_is_kept_and_shown_beside(
    client_for: Any, fasilitator: Any, held: Session, members: list[Any]
) -> None:
    client = client_for(fasilitator)
    client.post(url("note", held), note_data("Pertama", 0, {members[0].pk: "satu"}))
    answer = client.post(url("note", held), note_data("Kedua", 0, {members[0].pk: "dua"}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(text in page for text in ("Pertama", "Kedua", "satu", "dua"))
    assert SessionNote.objects.get().summary == "Pertama"
    kept = [(text.taken, text.content["summary"]) for text in NoteText.objects.all()]
    assert kept == [(True, "Pertama"), (False, "Kedua")]


def test_reading_a_note_leaves_one_event_a_person(
    client_for: Any, fasilitator: Any, held: Session, members: list[Any]
) -> None:
    client = client_for(fasilitator)
    lines = {each.pk: "baik" for each in members[:2]}
    client.post(url("note", held), note_data("", 0, lines))
    client.get(url("note", held))
    seen = AuditEvent.objects.filter(action="view", object_type="delivery.sessionnote")
    assert sorted(seen.values_list("person_id", flat=True)) == sorted(each.inmate_id for each in members[:2])


def test_trail_never_holds_the_text_of_a_note(
    client_for: Any, fasilitator: Any, held: Session, members: list[Any]
) -> None:
    client_for(fasilitator).post(url("note", held), note_data("RAHASIA", 0, {members[0].pk: "RAHASIA"}))
    events = AuditEvent.objects.filter(object_type="delivery.sessionnote")
    assert events.exists()
    assert not any("RAHASIA" in f"{event.changes}{event.object_label}{event.reason}" for event in events)


def test_note_before_the_session_was_held_is_refused_with_its_text(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    data = note_data("Sudah", 0, {members[0].pk: "Tenang"})
    answer = client_for(fasilitator).post(url("note", session), data)
    assert answer.status_code == 200
    assert all(text in answer.content.decode() for text in ("Sudah", "Tenang"))
    assert not SessionNote.objects.exists()


def test_notes_are_read_by_their_author_only(
    client_for: Any, fasilitator: Any, konselor: Any, held: Session, members: list[Any]
) -> None:
    client_for(fasilitator).post(url("note", held), note_data("Milik fasilitator", 0, {}))
    assert "Milik fasilitator" not in client_for(konselor).get(url("note", held)).content.decode()


def test_sheet_page_after_48_hours_says_why_it_is_closed(
    client_for: Any, fasilitator: Any, session: Session, members: list[Any]
) -> None:
    client_for(fasilitator).post(url("sheet", session), sheet(session, fasilitator, {members[0].pk: "H"}))
    Attendance.objects.update(first_recorded_at=session.planned_start - timedelta(days=3))
    page = client_for(fasilitator).get(url("sheet", session))
    assert page.context["sheet"].lines[0].locked
    assert "48 jam" in page.content.decode()


def test_second_tab_reads_the_remark_that_stands(
    client_for: Any, fasilitator: Any, konselor: Any, session: Session, members: list[Any]
) -> None:
    stale = sheet(session, konselor, {members[0].pk: "S"}, **{f"ket-{members[0].pk}": "demam"})
    first = sheet(session, fasilitator, {members[0].pk: "S"}, **{f"ket-{members[0].pk}": "ke poliklinik"})
    client_for(fasilitator).post(url("sheet", session), first)
    answer = client_for(konselor).post(url("sheet", session), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ke poliklinik" in page
    assert 'value="demam"' in page
    assert f"Dibawakan {fasilitator.full_name}" in page


@pytest.fixture
def long_ago(fasilitator: Any, session: Session, members: list[Any]) -> Session:
    """Recorded five days ago without an end, one person forgotten."""
    facts = actions.Held(fasilitator, session.planned_start)
    actions.record_sheet(
        by=fasilitator, session=session, marks={each.pk: "H" for each in members[1:]}, held=facts
    )
    then = session.planned_start - timedelta(days=4)
    Session.objects.filter(pk=session.pk).update(recorded_at=then)
    Attendance.objects.update(first_recorded_at=then)
    session.refresh_from_db()
    return session


def test_someone_forgotten_is_marked_after_the_hours_have_closed(
    client_for: Any, fasilitator: Any, long_ago: Session, members: list[Any]
) -> None:
    client = client_for(fasilitator)
    page = client.get(url("sheet", long_ago))
    assert page.context["form"]["actual_end"].value() is None
    told = sheet(long_ago, fasilitator, {members[0].pk: "I"}, actual_end="09:30")
    assert client.post(url("sheet", long_ago), told).status_code == 302
    long_ago.refresh_from_db()
    assert (marks_of(long_ago)[members[0].pk], long_ago.actual_end) == ("I", None)


def test_sheet_with_nothing_left_to_change_offers_no_form(
    client_for: Any, fasilitator: Any, long_ago: Session, members: list[Any]
) -> None:
    members[0].consents.update(withdrawn_on=long_ago.day, withdrawn_recorded_by=long_ago.created_by)
    page = client_for(fasilitator).get(url("sheet", long_ago)).content.decode()
    assert "data-sheet" not in page
    assert (
        url("sheet", long_ago) not in client_for(fasilitator).get(url("session", long_ago)).content.decode()
    )


def test_numbers_are_those_of_the_roster_for_both_agencies(
    client_for: Any, fasilitator: Any, rehabilitasi: Any, session: Session, members: list[Any]
) -> None:
    """Printed by one and typed by the other, also when the partner does not reach everyone."""
    members[1].consents.update(withdrawn_on=session.day, withdrawn_recorded_by=session.created_by)
    pages = [(rehabilitasi, "blank", "lines"), (fasilitator, "sheet", "sheet")]
    numbers = []
    for who, name, key in pages:
        lines = client_for(who).get(url(name, session)).context[key]
        numbers.append([line.member.seat for line in getattr(lines, "lines", lines)])
    assert numbers == [[1, 2, 3, 4], [1, 3, 4]]


def test_every_text_of_a_note_is_found_again(
    client_for: Any, fasilitator: Any, held: Session, members: list[Any]
) -> None:
    client = client_for(fasilitator)
    client.post(url("note", held), note_data("Pertama", 0, {members[0].pk: "satu"}))
    client.post(url("note", held), note_data("Kedua", 0, {members[0].pk: "dua"}))
    client.post(url("note", held), note_data("Ketiga", 1, {members[0].pk: ""}))
    page = client.get(url("note", held))
    assert [(text.summary, text.taken) for text in page.context["shown"].sent] == [
        ("Ketiga", True),
        ("Kedua", False),
        ("Pertama", True),
    ]
    assert all(text in page.content.decode() for text in ("satu", "dua"))
    seen = AuditEvent.objects.filter(action="view", object_type="delivery.sessionnote")
    assert seen.filter(person_id=members[0].inmate_id).exists()


def test_not_held_from_a_second_tab_is_refused_once_then_taken(
    client_for: Any, rehabilitasi: Any, fasilitator: Any, session: Session
) -> None:
    reasons = {each.code: each.pk for each in NotHeldReason.objects.all()}
    told = {"reason": reasons["ruang"], "note": "", "version": session.version}
    client_for(rehabilitasi).post(url("not_held", session), told)
    client = client_for(fasilitator)
    answer = client.post(url("not_held", session), told | {"reason": reasons["libur"]})
    assert "layar lain" in answer.content.decode()
    version = answer.context["form"]["version"].value()
    assert client.post(url("not_held", session), told | {"reason": reasons["libur"], "version": version}).url
    session.refresh_from_db()
    assert session.not_held_reason.code == "libur"
