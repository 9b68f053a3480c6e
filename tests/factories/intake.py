from hashlib import sha256
from typing import Any

import factory

from accounts.sealing import seal_bytes
from tests.factories.accounts import CustodianFactory, officer_of
from upkeep.intake.kept import Detail, KeptColumn, KeptTable, Layout
from upkeep.intake.matching import Outcome
from upkeep.intake.models import Import, ImportFile, ImportRow

_LAYOUT = Layout(
    (KeptTable("", 1, (1,), (KeptColumn("nama", "Nama", ("Ali",)), KeptColumn("no reg", "No Reg", ()))),)
)


class ImportFactory(factory.django.DjangoModelFactory):
    """A small file that waits for its columns."""

    class Meta:
        model = Import
        skip_postgeneration_save = True

    custodian = factory.SubFactory(CustodianFactory)
    file_name = "register.csv"
    file_size = 20
    digest = sha256(b"").hexdigest()
    uploaded_by = factory.LazyAttribute(lambda o: officer_of(o.custodian))
    layout = _LAYOUT.written()
    signature = _LAYOUT.signature()
    mapping = {"nama": "name", "no reg": "number"}
    sheets = [""]

    @factory.post_generation
    def file(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        ImportFile.objects.create(of=self, sealed=seal_bytes(b"Nama;No Reg\nAli;BI.1/2025\n"))


class ImportRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRow

    of = factory.SubFactory(ImportFactory)
    line = 2
    outcome = Outcome.NEW
    name = "Ali"
    detail = Detail(raw={"name": "Ali"}).written()
