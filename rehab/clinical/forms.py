"""The forms of interviews and assessments. What may be answered follows the routing of the instrument."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rehab.clinical import wording
from rehab.clinical.instruments import assist
from rehab.clinical.models import Assessment, InstrumentResult, ReferenceWindow
from rehab.enrolments.models import RoleByAssessment
from rehab.enrolments.states import Status
from rehab.programmes.models import Category
from ui.forms import HouseForm, choices_from

_LOOKS_LIKE_AN_ITEM = re.compile(r"P\d+[a-z]?")


class FrameForm(HouseForm):
    """What is said before the first question, and printed with the result."""

    submit_label = _("Mulai wawancara")
    reference_window = forms.ChoiceField(
        label=_("Tiga bulan mana yang ditanyakan?"),
        choices=ReferenceWindow.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Bila sudah lama ditahan, tanyakan tiga bulan sebelum ditahan: tiga bulan terakhir memberi "
            "nol yang menyesatkan. Pilihan ini tercetak pada hasil."
        ),
    )
    interviewed_on = forms.DateField(label=_("Tanggal wawancara"))
    language = forms.CharField(label=_("Bahasa wawancara"), max_length=40, initial="Indonesia")


class VersionedForm(HouseForm):
    """Remembers which version of the record its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def is_behind(self, version: int) -> bool:
        """True when another's change came between the opening of this form and its sending."""
        return self.is_bound and self.data.get("version") != str(version)

    def catch_up(self, version: int) -> None:
        """Show what was typed again, over the record as it stands now."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(version)  # type: ignore[index]


class ChangeFrameForm(FrameForm, VersionedForm):
    submit_label = _("Simpan")


class AnswersForm(VersionedForm):
    """One question put for each substance that the routing leaves. A blank keeps what was answered."""

    submit_label = _("Simpan dan lanjut")
    release = forms.BooleanField(required=False, label=_("Kosongkan jawaban yang tidak ditanyakan lagi"))

    def __init__(self, *args: Any, result: InstrumentResult, question: str, **kwargs: Any) -> None:
        initial = {"version": result.version, **result.answers}
        super().__init__(*args, initial=initial, **kwargs)
        self.result, self.items = result, assist.asked(question, result.answers)
        # All answers as they would stand after this page; only known once the form is valid.
        self.merged: dict[str, int] = {}
        self.asks_release = False
        for item in self.items:
            self.fields[item] = self._field(question, item)

    @staticmethod
    def _field(question: str, item: str) -> forms.TypedChoiceField:
        letter = item[2:]
        return forms.TypedChoiceField(
            label=wording.SUBSTANCES[letter] if letter else wording.QUESTIONS[question],
            choices=list(enumerate(wording.ANSWERS[question])),
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each item with the words of the answer that is stored, when it is not the one shown."""
        for item in self.items:
            field, stored = self[item], self.result.answers.get(item)
            differs = self.is_bound and stored is not None and self.data.get(item) not in ("", str(stored))
            yield field, str(wording.ANSWERS[item[:2]][stored]) if differs else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        strange = [
            name for name in self.data if _LOOKS_LIKE_AN_ITEM.fullmatch(name) and name not in self.items
        ]
        if strange:
            raise ValidationError(
                _("Tidak ditanyakan menurut alur wawancara: %(items)s. Jawaban lain tetap ada di bawah.")
                % {"items": ", ".join(wording.name_of_item(name) for name in strange[:6])}
            )
        given = {item: data[item] for item in self.items if data.get(item) is not None}
        self.merged = {**self.result.answers, **given}
        self._drop_what_is_skipped(data)
        return data

    def _drop_what_is_skipped(self, data: dict[str, Any]) -> None:
        """An answer that changes the routing empties what it skips, but only when that is said."""
        skipped = assist.excluded(self.merged)
        if skipped and not data.get("release"):
            self.asks_release = True
            names = ", ".join(wording.name_of_item(item) for item in skipped)
            raise ValidationError(
                _(
                    "Perubahan ini membuat jawaban berikut tidak ditanyakan lagi: %(items)s. Centang "
                    "“Kosongkan” di bawah bila memang demikian."
                )
                % {"items": names}
            )
        self.merged = {item: value for item, value in self.merged.items() if item not in skipped}


class SignForm(VersionedForm):
    submit_label = _("Tandatangani hasil")


class ReferForm(HouseForm):
    """What follows; the suggestion follows the risk band, anything else asks for a reason."""

    submit_label = _("Simpan tindak lanjut")
    to = forms.ChoiceField(
        label=_("Tindak lanjut"),
        widget=forms.RadioSelect,
        choices=[
            (Status.TO_ASSESS.value, _("Rujuk ke asesmen")),
            (Status.EDUCATION_ONLY.value, _("Cukup edukasi; kepesertaan berakhir")),
        ],
    )
    reason = forms.CharField(
        label=_("Alasan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Wajib bila tindak lanjut tidak mengikuti tingkat risiko."),
    )


class DiscardForm(HouseForm):
    submit_label = _("Batalkan wawancara")
    reason = forms.CharField(label=_("Alasan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AssessmentForm(VersionedForm):
    """A draft may be saved half done; signing asks for the rest."""

    submit_label = _("Simpan draf")
    groups = (
        (_("Kesimpulan"), ("assessed_on", "role_by_assessment", "category", "recommendation")),
        (
            _("Teks asesmen (hanya petugas klinis yang ditugaskan)"),
            ("summary", "category_reason", "diagnosis"),
        ),
    )
    assessed_on = forms.DateField(label=_("Tanggal asesmen"))
    role_by_assessment = forms.ChoiceField(
        label=_("Peran menurut asesmen"),
        required=False,
        choices=choices_from(RoleByAssessment, _("Belum ditentukan")),
        help_text=_("Temuan Anda; tidak mengikuti pasal."),
    )
    category = forms.ChoiceField(
        label=_("Kategori rehabilitasi"),
        required=False,
        choices=choices_from(Category, _("Belum ditentukan")),
        help_text=_("Berbeda dari tingkat risiko hasil skrining."),
    )
    recommendation = forms.ChoiceField(
        label=_("Rekomendasi"),
        required=False,
        choices=choices_from(Assessment.Recommendation, _("Belum ditentukan")),
    )
    summary = forms.CharField(
        label=_("Ringkasan asesmen"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    category_reason = forms.CharField(
        label=_("Dasar penetapan kategori"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    diagnosis = forms.CharField(label=_("Diagnosis (ICD-10/PPDGJ)"), required=False, max_length=120)
