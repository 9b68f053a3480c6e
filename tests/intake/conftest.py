from collections.abc import Callable
from typing import Any

import pytest

from tests.inmates.conftest import admit  # noqa: F401
from tests.intake.old_data import Old
from upkeep.intake import actions
from upkeep.intake.models import Import, ImportRow, State
from upkeep.samples import workbooks

HEAD = [
    "No Reg",
    "Nama",
    "Tgl Lahir",
    "JK",
    "Tgl Masuk",
    "Pasal",
    "Lama Pidana",
    "Ekspirasi",
    "Blok/Kamar",
    "NIK",
]


def person(number: str = "BI.1/2024", name: str = "Ahmad Fauzi", **cells: Any) -> list[Any]:
    """A row of `HEAD`."""
    values = {
        "No Reg": number,
        "Nama": name,
        "Tgl Lahir": "12/03/1990",
        "JK": "L",
        "Tgl Masuk": "05/01/2025",
        "Pasal": "112 ayat (1) UU 35/2009",
        "Lama Pidana": "5 Th 3 Bl",
        "Ekspirasi": "05/04/2030",
        "Blok/Kamar": "A/3",
        "NIK": None,
        **cells,
    }
    return [values[head] for head in HEAD]


@pytest.fixture
def uploaded(rutan: Any, registrasi: Any) -> Callable[..., Import]:
    """A file of these rows, read and waiting for its columns."""

    def uploaded(*rows: list[Any], name: str = "register.xlsx", content: bytes = b"") -> Import:
        content = content or workbooks.xlsx({"Data": [["DAFTAR"], HEAD, *rows]})
        return actions.upload(custodian=rutan, name=name, content=content, by=registrasi)

    return uploaded


@pytest.fixture
def checked(uploaded: Any, registrasi: Any) -> Callable[..., Import]:
    """The same after the dry run."""

    def checked(*rows: list[Any], **kwargs: Any) -> Import:
        options = {"full_list": False, "admitted_on": None, "sex": ""}
        options |= {key: kwargs.pop(key) for key in tuple(kwargs) if key in options}
        import_ = uploaded(*rows, **kwargs)
        return check(import_, registrasi, **options)

    return checked


def check(import_: Import, by: Any, **options: Any) -> Import:
    given = {"full_list": False, "admitted_on": None, "sex": "", **options}
    actions.order_check(import_=import_, mapping=import_.mapping, sheets=import_.sheets, by=by, **given)
    actions.do_now(import_=import_)
    import_.refresh_from_db()
    return import_


def commit(import_: Import, by: Any) -> Import:
    actions.order_commit(import_=import_, by=by)
    actions.do_now(import_=import_)
    import_.refresh_from_db()
    return import_


def undo(import_: Import, by: Any) -> Import:
    actions.order_undo(import_=import_, reason="Berkas bulan lalu", by=by)
    actions.do_now(import_=import_)
    import_.refresh_from_db()
    return import_


def outcomes(import_: Import) -> list[str]:
    rows = ImportRow.objects.filter(of=import_).exclude(outcome="dilewati")
    return list(rows.values_list("outcome", flat=True))


@pytest.fixture
def old(agreement: Any, rutan: Any) -> Old:
    return Old(agreement, rutan)


@pytest.fixture
def past_checked(rutan: Any, rehabilitasi: Any) -> Callable[[bytes], Import]:
    def checked(content: bytes) -> Import:
        made = actions.upload_past(custodian=rutan, name="lama.xlsx", content=content, by=rehabilitasi)
        actions.check_again(import_=made, by=rehabilitasi)
        actions.do_now(import_=made)
        made.refresh_from_db()
        assert made.state == State.CHECKED, made.trouble
        return made

    return checked


@pytest.fixture
def past_committed(past_checked: Any, rehabilitasi: Any) -> Callable[[bytes], Import]:
    def committed(content: bytes) -> Import:
        return commit(past_checked(content), rehabilitasi)

    return committed
