import factory

from tests.factories.accounts import CustodianFactory, UserFactory
from upkeep.archive.models import Archive


class ArchiveFactory(factory.django.DjangoModelFactory):
    """Ordered by a head of the agency for themselves, and not yet made."""

    class Meta:
        model = Archive

    agency = factory.SubFactory(CustodianFactory)
    part = Archive.Part.ADMINISTRATIVE
    purpose = "Menyimpan salinan sendiri"
    ordered_by = factory.LazyAttribute(lambda o: UserFactory(agency=o.agency, roles=["kepala"]))
    receiver = factory.SelfAttribute("ordered_by")
