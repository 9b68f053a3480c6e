"""Short labels of the ASSIST. The item wording is WHO's (all rights reserved): the interviewer reads it
from the official form, the screen shows numbers, labels and answers only (domain §4.1, Licence)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from rehab.clinical.instruments import assist

SUBSTANCES: Mapping[str, Any] = {
    "a": _("Tembakau"),
    "b": _("Minuman beralkohol"),
    "c": _("Kanabis (ganja)"),
    "d": _("Kokain"),
    "e": _("Stimulan jenis amfetamin (sabu, ekstasi)"),
    "f": _("Inhalansia"),
    "g": _("Sedativa atau obat tidur"),
    "h": _("Halusinogen"),
    "i": _("Opioid"),
    "j": _("Zat lain (dekstro, CTM, zenith, …)"),
}

QUESTIONS: Mapping[str, Any] = {
    "P1": _("Pernah memakai seumur hidup"),
    "P2": _("Frekuensi pemakaian"),
    "P3": _("Keinginan kuat memakai"),
    "P4": _("Masalah kesehatan, sosial, hukum, atau keuangan"),
    "P5": _("Gagal melakukan yang biasa diharapkan"),
    "P6": _("Orang lain pernah khawatir"),
    "P7": _("Gagal mengurangi atau berhenti"),
    "P8": _("Pernah memakai dengan cara suntik"),
}

_FREQUENCY = (
    _("Tidak pernah"),
    _("1–2 kali"),
    _("Tiap bulan"),
    _("Tiap minggu"),
    _("Harian atau hampir"),
)
_EVER = (_("Tidak pernah"), _("Ya, dalam 3 bulan itu"), _("Ya, sebelum 3 bulan itu"))

ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "P1": (_("Tidak"), _("Ya")),
    **dict.fromkeys(("P2", "P3", "P4", "P5"), _FREQUENCY),
    **dict.fromkeys(("P6", "P7", "P8"), _EVER),
}

BANDS: Mapping[str, Any] = {"low": _("Rendah"), "moderate": _("Sedang"), "high": _("Tinggi")}
BAND_TONES: Mapping[str, str] = {"low": "success", "moderate": "warning", "high": "danger"}
MEANINGS: Mapping[str, Any] = {
    "low": _("Cukup informasi dan edukasi."),
    "moderate": _("Perlu intervensi singkat dan asesmen."),
    "high": _("Perlu intervensi lebih dalam dan asesmen."),
}
INJECTING: Mapping[str, Any] = {
    "never": _("Tidak pernah menyuntik"),
    "recent": _("Pernah menyuntik dalam 3 bulan yang ditanyakan"),
    "past": _("Pernah menyuntik, sebelum 3 bulan yang ditanyakan"),
}


def name_of_item(item: str) -> str:
    """A question about a substance as the screen calls it: "P2 Kanabis (ganja)"."""
    question, letter = item[:2], item[2:]
    if item not in assist.ITEMS:
        return item[:12]
    return f"{question} {SUBSTANCES[letter]}" if letter else f"{question} {QUESTIONS[question]}"


def answer_in_words(item: str, position: object) -> str | None:
    """The words of one answer; None for what is no item or no answer to it."""
    text = str(position)
    if item not in assist.ITEMS or not text.isdecimal() or len(text) > 1:
        return None
    answers = ANSWERS[item[:2]]
    return str(answers[int(text)]) if int(text) < len(answers) else None
