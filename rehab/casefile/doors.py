"""Where each move of the table is made: the page and the words on its button."""

from dataclasses import dataclass

from django.urls import reverse
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


def link(name: str, *args: int) -> str:
    """The address of a page of another room."""
    return reverse(name, args=args)


def door(via: str, enrolment: Enrolment) -> Door | None:
    """None where nothing is opened from a case file (no cohort to go to)."""
    label, page, kind = _PAGES[via]
    if kind == "own":
        url = link(page, enrolment.pk)
    elif kind == "tick":
        url = f"{reverse(page)}?pilih={enrolment.pk}"
    elif kind == "list":
        url = link(page)
    else:
        places = Place.objects.current().filter(enrolment=enrolment)
        cohort = places.values_list("cohort", flat=True).first()
        url = link(page, cohort) if cohort else ""
    return Door(label, url) if url else None
