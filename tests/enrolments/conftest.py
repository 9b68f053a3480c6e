import pytest

from tests.factories.accounts import UserFactory


@pytest.fixture
def konselor_rutan(rutan):
    return UserFactory(agency=rutan, username="konselor.rutan", roles=["konselor"])


@pytest.fixture
def asesor_rutan(rutan):
    return UserFactory(agency=rutan, username="asesor.rutan", roles=["asesor"])
