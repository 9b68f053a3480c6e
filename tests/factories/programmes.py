from datetime import date
from typing import Any

import factory

from agreements.models import Service
from rehab.programmes.models import Category, Programme, ProgrammeVersion, SessionKind, SessionTemplate


class SessionKindFactory(factory.django.DjangoModelFactory):
    """The row of the catalogue with that code."""

    class Meta:
        model = SessionKind
        django_get_or_create = ("code",)

    code = "KK"
    name = "Konseling kelompok"
    service = factory.LazyFunction(lambda: Service.objects.get(code="konseling"))


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """Offered to all unless a `custodian` is named."""

    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"program-{n}")


class ProgrammeVersionFactory(factory.django.DjangoModelFactory):
    """Twelve meetings of counselling and group therapy; `services` takes rows or codes."""

    class Meta:
        model = ProgrammeVersion
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    number = factory.LazyAttribute(lambda o: o.programme.versions.count() + 1)
    valid_from = date(2025, 1, 1)
    name = factory.Sequence(lambda n: f"Rehabilitasi sosial {n}")
    category = Category.I
    length = 12
    unit = ProgrammeVersion.Unit.MEETINGS

    @factory.post_generation
    def services(self, create: bool, given: Any, **_kwargs: Any) -> None:
        chosen = ["konseling", "terapi"] if given is None else given
        self.services.set(
            Service.objects.get(code=each) if isinstance(each, str) else each for each in chosen
        )


class SessionTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionTemplate

    version = factory.SubFactory(ProgrammeVersionFactory)
    order = factory.LazyAttribute(lambda o: o.version.templates.count() + 1)
    kind = factory.SubFactory(SessionKindFactory)
    title = factory.LazyAttribute(lambda o: f"Pertemuan {o.order}")
