"""The pages that are measured, found in whichever world stands: the same people open the same pages."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import Agency, User
from accounts.scope import visible
from inmates.models import Inmate
from rehab.delivery.models import Cohort, Place, Session
from ui.lists import PAGE, SEARCH

# Who: an officer, the registrar and the head of the largest custodian, a facilitator, an assessor
# and the head of its partner, a supervisor of the whole country; who reads the custodian's trail.
OFFICER, REGISTRAR = "rehabilitasi.upt-001", "registrasi.upt-001"
FACILITATOR, ASSESSOR, PARTNER_HEAD = "fasilitator.bnnk-001", "asesor.bnnk-001", "kepala.bnnk-001"
HEAD, SUPERVISOR, AUDITOR = "kepala.upt-001", "pengawas.ditjenpas", "auditor.upt-001"
PEOPLE = (OFFICER, REGISTRAR, HEAD, FACILITATOR, ASSESSOR, PARTNER_HEAD, SUPERVISOR)

# What the aims say of each kind, in milliseconds at the 95th percentile with one client.
AIMS = {"list": 100, "page": 120, "dashboard": 120, "save": 150}


@dataclass(frozen=True)
class Page:
    """`key` names it in the files of results; `status` is what it must answer."""

    key: str
    title: str
    kind: str
    who: str
    path: str
    status: int = 200


@dataclass(frozen=True)
class World:
    """What is measured in one database."""

    pages: list[Page]
    # Sheets of forty that the facilitator may record: one a client.
    sheets: list[int]
    name: str
    number: str


def world() -> World:
    cohort = Cohort.objects.filter(custodian__code="upt-001", state="running").order_by("pk")[0]
    member = Place.objects.filter(cohort=cohort).order_by("seat").select_related("enrolment__inmate")[4]
    person = member.enrolment.inmate
    number = person.registrations.open().get().number
    sheets = _sheets()
    pages = [
        *_of_register(OFFICER, person, number),
        *_of_register(SUPERVISOR, person, number),
        *_of_programme(OFFICER, member),
        *_of_programme(ASSESSOR, member),
        *_of_programme(SUPERVISOR, member),
        *(_page("today", "Hari ini", "page", who, "today:home") for who in PEOPLE),
        _page("sessions", "Sesi", "list", FACILITATOR, "delivery:all_sessions"),
        _page("sheet", "Lembar daftar hadir", "page", FACILITATOR, "delivery:sheet", sheets[0]),
        *(_page("dashboard", "Dasbor", "dashboard", who, "dashboards:home") for who in _HEADS),
        _page("trail", "Jejak", "list", AUDITOR, "trail:events"),
        _page("trail-deep", "Jejak, halaman 50", "list", AUDITOR, "trail:events", **{PAGE: "50"}),
        _page("unit", "Dasbor satu unit", "dashboard", SUPERVISOR, "dashboards:unit", cohort.custodian_id),
    ]
    return World(pages, sheets, _two_words(person), number)


_FULL = 40
_HEADS = (HEAD, PARTNER_HEAD, SUPERVISOR)
_SHORT = {
    **{each: each.partition(".")[0] for each in (*PEOPLE, AUDITOR)},
    HEAD: "kepala-upt",
    PARTNER_HEAD: "kepala-bnnk",
}


def _page(key: str, title: str, kind: str, who: str, name: str, *args: int, **more: Any) -> Page:
    """`status` among what is more is that of the answer; the rest stands in the address."""
    status = more.pop("status", 200)
    path = reverse(name, args=args) + (f"?{urlencode(more)}" if more else "")
    return Page(f"{key}.{_SHORT[who]}", title, kind, who, path, status)


def _of_register(who: str, person: Inmate, number: str) -> list[Page]:
    searched = (
        ("by-name", "Cari nama", _two_words(person), 200),
        ("by-one-name", "Cari satu kata nama", person.name.split()[0], 200),
        ("by-number", "Cari nomor register", number, 200),
        ("by-nik", "Cari NIK", person.identity_number, 302),
    )
    return [
        _page("register", "Register", "list", who, "inmates:register"),
        _page("register-deep", "Register, halaman 50", "list", who, "inmates:register", **{PAGE: "50"}),
        *(
            _page(key, title, "list", who, "inmates:register", status=status, **{SEARCH: text})
            for key, title, text, status in searched
        ),
        _page("person", "Halaman orang", "page", who, "inmates:person", person.pk),
    ]


def _of_programme(who: str, member: Place) -> list[Page]:
    return [
        _page("participants", "Peserta", "list", who, "casefile:participants"),
        _page("case-file", "Berkas", "page", who, "casefile:page", member.enrolment_id),
        _page("attendance", "Berkas, kehadiran", "page", who, "casefile:attendance", member.enrolment_id),
    ]


def _two_words(person: Inmate) -> str:
    return " ".join(person.name.split()[:2])


def _sheets() -> list[int]:
    """Past sessions of full cohorts that may still be recorded: one of each cohort."""
    facilitator = User.objects.select_related("agency").get(username=FACILITATOR)
    today = Agency.objects.get(code="upt-001").today()
    seen = visible(Session, facilitator).filter(facilitators__staff=facilitator, day__lt=today)
    seated = Place.objects.filter(cohort=OuterRef("cohort"), left_on=None).order_by().values("cohort")
    full = seen.annotate(seated=Subquery(seated.annotate(n=Count("pk")).values("n"))).filter(seated=_FULL)
    fresh = timezone.now() - timedelta(hours=40)
    open_still = Q(recorded_at__gte=fresh) | Q(state=Session.State.PLANNED)
    found: dict[int, int] = {}
    for cohort, pk in full.filter(open_still).order_by("cohort", "day").values_list("cohort", "pk"):
        found[cohort] = pk
    return list(found.values())
