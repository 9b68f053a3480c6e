"""Whole installations beside the one that the tests run on: a database, a `var/` and a home of their own."""

import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command

from upkeep.rows.reading import Tally, snapshot_of, tally
from upkeep.rows.standing import Config, address_of, standing_on


@dataclass(frozen=True)
class Installation:
    """`with installation.open():` makes it the one that the code works on."""

    home: Path
    url: str
    wrap: Callable[[], Any]

    @property
    def var(self) -> Path:
        return self.home / "var"

    @property
    def config(self) -> Config:
        return address_of(self.url)

    @property
    def database(self) -> Path:
        return Path(self.config["NAME"])

    @contextmanager
    def open(self, **other: Any) -> Iterator[Any]:
        self.var.mkdir(parents=True, exist_ok=True)
        changed = {"VAR_DIR": self.var, "BASE_DIR": self.home, "BACKUP_DIR": self.var / "backups", **other}
        with pytest.MonkeyPatch.context() as patch, self.wrap(), standing_on(self.config) as connection:
            for name, value in changed.items():
                patch.setattr(settings, name, value)
            yield connection

    def tallies(self) -> dict[str, Tally]:
        """What every table holds."""
        with self.open() as connection, snapshot_of(connection, self.var) as snapshot:
            return {table.name: tally(snapshot, table) for table in snapshot.shape.tables}


@pytest.fixture(scope="session")
def model_office(tmp_path_factory: Any, django_db_blocker: Any) -> Installation:
    """An office with people, a programme and a trail, on SQLite; made once, copied by each test."""
    office = Installation(tmp_path_factory.mktemp("model"), "", django_db_blocker.unblock)
    office = Installation(office.home, f"sqlite:///{office.var / 'pulih.sqlite3'}", office.wrap)
    with office.open():
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        furnish()
    return office


@pytest.fixture
def office(model_office: Installation, tmp_path: Path) -> Installation:
    shutil.copytree(model_office.home, tmp_path / "office")
    home = tmp_path / "office"
    return Installation(home, f"sqlite:///{home / 'var/pulih.sqlite3'}", model_office.wrap)


@pytest.fixture
def clean_machine(model_office: Installation, tmp_path: Path) -> Iterator[Installation]:
    """Nothing but the code, and an empty database of the kind that the tests run on."""
    home = tmp_path / "clean"
    home.mkdir()
    given = settings.DATABASES["default"]
    if given["ENGINE"] == "django.db.backends.sqlite3":
        yield Installation(home, f"sqlite:///{home / 'var/pulih.sqlite3'}", model_office.wrap)
        return
    name = f"pulih_clean_{secrets.token_hex(4)}"
    server = f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    with closing(psycopg2.connect(f"{server}/postgres")) as session:
        session.autocommit = True
        session.cursor().execute(f"CREATE DATABASE {name}")
        yield Installation(home, f"{server}/{name}", model_office.wrap)
        session.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def furnish() -> None:
    """People in several states, an identity number, signs of many kinds, a file, and a trail."""
    from audit.models import Action
    from audit.trail import record
    from tests.factories.delivery import CohortFactory, PlaceFactory, SessionFactory
    from tests.factories.enrolments import EnrolmentFactory
    from tests.factories.inmates import InmateFactory

    cohort = CohortFactory(running=True)
    for _seat in range(3):
        PlaceFactory(cohort=cohort)
    SessionFactory(cohort=cohort)
    EnrolmentFactory(agreement=cohort.agreement, assessed=True)
    InmateFactory(
        custodian=cohort.custodian,
        name="D'Angelo \\N \t\n“Ujang” 𝒰 é",
        identity_number="6307012345678901",
        address="",
    )
    for number in range(50):
        record(Action.VIEW, by=None, on=f"contoh {number}", changes={"z": "é", "a": ["", None]})
    kept = Path(settings.VAR_DIR) / "intake/2026/daftar.xlsx"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(bytes(range(256)) * 700)


def rows(file: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as held:
        return held.execute(sql).fetchall()
