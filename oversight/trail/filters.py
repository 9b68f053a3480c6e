from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import Action
from inmates.models import Inmate, Registration
from inmates.models.person import InmateQuerySet
from oversight.trail.minimise import names_persons_to
from ui.lists import FilterForm

_ROOMS = ("accounts", "agreements", "inmates", "programmes", "enrolments", "delivery", "clinical")
_MOST_MATCHES = 200


def object_choices() -> list[tuple[str, Any]]:
    """Every kind of record that an event can be about, in the words of the models."""
    models = (model for room in _ROOMS for model in apps.get_app_config(room).get_models())
    return sorted(
        ((each._meta.label_lower, capfirst(str(each._meta.verbose_name))) for each in models),
        key=lambda c: c[1],
    )


class TrailFilters(FilterForm):
    """Each filter ends in a condition that has an index; names are looked up first, outside the trail."""

    search_label = _("Cari nama, nomor register, atau nomor peserta")
    pegawai = forms.CharField(label=_("Nama pegawai"), max_length=100)
    tindakan = forms.ChoiceField(label=_("Tindakan"))
    objek = forms.ChoiceField(label=_("Objek"))
    dari = forms.DateField(label=_("Dari tanggal"))
    sampai = forms.DateField(label=_("Sampai tanggal"))
    permintaan = forms.CharField(label=_("Nomor permintaan"), max_length=40)
    # Set by a link from an opened event: the access report of one person.
    orang = forms.IntegerField(
        label=_("Laporan akses, nomor berkas"), min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["tindakan"].choices = [("", _("Semua")), *Action.choices]
        self.fields["objek"].choices = [("", _("Semua")), *object_choices()]
        if not names_persons_to(reader):
            del self.fields["orang"]
            self.fields["cari"].label = _("Cari nomor peserta")

    def search(self, rows: Any, text: str) -> Any:
        """By enrolment number; a custodian's auditor also by name or register number of its people."""
        found = Q(enrolment_number=text.strip().upper())
        if names_persons_to(self.reader):
            people = people_called(text, self.reader).values_list("pk", flat=True)
            found |= Q(person_id__in=list(people[:_MOST_MATCHES]))
        return rows.filter(found)

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "pegawai" in chosen:
            rows = rows.filter(actor_id__in=_staff_called(chosen["pegawai"]))
        for name, column in _COLUMNS.items():
            if name in chosen:
                rows = rows.filter(**{column: chosen[name]})
        if "dari" in chosen:
            rows = rows.filter(at__gte=self._midnight(chosen["dari"]))
        if "sampai" in chosen:
            rows = rows.filter(at__lt=self._midnight(chosen["sampai"] + timedelta(days=1)))
        return rows

    def _midnight(self, day: Any) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.reader.agency.zone)


_COLUMNS = {"tindakan": "action", "objek": "object_type", "permintaan": "request_id", "orang": "person_id"}


def people_called(text: str, reader: User) -> InmateQuerySet:
    """The agency's own people whose name, alias or register number has every word of the text."""
    people = Inmate.objects.within(reader.agency)
    for word in text.split():
        people = people.filter(
            Q(name__icontains=word)
            | Q(alias__icontains=word)
            | Exists(Registration.objects.filter(inmate=OuterRef("pk"), number__iexact=word))
        )
    return people


def _staff_called(text: str) -> list[int]:
    """Of any agency: which of their acts the reader sees is the trail's own scope."""
    staff = User.objects.all()
    for word in text.split():
        staff = staff.filter(Q(full_name__icontains=word) | Q(username__icontains=word))
    return list(staff.values_list("pk", flat=True)[:_MOST_MATCHES])
