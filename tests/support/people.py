"""The cast: the agencies of the demo's world and one member for each role, named as the demo names them."""

from typing import Any

import pytest

from tests.factories.accounts import CustodianFactory, OversightFactory, PartnerFactory, UserFactory
from tests.factories.agreements import AgreementFactory


@pytest.fixture
def kanwil(db: None) -> Any:
    return OversightFactory(code="kanwil-kalsel", short_name="Kanwil Ditjenpas Kalsel")


@pytest.fixture
def rutan(kanwil: Any) -> Any:
    return CustodianFactory(code="rutan-barabai", short_name="Rutan Barabai", parent=kanwil)


@pytest.fixture
def bnnk(db: None) -> Any:
    return PartnerFactory(code="bnnk-balangan", short_name="BNNK Balangan")


@pytest.fixture
def other_rutan(db: None) -> Any:
    """A custodian elsewhere, under another Kanwil: none of its people may ever be seen here."""
    return CustodianFactory(code="rutan-lain", short_name="Rutan Lain")


@pytest.fixture
def other_bnnk(db: None) -> Any:
    return PartnerFactory(code="bnnk-lain", short_name="BNNK Lain")


@pytest.fixture
def agreement(rutan: Any, bnnk: Any) -> Any:
    """In force today between the two, with every service in scope."""
    return AgreementFactory(custodian=rutan, partner=bnnk)


def _member(agency: str, role: str, username: str) -> Any:
    @pytest.fixture(name=username.replace(".", "_"))
    def member(request: pytest.FixtureRequest) -> Any:
        return UserFactory(agency=request.getfixturevalue(agency), username=username, roles=[role])

    return member


registrasi = _member("rutan", "registrasi", "registrasi")
rehabilitasi = _member("rutan", "rehabilitasi", "rehabilitasi")
keamanan = _member("rutan", "keamanan", "keamanan")
walipas = _member("rutan", "walipas", "walipas")
medis = _member("rutan", "medis", "medis")
karutan = _member("rutan", "kepala", "karutan")
admin_rutan = _member("rutan", "admin", "admin.rutan")
auditor = _member("rutan", "auditor", "auditor")
asesor = _member("bnnk", "asesor", "asesor")
fasilitator = _member("bnnk", "fasilitator", "fasilitator")
konselor = _member("bnnk", "konselor", "konselor")
medis_bnnk = _member("bnnk", "medis", "medis.bnnk")
kepala_bnnk = _member("bnnk", "kepala", "kepala.bnnk")
admin_bnnk = _member("bnnk", "admin", "admin.bnnk")
auditor_bnnk = _member("bnnk", "auditor", "auditor.bnnk")
pengawas = _member("kanwil", "pengawas", "pengawas")
