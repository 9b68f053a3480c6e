from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from accounts.kinds import Kind
from accounts.models import Agency, KeptForm, RoleGrant, TimeZone, User

PASSWORD = "sungai-tenang-di-hulu-47"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    kind = Kind.CUSTODIAN
    code = factory.Sequence(lambda n: f"instansi-{n}")
    name = factory.LazyAttribute(lambda o: o.short_name)
    short_name = factory.Sequence(lambda n: f"Instansi {n}")
    city = "Barabai"
    time_zone = TimeZone.WITA


class CustodianFactory(AgencyFactory):
    short_name = factory.Sequence(lambda n: f"Rutan {n}")


class PartnerFactory(AgencyFactory):
    kind = Kind.PARTNER
    short_name = factory.Sequence(lambda n: f"BNNK {n}")


class OversightFactory(AgencyFactory):
    kind = Kind.OVERSIGHT
    short_name = factory.Sequence(lambda n: f"Kanwil {n}")


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(agency=rutan, roles=["registrasi"])`; signs in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    agency = factory.SubFactory(CustodianFactory)
    username = factory.Sequence(lambda n: f"pegawai{n}")
    full_name = factory.Sequence(lambda n: f"Pegawai {n}")
    staff_number = factory.Sequence(lambda n: f"1990010120150310{n:02d}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def roles(self, create: bool, codes: Any, **_kwargs: Any) -> None:
        for code in codes or ():
            RoleGrantFactory(user=self, role=code)


class RoleGrantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = "registrasi"
    granted_by = None
    valid_from = factory.LazyAttribute(lambda o: o.user.agency.today() - timedelta(days=400))


class KeptFormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = KeptForm

    token = factory.Sequence(lambda n: f"token-{n}")
    user = factory.SubFactory(UserFactory)
    path = "/"
    body = "nama=Budi"
    kept_at = factory.LazyFunction(timezone.now)


def officer_of(agency: Agency) -> User:
    """Someone of the agency who recorded a row: the first member, or a new one without a role."""
    return agency.staff.order_by("pk").first() or UserFactory(agency=agency)
