"""Every URL, read and written, by every role of every kind of agency, on its own and on foreign records."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.kinds import Kind
from accounts.models import User
from accounts.permissions import SIGNED_IN
from accounts.roles import ROLES, permissions_of, rooms_of
from accounts.routing import Route, all_routes
from audit.models import Action, AuditEvent
from tests.access.objects import ARGUMENTS, NARROWER, OBJECTS
from tests.access.world import Side

ACTORS = [(kind, role.code) for role in ROLES for kind in role.kinds]
ONE_OF_EACH_SORT = [
    (Kind.CUSTODIAN, "rehabilitasi"),
    (Kind.CUSTODIAN, "admin"),
    (Kind.PARTNER, "asesor"),
    (Kind.PARTNER, "auditor"),
    (Kind.OVERSIGHT, "pengawas"),
]
NOT_THERE = 987_654_321
OPENED = {200, 204, 302, 405, 409}
_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@dataclass(frozen=True)
class Step:
    """One address of the walk and the record that stands behind it."""

    route: Route
    url: str
    record: Any

    def __str__(self) -> str:
        return f"{self.route.name} {self.url}"


def walked_routes() -> list[Route]:
    return [each for each in all_routes() if not each.path.startswith("/galeri/")]


def steps_of(side: Side, kind: Kind) -> Iterator[Step]:
    made: dict[Any, Any] = {}
    for route in walked_routes():
        model, arguments = route.access.of, dict(ARGUMENTS.get(route.name, {}))  # type: ignore[union-attr]
        if model is not None:
            record = made.get(model) or made.setdefault(model, OBJECTS[model](side, kind))
            arguments["pk"] = record.pk
        yield Step(route, reverse(route.name, kwargs=arguments), made.get(model))


@dataclass(frozen=True)
class Answer:
    """What a step came to: the status, the denials it left in the trail, the tables it wrote to."""

    response: Any
    denials: int
    written: set[str]


def ask(client: Client, method: str, url: str) -> Answer:
    """Ask, and undo whatever it did, so that the next step finds the same world."""
    cookies, denials = copy(client.cookies), AuditEvent.objects.filter(action=Action.DENIED)
    with transaction.atomic():
        before = denials.count()
        with CaptureQueriesContext(connection) as caught:
            response = getattr(client, method)(url)
        answer = Answer(response, denials.count() - before, writes(caught))
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def expected(step: Step, user: User, kind: Kind, role: str) -> set[int]:
    access = step.route.access
    assert access is not None
    narrower: set[int] = {403, 404} if step.route.name in NARROWER else set()
    if access.public or access.needs == (SIGNED_IN,):
        return OPENED | narrower
    if not access.rooms & rooms_of(kind):
        return {404}
    within = step.record is None or _in(step.record, "within", user.agency)
    if not permissions_of(role, kind) & set(access.needs):
        return {403} if within else {404}
    if not within or (step.record is not None and not _in(step.record, "visible_to", user)):
        return {404}
    return OPENED | narrower


def _in(record: Any, scope: str, whom: Any) -> bool:
    return getattr(type(record)._default_manager, scope)(whom).filter(pk=record.pk).exists()


def wrong_answers(client: Client, user: User, steps: list[Step], kind: Kind, role: str) -> list[str]:
    wrong = []
    for step in steps:
        right = expected(step, user, kind, role)
        for method in ("get", "post"):
            answer = ask(client, method, step.url)
            status = answer.response.status_code
            if status not in right:
                wrong.append(f"{method.upper()} {step}: {status}, not {sorted(right)}")
            if right in ({403}, {404}) and answer.denials != 1:
                wrong.append(f"{method.upper()} {step}: {answer.denials} denials in the trail")
            if method == "get" and answer.written:
                wrong.append(f"GET {step} writes to {answer.written}")
    return wrong


def writes(caught: CaptureQueriesContext) -> set[str]:
    """Tables that were written to, beside the trail and the session."""
    found = {match[1] for each in caught if (match := _WRITE.match(each["sql"]))}
    return found - {"audit_auditevent", "django_session"}


def test_every_record_in_a_path_has_a_maker() -> None:
    models = {each.access.of for each in walked_routes() if each.access and each.access.of}
    assert models <= set(OBJECTS), f"add to tests/access/objects.py: {models - set(OBJECTS)}"


def test_every_name_of_the_tables_is_a_route() -> None:
    assert NARROWER | set(ARGUMENTS) <= {each.name for each in all_routes()}


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "role"), ACTORS)
def test_walk_on_own_records(kind: Kind, role: str, client: Client) -> None:
    side = Side.make()
    user = side.member(kind, role)
    client.force_login(user)
    assert wrong_answers(client, user, list(steps_of(side, kind)), kind, role) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "role"), ACTORS)
def test_walk_on_foreign_records(kind: Kind, role: str, client: Client) -> None:
    user = Side.make().member(kind, role)
    client.force_login(user)
    foreign = [step for step in steps_of(Side.make(), kind) if step.record is not None]
    open_anyway = [f"{step}" for step in foreign if expected(step, user, kind, role) != {404}]
    assert open_anyway == []
    assert wrong_answers(client, user, foreign, kind, role) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", list(Kind))
def test_walk_without_signing_in(kind: Kind, client: Client) -> None:
    for step in steps_of(Side.make(), kind):
        for method in ("get", "post"):
            response = ask(client, method, step.url).response
            if not step.route.access.public:  # type: ignore[union-attr]
                assert response.status_code == 302, step
                assert response.url.startswith("/masuk/?next="), step


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "role"), ONE_OF_EACH_SORT)
def test_not_yours_reads_like_not_there(kind: Kind, role: str, client: Client) -> None:
    client.force_login(Side.make().member(kind, role))
    for step in steps_of(Side.make(), kind):
        if step.record is None:
            continue
        nowhere = reverse(step.route.name, kwargs={**ARGUMENTS.get(step.route.name, {}), "pk": NOT_THERE})
        yours, none = (ask(client, "get", url).response for url in (step.url, nowhere))
        assert yours.status_code == none.status_code == 404, step
        assert _TOKEN.sub(b"", yours.content) == _TOKEN.sub(b"", none.content), step
