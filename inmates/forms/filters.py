"""The filters of the register. Their names stand in links of other rooms: keep them stable."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import on_each_date
from inmates.catalogue import REGISTER_CLASSES
from inmates.models import LegalStatus, Registration
from inmates.models.person import days_left_order
from ui.lists import FilterForm

_EVERYBODY, _GONE = "semua", "keluar"
_LONG, _NONE, _PAST = "180+", "tanpa", "lewat"


class BlockFilters(FilterForm):
    """For who may read name, block and cell only: nothing else can be searched or filtered."""

    search_fields = ("name",)
    search_label = _("Cari nama")

    blok = forms.ChoiceField(label=_("Blok"))

    def __init__(self, *args: Any, blocks: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blok"].choices = [("", _("Semua blok")), *((block, block) for block in blocks)]

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        rows = rows.filter(in_custody=True)
        return rows.filter(block=chosen["blok"]) if "blok" in chosen else rows


class RegisterFilters(FilterForm):
    search_label = _("Cari nama, alias, nomor register, atau NIK")

    narkotika = forms.ChoiceField(
        label=_("Perkara narkotika"), choices=[("", _("Semua")), ("ya", _("Ya")), ("tidak", _("Tidak"))]
    )
    status = forms.ChoiceField(
        label=_("Status hukum"), choices=[("", _("Semua")), *LegalStatus.choices, (_NONE, _("Belum ada"))]
    )
    golongan = forms.ChoiceField(
        label=_("Golongan register"),
        choices=[("", _("Semua")), *((code, code) for code, _name, _status in REGISTER_CLASSES)],
    )
    blok = forms.ChoiceField(label=_("Blok"))
    keberadaan = forms.ChoiceField(
        label=_("Keberadaan"),
        choices=[("", _("Dalam penahanan")), (_GONE, _("Sudah keluar")), (_EVERYBODY, _("Semua"))],
    )
    sisa = forms.ChoiceField(
        label=_("Sisa hari"),
        choices=[
            ("", _("Semua")),
            ("30", _("Paling lama 30 hari")),
            ("90", _("Paling lama 90 hari")),
            ("180", _("Paling lama 180 hari")),
            (_LONG, _("Lebih dari 180 hari")),
            (_PAST, _("Ekspirasi sudah lewat")),
            (_NONE, _("Belum ada")),
        ],
    )
    kurang = forms.ChoiceField(
        label=_("Data kurang"),
        choices=[
            ("", _("Semua")),
            ("registrasi", _("Tanpa registrasi")),
            ("perkara", _("Tanpa perkara")),
            ("tanggal", _("Tanpa tanggal penting")),
            ("kamar", _("Tanpa kamar")),
            ("ganda", _("Nomor register ganda")),
        ],
    )
    penahanan = forms.ChoiceField(
        label=_("Penahanan habis"),
        choices=[
            ("", _("Semua")),
            ("3", _("Dalam 3 hari")),
            ("10", _("Dalam 10 hari")),
            (_PAST, _("Sudah lewat")),
        ],
    )
    unit = forms.ChoiceField(label=_("Rutan/Lapas"))

    def __init__(self, *args: Any, blocks: list[str], units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blok"].choices = [
            ("", _("Semua blok")),
            *((block, block) for block in blocks),
            (_NONE, _("Belum ada")),
        ]
        self.fields["unit"].choices = [("", _("Semua")), *((str(pk), name) for pk, name in units)]
        if len(units) < 2:
            del self.fields["unit"]

    def search(self, rows: Any, text: str) -> Any:
        return rows.found_by(text)

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        where = chosen.get("keberadaan")
        if where != _EVERYBODY:
            rows = rows.filter(in_custody=where != _GONE)
        if "narkotika" in chosen:
            rows = rows.filter(narcotics=chosen["narkotika"] == "ya")
        if "golongan" in chosen:
            rows = rows.filter(register_class=chosen["golongan"])
        if "unit" in chosen:
            rows = rows.filter(custodian=chosen["unit"])
        rows = _or_none(rows, "legal_status", chosen.get("status"))
        rows = _or_none(rows, "block", chosen.get("blok"))
        rows = self._by_days_left(rows, chosen.get("sisa"))
        rows = self._by_detention_end(rows, chosen.get("penahanan"))
        return _lacking(rows, chosen.get("kurang"))

    def _by_days_left(self, rows: Any, span: str | None) -> Any:
        if not span:
            return rows
        if span == _NONE:
            return rows.filter(Q(expiry_date=None) | Q(in_custody=False))
        rows = rows.filter(in_custody=True)
        return rows.filter(on_each_date(lambda today: Q(**_within("expiry_date", span, today))))

    def _by_detention_end(self, rows: Any, span: str | None) -> Any:
        """A detention order matters only while the person is a tahanan."""
        if not span:
            return rows
        rows = rows.filter(legal_status=LegalStatus.TAHANAN)
        return rows.filter(on_each_date(lambda today: Q(**_within("detention_ends", span, today))))


def _within(column: str, span: str, today: date) -> dict[str, Any]:
    """The days of a span of a filter, counted from a custodian's own today."""
    if span == _PAST:
        return {f"{column}__lt": today}
    if span == _LONG:
        return {f"{column}__gt": today + timedelta(days=180)}
    return {f"{column}__range": (today, today + timedelta(days=int(span)))}


def _or_none(rows: Any, column: str, chosen: str | None) -> Any:
    if not chosen:
        return rows
    return rows.filter(**{column: None if chosen == _NONE else chosen})


def _lacking(rows: Any, what: str | None) -> Any:
    match what:
        case "registrasi":
            return rows.filter(register_number=None)
        case "perkara":
            return rows.filter(cases=None)
        case "tanggal":
            return rows.filter(key_dates=None)
        case "kamar":
            return rows.filter(block=None)
        case "ganda":
            doubled = Registration.objects.standing().filter(inmate=OuterRef("pk"), number_doubled=True)
            return rows.filter(Exists(doubled))
    return rows


# What a list sorts by: key in the address, words on the screen, columns.
REGISTER_SORTS = {
    "sisa": (_("Sisa hari"), (days_left_order().asc(nulls_last=True), "name")),
    "nama": (_("Nama"), ("name",)),
    "nomor": (_("Nomor register"), (F("register_number").asc(nulls_last=True), "name")),
    "blok": (_("Blok"), (F("block").asc(nulls_last=True), F("cell").asc(nulls_last=True), "name")),
}
BLOCK_SORTS = {key: REGISTER_SORTS[key] for key in ("nama", "blok")}
