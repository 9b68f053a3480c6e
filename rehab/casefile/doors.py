"""Where each move of the table is made: the page and the words on its button."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rehab.delivery.models import Place
from rehab.enrolments.models import Enrolment


@dataclass(frozen=True)
class Door:
    label: str | Promise
    url: str


# via: words, page, and whether the page is of the enrolment, of its cohort, or a list of ticks.
_PAGES = {
    "screening": (_("Skrining ASSIST"), "clinical:screening", "own"),
    "referral": (_("Tentukan tindak lanjut"), "clinical:screening", "own"),
    "assessment": (_("Asesmen"), "clinical:assessment", "own"),
    "decision": (_("Putuskan"), "casefile:decide", "tick"),
    "placement": (_("Tetapkan dalam angkatan"), "delivery:cohorts", "list"),
    "release": (_("Batalkan penempatan"), "delivery:cohort", "cohort"),
    "start": (_("Mulai angkatan"), "delivery:cohort", "cohort"),
    "suspend": (_("Hentikan sementara"), "casefile:suspend", "own"),
    "resume": (_("Lanjutkan kembali"), "casefile:resume", "own"),
    "outcome": (_("Usulkan atau tetapkan kelulusan"), "casefile:outcomes", "list"),
    "exit": (_("Catat keluar"), "casefile:leave", "own"),
}


def door(via: str, enrolment: Enrolment) -> Door | None:
    """None where nothing is opened from a case file (no cohort to go to)."""
    label, page, kind = _PAGES[via]
    try:
        if kind == "own":
            return Door(label, reverse(page, args=[enrolment.pk]))
        if kind == "tick":
            return Door(label, f"{reverse(page)}?pilih={enrolment.pk}")
        if kind == "list":
            return Door(label, reverse(page))
        cohort = Place.objects.current().filter(enrolment=enrolment).values_list("cohort", flat=True).first()
        return Door(label, reverse(page, args=[cohort])) if cohort else None
    except NoReverseMatch:
        return None
