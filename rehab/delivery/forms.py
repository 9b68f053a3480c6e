"""Forms of cohorts, sessions and the sheet. They convert and check shapes; actions decide."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scope import visible
from rehab.delivery import access
from rehab.delivery.actions import Held, Mark
from rehab.delivery.actions.locking import moment
from rehab.delivery.models import Cohort, CohortStaff, Session, WeeklySlot
from rehab.delivery.queries import cohorts as choices
from rehab.delivery.queries import mine, sheet
from rehab.programmes.models import SessionKind
from ui.forms import HouseForm
from ui.lists import FilterForm

_FIRST, _SECOND = "jam_{}", "jam_kedua_{}"


class StaffChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.agency.short_name})"


class StaffChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name} ({obj.agency.short_name})"


class DelivererChoice(StaffChoice):
    """Whoever names themselves is known already; the verb asks whether they may, as of anybody."""

    reader: User

    def to_python(self, value: Any) -> Any:
        return self.reader if str(value) == str(self.reader.pk) else super().to_python(value)


class RhythmForm(HouseForm):
    """A weekly rhythm: an hour beside each day on which the cohort meets, and maybe a second one."""

    def __init__(self, *args: Any, slots: Sequence[tuple[int, time]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for pattern in (_FIRST, _SECOND):
            for day, name in WeeklySlot.Weekday.choices:
                widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
                field = forms.TimeField(label=name, required=False, widget=widget)
                self.fields[pattern.format(day)] = field
        for day, at in reversed(list(slots)):
            if _FIRST.format(day) in self.initial:
                self.initial[_SECOND.format(day)] = self.initial[_FIRST.format(day)]
            self.initial[_FIRST.format(day)] = at

    @staticmethod
    def slots_in(data: dict[str, Any]) -> list[tuple[int, time]]:
        return [
            (day, data[pattern.format(day)])
            for pattern in (_FIRST, _SECOND)
            for day in WeeklySlot.Weekday.values
            if data.get(pattern.format(day))
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        hours = [name for name in self.fields if name.startswith("jam_")]
        if not any(data.get(name) for name in hours) and not any(name in self.errors for name in hours):
            self.add_error("jam_0", _("Isi jam pada sedikitnya satu hari pertemuan."))
        return data


_RHYTHM = (
    (_("Jam pertemuan tiap pekan"), tuple(_FIRST.format(day) for day in range(7))),
    (_("Jam kedua, bila sehari dua kali"), tuple(_SECOND.format(day) for day in range(7))),
)


class CohortForm(RhythmForm):
    """A new cohort: under what, how many, when, and who works with it."""

    submit_label = _("Buka angkatan")
    groups = (
        (_("Dasar"), ("agreement", "programme", "code", "quota", "place", "starts_on", "ends_on")),
        *_RHYTHM,
        (_("Tim"), tuple(f"tim_{capacity}" for capacity in CohortStaff.Capacity.values)),
    )

    agreement = forms.ModelChoiceField(None, label=_("Kerja sama yang berlaku"))
    programme = forms.ModelChoiceField(None, label=_("Program"))
    code = forms.CharField(label=_("Kode angkatan"), max_length=40, help_text=_("Misalnya 2025-03."))
    quota = forms.IntegerField(label=_("Kuota (orang)"), min_value=1, max_value=500)
    place = forms.CharField(label=_("Tempat"), max_length=120)
    starts_on = forms.DateField(label=_("Mulai"))
    ends_on = forms.DateField(
        label=_("Rencana selesai"),
        required=False,
        help_text=_("Kosongkan: dihitung dari lamanya program."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreement"].queryset = choices.agreements_for(user.agency)
        self.fields["programme"].queryset = choices.programmes_for(user)
        self.fields["programme"].label_from_instance = lambda programme: _name_of(programme, user)
        for capacity, name in CohortStaff.Capacity.choices:
            self.fields[f"tim_{capacity}"] = StaffChoices(
                choices.staff_for(user.agency, capacity),
                label=name,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        """As `open_cohort` takes it."""
        names = ("agreement", "programme", "code", "quota", "place", "starts_on", "ends_on")
        team = [
            (staff, capacity) for capacity in CohortStaff.Capacity.values for staff in data[f"tim_{capacity}"]
        ]
        return {**{name: data[name] for name in names}, "slots": self.slots_in(data), "team": team}


class CohortChangeForm(RhythmForm):
    groups = ((_("Angkatan"), ("code", "quota", "place", "starts_on", "ends_on")), *_RHYTHM)

    code = forms.CharField(label=_("Kode angkatan"), max_length=40)
    quota = forms.IntegerField(label=_("Kuota (orang)"), min_value=1, max_value=500)
    place = forms.CharField(label=_("Tempat"), max_length=120)
    starts_on = forms.DateField(label=_("Mulai"))
    ends_on = forms.DateField(label=_("Rencana selesai"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        names = ("code", "quota", "place", "starts_on", "ends_on", "version")
        return {**{name: data[name] for name in names}, "slots": self.slots_in(data)}


class PlainForm(HouseForm):
    """A confirmation without a question."""

    def __init__(self, *args: Any, submit_label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_label = submit_label


class ReasonForm(PlainForm):
    reason = forms.CharField(label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class TeamForm(HouseForm):
    submit_label = _("Tambahkan ke tim")

    capacity = forms.ChoiceField(label=_("Sebagai"), choices=CohortStaff.Capacity.choices)
    staff = StaffChoice(None, label=_("Petugas"))

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = choices.team_candidates(cohort)


class PlacementForm(HouseForm):
    """A roster and the SK that places it. Ticks are drawn by the page."""

    submit_label = _("Tetapkan dalam angkatan")

    document_number = forms.CharField(label=_("Nomor SK"), max_length=80)
    document_date = forms.DateField(label=_("Tanggal SK"))
    decided_by = StaffChoice(None, label=_("Ditandatangani oleh"))

    def __init__(self, *args: Any, user: User, cohort: Cohort, waiting: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticks = [(each.enrolment.pk, each.name) for each in waiting]
        self.fields["enrolments"] = forms.TypedMultipleChoiceField(
            label=_("Peserta"),
            coerce=int,
            choices=ticks,
            error_messages={"required": _("Centang sedikitnya satu peserta.")},
        )
        self.fields["decided_by"].queryset = choices.heads_of(cohort.custodian)
        if access.decides(user):
            del self.fields["decided_by"]

    @property
    def ticked(self) -> set[str]:
        return {str(each) for each in (self["enrolments"].value() or [])}


class PlanForm(HouseForm):
    """Days of the coming rhythm that are passed over: holidays, other programmes."""

    submit_label = _("Susun jadwal")

    skip = forms.TypedMultipleChoiceField(
        label=_("Lewati tanggal ini"),
        required=False,
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Centang hari libur atau hari yang tidak dapat dipakai; sesi berikutnya bergeser."),
    )

    def __init__(self, *args: Any, days: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skip"].choices = days


class HourForm(HouseForm):
    """When and where a session is, and who leads it."""

    day = forms.DateField(label=_("Tanggal"))
    starts_at = forms.TimeField(label=_("Jam mulai"))
    minutes = forms.IntegerField(label=_("Lama (menit)"), min_value=5, max_value=600, initial=90)
    place = forms.CharField(label=_("Tempat"), max_length=120)
    facilitators = StaffChoices(
        None, label=_("Dibawakan oleh"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitators"].queryset = choices.deliverers(cohort)


class SessionForm(HourForm):
    submit_label = _("Tambahkan sesi")
    groups = (
        (_("Isi"), ("kind", "title", "enrolment")),
        (_("Waktu dan tempat"), ("day", "starts_at", "minutes", "place", "facilitators")),
    )

    kind = forms.ModelChoiceField(None, label=_("Jenis sesi"))
    title = forms.CharField(
        label=_("Judul"), max_length=150, required=False, help_text=_("Kosongkan: memakai nama jenis sesi.")
    )
    enrolment = forms.TypedChoiceField(label=_("Untuk siapa"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, cohort: Cohort, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, cohort=cohort, **kwargs)
        self.fields["kind"].queryset = SessionKind.objects.select_related("service")
        names = [(row.enrolment.pk, row.name) for row in people]
        self.fields["enrolment"].choices = [("", _("Seluruh angkatan (sesi kelompok)")), *names]


class MoveForm(HourForm):
    submit_label = _("Simpan jadwal baru")

    reason = forms.CharField(label=_("Alasan"), max_length=300)


class NotHeldForm(HouseForm):
    submit_label = _("Catat tidak terlaksana")

    reason = forms.ModelChoiceField(None, label=_("Alasan"))
    note = forms.CharField(label=_("Keterangan"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = sheet.reasons()


class HeldForm(HouseForm):
    """The facts above the sheet: who held it and when, on the custodian's clock. `closed` facts are
    shown and sent with nothing; the marks may still go on."""

    submit_label = _("Simpan")

    delivered_by = DelivererChoice(None, label=_("Dibawakan oleh"))
    actual_start = forms.TimeField(label=_("Mulai pukul"))
    actual_end = forms.TimeField(label=_("Selesai pukul"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, user: User, closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.closed = session, closed
        self.fields["delivered_by"].reader = user
        self.fields["delivered_by"].queryset = choices.deliverers_of(session)
        for name in ("delivered_by", "actual_start", "actual_end"):
            self.fields[name].disabled = closed

    def held(self, data: dict[str, Any]) -> Held | None:
        if self.closed:
            return None
        custodian, day = self.session.cohort.custodian, self.session.day
        end = moment(custodian, day, data["actual_end"]) if data["actual_end"] else None
        return Held(data["delivered_by"], moment(custodian, day, data["actual_start"]), end)


def marks_in(typed: Any) -> dict[int, Mark]:
    """The marks of a sent sheet by enrolment id; the rest of the body is not looked at."""
    marks = {}
    for name, value in typed.items():
        kind, _dash, pk = name.partition("-")
        if kind == "hadir" and pk.isascii() and pk.isdigit() and len(pk) < 19 and value:
            marks[int(pk)] = Mark(value[:3], typed.get(f"ket-{pk}", "").strip()[:200])
    return marks


def lines_in(typed: Any) -> dict[int, str]:
    """The lines of a sent note by enrolment id."""
    lines = {}
    for name, value in typed.items():
        kind, _dash, pk = name.partition("-")
        if kind == "catatan" and pk.isascii() and pk.isdigit() and len(pk) < 19:
            lines[int(pk)] = value[:5000]
    return lines


class NoteForm(HouseForm):
    submit_label = _("Simpan catatan")

    summary = forms.CharField(
        label=_("Ringkasan sesi"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Apa yang dibahas. Hal tentang satu orang ditulis pada barisnya di bawah."),
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CohortFilters(FilterForm):
    search_fields = ("code", "programme_version__name", "place")
    search_label = _("Cari kode, program, atau tempat")

    keadaan = forms.ChoiceField(label=_("Keadaan"), choices=[("", _("Semua")), *Cohort.State.choices])
    program = forms.ModelChoiceField(None, label=_("Program"), empty_label=_("Semua"))
    kerja_sama = forms.ModelChoiceField(None, label=_("Kerja sama"), empty_label=_("Semua"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = choices.programmes_seen(user)
        self.fields["kerja_sama"].queryset = choices.agreements_seen(user)
        if user.agency.is_oversight:
            self.link_only("kerja_sama")

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if state := chosen.get("keadaan"):
            rows = rows.filter(state=state)
        if programme := chosen.get("program"):
            rows = rows.filter(programme_version__programme=programme)
        if agreement := chosen.get("kerja_sama"):
            rows = rows.filter(agreement=agreement)
        return rows


class SessionFilters(FilterForm):
    search_fields: tuple[str, ...] = ("title", "kind__name", "place", "cohort__code")
    search_label = _("Cari judul, jenis, tempat, atau angkatan")

    keadaan = forms.ChoiceField(label=_("Keadaan"), choices=[("", _("Semua")), *Session.State.choices])
    angkatan = forms.ModelChoiceField(None, label=_("Angkatan"), empty_label=_("Semua"))
    fasilitator = StaffChoice(None, label=_("Dibawakan oleh"), empty_label=_("Siapa saja"))
    alasan = forms.ModelChoiceField(None, label=_("Alasan tidak terlaksana"), empty_label=_("Semua"))
    dari = forms.DateField(label=_("Dari tanggal"))
    sampai = forms.DateField(label=_("Sampai tanggal"))
    saya = forms.BooleanField(label=_("Hanya sesi saya"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["angkatan"].queryset = visible(Cohort, user).only("code")
        self.fields["fasilitator"].queryset = choices.facilitators_seen(user)
        self.fields["alasan"].queryset = sheet.reasons()
        if user.agency.is_oversight:
            self.link_only("angkatan", "fasilitator")

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        columns = {
            "keadaan": "state",
            "angkatan": "cohort",
            "fasilitator": "facilitators__staff",
            "alasan": "not_held_reason",
            "dari": "day__gte",
            "sampai": "day__lte",
        }
        rows = rows.filter(**{columns[name]: value for name, value in chosen.items() if name in columns})
        if chosen.get("saya"):
            rows = mine(rows, self.user)
        return rows


class CalendarFilters(SessionFilters):
    """The same over one day, or one week: the calendar always stands at a date."""

    search_fields = ()

    tanggal = forms.DateField(label=_("Tanggal"))
    field_order = ("tanggal", "angkatan", "fasilitator", "saya")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("keadaan", "alasan", "dari", "sampai"):
            del self.fields[name]


def _name_of(programme: Any, user: User) -> str:
    version = programme.version_on(user.agency.today())
    return f"{version.name} ({programme.code})" if version else programme.code
