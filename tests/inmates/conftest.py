from datetime import date, timedelta

import pytest

from accounts.models import RoleGrant, User
from inmates import actions
from inmates.models import RegisterClass


def staff(agency, username, *roles):
    user = User.objects.create(username=username, full_name=username.title(), agency=agency)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, valid_from=date(2020, 1, 1))
    return user


@pytest.fixture
def today(rutan):
    return rutan.today()


@pytest.fixture
def admit(rutan, registrasi):
    """Take someone in, 100 days ago unless told."""

    def admit(name="Ahmad Fauzi", number="BI.1/2026", register_class="B.I", days_ago=100, **kwargs):
        identity = {"name": name, "sex": "L", **kwargs.pop("identity", {})}
        return actions.register(
            custodian=kwargs.pop("custodian", rutan),
            identity=identity,
            register_class=RegisterClass.objects.get(code=register_class),
            number=number,
            admitted_on=rutan.today() - timedelta(days=days_ago),
            by=registrasi,
            **kwargs,
        )

    return admit


@pytest.fixture
def inmate(admit):
    return admit(block="A", cell="1")
