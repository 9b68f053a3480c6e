"""Invented samples for the gallery: every component in its states, touching no record."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ui.lists import FilterForm, Listing


@dataclass(frozen=True)
class SampleRow:
    name: str
    number: str
    block: str
    state: str
    tone: str
    days: int | None


class SampleRows(list[SampleRow]):
    """Just enough of a QuerySet for a Listing."""

    ordered = True

    def order_by(self, *terms: Any) -> "SampleRows":
        first = terms[0]
        return SampleRows(
            sorted(
                self,
                key=lambda row: getattr(row, first.expression.name),
                reverse=first.descending,
            )
        )


class SampleFilters(FilterForm):
    block = forms.ChoiceField(label=_("Blok"), choices=[("", _("Semua blok")), ("A", "A"), ("B", "B")])
    state = forms.ChoiceField(label=_("Keadaan"), choices=[("", _("Semua")), ("aktif", _("Aktif"))])

    def search(self, rows: Any, text: str) -> Any:
        return SampleRows(row for row in rows if text.lower() in row.name.lower())

    def narrow(self, rows: Any, chosen: dict[str, Any]) -> Any:
        if "block" in chosen:
            rows = SampleRows(row for row in rows if row.block == chosen["block"])
        return rows


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Nama lengkap"), help_text=_("Seperti tertulis di surat penahanan."))
    born = forms.DateField(label=_("Tanggal lahir"), widget=forms.DateInput(attrs={"type": "date"}))
    block = forms.ChoiceField(label=_("Blok"), choices=[("", _("Pilih blok")), ("A", "A"), ("B", "B")])
    answer = forms.ChoiceField(
        label=_("Persetujuan"),
        choices=[("ya", _("Bersedia")), ("tidak", _("Tidak bersedia"))],
        widget=forms.RadioSelect,
    )
    photo = forms.BooleanField(label=_("Foto boleh dipakai untuk publikasi"), required=False)
    note = forms.CharField(label=_("Catatan"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    submit_label = _("Simpan data")


@dataclass(frozen=True)
class MenuItem:
    title: Any
    url: str
    icon: str
    current: bool = False


@dataclass(frozen=True)
class MenuSection:
    title: Any
    items: list[MenuItem]


_NAMES = (
    "Ahmad Fauzi bin Rahman",
    "Budi Santoso",
    "Cahyo Nugroho",
    "Darmawan Hadi",
    "Eko Prasetyo",
    "Fajar Sidik",
)
_STATES = (
    ("Aktif", "success"),
    ("Menunggu keputusan", "warning"),
    ("Diusulkan", "info"),
    ("Berhenti", "muted"),
)


def context(query: QueryDict) -> dict[str, Any]:
    return {
        "listing": _listing(query),
        "fresh_form": SampleForm(auto_id="fresh_%s"),
        "broken_form": SampleForm({"name": "", "born": "32-13-2025", "block": "Z"}, auto_id="broken_%s"),
        "tones": ("neutral", "info", "success", "warning", "danger", "muted"),
        "terms": (None, -4, 0, 12, 64, 400),
        **_ways(),
        **_charts(),
    }


def _listing(query: QueryDict) -> Listing:
    rows = SampleRows(
        SampleRow(
            name=f"{_NAMES[number % 6]} {number + 1}",
            number=f"B.IIa {100 + number}/2025",
            block="AB"[number % 2],
            state=_STATES[number % 4][0],
            tone=_STATES[number % 4][1],
            days=None if number % 7 == 3 else number * 9,
        )
        for number in range(40)
    )
    sorts = {"nama": (_("Nama"), ("name",)), "nomor": (_("Nomor"), ("number",))}
    return Listing(
        query,
        cast("QuerySet[Any, Any]", rows),
        filters=SampleFilters,
        sorts=sorts,
        default="nama",
        page_size=6,
    )


def _ways() -> dict[str, Any]:
    return {
        "facts": [
            (_("Nomor register"), "B.IIa 112/2025"),
            (_("Lahir"), date(1994, 3, 9)),
            (_("Tanggal bebas"), None),
        ],
        "checks": [
            (
                _("Persetujuan dicatat"),
                True,
                _("oleh Petugas rehabilitasi, 12 Mei 2025"),
            ),
            (
                _("Asesmen ditandatangani"),
                False,
                _("Asesor menandatangani hasil asesmen."),
                "#",
                _("Buka asesmen"),
            ),
        ],
        "steps": [
            (_("Diusulkan"), "done"),
            (_("Skrining"), "done"),
            (_("Asesmen"), "current"),
            (_("Putusan"), "todo"),
        ],
        "entries": [
            (
                datetime(2025, 5, 14, 1, 30, tzinfo=UTC),
                _("Asesmen dimulai"),
                "Rina Wulandari",
                "",
                "info",
            ),
            (
                date(2025, 5, 12),
                _("Persetujuan dicatat"),
                "H. Syarif",
                _("Saksi: wali pemasyarakatan."),
                "success",
            ),
            (date(2025, 5, 9), _("Diusulkan"), "H. Syarif"),
        ],
        "tabs": [
            (_("Ringkasan"), "#", True),
            (_("Kehadiran"), "#", False, 12),
            (_("Klinis"), "#"),
            (_("Surat"), "#"),
        ],
        "signers": [
            (_("Kepala BNNK"), "", "", _("Mengetahui,")),
            (
                _("Kepala Rutan"),
                "",
                "19750101 200003 1 001",
                "Barabai, 14 Mei 2025",
            ),
        ],
    }


def _charts() -> dict[str, Any]:
    weeks = [
        (
            f"{2 + 7 * n % 28} Mei",
            0 if n < 6 else 5,
            min(5, n) if n < 7 else 0,
            n % 3 if n < 7 else 0,
            "#",
        )
        for n in range(12)
    ]
    return {
        "bars": [
            ("Blok A", 48, "#"),
            ("Blok B", 31, "#"),
            ("Blok C", 22),
            ("Blok Wanita", 4, "#", "warning"),
        ],
        "funnel": [
            ("Diusulkan", 86, "#"),
            ("Skrining", 71, "#"),
            ("Asesmen", 54),
            ("Ditempatkan", 38),
            ("Lulus", 21),
        ],
        "weeks": weeks,
        "points": [(week[0], None if n == 4 else 60 + n * 3, "#") for n, week in enumerate(weeks)],
    }


MENU = [
    MenuSection("", [MenuItem(_("Hari ini"), "#", "house", current=True)]),
    MenuSection(
        _("Orang"),
        [
            MenuItem(_("Warga binaan"), "#", "people"),
            MenuItem(_("Peserta"), "#", "person-check"),
        ],
    ),
    MenuSection(
        _("Kegiatan"),
        [
            MenuItem(_("Sesi"), "#", "calendar-week"),
            MenuItem(_("Angkatan"), "#", "collection"),
            MenuItem(_("Kerja sama"), "#", "file-earmark-text"),
        ],
    ),
]
